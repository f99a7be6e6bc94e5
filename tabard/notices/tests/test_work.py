"""Which entries are told to whom, in which words, and where they lead."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tabard.notices.models import LONGEST_WORDS, Group
from tabard.notices.work import SETTLED, TOLD, Known, Page, notices_of, settled_by, telling_of
from tabard.record import actions
from tabard.record.models import Entry
from tabard.record.queries import NUMBERED, SENTENCES, Things

pytestmark = pytest.mark.django_db

PEOPLE = {5: "Sam Okafor", 6: "Ada Lovelace", 7: "Mei Chan"}


def told(entry: Entry) -> list[tuple[int, str]]:
    return [(notice.person_id, notice.words) for notice in notices_of(entry, Known(PEOPLE))]


def test_everybody_concerned_is_told_but_whoever_did_it():
    entry = actions.record("message approved", concerns=[5, 6, 7], message=12, author=6, by=5)

    assert told(entry) == [
        (6, "Sam Okafor approved your post 12."),
        (7, "Sam Okafor approved Ada Lovelace's post 12."),
    ]


def test_the_time_is_that_of_the_entry_and_the_page_that_of_its_thing():
    entry = actions.record("message approved", concerns=[6], message=12, author=6, by=5)

    [notice] = notices_of(entry, Known(PEOPLE))

    assert (notice.at, notice.url) == (entry.at, reverse("publishing:post", args=[12]))


def test_whose_sign_in_changed_is_told_though_they_seem_to_have_done_it():
    entry = actions.record("second step removed", concerns=[6], by=6, way="passkey")

    [notice] = notices_of(entry, Known(PEOPLE))

    assert notice.email_words == "You removed a second step at sign-in: passkey."
    assert (notice.is_urgent, notice.url) == (True, reverse("mfa_index"))


def test_nobody_is_told_of_an_entry_that_is_only_for_the_record():
    entry = actions.record("message begun", concerns=[6], message=12, by=5)

    assert told(entry) == []


def test_somebody_who_is_not_there_is_not_told():
    entry = actions.record("message approved", concerns=[6, 99], message=12, author=6, by=5)

    assert [person for person, _ in told(entry)] == [6]


def test_an_erased_fact_is_told_as_such_and_leads_to_the_list():
    entry = actions.record("message sent back", concerns=[6], message=12, author=6, by=5, why="No")
    entry.disclosures.update(value=None, salt=None)

    [notice] = notices_of(entry, Known(PEOPLE))

    assert notice.words == "[erased] sent back [erased]'s post [erased]: [erased]"
    assert notice.url == reverse("notices:list")


def test_words_that_are_too_long_are_cut():
    why = "x" * 3_000
    entry = actions.record("message sent back", concerns=[6], message=1, author=6, by=5, why=why)

    [notice] = notices_of(entry, Known(PEOPLE))

    assert len(notice.words) == LONGEST_WORDS


@pytest.mark.parametrize("kind", TOLD)
def test_every_kind_that_is_told_has_its_sentence_and_a_page_that_is_there(kind: str):
    telling = telling_of(kind)
    assert telling
    facts = {telling.page.subject: 12} if telling.page.subject else {}

    assert kind in SENTENCES
    assert telling.page.url(facts).startswith("/")


def groups(entry: Entry, things: Things = NUMBERED) -> list[tuple[int, str]]:
    notices = notices_of(entry, Known(PEOPLE, things))
    return [(notice.person_id, notice.group) for notice in notices]


def test_what_waits_for_some_happened_to_those_whose_it_is():
    entry = actions.record("application endorsed", concerns=[6, 7], applicant=6, by=5)

    assert groups(entry) == [(6, Group.MINE), (7, Group.WAITING)]


def test_the_author_of_a_post_is_told_of_their_own_and_others_of_what_they_look_after():
    entry = actions.record("delivery failed", concerns=[6, 7], message=12, account=1, why="No.")
    things = Things(posts={12: (6, "The van")})

    assert groups(entry, things) == [(6, Group.MINE), (7, Group.LOOKED_AFTER)]


def test_a_page_alone_is_what_happened_to_ones_own():
    entry = actions.record("connection lost", concerns=[6], account=1, why="No.")

    assert groups(entry) == [(6, Group.MINE)]


@pytest.mark.parametrize(
    "kind",
    [
        *("another handle connected", "accreditation suspended", "take-down asked"),
        *("post still there", "posts frozen", "freeze asked"),
    ],
)
def test_what_cannot_wait_is_urgent_and_says_why(kind: str):
    telling = telling_of(kind)

    assert telling
    assert telling.urgent


def test_a_notice_of_something_urgent_says_so():
    suspended = actions.record("accreditation suspended", concerns=[6], person=6, by=5, why="No.")
    resumed = actions.record("accreditation resumed", concerns=[6], person=6, by=5)

    [first], [second] = (list(notices_of(one, Known(PEOPLE))) for one in (suspended, resumed))

    assert (first.is_urgent, second.is_urgent) == (True, False)


@pytest.mark.parametrize("kind", SETTLED)
def test_every_kind_that_settles_something_names_it(kind: str):
    page = SETTLED[kind]
    things = ["application", "message", "adoption", "succession", "proposal", "appeal"]
    things += ["suspension", "renewal", "experiment", "material", "freeze"]
    facts: dict[str, Any] = dict.fromkeys(things, 12)
    entry = actions.record(kind, **facts)

    assert kind in SENTENCES
    assert settled_by(entry) == reverse(page.name, args=[12])


def test_an_entry_without_the_thing_that_it_would_settle_settles_nothing():
    assert settled_by(actions.record("accreditation ended", person=6)) is None


def test_most_entries_settle_nothing():
    assert settled_by(actions.record("message begun", message=12)) is None


def test_a_page_without_a_subject_needs_no_fact():
    assert Page("accounts:mine").url({}) == reverse("accounts:mine")


def test_an_unsaved_entry_has_its_kind_and_time_in_words():
    at = timezone.now()

    assert str(Entry(kind="accredited", at=at)) == f"accredited at {at:%Y-%m-%d %H:%M:%S}"
