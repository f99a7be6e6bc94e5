"""The pages of renewals."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation import actions, queries
from tabard.accreditation.models import Accreditation, Draft, Night, Renewal, RenewalState, end_of
from tabard.accreditation.settings import RENEWAL_AGREES, REVIEW_QUESTIONS
from tabard.accreditation.settings.renewing import RENEWAL_REMINDERS
from tabard.accreditation.tests.pages import CHROME, by, to, words
from tabard.accreditation.tests.told import last_facts
from tabard.common.templatetags.moments import day
from tabard.council.settings import UnfitError
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
S = RenewalState
AGREES = {"agrees": "on", "shown": sha256("\n".join(RENEWAL_AGREES.default).encode()).hexdigest()}
SAID = {
    "answer_0": "I answered <everybody>.",
    "answer_1": "The flood.",
    "answer_2": "Ask earlier.",
    "answer_3": "Sam does.",
    "minutes_a_week": "45",
    "still_right": "right",
}


def in_days(days: int):
    return end_of(timezone.localdate() + timedelta(days=days))


def opened(ada, days: int = 20) -> Renewal:
    return make.renewal(make.accreditation(ada, until=in_days(days)))


# The person's own pages


def test_page_says_from_when_it_can_be_renewed(ada):
    make.accreditation(ada, until=in_days(100))

    page = words(by(ada).get(to("mine")))

    assert f"You can renew it from {day(in_days(40))}" in page
    assert "Renew your accreditation" not in page
    assert f"You can renew your accreditation from {day(in_days(40))}." in words(
        by(ada).get(to("renew"))
    )


def test_person_begins_from_the_day_on(ada):
    make.accreditation(ada, until=in_days(60))
    client = by(ada)

    assert "Renew your accreditation" in words(client.get(to("mine")))
    assert "12 more months" in words(client.get(to("renew")))
    assert not Renewal.objects.exists()
    answer = client.post(to("renew"))

    renewal = Renewal.objects.get()
    assert answer["Location"] == to("review", renewal)
    assert client.get(to("renew"))["Location"] == to("renewal", renewal)
    assert client.get(to("renewal", renewal))["Location"] == to("review", renewal)


def test_nobody_begins_too_early_by_a_form(ada):
    make.accreditation(ada, until=in_days(61))

    assert by(ada).post(to("renew")).status_code == 403
    assert by(make.person()).post(to("renew")).status_code == 403
    assert not Renewal.objects.exists()


def test_half_a_review_is_saved_for_the_person_alone(ada, manager):
    renewal = opened(ada)
    client = by(ada)

    answer = client.post(
        to("review", renewal),
        {"answer_0": "Half a <thought>", "minutes_a_week": "some", "do": "save", "seen": "0"},
        follow=True,
    )

    assert "What you wrote is saved, and not sent yet." in words(answer)
    assert "Go on with your renewal" in words(answer)
    page = words(client.get(to("review", renewal)))
    assert "Half a &lt;thought&gt;" in page
    assert 'value="some"' in page
    assert "Half a" not in words(by(manager).get(to("renewal", renewal)))
    assert not Entry.objects.exists()


def test_review_saves_as_one_goes_and_two_tabs_overwrite_nothing(ada):
    renewal = opened(ada)
    client = by(ada)
    typed = {"answer_0": "One.", "do": "", "seen": "0"}

    part = words(client.post(to("review", renewal), typed, headers={"HX-Request": "true"}))
    late = client.post(to("review", renewal), {**typed, "answer_0": "Two.", "do": "save"})

    assert part.startswith('<div id="saved"')
    assert 'name="seen" value="1"' in part
    assert late.status_code == 409
    assert "Nothing was overwritten" in words(late)
    assert Draft.objects.get().answers["answer_0"] == "One."


def test_questions_are_the_council_s(ada):
    make.chosen(REVIEW_QUESTIONS, ["What did residents say?"])
    renewal = opened(ada)

    page = words(by(ada).get(to("review", renewal)))

    assert "What did residents say?" in page
    assert "What was hard?" not in page
    assert "To tell residents what the mobile library does." in page


def test_review_is_sent_and_read_by_the_manager(ada, manager):
    renewal = opened(ada)

    answer = by(ada).post(to("review", renewal), {**SAID, "seen": "0"}, follow=True)

    assert f"Your review is with {manager} now." in words(answer)
    page = words(by(manager).get(to("renewal", renewal)))
    assert "I answered &lt;everybody&gt;." in page
    assert "45 minutes as it turned out" in page
    assert "What you agree to" in page
    assert "it is worth the working time" in page
    renewal.refresh_from_db()
    assert renewal.answers[1] == ["What was hard?", "The flood."]
    assert renewal.changes == ""


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"answer_2": ""}, "Answer: What would you do differently?"),
        ({"still_right": ""}, "Choose whether it is still right"),
        ({"still_right": "changed"}, "Enter what has changed"),
        ({"minutes_a_week": "0"}, "Enter at least 1 minute"),
        ({"answer_0": "x" * 1_001}, "must be 1,000 characters or fewer"),
    ],
)
def test_review_says_what_is_missing(ada, differs, says):
    renewal = opened(ada)

    answer = by(ada).post(to("review", renewal), {**SAID, **differs, "seen": "0"})

    assert says in words(answer)
    assert Renewal.objects.get().state == S.OPEN


def test_words_of_a_change_that_is_none_are_left_out(ada):
    renewal = opened(ada)
    said = {**SAID, "changes": "Left over.", "seen": "0"}

    by(ada).post(to("review", renewal), said)

    assert Renewal.objects.get().changes == ""


def test_whoever_is_not_prepared_reads_what_is_missing_and_loses_nothing():
    person = make.person(manager=make.person())
    renewal = opened(person)
    client = by(person)

    assert "no valid certificate" in words(client.get(to("review", renewal)))
    answer = client.post(to("review", renewal), {**SAID, "seen": "0"})

    assert "no valid certificate" in words(answer)
    renewal.refresh_from_db()
    assert (renewal.state, Draft.objects.get().answers["answer_1"]) == (S.OPEN, "The flood.")


def test_whoever_has_lapsed_is_led_to_the_renewal_and_not_to_a_new_application(ada):
    renewal = opened(ada, days=-3)

    [reason, *_] = queries.permission(ada).reasons
    assert (reason.way_out.words, reason.way_out.url) == (
        "Renew your accreditation",
        to("renew"),
    )
    page = words(by(ada).get(to("mine")))
    assert to("review", renewal) in page
    assert "Apply again" not in page
    assert by(ada).get(to("renew"))["Location"] == to("renewal", renewal)


def test_whoever_has_lapsed_is_offered_a_page_that_works_while_an_application_is_under_way(ada):
    make.accreditation(ada, until=in_days(-3))
    make.application(ada)

    [reason, *_] = queries.permission(ada).reasons

    assert by(ada).get(reason.way_out.url).status_code == 200


def test_person_lets_it_run_out_after_being_asked_once_more(ada):
    renewal = opened(ada)
    client = by(ada)

    assert "Let your accreditation run out?" in words(client.get(to("give_up", renewal)))
    assert Renewal.objects.get().state == S.OPEN
    client.post(to("give_up", renewal))

    assert Renewal.objects.get().state == S.GIVEN_UP
    assert "Renew your accreditation" in words(client.get(to("mine")))


def test_page_says_that_the_end_was_put_off(ada):
    make.accreditation(ada, until=in_days(100), put_off_days=30)

    assert "Its end was put off by 30 days" in words(by(ada).get(to("mine")))


@pytest.mark.parametrize("state", [S.SENT, S.ASKED])
def test_person_sees_who_has_it(ada, manager, state):
    renewal = make.renewal(make.accreditation(ada, until=in_days(20)), state=state)

    page = words(by(ada).get(to("mine")))

    who = manager.name if state == S.SENT else "The programme team agrees"
    assert who in page
    assert to("renewal", renewal) in page
    assert "I do not want to renew" in words(by(ada).get(to("renewal", renewal)))


# Those who endorse and decide


def sent(ada, **differs) -> Renewal:
    return make.renewal(make.accreditation(ada, until=in_days(20)), state=S.SENT, **differs)


def test_manager_endorses_with_a_word_and_the_accreditation_goes_on(ada, manager):
    renewal = sent(ada)
    client = by(manager)

    refused = words(client.post(to("endorse_renewal", renewal)))
    assert "Say that you have talked about it and agree" in refused
    answer = client.post(to("endorse_renewal", renewal), AGREES, follow=True)

    until = Accreditation.objects.get().until
    assert until > in_days(300)
    assert f"{ada} is accredited until {day(until)}." in words(answer)


def test_manager_hears_that_the_programme_team_is_asked(ada, manager):
    renewal = sent(ada, changes="I moved.")

    answer = by(manager).post(to("endorse_renewal", renewal), AGREES, follow=True)

    assert "The programme team was asked to look at it." in words(answer)


def test_stand_in_reads_for_whom_they_act(ada, manager):
    acting = make.person()
    make.stand_in(manager, acting)

    page = words(by(acting).get(to("renewal", sent(ada))))

    assert f"You act for {manager} today" in page


def test_manager_cannot_endorse_whoever_is_not_prepared(manager):
    renewal = sent(make.person(manager=manager))
    renewal.person.sittings.all().delete()

    page = words(by(manager).get(to("renewal", renewal)))

    assert "no valid certificate" in page
    assert "Endorse again" not in page
    assert "Send it back" in page


def test_send_back_needs_words(ada, manager):
    renewal = sent(ada)
    client = by(manager)

    assert "Enter what is missing" in words(
        client.post(to("send_renewal_back", renewal), {"reason": ""})
    )
    client.post(to("send_renewal_back", renewal), {"reason": "And in <August>?"})

    assert "And in &lt;August&gt;?" in words(by(ada).get(to("review", renewal)))
    assert "And in &lt;August&gt;?" in words(by(ada).get(to("mine")))


def test_whoever_is_too_late_reads_so_and_keeps_what_they_wrote(ada, manager):
    renewal = sent(ada)
    client = by(manager)
    client.get(to("send_renewal_back", renewal))
    actions.endorse_renewal(renewal, by=manager)

    answer = client.post(to("send_renewal_back", renewal), {"reason": "Why."})

    assert answer.status_code == 409
    assert "it is renewed now" in words(answer)
    assert "Why.</textarea>" in words(answer)
    assert client.get(to("send_renewal_back", renewal)).status_code == 409


def test_whoever_is_refused_while_deciding_keeps_what_they_wrote(ada, team):
    renewal = sent(ada)
    Person.objects.filter(pk=ada.pk).update(manager=team)
    asked = make.renewal(state=S.ASKED)
    asked.person.sittings.all().delete()
    said = {"reason": "Why."}

    moved = by(team).post(to("look_at_renewal", renewal), said)
    held_up = by(team).post(to("extend", asked), until(100))

    assert (moved.status_code, held_up.status_code) == (403, 403)
    assert f"You and {ada} are in one line of management." in words(moved)
    assert "Why.</textarea>" in words(moved)
    assert "holds no valid certificate" in words(held_up)
    assert by(team).get(to("look_at_renewal", renewal)).status_code == 403


def test_stranger_is_shown_nothing_by_deciding(ada):
    renewal = sent(ada)

    answer = by(make.person()).post(to("send_renewal_back", renewal), {"reason": "Why."})

    assert answer.status_code == 403
    assert "Why." not in words(answer)
    assert ada.last_name not in words(answer)


def test_what_the_manager_agreed_to_is_kept_when_the_words_change(ada, manager):
    renewal = sent(ada)
    by(manager).post(to("endorse_renewal", renewal), AGREES)

    make.chosen(RENEWAL_AGREES, ["Something else."])

    renewal.refresh_from_db()
    assert renewal.agreed_to == RENEWAL_AGREES.default
    assert last_facts()["agreed_to"] == RENEWAL_AGREES.default
    page = words(by(manager).get(to("renewal", renewal)))
    assert RENEWAL_AGREES.default[0] in page
    assert "Something else." not in page


def test_nobody_agrees_to_words_that_they_have_not_read(ada, manager):
    renewal = sent(ada)
    make.chosen(RENEWAL_AGREES, ["Something else."])

    page = words(by(manager).post(to("endorse_renewal", renewal), AGREES))

    assert "What you agree to has changed. Read it again" in page
    assert "Something else." in page
    renewal.refresh_from_db()
    assert (renewal.state, renewal.agreed_to) == (S.SENT, [])


def test_panel_looks_first_and_then_renews_to_a_day(ada, manager, team):
    renewal = sent(ada)
    client = by(team)
    assert "Look at it before it is agreed to" in words(client.get(to("renewal", renewal)))
    client.post(to("look_at_renewal", renewal), {"reason": "Two corrections."})
    assert "Two corrections." in words(by(ada).get(to("renewal", renewal)))
    by(manager).post(to("endorse_renewal", renewal), AGREES)

    page = words(client.get(to("renewal", renewal)))
    assert f"{team} of the programme team wants to look at it first." in page
    late = client.post(to("extend", renewal), until(500))
    assert "or earlier" in words(late)
    early = client.post(to("extend", renewal), until(20))
    assert "must be after" in words(early)
    answer = client.post(to("extend", renewal), until(200), follow=True)

    assert f"{ada} is accredited until {day(in_days(200))}." in words(answer)
    assert Accreditation.objects.get().until == in_days(200)


def until(days: int) -> dict[str, str]:
    last = timezone.localdate() + timedelta(days=days)
    return {
        "until_day": str(last.day),
        "until_month": str(last.month),
        "until_year": str(last.year),
    }


def test_page_says_where_nobody_is_left_to_decide(ada, manager):
    renewal = make.renewal(make.accreditation(ada, until=in_days(20)), state=S.ASKED)

    assert "Ask the administrator who else can." in words(by(manager).get(to("renewal", renewal)))
    make.programme_member()
    assert "Ask the administrator" not in words(by(manager).get(to("renewal", renewal)))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (S.RENEWED, "Renewed until"),
        (S.OVERTAKEN, "It was overtaken"),
        (S.OPEN, "has not sent the answers yet"),
        (S.SENT_BACK, "Who answers in August?"),
    ],
)
def test_renewal_says_what_became_of_it(ada, manager, state, says):
    renewal = make.renewal(make.accreditation(ada, until=in_days(20)), state=state)

    page = words(by(manager).get(to("renewal", renewal)))

    assert says in page
    assert "Endorse again" not in page


def test_renewal_of_whoever_is_suspended_or_has_lapsed_says_so(ada, manager):
    suspended = sent(ada)
    make.suspension(suspended.accreditation)
    lapsed = make.renewal(
        make.accreditation(make.person(manager=manager), until=in_days(-3)), state=S.SENT
    )

    page = words(by(manager).get(to("renewal", suspended)))
    assert "its renewal waits" in page
    assert "Endorse again" not in page
    assert "ran out on" in words(by(manager).get(to("renewal", lapsed)))


# Lists


def test_list_is_empty_with_words(manager, team):
    assert "No renewal is waiting for you." in words(by(manager).get(to("renewals")))
    page = words(by(team).get(to("renewals")))
    assert "accreditation is to be renewed now." in page
    assert "this has not happened yet" in page


def test_list_tells_the_programme_team_of_the_last_night(team):
    Night.objects.create(on=timezone.localdate(), ended_at=timezone.now(), opened=3, lapsed=1)

    page = words(by(team).get(to("renewals")))

    assert "3 opened, 0 reminded, 1 ran out." in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_asks_as_much_for_many_as_for_one(how_many, django_assert_num_queries):
    boss = make.programme_member()
    for _ in range(how_many):
        of = make.accreditation(make.person(manager=boss), until=in_days(20))
        make.renewal(of, state=S.SENT)
        make.renewal()
    client = by(boss)
    client.get(to("renewals"))

    with django_assert_num_queries(CHROME + 4):
        page = client.get(to("renewals"))

    assert words(page).count("tabard-row__title") == 3 * how_many


def test_renewals_wait_on_the_first_page(ada, manager):
    opened(ada)

    assert "accreditation to renew" in words(by(ada).get(reverse("home:start")))
    Renewal.objects.update(state=S.SENT, sent_at=timezone.now())
    assert "accreditation to renew" not in words(by(ada).get(reverse("home:start")))
    assert "renewal to look at" in words(by(manager).get(reverse("home:start")))


# Settings


def test_renewals_need_a_day_from_which_they_are_open():
    with pytest.raises(UnfitError, match="Enter at least one number of days"):
        RENEWAL_REMINDERS.fit([])


def test_days_say_what_comes_of_them():
    assert RENEWAL_REMINDERS.example(["7", "60", "30"]) == (
        "Somebody can renew from 60 days before the last day, "
        "and is reminded 30 and 7 days before it."
    )
    assert RENEWAL_REMINDERS.example(["14"]).endswith("14 days before the last day.")
