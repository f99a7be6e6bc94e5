"""The calendar as other calendars read it (iCalendar, RFC 5545), at a secret address."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.people.requests import StaffRequest
from tabard.publishing import actions, queries
from tabard.publishing.models import CalendarFeed
from tabard.publishing.work import icalendar

BEFORE, AHEAD = timedelta(days=31), timedelta(days=92)
# So often a calendar may ask, and the last use is noted.
NOTED_EVERY = timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: StaffRequest) -> HttpResponse:
    """Make an address for somebody's own calendar, show it once, or stop it."""
    address = ""
    if request.POST.get("do") == "make":
        secret = actions.make_feed(by=request.user)
        address = request.build_absolute_uri(reverse("publishing:ics", args=[secret]))
    elif request.POST.get("do") == "stop":
        actions.stop_feed(by=request.user)
    found = CalendarFeed.objects.filter(person=request.user).first()
    answer = render(request, "publishing/feed.html", {"feed": found, "address": address})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@login_not_required
def ics(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar what its owner sees; of those who may not sign in, nothing."""
    found = (
        CalendarFeed.objects.select_related("person")
        .filter(digest=CalendarFeed.digest_of(secret), person__is_active=True)
        .first()
    )
    if found is None:
        raise Http404
    now = timezone.now()
    if found.used_at is None or found.used_at < now - NOTED_EVERY:
        CalendarFeed.objects.filter(pk=found.pk).update(used_at=now)
    first, last = timezone.localdate() - BEFORE, timezone.localdate() + AHEAD
    slots = queries.slots(first, last, to=found.person, whose="all", service=None)
    content = icalendar.of(
        slots, queries.days(first, last, [], month=None), site=request.build_absolute_uri("/")
    )
    kept = {"Cache-Control": "private, max-age=300"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=kept)
