"""Notes about a post under review: between its author and who may review it, and never sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries, rules
from tabard.composing.models import Message, MessageState, Note, NoteState
from tabard.composing.tests.test_views import signed_in, words_of
from tabard.notices.work import TOLD
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db
CHROME = 4


def page_of(message: Message) -> str:
    return reverse("composing:notes", args=[message.pk])


def told(kind: str) -> list[int]:
    return sorted(Entry.objects.filter(kind=kind).latest("pk").people)


def test_author_and_reviewer_write_to_each_other_and_the_post_stays_as_it_was():
    message, reviewer = make.waiting_message(), make.reviewer()
    before = queries.what_goes(message)

    note = actions.write_note(message, " Which day? ", by=reviewer)
    actions.answer_note(note, "On Tuesday.", by=message.author)

    (thread,) = queries.notes_about(message)
    assert (thread.words, thread.by) == ("Which day?", reviewer)
    assert [(one.words, one.by) for one in thread.answered.all()] == [
        ("On Tuesday.", message.author)
    ]
    now = Message.objects.get()
    assert (now.words, now.state, queries.what_goes(now)) == (message.words, "waiting", before)


def test_note_is_resolved_once_and_an_answer_opens_it_again():
    message = make.waiting_message()
    note = make.note(message)

    resolved = actions.resolve_note(note, by=message.author)
    assert (resolved.state, resolved.resolved_by) == (NoteState.RESOLVED, message.author)
    with pytest.raises(NotNowError):
        actions.resolve_note(note, by=note.by)
    actions.answer_note(note, "Not quite.", by=note.by)

    note.refresh_from_db()
    assert (note.state, note.resolved_by) == (NoteState.OPEN, None)


def test_answers_are_not_answered():
    message = make.waiting_message()
    answer = actions.answer_note(make.note(message), "On Tuesday.", by=message.author)

    with pytest.raises(NotAllowedError, match="Answer the note"):
        actions.answer_note(answer, "Good.", by=make.reviewer())


@pytest.mark.parametrize("words", ["", "  \n"])
def test_note_without_words_is_none(words: str):
    message = make.waiting_message()
    note = make.note(message)

    with pytest.raises(NotAllowedError, match="Enter your note"):
        actions.write_note(message, words, by=message.author)
    with pytest.raises(NotAllowedError, match="Enter your note"):
        actions.answer_note(note, words, by=message.author)

    assert Note.objects.count() == 1


def test_notes_are_read_by_author_reviewers_and_oversight_and_by_nobody_else():
    manager = make.author()
    message = make.waiting_message(manager)
    may = [manager, make.reviewer(), make.programme_member(), make.oversight_officer()]
    may_not = [make.reviewer(manager=manager), make.person(), make.person(manager=manager)]

    assert [rules.may_read_notes(one, message) for one in may] == [None] * 4
    assert None not in [rules.may_read_notes(one, message) for one in may_not]
    with pytest.raises(NotAllowedError):
        actions.write_note(message, "Which day?", by=make.oversight_officer())


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_decided_post_gets_no_more_notes(state: str):
    message = make.approved_message()
    Message.objects.update(state=state)

    with pytest.raises(NotAllowedError, match="not under review any more"):
        actions.write_note(message, "Which day?", by=make.reviewer())


def test_notes_go_on_while_a_post_is_back_with_its_author_and_begin_with_none_handed_in():
    author = make.author()
    sent_back = make.message(author, submitted_at=timezone.now())

    actions.write_note(sent_back, "Is it Tuesday?", by=author)
    with pytest.raises(NotAllowedError, match="not been handed in"):
        actions.write_note(make.message(author), "Is it Tuesday?", by=author)


def test_first_note_of_an_author_reaches_who_reviews_and_later_ones_who_wrote():
    message = make.waiting_message()
    author, reviewer, other = message.author, make.reviewer(), make.reviewer()

    note = actions.write_note(message, "Is it Tuesday?", by=author)
    assert told("note written") == sorted([author.pk, reviewer.pk, other.pk])
    actions.answer_note(note, "It is.", by=reviewer)
    actions.resolve_note(note, by=author)

    assert told("note answered") == told("note resolved") == sorted([author.pk, reviewer.pk])
    assert {"note written", "note answered", "note resolved"} <= set(TOLD)


def test_who_may_not_review_any_more_hears_of_no_note():
    message = make.waiting_message()
    gone, here = make.reviewer(), make.reviewer()
    for one in (gone, here):
        actions.write_note(message, "Which day?", by=one)
    Person.objects.filter(pk=gone.pk).update(roles=[])

    actions.write_note(message, "Tuesday.", by=message.author)

    assert told("note written") == sorted([message.author_id, here.pk])


def test_record_says_that_there_was_a_note_and_not_what_it_said():
    message = make.waiting_message()

    note = actions.write_note(message, "Which day?", by=make.reviewer())

    assert facts_of(Entry.objects.get(kind="note written")) == {
        "message": message.pk,
        "author": message.author_id,
        "note": note.pk,
        "by": note.by_id,
    }


def test_page_leads_through_a_thread_from_the_review_and_from_the_post():
    make.council()
    message = make.waiting_message()
    reviewer, author = signed_in(make.reviewer()), signed_in(message.author)
    page = page_of(message)
    assert page in reviewer.get(reverse("composing:review", args=[message.pk])).content.decode()
    assert "There are no notes about this post yet." in words_of(reviewer.get(page))
    assert "Enter your note" in words_of(reviewer.post(page, {"words": " "}))

    assert reviewer.post(page, {"words": "Which day?"}).headers["Location"] == page
    note = Note.objects.get()
    assert page in author.get(reverse("publishing:post", args=[message.pk])).content.decode()
    answer = reverse("composing:answer_note", args=[note.pk])
    name = f"answer_{note.pk}-words"
    assert "Enter your answer" in words_of(author.post(answer, {name: ""}))
    author.post(answer, {name: "On Tuesday."})
    resolve = reverse("composing:resolve_note", args=[note.pk])
    told = words_of(author.post(resolve, follow=True))

    assert "Resolved. It can be opened again with an answer." in told
    assert "On Tuesday." in words_of(reviewer.get(page))
    assert "Somebody may have been quicker" in words_of(author.post(resolve, follow=True))
    assert "Which day?" in words_of(reviewer.get(reverse("composing:review", args=[message.pk])))


def test_notes_stand_beside_what_is_changed_after_it_was_sent_back():
    make.council()
    message = make.message(submitted_at=timezone.now())
    make.note(message)
    page, author = page_of(message), signed_in(message.author)

    written = author.get(reverse("composing:edit", args=[message.pk]))

    assert "Which day?" in words_of(written)
    assert page in written.content.decode()
    assert reverse("composing:edit", args=[message.pk]) in author.get(page).content.decode()
    reviewer = signed_in(make.reviewer())
    assert f'href="{reverse("composing:waiting")}"' in reviewer.get(page).content.decode()


def test_notes_of_a_decided_post_are_read_and_not_written():
    make.council()
    message = make.approved_message()
    make.note(message)
    author = signed_in(message.author)

    said = words_of(author.get(page_of(message)))

    assert "This post is not under review any more" in said
    assert "Send the note" not in said
    assert author.post(page_of(message), {"words": "Tuesday."}).status_code == 403
    assert Message.objects.get().state == MessageState.APPROVED


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_costs_the_same_however_many_notes_there_are(how_many, django_assert_num_queries):
    make.council()
    message = make.waiting_message()
    for _ in range(how_many):
        actions.answer_note(make.note(message), "On Tuesday.", by=message.author)
    client = signed_in(make.reviewer())

    with django_assert_num_queries(CHROME + 4):
        assert words_of(client.get(page_of(message))).count("On Tuesday.") == how_many
