"""The pages on which reviewers look at what others have written, and decide."""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import SendBackForm
from tabard.composing.models import Message, MessageState
from tabard.people.requests import StaffRequest

ON_A_PAGE = 20
# The number of a finding, which is never as long as a request can be.
NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """List what waits for this reviewer, the first due first."""
    insist(rules.may_review(request.user))
    page = Paginator(queries.waiting_for_review(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = list(page)
    reasons = queries.reasons_to_look_first(waiting, timezone.now())
    looking = queries.looking_at(waiting, request.user)
    tickable = _tickable(waiting)
    shown = {
        "page": page,
        "rows": [(one, reasons[one.pk], looking[one.pk], one.pk in tickable) for one in waiting],
        "may_tick": len(tickable) > 1,
        "may_set_rota": rules.may_set_rota(request.user) is None,
    }
    return render(request, "composing/waiting.html", shown)


@require_safe
def review(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show one message as it will look, with what can be decided about it."""
    message = _waiting(message_id)
    is_to_decide = message.state == MessageState.WAITING
    if request.method == "GET" and is_to_decide and not rules.may_approve(request.user, message):
        actions.look(message, by=request.user)
    return _show(request, message, SendBackForm())


@require_POST
def approve(request: StaffRequest, message_id: int) -> HttpResponse:
    """Approve one message, and show its row again or the whole list."""
    message = _waiting(message_id)
    try:
        message = actions.approve(message, by=request.user, submitted_at=_read_at(request))
    except (NotAllowedError, NotNowError) as refusal:
        return _refused(request, message_id, SendBackForm(), refusal)
    if request.htmx:
        return _row(request, message, became(message))
    messages.success(request, became(message))
    return redirect("composing:waiting")


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: StaffRequest, message_id: int) -> HttpResponse:
    """Give a message back to its author with words."""
    message = _waiting(message_id)
    if request.method != "POST":
        return _show(request, message, SendBackForm())
    insist(rules.may_approve(request.user, message))
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, message, form)
    try:
        said, read_at = form.cleaned_data["said"], _read_at(request)
        actions.send_back(
            message,
            by=request.user,
            said=said,
            submitted_at=read_at,
            upheld=_upheld(request),
        )
    except (NotAllowedError, NotNowError) as refusal:
        return _refused(request, message_id, form, refusal)
    messages.success(request, f"Sent back to {message.author} with your words.")
    return redirect("composing:waiting")


def _tickable(waiting: list[Message]) -> set[int]:
    """Give those that can be approved together: of them the list shows all there is to read."""
    noticed = queries.noticed_among(waiting)
    return {
        one.pk
        for one in waiting
        if not rules.may_approve_unopened(one, one.versions.all(), is_noticed=one.pk in noticed)
    }


def _waiting(message_id: int) -> Message:
    found = Message.objects.select_related("author__service", "approved_by", "material")
    return get_object_or_404(found.prefetch_related("versions__account", "pictures"), pk=message_id)


def _upheld(request: StaffRequest) -> list[int]:
    """Give the findings in which the checks were right, as the reviewer says."""
    return [int(one) for one in request.POST.getlist("upheld") if NUMBER.fullmatch(one)]


def _read_at(request: StaffRequest) -> datetime | None:
    """Give when the message that this person has read was handed in, as its page said."""
    try:
        return parse_datetime(request.POST.get("submitted_at", ""))
    except ValueError:
        return None


def _refused(
    request: StaffRequest, message_id: int, form: SendBackForm, refusal: Exception
) -> HttpResponse:
    """Show the message as it is now with why nothing was decided, or give the reason alone."""
    message = _waiting(message_id)
    if rules.may_see(request.user, message):
        raise refusal
    if request.htmx:
        return _row(request, message, str(refusal))
    if message.state != MessageState.WAITING or rules.may_approve(request.user, message):
        raise refusal
    messages.warning(request, str(refusal))
    return _show(request, message, form, status=409)


def _show(
    request: StaffRequest, message: Message, form: SendBackForm, *, status: int = 200
) -> HttpResponse:
    insist(rules.may_see(request.user, message))
    versions = list(message.versions.all())
    said = [(version.account, version.words) for version in versions]
    texts = [words for _, words in said]
    pages = queries.pages_of(message, *texts)
    noticed = queries.noticed_in(message, message.findings.select_related("account"), pages)
    shown: dict[str, Any] = {
        "message": message,
        "form": form,
        "links": queries.links_shown(texts, pages),
        "previews": queries.previews(
            [(one.account, one.posts) for one in versions], pages, message.shown
        ),
        "rooms": queries.rooms(said, message.words, message.in_parts),
        "likenesses": message.material
        and queries.likenesses(
            message.material,
            [one.words for one in versions],
            besides=message,
            author=message.author,
        ),
        "bill": queries.cost_of(message, versions),
        "noticed": noticed,
        "upholdable": [one for one in noticed if one.number],
        "is_waiting": message.state == MessageState.WAITING,
        "looking": queries.looking_at([message], request.user)[message.pk],
        "notes": queries.notes_about(message),
        "reads_notes": rules.may_read_notes(request.user, message) is None,
        "may_suggest": rules.has_shared_words(versions) is None,
        "refusal": rules.may_approve(request.user, message),
    }
    return render(request, "composing/review.html", shown, status=status)


def _row(request: StaffRequest, message: Message, became: str) -> HttpResponse:
    return render(request, "composing/waiting.html#row", {"message": message, "became": became})


def became(message: Message) -> str:
    """Say what an approval has set going."""
    if message.is_too_late:
        return f"Approved, but its time has passed: {message.author} hears that it was not sent."
    if message.due_at is None:
        return f"Approved. The post by {message.author} goes now."
    return f"Approved. The post by {message.author} goes at its time."
