"""A message says the same on every account, unless its author says it differently on some."""

import re
from typing import Any

import pytest
from django.test import Client

from tabard.composing import actions
from tabard.composing.actions import Draft
from tabard.composing.forms import MessageForm
from tabard.composing.models import InParts, Message, Version
from tabard.composing.work import look_at
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

NINO = "JG103759A"
SHARED = "The library is open until eight."


@pytest.fixture(autouse=True)
def _council():
    make.council()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def drafted(own: str = "Open late, come and see!", **differs: Any) -> Message:
    """Write a draft for two accounts, of which the second says it differently."""
    author = make.author()
    accounts = [make.account(author), make.account(author, network="bluesky")]
    told: dict[str, Any] = {"words": SHARED, "own_words": {accounts[1].pk: own}, **differs}
    return actions.write(Draft(accounts=accounts, **told), by=author)


def asked(message: Message, **differs: Any) -> dict[str, Any]:
    """Give what the write page sends of a draft, as it was shown."""
    form = MessageForm(author=message.author, message=message)
    own = {name: str(form[name].value()) for name in form.fields if name.startswith("own_words_")}
    return {
        "began": form.began,
        "words": message.words,
        "accounts": [str(one.account_id) for one in message.versions.all()],
        "alt": "",
        "when": "now",
        **own,
        **differs,
    }


def said(message: Message) -> list[str]:
    return [one.words for one in Version.objects.filter(message=message)]


def test_each_account_says_its_own_words_or_those_of_all():
    assert said(drafted()) == [SHARED, "Open late, come and see!"]


def test_differing_words_are_parted_into_a_thread_by_themselves():
    message = drafted("We open late today. " * 30, in_parts=InParts.PLAIN)

    shared, own = message.versions.all()
    assert (shared.parts, len(own.parts)) == ([], 2)


def test_what_is_said_differently_is_given_up_again():
    message = drafted()
    accounts = [one.account for one in message.versions.all()]

    actions.rewrite(message, Draft(SHARED, accounts), by=message.author)

    assert said(message) == [SHARED, SHARED]


def test_untouched_fields_follow_what_all_say():
    message = drafted("")

    told = asked(message, words="Open until nine.", do="draft")
    signed_in(message.author).post(f"/messages/{message.pk}/edit/", told)

    assert said(message) == ["Open until nine.", "Open until nine."]


def test_changed_fields_stay_while_the_words_of_all_change():
    message = drafted()

    told = asked(message, words="Open until nine.", do="draft")
    signed_in(message.author).post(f"/messages/{message.pk}/edit/", told)

    assert said(message) == ["Open until nine.", "Open late, come and see!"]


def test_field_of_an_account_begins_with_what_all_say():
    message = drafted("")

    page = page_of(signed_in(message.author).get(f"/messages/{message.pk}/edit/"))

    assert page.count(f"> {SHARED}</textarea>") == 3
    assert "Say it differently on Bluesky" in page


def test_words_that_do_not_fit_are_told_at_the_field_of_their_account():
    message = drafted("x" * 301)

    answer = signed_in(message.author).post(
        f"/messages/{message.pk}/edit/", asked(message, do="submit")
    )

    own = message.versions.all()[1].account_id
    assert answer.context["form"].errors == {
        f"own_words_{own}": [
            "Cut 1 character: Bluesky takes 300 at most, or split it into a thread"
        ]
    }
    assert f'href="#id_own_words_{own}"' in page_of(answer)


def test_too_long_words_of_an_account_that_is_not_chosen_are_no_mistake():
    message = drafted()
    shared, own = message.versions.all()

    told = asked(message, accounts=[str(shared.account_id)], do="draft")
    told[f"own_words_{own.account_id}"] = "x" * 10_001
    signed_in(message.author).post(f"/messages/{message.pk}/edit/", told)

    assert said(message) == [SHARED]


def test_preview_shows_what_each_account_says_and_counts_it():
    message = drafted()

    told = {**asked(message), "message": str(message.pk)}
    answer = signed_in(message.author).post(
        "/messages/preview/", told, headers={"HX-Request": "true"}
    )

    shown = words_of(answer)
    assert "Open late, come and see!" in shown
    assert [one.network for one in answer.context["rooms"]] == [
        "Practice network",
        f"{message.versions.all()[1].account} on Bluesky",
    ]


def test_checks_find_what_stands_in_differing_words_and_name_the_account():
    message = drafted(f"My number is {NINO}.")

    [seen] = [one for one in look_at(message).values() if one.finding.check == "nino"]

    assert (seen.excerpt, seen.account) == (NINO, message.versions.all()[1].account)
    answer = signed_in(message.author).post(
        f"/messages/{message.pk}/edit/", asked(message, do="submit")
    )
    assert answer.context["form"].errors["words"] == [
        f"Put this right for {seen.account} on Bluesky: {NINO}"
    ]


def test_what_stands_in_both_is_noticed_once():
    message = drafted(f"Again: {NINO}", words=f"My number is {NINO}.")

    [seen] = [one for one in look_at(message).values() if one.finding.check == "nino"]

    assert seen.account is None


def test_words_that_no_account_says_are_not_checked():
    author = make.author()
    account = make.account(author)
    draft = Draft(f"My number is {NINO}.", [account], own_words={account.pk: "Hello."})

    message = actions.write(draft, by=author)

    assert look_at(message) == {}


def test_finding_is_shown_to_reviewers_with_its_words_and_its_account():
    message = drafted("Write to jo@example.org at once.")
    finding = message.findings.get(check_name="email")
    actions.rewrite(
        message,
        Draft(
            SHARED,
            [one.account for one in message.versions.all()],
            own_words={finding.account_id or 0: "Write to jo@example.org at once."},
            because={finding.fingerprint: "It is public."},
        ),
        by=message.author,
    )
    actions.submit(message, by=message.author)

    shown = words_of(signed_in(make.reviewer()).get(f"/reviews/{message.pk}/"))

    assert "Open until" not in shown
    assert f"(for {finding.account} on Bluesky): jo@example.org" in shown


def test_reviewer_sees_what_each_account_says():
    message = drafted()
    actions.submit(message, by=message.author)

    shown = words_of(signed_in(make.reviewer()).get(f"/reviews/{message.pk}/"))

    assert SHARED in shown
    assert "Open late, come and see!" in shown


def test_list_of_what_waits_shows_what_each_account_says():
    message = drafted()
    actions.submit(message, by=message.author)

    shown = words_of(signed_in(make.reviewer()).get("/reviews/"))

    own = message.versions.all()[1].account
    assert f"Said differently by {own} on Bluesky: Open late, come and see!" in shown


def test_record_holds_what_each_account_says():
    message = drafted()
    own = message.versions.all()[1].account_id

    actions.submit(message, by=message.author)

    [entry] = Entry.objects.filter(kind="message submitted").prefetch_related("disclosures")
    facts = facts_of(entry)
    assert (facts["words"], facts[f"words_{own}"]) == (SHARED, "Open late, come and see!")


def test_writing_again_begins_with_what_each_account_said():
    message = drafted()

    form = MessageForm(author=message.author, again=message)

    assert [form[f"own_words_{one.account_id}"].value() for one in message.versions.all()] == [
        SHARED,
        "Open late, come and see!",
    ]
