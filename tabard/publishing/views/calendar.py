"""The calendar: what goes out from whom, as a month, a week or a list, and as a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import NotAllowedError, insist
from tabard.composing.models import Message
from tabard.people.requests import StaffRequest
from tabard.publishing import actions, queries, rules
from tabard.publishing.forms import CalendarForm, MoveForm

MONTH, WEEK, LIST = "month", "week", "list"
A_WEEK = timedelta(days=7)
# How far a list looks ahead, which is as far as gaps are looked for.
AHEAD = timedelta(days=27)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, and from which day those before and after begin."""

    view: str
    first: date
    last: date
    before: date
    after: date
    month: int | None = None

    @classmethod
    def around(cls, day: date, view: str) -> "Span":
        """Give the month or week around a day, in whole weeks, or the days from it on."""
        monday = day - timedelta(days=day.weekday())
        if view == WEEK:
            return cls(view, monday, monday + timedelta(days=6), monday - A_WEEK, monday + A_WEEK)
        if view == LIST:
            return cls(view, day, day + AHEAD, day - AHEAD - timedelta(days=1), day + 4 * A_WEEK)
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        end = after - timedelta(days=1)
        return cls(
            MONTH,
            first - timedelta(days=first.weekday()),
            end + timedelta(days=6 - end.weekday()),
            (first - timedelta(days=1)).replace(day=1),
            after,
            month=day.month,
        )

    def weeks(self, days: Sequence[queries.CalendarDay]) -> list[Sequence[queries.CalendarDay]]:
        """Part the days into weeks."""
        return [days[start : start + 7] for start in range(0, len(days), 7)]


@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """Show what goes out, around a day."""
    form = CalendarForm(request.GET)
    asked = form.asked()
    span = Span.around(asked.day or timezone.localdate(), asked.view)
    found = queries.slots(
        span.first, span.last, to=request.user, whose=asked.whose, service=asked.service
    )
    days = queries.days(span.first, span.last, found, month=span.month)
    context = {
        "form": form,
        "asked": asked,
        "span": span,
        "day": asked.day or timezone.localdate(),
        "weeks": span.weeks(days),
        "days": [one for one in days if not one.is_outside],
        "any": bool(found),
        "gaps": queries.gaps([one for one in days if not one.is_outside]),
    }
    return render(request, "publishing/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, message_id: int) -> HttpResponse:
    """Give a post another time, from its page or from the calendar."""
    message = get_object_or_404(Message.objects.select_related("author"), pk=message_id)
    insist(rules.may_move(request.user, message))
    form = MoveForm(request.POST or None, message=message, to=request.GET.get("to", ""))
    if form.is_valid():
        try:
            moved = actions.move(message, form.cleaned_data["due_at"], by=request.user)
        except NotAllowedError as refusal:
            form.add_error("due_at", str(refusal))
        else:
            messages.success(request, _moved(moved))
            return redirect(_back(request, moved))
    return render(request, "publishing/move.html", {"form": form, "message": message})


def _moved(message: Message) -> str:
    if message.is_reviewed or message.state != "waiting":
        return "Your post has another time now."
    return "Your post has another time now. A reviewer looks at it before it goes."


def _back(request: StaffRequest, message: Message) -> str:
    """Go back to the month of the post, or to the post."""
    if request.POST.get("from") == "calendar" and message.due_at is not None:
        day = timezone.localdate(message.due_at)
        return f"{reverse('publishing:calendar')}?day={day.isoformat()}"
    return reverse("publishing:post", args=[message.pk])
