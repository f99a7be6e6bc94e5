"""Other words that a reviewer suggests: shown as changes, accepted as they are or not at all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing import actions
from tabard.composing.models import (
    ChangeKind,
    Message,
    MessageState,
    Suggestion,
    SuggestionState,
    changes,
)
from tabard.composing.tests.test_views import signed_in, words_of
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
WAS = "The mobile library stops at Oakford at ten."
WORDS = "The mobile library stops at Oakford at eleven."


def suggest(message: Message, by: Person | None = None, words: str = WORDS) -> Suggestion:
    reviewer, at = by or make.reviewer(), message.submitted_at
    return actions.suggest(message, words, by=reviewer, said="", submitted_at=at)


@given(st.text(max_size=80), st.text(max_size=80))
def test_changes_tell_both_texts_whole(was: str, words: str):
    found = list(changes(was, words))

    kept = {ChangeKind.KEPT}
    assert "".join(one.text for one in found if one.kind in kept | {ChangeKind.DELETED}) == was
    assert "".join(one.text for one in found if one.kind in kept | {ChangeKind.INSERTED}) == words


def test_changes_are_told_by_whole_words():
    assert [(one.kind, one.text) for one in changes("At ten.", "At eleven.")] == [
        (ChangeKind.KEPT, "At "),
        (ChangeKind.DELETED, "ten"),
        (ChangeKind.INSERTED, "eleven"),
        (ChangeKind.KEPT, "."),
    ]


def test_suggestion_gives_the_post_back_and_changes_nothing_by_itself():
    message = make.waiting_message()

    suggestion = suggest(message)

    message.refresh_from_db()
    assert (message.state, message.words) == (MessageState.WRITING, WAS)
    assert (suggestion.was, suggestion.words) == (WAS, WORDS)
    assert message.said == "I suggest other words."


def test_accepted_words_are_approved_by_the_reviewer_who_suggested_them():
    reviewer = make.reviewer()
    suggestion = suggest(make.waiting_message(), reviewer)

    message = actions.accept(suggestion, by=suggestion.message.author)

    assert (message.words, message.state) == (WORDS, MessageState.APPROVED)
    assert message.approved_by == reviewer
    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.ACCEPTED
    with pytest.raises(NotAllowedError):
        actions.accept(suggestion, by=message.author)


def change_words(message: Message) -> None:
    message.words = "Something that nobody read."
    message.save()


def change_time(message: Message) -> None:
    message.due_at = timezone.now() + timedelta(days=2)
    message.save()


def change_account(message: Message) -> None:
    message.versions.update(account=make.account(message.author))


def say_it_differently(message: Message) -> None:
    message.versions.update(own_words="Something that nobody read.")


def join_experiment(message: Message) -> None:
    message.experiment = make.experiment(message.author)
    message.save()


@pytest.mark.parametrize(
    "change", [change_words, change_time, change_account, say_it_differently, join_experiment]
)
def test_reviewer_s_approval_does_not_cover_what_was_changed_since(change):
    suggestion = suggest(make.waiting_message())
    change(suggestion.message)

    with pytest.raises(NotAllowedError, match="changed the post since"):
        actions.accept(suggestion, by=suggestion.message.author)

    message = Message.objects.get()
    assert (message.state, message.approved_by) == (MessageState.WRITING, None)


def test_only_the_author_accepts():
    suggestion = suggest(make.waiting_message())

    with pytest.raises(NotAllowedError, match="Only the person who wrote"):
        actions.accept(suggestion, by=suggestion.by)


def test_words_of_a_reviewer_who_has_left_are_reviewed_by_somebody_else():
    suggestion = suggest(make.waiting_message())
    Person.objects.filter(pk=suggestion.by_id).update(is_active=False)
    suggestion.refresh_from_db()

    with pytest.raises(NotAllowedError, match="not here any more"):
        actions.accept(suggestion, by=suggestion.message.author)


def test_suggested_words_are_checked_as_all_are():
    suggestion = suggest(make.waiting_message(), words="Her NHS number is 943 476 5919.")

    with pytest.raises(NotAllowedError, match="Put right"):
        actions.accept(suggestion, by=suggestion.message.author)

    assert Message.objects.get().words == WAS


@pytest.mark.parametrize(("words", "why"), [(" ", "Enter"), (WAS, "changed nothing")])
def test_suggestion_says_something_else(words: str, why: str):
    with pytest.raises(NotAllowedError, match=why):
        suggest(make.waiting_message(), words=words)


def test_nobody_suggests_words_for_their_own_or_their_manager_s_post():
    author = make.accreditation(make.reviewer(manager=make.person())).person
    with pytest.raises(NotAllowedError, match="Somebody else"):
        suggest(make.waiting_message(author), author)
    manager = make.author()

    with pytest.raises(NotAllowedError, match="line manager"):
        suggest(make.waiting_message(manager), make.reviewer(manager=manager))


def test_what_does_not_wait_any_more_gets_no_suggestion():
    with pytest.raises(NotNowError):
        suggest(make.approved_message())

    assert not Suggestion.objects.exists()


def test_pages_lead_from_the_reviewer_s_words_to_the_author_s_press():
    make.council()
    message = make.waiting_message()
    reviewer, author = signed_in(make.reviewer()), signed_in(message.author)
    url = reverse("composing:suggest", args=[message.pk])
    assert url in reviewer.get(reverse("composing:review", args=[message.pk])).content.decode()
    at = message.submitted_at
    assert at is not None
    unchanged = {"words": WAS, "submitted_at": at.isoformat()}
    assert "You have changed nothing." in words_of(reviewer.post(url, unchanged))

    assert reviewer.post(url, {**unchanged, "words": WORDS}).status_code == 302

    page = author.get(reverse("composing:edit", args=[message.pk]))
    assert "[deleted: ten ] [inserted: eleven ]" in words_of(page)
    suggestion = Suggestion.objects.get()
    author.post(reverse("composing:accept", args=[suggestion.pk]))
    message.refresh_from_db()
    assert (message.words, message.is_reviewed) == (WORDS, True)


def test_page_of_a_post_that_was_changed_shows_no_old_suggestion_and_accepts_none():
    make.council()
    suggestion = suggest(make.waiting_message())
    message = suggestion.message
    change_words(message)
    author = signed_in(message.author)

    url = reverse("composing:edit", args=[message.pk])
    assert "Accept these words" not in words_of(author.get(url))
    answer = author.post(reverse("composing:accept", args=[suggestion.pk]), follow=True)

    assert "Not accepted: You have changed the post since." in words_of(answer)


def test_what_an_account_says_differently_stays_as_its_reviewer_read_it():
    message = make.waiting_message()
    make.council()
    own = message.versions.create(account=make.account(message.author), own_words="At Oakford.")
    suggestion = suggest(message)
    author = signed_in(message.author)
    assert "At Oakford." in words_of(author.get(reverse("composing:edit", args=[message.pk])))

    actions.accept(suggestion, by=message.author)

    message.refresh_from_db()
    own.refresh_from_db()
    assert (message.words, own.words) == (WORDS, "At Oakford.")


def test_no_words_are_suggested_where_they_would_go_nowhere():
    make.council()
    message = make.waiting_message()
    message.versions.update(own_words="At Oakford.")
    reviewer = make.reviewer()

    with pytest.raises(NotAllowedError, match="Every account says something of its own"):
        suggest(message, reviewer)
    client, url = signed_in(reviewer), reverse("composing:suggest", args=[message.pk])
    assert url not in client.get(reverse("composing:review", args=[message.pk])).content.decode()
    assert client.get(url).status_code == 403


def test_tab_that_was_open_with_the_old_words_overwrites_no_accepted_ones():
    author = make.author()
    account = make.account(author)
    draft = actions.Draft(words=WAS, accounts=[account])
    message = actions.write(draft, by=author, page="first")
    message = actions.submit(message, by=author, to_review=True)
    seen = str(message.saves)
    message = actions.accept(suggest(message), by=author)
    message = actions.ask_again(message, why="Its author has chosen another time for it.")
    message = actions.take_back(message, by=author)

    with pytest.raises(NotNowError):
        actions.save(message, draft, by=author, seen=seen, page="first")

    message.refresh_from_db()
    assert message.words == WORDS
