"""The page of the notes about a post under review, for its author and who may review it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import NoteForm
from tabard.composing.models import Message, Note
from tabard.notices.actions import mark_page_read
from tabard.people.requests import StaffRequest

RESOLVED = "Resolved. It can be opened again with an answer."


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show the notes about a post, and add one."""
    message = get_object_or_404(Message.objects.select_related("author"), pk=message_id)
    insist(rules.may_read_notes(request.user, message))
    if request.method != "POST":
        mark_page_read(request.user, request.path)
        return _show(request, message, NoteForm())
    insist(rules.may_write_note(request.user, message))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, message, form)
    actions.write_note(message, form.cleaned_data["words"], by=request.user)
    return _again(message)


@require_POST
def answer_note(request: StaffRequest, note_id: int) -> HttpResponse:
    """Answer a note."""
    note = _note(note_id)
    insist(rules.may_answer(request.user, note))
    form = NoteForm(request.POST, answers=note)
    if not form.is_valid():
        return _show(request, note.message, NoteForm(), form)
    actions.answer_note(note, form.cleaned_data["words"], by=request.user)
    return _again(note.message)


@require_POST
def resolve_note(request: StaffRequest, note_id: int) -> HttpResponse:
    """Say that nothing is left to do about a note."""
    note = _note(note_id)
    insist(rules.may_answer(request.user, note))
    try:
        actions.resolve_note(note, by=request.user)
    except (NotAllowedError, NotNowError) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, RESOLVED)
    return _again(note.message)


def _note(note_id: int) -> Note:
    return get_object_or_404(Note.objects.select_related("message__author"), pk=note_id)


def _again(message: Message) -> HttpResponse:
    return redirect("composing:notes", message.pk)


def _show(
    request: StaffRequest, message: Message, form: NoteForm, answer: NoteForm | None = None
) -> HttpResponse:
    refusal = rules.may_write_note(request.user, message)
    found = queries.notes_about(message)
    threads = [
        (note, answer if answer and answer.answers == note else NoteForm(answers=note))
        for note in found
    ]
    shown = {
        "message": message,
        "form": form,
        "wrong": answer or form,
        "threads": threads,
        "refusal": refusal,
        "back": _back(request, message),
    }
    return render(request, "composing/notes.html", shown)


def _back(request: StaffRequest, message: Message) -> str:
    """Give the page that somebody came from: to go on writing, to review, or what became of it."""
    if rules.may_change(request.user, message) is None:
        return reverse("composing:edit", args=[message.pk])
    if request.user != message.author and rules.may_see(request.user, message):
        return reverse("composing:waiting")
    if request.user == message.author:
        return reverse("publishing:post", args=[message.pk])
    return reverse("composing:review", args=[message.pk])
