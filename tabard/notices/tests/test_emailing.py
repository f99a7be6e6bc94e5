"""From what happened to the e-mails about it: when, how many and to whom."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.council.models import ChosenSetting
from tabard.notices import actions, queries
from tabard.notices.actions import emailing
from tabard.notices.models import Email, EmailKind, EmailState, Group, Notice, Pace, Preferences
from tabard.people.models import Absence, Person, StandIn
from tabard.record import actions as record_actions
from tests import make

pytestmark = pytest.mark.django_db
# A Wednesday, ten in the morning.
MORNING = "2026-11-25 10:00:00+00:00"
# Somebody who is not there, and so is not told.
NOBODY = 10**6
NIGHT = "2026-11-25 22:00:00+00:00"


@pytest.fixture(autouse=True)
def _email_is_on(settings):
    settings.EMAIL_IS_ON = True


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Lovelace")


def approved(*people: Person, message: int = 12) -> None:
    record_actions.record(
        "message approved",
        concerns=[person.pk for person in people],
        message=message,
        author=people[0].pk,
        by=NOBODY,
    )


def suspended(person: Person) -> None:
    record_actions.record(
        "accreditation suspended", concerns=[person.pk], person=person.pk, by=NOBODY
    )


def follow() -> None:
    record_actions.chain()
    actions.follow()


def written() -> list[tuple[str, str, int]]:
    """Give to whom which e-mails are written, each with its number of notices."""
    actions.write_emails()
    return [
        (email.person.first_name, email.kind, email.notices.count())
        for email in Email.objects.order_by("pk")
    ]


def after(**how_long: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**how_long), tick=False)


@time_machine.travel(MORNING, tick=False)
def test_what_happens_within_a_quarter_of_an_hour_is_one_email(ada: Person):
    approved(ada)
    follow()
    assert written() == []
    with after(minutes=10):
        approved(ada, message=13)
        follow()
        assert written() == []

    with after(minutes=15):
        assert written() == [("Ada", EmailKind.SOON, 2)]
        assert actions.write_emails() == 0


@time_machine.travel(MORNING, tick=False)
def test_people_have_emails_of_their_own(ada: Person):
    grace = make.person(first_name="Grace")
    approved(ada, grace)
    follow()

    with after(minutes=15):
        assert sorted(written()) == [("Ada", EmailKind.SOON, 1), ("Grace", EmailKind.SOON, 1)]


@time_machine.travel(NIGHT, tick=False)
def test_what_happens_at_night_waits_for_the_morning_but_not_what_is_urgent(ada: Person):
    approved(ada)
    suspended(ada)
    follow()

    assert written() == [("Ada", EmailKind.URGENT, 1)]
    with after(hours=9, minutes=59):
        assert len(written()) == 1
    with after(hours=10):
        assert written() == [("Ada", EmailKind.URGENT, 1), ("Ada", EmailKind.SOON, 1)]


@time_machine.travel(MORNING, tick=False)
def test_what_somebody_looks_after_comes_once_a_day(ada: Person):
    author = make.person()
    for message in (1, 2):
        record_actions.record("post removed", concerns=[ada.pk], message=message, author=author.pk)
    follow()

    with after(hours=1):
        assert written() == []
    with after(hours=22):
        assert written() == [("Ada", EmailKind.DAILY, 2)]


@time_machine.travel(MORNING, tick=False)
def test_what_was_read_is_not_emailed(ada: Person):
    approved(ada)
    approved(ada, message=13)
    follow()
    first = Notice.objects.order_by("pk")[0]
    actions.mark_read(ada, oldest=first.pk, newest=first.pk)

    with after(minutes=15):
        assert written() == [("Ada", EmailKind.SOON, 1)]


@time_machine.travel(MORNING, tick=False)
def test_nobody_is_emailed_while_there_is_no_mail_server_nor_of_it_later(ada: Person, settings):
    settings.EMAIL_IS_ON = False
    approved(ada)
    follow()

    with after(minutes=15):
        assert written() == []
        settings.EMAIL_IS_ON = True
        assert written() == []
    assert Notice.objects.get().email_words == ""


@time_machine.travel(MORNING, tick=False)
@pytest.mark.parametrize("has_left", [True, False])
def test_whoever_has_left_is_not_emailed_and_whoever_is_away_only_of_what_is_urgent(
    ada: Person,
    has_left: bool,  # noqa: FBT001 - a parameter of the test
):
    if has_left:
        Person.objects.filter(pk=ada.pk).update(is_active=False)
    else:
        Absence.objects.create(person=ada, since=timezone.localdate())
    approved(ada)
    suspended(ada)
    follow()

    with after(minutes=15):
        assert written() == ([] if has_left else [("Ada", EmailKind.URGENT, 1)])
    assert not Notice.objects.filter(email_due_at__isnull=False).exists()
    assert Notice.objects.filter(person=ada, read_at=None).count() == 2


@time_machine.travel(MORNING, tick=False)
def test_what_was_to_be_emailed_waits_again_where_it_has_become_quiet(ada: Person):
    approved(ada)
    follow()
    with after(minutes=1):
        ChosenSetting.objects.create(
            key="notices.quiet_from_hour", value=9, chosen_at=timezone.now()
        )

    with after(minutes=15):
        assert written() == []
    with after(hours=22):
        assert written() == [("Ada", EmailKind.SOON, 1)]


@time_machine.travel(MORNING, tick=False)
def test_whoever_prefers_otherwise_is_emailed_otherwise_of_what_waits_too(ada: Person):
    approved(ada)
    follow()
    actions.prefer(Preferences(person=ada, mine=Pace.DAILY))

    with after(hours=1):
        assert written() == []
    with after(hours=22):
        assert written() == [("Ada", EmailKind.DAILY, 1)]


@time_machine.travel(MORNING, tick=False)
def test_whoever_stops_emails_gets_none_of_that_group_and_of_others_still(ada: Person):
    approved(ada)
    record_actions.record(
        "message submitted", concerns=[ada.pk], message=1, author=NOBODY, by=NOBODY
    )
    follow()
    actions.stop(ada.pk, [Group.MINE])

    with after(minutes=15):
        assert written() == [("Ada", EmailKind.SOON, 1)]
    assert queries.preferences_of(ada).mine == Pace.NEVER
    assert Email.objects.get().notices.get().group == Group.WAITING


@time_machine.travel(MORNING, tick=False)
def test_whoever_acts_for_a_manager_is_told_of_what_waits_for_them(ada: Person):
    grace, sam = make.person(first_name="Grace"), make.person(first_name="Sam", manager=ada)
    today = timezone.localdate()
    StandIn.objects.create(person=ada, stands_in=grace, since=today, until=today)
    record_actions.record(
        "application made", concerns=[ada.pk], application=1, applicant=sam.pk, by=sam.pk
    )
    approved(ada)
    follow()

    told = {(one.person.first_name, one.group) for one in Notice.objects.select_related("person")}
    assert told == {("Ada", Group.WAITING), ("Grace", Group.WAITING), ("Ada", Group.MINE)}


@time_machine.travel(MORNING, tick=False)
def test_nobody_acts_in_what_is_their_own(ada: Person):
    sam = make.person(first_name="Sam", manager=ada)
    today = timezone.localdate()
    StandIn.objects.create(person=ada, stands_in=sam, since=today, until=today)
    record_actions.record(
        "application made", concerns=[ada.pk], application=1, applicant=sam.pk, by=NOBODY
    )
    follow()

    assert [one.person for one in Notice.objects.all()] == [ada]


@time_machine.travel(MORNING, tick=False)
def test_a_job_is_given_to_what_is_to_be_sent_with_a_lock_of_its_own_for_what_is_urgent(
    ada: Person,
):
    grace = make.person()
    suspended(ada)
    suspended(grace)
    approved(ada)
    follow()
    actions.write_emails()
    with after(minutes=15):
        actions.write_emails()

    jobs = ProcrastinateJob.objects.filter(task_name="tabard.notices.tasks.send").order_by("id")
    emails = list(Email.objects.order_by("pk"))
    assert [(job.lock, job.args) for job in jobs] == [
        ("urgent-emails", {"email_ids": [emails[0].pk, emails[1].pk]}),
        ("emails", {"email_ids": [emails[2].pk]}),
    ]


@time_machine.travel(MORNING, tick=False)
def test_an_email_whose_job_was_lost_is_given_another(ada: Person):
    suspended(ada)
    follow()
    actions.write_emails()
    jobs = ProcrastinateJob.objects.filter(task_name="tabard.notices.tasks.send")

    with after(minutes=19):
        actions.write_emails()
        assert jobs.count() == 1
    with after(minutes=20):
        actions.write_emails()
        assert jobs.count() == 2


@time_machine.travel(MORNING, tick=False)
@pytest.mark.parametrize("how_many", [1, 30])
def test_writing_emails_asks_the_database_as_often_for_thirty_as_for_one(
    ada: Person, how_many: int, django_assert_num_queries
):
    people = [ada, *(make.person() for _ in range(how_many - 1))]
    for message in range(3):
        approved(*people, message=message)
    follow()

    with after(minutes=15), django_assert_num_queries(13):
        actions.write_emails()
    assert Email.objects.count() == how_many


@pytest.mark.parametrize("how_many", [1, 30])
def test_following_asks_the_database_as_often_for_thirty_as_for_one(
    ada: Person, how_many: int, django_assert_num_queries
):
    for message in range(how_many):
        approved(ada, make.person(), message=message)
    record_actions.chain()
    actions.follow()
    for message in range(how_many):
        approved(ada, make.person(), message=message)
    record_actions.chain()

    with django_assert_num_queries(16):
        actions.follow()


@pytest.mark.django_db(transaction=True)
def test_only_one_worker_writes_emails_at_a_time(ada: Person):
    with transaction.atomic():
        suspended(ada)
    follow()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [emailing.EMAILING_LOCK])

        assert actions.write_emails() == 0

        cursor.execute("SELECT pg_advisory_unlock(%s)", [emailing.EMAILING_LOCK])
    other.close()
    assert actions.write_emails() == 1


def email(person: Person, **differs) -> Email:
    now = timezone.now()
    told = {"kind": EmailKind.SOON, "message_id": "<1>", "made_at": now, "try_at": now, **differs}
    return Email.objects.create(person=person, **told)


@pytest.mark.parametrize(
    ("differs", "constraint"),
    [
        ({"state": EmailState.SENT, "try_at": None}, "email_ends_when_it_is_sent"),
        ({"ended_at": timezone.now()}, "email_ends_when_it_is_sent"),
        ({"try_at": None}, "email_has_a_next_try_until_it_ends"),
        (
            {"state": EmailState.FAILED, "ended_at": timezone.now()},
            "email_has_a_next_try_until_it_ends",
        ),
    ],
)
def test_the_database_refuses_an_email_that_is_half_ended(
    ada: Person, differs: dict[str, object], constraint: str
):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        email(ada, **differs)


def test_the_database_refuses_to_email_what_was_read(ada: Person):
    approved(ada)
    follow()

    with pytest.raises(IntegrityError, match="what_was_read_is_not_emailed"), transaction.atomic():
        Notice.objects.update(read_at=timezone.now(), email_due_at=timezone.now())


def test_the_database_refuses_hours_without_an_end(ada: Person):
    with (
        pytest.raises(IntegrityError, match="own_quiet_hours_have_a_beginning_and_an_end"),
        transaction.atomic(),
    ):
        Preferences.objects.create(person=ada, hours="own", quiet_from="18:00")


def test_emails_and_preferences_in_words(ada: Person):
    made = email(ada)

    assert str(made) == f"e-mail {made.pk} to Ada Lovelace"
    assert str(Preferences(person=ada)) == "when Ada Lovelace is e-mailed"
