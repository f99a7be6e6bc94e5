"""A post that is too long for one is split on request, and shown as it will go."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tabard.composing import actions, rules
from tabard.composing.actions import Draft
from tabard.composing.models import InParts, Message, MessageState, Version
from tabard.composing.settings import MOST_PARTS
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

SENTENCE = "The mobile library stops at Oakford at ten. "
LONG = (SENTENCE * 20).strip()
TOO_LONG = "it is too long for one post"
A_LINK = f"https://exampleton.example/{'x' * 300}"
PREVIEW = "/messages/preview/"


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def drafted(in_parts: str = InParts.PLAIN, *networks: str, **differs: Any) -> Message:
    author = make.author()
    accounts = [make.account(author, network=one) for one in networks or ("practice",)]
    told: dict[str, Any] = {"words": LONG, **differs}
    return actions.write(Draft(accounts=accounts, in_parts=in_parts, **told), by=author)


def asked(message: Message, **differs: str) -> dict[str, Any]:
    """Give what the write page sends of a draft."""
    return {
        "message": str(message.pk),
        "words": message.words,
        "accounts": [str(one.account_id) for one in message.versions.all()],
        "alt": "",
        "when": "now",
        **differs,
    }


def test_parts_are_kept_for_each_network_that_needs_them():
    message = drafted(InParts.NUMBERED, "practice", "bluesky", "linkedin")

    practice, bluesky, linkedin = message.versions.all()
    assert [len(practice.parts), len(bluesky.parts), linkedin.parts] == [2, 4, []]
    assert practice.parts[0].endswith("Oakford at ten. (1/2)")
    assert linkedin.posts == (LONG,)


def test_post_that_fits_is_not_split_though_it_was_asked_for():
    assert drafted(words="Hello.").versions.get().parts == []


def test_parts_follow_what_is_written_anew():
    message = drafted()
    account = message.versions.get().account

    actions.rewrite(message, Draft(LONG, [account], in_parts=InParts.NO), by=message.author)

    assert Version.objects.get().parts == []


def test_thread_of_one_is_refused_by_the_database():
    version = make.message().versions.get()
    version.parts = ["alone"]

    with pytest.raises(IntegrityError, match="thread_has_two_parts"), transaction.atomic():
        version.save()


def test_what_is_handed_in_is_recorded_part_by_part():
    message = drafted(InParts.NUMBERED)
    version = message.versions.get()

    actions.submit(message, by=message.author)

    told = facts_of(Entry.objects.get(kind="message submitted"))
    assert told[f"thread_{version.account_id}"] == version.parts
    assert told["words"] == LONG


def test_parts_are_split_anew_as_the_network_counts_when_it_is_handed_in():
    message = drafted()
    Version.objects.update(parts=["Not", "this."])

    actions.submit(message, by=message.author)

    assert "".join(Version.objects.get().parts).replace(" ", "") == LONG.replace(" ", "")


@pytest.mark.parametrize(
    ("words", "network", "in_parts", "most", "why"),
    [
        (LONG, "practice", "plain", 10, None),
        (LONG, "practice", "no", 10,
         "Cut 379 characters: Practice network takes 500 at most, or split it into a thread"),
        ("x" * 3001, "linkedin", "plain", 10,
         "Cut 1 character: LinkedIn takes 3000 at most, and has no threads"),
        (LONG, "bluesky", "plain", 3,
         "Shorten your post: on Bluesky it would be a thread of 4 posts, and 3 is the most"),
        ("word " * 3000, "x", "plain", 99,
         "Shorten your post: on X it would be a thread of 54 posts, and 25 is the most"),
        (f"Read {A_LINK} now.", "bluesky", "plain", 10,
         f"Shorten the link that begins with {A_LINK[:40]}: {TOO_LONG} on Bluesky"),
        ("e" + "\N{COMBINING ACUTE ACCENT}" * 2000, "bluesky", "plain", 10,
         "Bluesky does not take these words: one character is too long"),
    ],
)  # fmt: skip
def test_thread_fits_or_its_author_hears_why(
    words: str, network: str, in_parts: str, most: int, why: str | None
):
    refusal = rules.fits(words, network, in_parts=in_parts, most_parts=most)

    assert (refusal.why if refusal else None) == why


def test_council_sets_how_long_a_thread_may_be():
    message = drafted(InParts.PLAIN, "bluesky")
    make.chosen(MOST_PARTS, 3)

    answer = signed_in(message.author).post(
        reverse("composing:edit", args=[message.pk]), asked(message, in_parts="plain", do="submit")
    )

    assert "it would be a thread of 4 posts, and 3 is the most" in words_of(answer)
    message.refresh_from_db()
    assert message.state == MessageState.WRITING


def test_page_asks_whether_to_split_once_a_post_is_too_long():
    author = make.author()
    account = make.account(author)
    client = signed_in(author)
    told = {"accounts": [account.pk], "alt": "", "when": "now", "do": "preview"}

    short = client.post(PREVIEW, {**told, "words": "Hello."}, follow=True)
    long = client.post(PREVIEW, {**told, "words": LONG}, follow=True)

    assert "Split it into a thread" not in words_of(short)
    assert "Split it into a thread, and number its parts" in words_of(long)
    assert "Cut 379 characters, or split your post into a thread for Practice network" in words_of(
        long
    )


def test_page_says_how_much_to_cut_where_a_network_has_no_threads():
    message = drafted(InParts.PLAIN, "linkedin", words="x" * 3012)

    page = words_of(signed_in(message.author).get(reverse("composing:edit", args=[message.pk])))

    assert "LinkedIn has no threads: cut 12 characters." in page
    assert "Split it into a thread" not in page


def test_each_part_is_shown_before_it_is_sent_without_scripts_and_with():
    message = drafted(InParts.NUMBERED, "practice")
    client = signed_in(message.author)

    page = words_of(client.get(reverse("composing:edit", args=[message.pk])))
    part = words_of(
        client.post(PREVIEW, asked(message, in_parts="numbered"), headers={"HX-Request": "true"})
    )

    for shown in (page, part):
        assert "Practice network: a thread of 2 posts, each within 500 characters." in shown
        assert shown.index("Part 1 of 2") < shown.index("(1/2)") < shown.index("Part 2 of 2")


def test_reviewer_sees_exactly_the_parts_that_go():
    message = drafted(InParts.NUMBERED)
    actions.submit(message, by=message.author)
    parts = [f"Kept part {number}." for number in (1, 2, 3)]
    Version.objects.update(parts=parts)

    page = words_of(signed_in(make.reviewer()).get(reverse("composing:review", args=[message.pk])))

    shown = " ".join(f"Part {number} of 3 {words}" for number, words in enumerate(parts, start=1))
    assert shown in page


def test_nonsense_about_splitting_is_not_kept():
    message = drafted()

    answer = signed_in(message.author).post(
        reverse("composing:edit", args=[message.pk]),
        asked(message, in_parts="sideways", do="draft"),
    )

    message.refresh_from_db()
    assert message.in_parts == InParts.PLAIN
    assert "Choose whether to split your post" in words_of(answer)
