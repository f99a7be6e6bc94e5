"""Approving several posts together, with what came of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.composing import actions, rules
from tabard.composing.models import Message
from tabard.composing.views.found import number
from tabard.composing.views.review import ON_A_PAGE, became
from tabard.people.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one post that was ticked."""

    message: Message
    is_approved: bool
    words: str


@require_POST
def approve_together(request: StaffRequest) -> HttpResponse:
    """Approve each of the posts that were ticked, and say what came of it."""
    insist(rules.may_review(request.user))
    ticked = dict(_ticked(request))
    if not ticked:
        messages.warning(request, "Tick the posts that you want to approve.")
        return redirect("composing:waiting")
    found = Message.objects.select_related("author").in_bulk(list(ticked))
    results = [
        _result(request, found[one], at)
        for one, at in ticked.items()
        if one in found and rules.may_see(request.user, found[one]) is None
    ]
    shown = {"results": results, "approved": sum(one.is_approved for one in results)}
    return render(request, "composing/together.html", shown)


def _ticked(request: StaffRequest) -> Iterator[tuple[int, datetime | None]]:
    """Give which posts were ticked, each with when what was read had been handed in."""
    for told in request.POST.getlist("ticked")[:ON_A_PAGE]:
        which, _, at = told.partition(" ")
        one = number(which)
        if one is not None:
            yield one, _moment(at)


def _moment(told: str) -> datetime | None:
    try:
        return parse_datetime(told)
    except ValueError:
        return None


def _result(request: StaffRequest, message: Message, at: datetime | None) -> Result:
    """Approve one post by itself: what is refused holds up no other."""
    try:
        approved = actions.approve_unopened(message, by=request.user, submitted_at=at)
    except (NotAllowedError, NotNowError) as refusal:
        return Result(message, is_approved=False, words=str(refusal))
    return Result(approved, is_approved=True, words=became(approved))
