"""Following the record with a cursor, and reading what one was told."""

import pytest
from django.db import IntegrityError, connections, transaction

from tabard.notices import actions, queries
from tabard.notices.actions import following
from tabard.notices.models import Cursor, Notice
from tabard.people.models import Person
from tabard.record import actions as record_actions
from tabard.record.models import Disclosure
from tests import make

pytestmark = pytest.mark.django_db


def approved(author: Person, *, by: Person, message: int = 1) -> None:
    record_actions.record(
        "message approved", concerns=[author.pk], message=message, author=author.pk, by=by.pk
    )


@pytest.fixture
def author() -> Person:
    return make.person(first_name="Ada", last_name="Lovelace")


@pytest.fixture
def reviewer() -> Person:
    return make.reviewer(first_name="Sam", last_name="Okafor")


def test_people_are_told_of_what_was_chained(author: Person, reviewer: Person):
    approved(author, by=reviewer, message=12)
    record_actions.chain()

    assert actions.follow() == 1

    notice = Notice.objects.get()
    assert (notice.person, notice.words) == (author, "Sam Okafor approved your post 12.")


def handed_in(author: Person, *, message: int, words: str = "The van is here.") -> None:
    record_actions.record(
        "message submitted", message=message, author=author.pk, by=author.pk, words=words
    )


def test_posts_are_told_by_their_last_words_and_accounts_by_their_handle(
    author: Person, reviewer: Person
):
    handed_in(author, message=12, words="Something else.")
    handed_in(author, message=12, words="The mobile library is in Oakford on Tuesday.")
    record_actions.record("account connected", account=5, handle="ada", by=author.pk)
    approved(author, by=reviewer, message=12)
    record_actions.record("delivery failed", concerns=[author.pk], message=12, account=5, why="No.")
    record_actions.record("post removed", concerns=[reviewer.pk], message=12, account=5)
    record_actions.record("connection lost", concerns=[author.pk], account=5, why="No.")
    record_actions.chain()

    actions.follow()

    assert [notice.words for notice in Notice.objects.order_by("pk")] == [
        "Sam Okafor approved your post “The mobile library is in Oakford on…”.",
        "Your post “The mobile library is in Oakford on…” is not on the network: No.",
        "Post “The mobile library is in Oakford on…” was taken down and is gone from the network.",
        "The network no longer lets us into account @ada: No.",
    ]


def test_a_post_whose_words_were_erased_or_that_has_none_keeps_its_number(
    author: Person, reviewer: Person
):
    handed_in(author, message=12)
    Disclosure.objects.filter(name="words").update(value=None, salt=None)
    handed_in(author, message=13, words="")
    for message in (12, 13):
        approved(author, by=reviewer, message=message)
    record_actions.chain()

    actions.follow()

    assert [notice.words for notice in Notice.objects.order_by("pk")] == [
        "Sam Okafor approved your post 12.",
        "Sam Okafor approved your post 13.",
    ]


def test_nobody_is_told_of_what_is_not_chained_yet(author: Person, reviewer: Person):
    approved(author, by=reviewer)

    assert actions.follow() == 0
    assert not Notice.objects.exists()


def test_nobody_is_told_twice(author: Person, reviewer: Person):
    approved(author, by=reviewer)
    record_actions.chain()
    actions.follow()
    approved(author, by=reviewer)
    record_actions.chain()

    assert [actions.follow(), actions.follow()] == [1, 0]
    assert Cursor.objects.get().link == 2


def test_more_than_fits_is_told_the_next_time(
    author: Person, reviewer: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(following, "AT_A_TIME", 2)
    for message in (1, 2, 3):
        approved(author, by=reviewer, message=message)
    record_actions.chain()

    assert [actions.follow(), actions.follow(), actions.follow()] == [2, 1, 0]


def test_an_entry_about_somebody_who_is_gone_holds_up_nobody(author: Person):
    record_actions.record("message approved", concerns=[author.pk, 10**6], message=1, by=10**6)
    record_actions.chain()

    actions.follow()

    assert Notice.objects.get().words == "Somebody approved somebody's post 1."


def test_an_entry_that_cannot_be_told_holds_up_nobody(
    author: Person, reviewer: Person, caplog: pytest.LogCaptureFixture
):
    # The number of a post is no number, so that its page has no address.
    bad = record_actions.record("message approved", concerns=[author.pk], message="one", by=1)
    approved(author, by=reviewer, message=12)
    record_actions.chain()

    assert actions.follow() == 1

    assert Notice.objects.get().words == "Sam Okafor approved your post 12."
    assert Cursor.objects.get().link == 2
    assert f"Nobody can be told of entry {bad.pk}" in caplog.text


def test_a_notice_that_cannot_be_kept_holds_up_no_other(
    author: Person, reviewer: Person, caplog: pytest.LogCaptureFixture
):
    bad = record_actions.record(
        "message sent back", concerns=[author.pk], message=1, author=author.pk, by=reviewer.pk
    )
    Notice.objects.create(person=author, entry=bad, words="Told already.", url="/", at=bad.at)
    approved(author, by=reviewer, message=12)
    record_actions.chain()

    assert actions.follow() == 1

    assert [one.words for one in queries.told(author)] == [
        "Sam Okafor approved your post 12.",
        "Told already.",
    ]
    assert Cursor.objects.get().link == 2
    assert f"Nobody can be told of entry {bad.pk}" in caplog.text


@pytest.mark.parametrize("how_many", [1, 3])
def test_following_asks_the_database_as_often_for_three_as_for_one(
    author: Person, reviewer: Person, how_many: int, django_assert_num_queries
):
    for message in range(how_many):
        handed_in(author, message=message)
    for message in range(how_many):
        approved(author, by=reviewer, message=message)
    record_actions.chain()
    actions.follow()
    for message in range(how_many):
        approved(author, by=reviewer, message=message)
    record_actions.chain()

    # Two of them ask what the posts are called.
    with django_assert_num_queries(16):
        actions.follow()


@pytest.mark.django_db(transaction=True)
def test_only_one_worker_follows_at_a_time(author: Person, reviewer: Person):
    with transaction.atomic():
        approved(author, by=reviewer)
    record_actions.chain()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [actions.FOLLOWING_LOCK])

        assert actions.follow() == 0

        cursor.execute("SELECT pg_advisory_unlock(%s)", [actions.FOLLOWING_LOCK])
    other.close()
    assert actions.follow() == 1


def test_what_was_shown_is_marked_as_read_and_nothing_else(author: Person, reviewer: Person):
    other = make.person()
    for message in range(4):
        approved(author, by=reviewer, message=message)
    approved(other, by=reviewer)
    record_actions.chain()
    actions.follow()
    first, second, third, fourth = Notice.objects.filter(person=author).order_by("pk")

    assert actions.mark_read(author, oldest=second.pk, newest=third.pk) == 2

    assert set(queries.unread(author)) == {first, fourth}
    assert queries.unread(other).count() == 1


def test_whoever_opened_a_page_has_read_what_leads_there(author: Person, reviewer: Person):
    for message in (1, 2):
        approved(author, by=reviewer, message=message)
    record_actions.chain()
    actions.follow()

    assert actions.mark_page_read(author, "/posts/1/") == 1

    assert [notice.url for notice in queries.unread(author)] == ["/posts/2/"]


def test_the_unread_come_first_then_the_newest(author: Person, reviewer: Person):
    for message in range(3):
        approved(author, by=reviewer, message=message)
    record_actions.chain()
    actions.follow()
    first, second, third = Notice.objects.filter(person=author).order_by("pk")
    actions.mark_read(author, oldest=third.pk, newest=third.pk)

    assert list(queries.told(author)) == [second, first, third]


def submitted(author: Person, *, to: Person, message: int) -> None:
    record_actions.record(
        "message submitted", concerns=[to.pk], message=message, author=author.pk, by=author.pk
    )


def unread_of(person: Person) -> list[str]:
    return [notice.words for notice in queries.unread(person).order_by("pk")]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_another_reviewer_has_done_counts_as_read(
    author: Person,
    reviewer: Person,
    at_once: bool,  # noqa: FBT001 - a parameter of the test
):
    other = make.reviewer()
    submitted(author, to=other, message=1)
    submitted(author, to=other, message=2)
    if not at_once:
        record_actions.chain()
        actions.follow()
    approved(author, by=reviewer, message=1)
    record_actions.chain()

    actions.follow()

    assert unread_of(other) == ["Ada Lovelace handed in post 2 for review."]
    assert unread_of(author) == ["Sam Okafor approved your post 1."]
    assert queries.told(other).count() == 2


def test_what_is_handed_in_again_is_new_again(author: Person, reviewer: Person):
    submitted(author, to=reviewer, message=1)
    record_actions.record("message taken back", message=1, author=author.pk, by=author.pk)
    submitted(author, to=reviewer, message=1)
    record_actions.chain()

    actions.follow()

    assert [notice.read_at is None for notice in queries.told(reviewer)] == [True, False]


def test_the_database_refuses_to_tell_somebody_twice_of_one_entry(author: Person, reviewer: Person):
    approved(author, by=reviewer)
    record_actions.chain()
    actions.follow()
    again = Notice.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError, match="told_once_of_each_entry"), transaction.atomic():
        again.save(force_insert=True)


def test_the_database_keeps_one_cursor():
    with pytest.raises(IntegrityError, match="one_notices_cursor"), transaction.atomic():
        Cursor.objects.create(pk=2)


def test_notice_and_cursor_in_words():
    assert str(Notice(words="Sam approved your post.")) == "Sam approved your post."
    assert str(Cursor(link=7)) == "told up to link 7"
