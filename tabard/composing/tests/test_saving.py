"""What is typed is kept as it is typed, and nothing that another tab saved is overwritten."""

import re
from typing import Any

import pytest
from django.test import Client

from tabard.composing import actions, rules
from tabard.composing.actions import Draft
from tabard.composing.models import Finding, Message
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

SAVE, WRITE = "/messages/save/", "/messages/write/"
ONE, OTHER = "a" * 16, "b" * 16


@pytest.fixture(autouse=True)
def _council():
    make.council()


@pytest.fixture(name="author")
def an_author() -> Person:
    author = make.author()
    make.account(author)
    return author


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def typed(words: str, **differs: Any) -> dict[str, Any]:
    return {"words": words, "when": "now", "alt": "", "page": ONE, **differs}


def fresh() -> Message:
    return Message.objects.get()


def test_what_is_typed_begins_a_draft_and_goes_on_with_it(author: Person):
    client = signed_in(author)

    begun = client.post(SAVE, typed("Hel"))
    client.post(SAVE, typed("Hello", message=fresh().pk, seen="1"))

    assert f'name="message" value="{fresh().pk}"' in begun.content.decode()
    assert (fresh().words, fresh().saves, begun["X-Tabard-Saved"]) == ("Hello", 2, "yes")


def test_one_page_begins_one_draft_though_its_answer_was_lost(author: Person):
    client = signed_in(author)

    client.post(SAVE, typed("Hel"))
    client.post(SAVE, typed("Hello"))
    client.post(WRITE, typed("Hello.", do="draft"))

    assert fresh().words == "Hello."


def test_nothing_is_begun_by_an_empty_page(author: Person):
    answer = signed_in(author).post(SAVE, typed(""))

    assert (answer["X-Tabard-Saved"], Message.objects.count()) == ("yes", 0)


def test_page_goes_on_though_the_answer_to_its_last_saving_was_lost(author: Person):
    client = signed_in(author)
    client.post(SAVE, typed("Hel"))

    answer = client.post(SAVE, typed("Hello", message=fresh().pk, seen="0"))

    assert (answer["X-Tabard-Saved"], fresh().words) == ("yes", "Hello")


def test_second_tab_does_not_overwrite_as_somebody_types(author: Person):
    client = signed_in(author)
    client.post(SAVE, typed("First."))
    client.post(SAVE, typed("First, and more.", message=fresh().pk, seen="1"))

    answer = client.post(SAVE, typed("Second.", message=fresh().pk, seen="1", page=OTHER))

    assert (answer["X-Tabard-Saved"], fresh().words) == ("no", "First, and more.")
    assert "changed in another tab" in words_of(answer)
    assert 'name="seen" value="1"' in answer.content.decode()


def test_both_texts_are_shown_and_the_author_chooses(author: Person):
    client = signed_in(author)
    client.post(SAVE, typed("First."))
    client.post(SAVE, typed("First, and more.", message=fresh().pk, seen="1"))
    edit = f"/messages/{fresh().pk}/edit/"

    answer = client.post(edit, typed("Second.", do="draft", seen="1", page=OTHER))

    assert (answer.status_code, fresh().words) == (409, "First, and more.")
    shown = words_of(answer)
    assert "Nothing was overwritten." in shown
    assert "First, and more." in shown
    assert "Second." in shown

    client.post(edit, typed("Second.", do="draft", seen="2", page=OTHER))

    assert fresh().words == "Second."


@pytest.mark.parametrize("do", ["submit", "preview", f"remove-{'0' * 16}"])
def test_no_button_overwrites_what_another_tab_saved(author: Person, do: str):
    client = signed_in(author)
    client.post(SAVE, typed("First."))
    client.post(SAVE, typed("First, and more.", message=fresh().pk, seen="1"))
    stale = typed("Second.", do=do, seen="1", page=OTHER)

    answer = client.post(f"/messages/{fresh().pk}/edit/", stale)

    assert (answer.status_code, fresh().words, fresh().state) == (
        409,
        "First, and more.",
        "writing",
    )


def test_what_was_typed_after_it_was_handed_in_is_given_back(author: Person):
    message = actions.write(Draft("Hello.", [make.account(author)]), by=author)
    actions.submit(message, by=author)
    client = signed_in(author)

    answer = client.post(
        f"/messages/{message.pk}/edit/", typed("Better.", do="draft", **{"alt-0123": "A van."})
    )
    saved = client.post(SAVE, typed("Better.", message=message.pk, seen="1"))

    assert (answer.status_code, fresh().words) == (409, "Hello.")
    assert "Better." in words_of(answer)
    assert "A van." in words_of(answer)
    assert saved["X-Tabard-Saved"] == "no"
    assert "no longer being written" in words_of(saved)


def test_nobody_saves_what_somebody_else_writes(author: Person):
    message = actions.write(Draft("Hello.", []), by=author)

    answer = signed_in(make.author()).post(SAVE, typed("Mine.", message=message.pk, seen="1"))

    assert (answer["X-Tabard-Saved"], fresh().words) == ("no", "Hello.")


def test_checks_are_not_asked_about_half_a_sentence(author: Person):
    client = signed_in(author)

    client.post(SAVE, typed("My number is JG103759A"))

    assert Finding.objects.count() == 0


def test_one_page_is_one_change_in_the_record(author: Person):
    client = signed_in(author)
    for words in ("Hel", "Hello", "Hello."):
        message = Message.objects.first()
        told = {"message": message.pk, "seen": str(message.saves)} if message else {}
        client.post(SAVE, typed(words, **told))
    client.post(SAVE, typed("Hi.", message=fresh().pk, seen="3", page=OTHER))

    kinds = Entry.objects.filter(kind__startswith="message").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["message begun", "message rewritten"]


@pytest.mark.parametrize("path", [SAVE, WRITE, "/messages/preview/"])
def test_paste_of_ten_megabytes_is_explained_and_overwrites_nothing(author: Person, path: str):
    client = signed_in(author)
    client.post(SAVE, typed("Hello."))

    answer = client.post(path, typed("x" * 10_000_000, message=fresh().pk, seen="1"))

    assert (answer.status_code, fresh().words) == (413, "Hello.")
    assert "your text is still in the form" in words_of(answer)
    assert "X-Tabard-Saved" not in answer


def test_too_long_words_stay_in_the_form_and_what_was_saved_stays(author: Person):
    client = signed_in(author)
    client.post(SAVE, typed("Hello."))

    long = "🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 2_000
    answer = client.post(f"/messages/{fresh().pk}/edit/", typed(long, do="draft", seen="1"))

    assert long in answer.content.decode()
    assert "Your post must be 10000 characters or fewer" in words_of(answer)
    assert fresh().words == "Hello."


@pytest.mark.parametrize("words", ["Open\u202e late", "Open\u200b\u200d late", "👩‍👩‍👧‍👦🇬🇧🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_signs_that_nobody_sees_and_signs_of_many_parts_are_kept_as_they_are(
    author: Person, words: str
):
    signed_in(author).post(SAVE, typed(words))

    assert fresh().words == words


@pytest.mark.parametrize("sign", ["👩‍👧", "🇬🇧", "e\u0301"])
def test_signs_of_many_parts_count_as_one_up_to_the_limit(sign: str):
    assert rules.fits(sign * 500, "practice") is None
    refusal = rules.fits(sign * 501, "practice")
    assert refusal is not None
    assert refusal.why.startswith("Cut 1 character:")


@pytest.mark.parametrize(
    ("seen", "page", "expected"),
    [
        ("", OTHER, False),
        ("3", OTHER, False),
        ("2", OTHER, True),
        ("2", ONE, False),
        ("2", "", True),
        ("x", OTHER, True),
    ],
)
def test_page_that_saw_an_earlier_saving_is_told(seen: str, page: str, *, expected: bool):
    message = Message(saves=3, page=ONE)

    assert rules.was_changed_elsewhere(message, seen=seen, page=page) == expected


def test_page_without_a_name_is_told_too():
    assert rules.was_changed_elsewhere(Message(saves=3, page=""), seen="2", page="")
