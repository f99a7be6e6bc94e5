"""The network's pages: for staff, and for everybody while the council is a demonstration."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tabard.common.rules import insist
from tabard.council.models import Council
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.practice import queries, rules
from tabard.practice.models import PracticeAccount, PracticePost, PracticeThread, ThreadPost

POSTS_ON_A_PAGE = 20
MOST_THREADS = 5
# In seconds; short, so that a picture that was taken down is soon gone from browsers too.
PICTURE_IS_KEPT = 300

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def open_in_a_demonstration[**P](view: View[P]) -> View[P]:
    """Ask people to sign in, unless this council is there to be looked at."""

    @login_not_required
    @wraps(view)
    def _opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated or Council.here().is_demonstration:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return _opened


@require_safe
@open_in_a_demonstration
def timeline(request: HttpRequest) -> HttpResponse:
    """Show what everybody said, newest first."""
    page = _page(request, queries.live_posts())
    reader = request.user
    threads = queries.threads_of(reader)[:MOST_THREADS] if isinstance(reader, Person) else ()
    return render(request, "practice/timeline.html", {"page": page, "threads": threads})


@require_safe
@open_in_a_demonstration
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """Show one account and what it said."""
    account = get_object_or_404(PracticeAccount, handle=handle.lower())
    page = _page(request, queries.live_posts().filter(account=account))
    return render(request, "practice/profile.html", {"account": account, "page": page})


@require_safe
@open_in_a_demonstration
def post(request: HttpRequest, handle: str, key: str) -> HttpResponse:
    """Show one post, or say that it was taken down."""
    found = get_object_or_404(queries.posts(), account__handle=handle.lower(), key=key)
    if found.deleted_at is not None:
        context = {"account": found.account}
        return render(request, "practice/taken_down.html", context, status=HTTPStatus.GONE)
    return render(request, "practice/post.html", {"post": found})


@require_safe
@open_in_a_demonstration
def picture(_request: HttpRequest, sha256: str) -> HttpResponse:
    """Give the bytes of a picture that a live post shows."""
    found = queries.shown_picture(sha256)
    if found is None:
        raise Http404
    return _bytes(bytes(found.content), found.media_type)


@require_safe
def thread(request: StaffRequest, thread_id: int) -> HttpResponse:
    """Show a conversation to whoever learns in it, and to nobody else."""
    found = get_object_or_404(PracticeThread, pk=thread_id)
    insist(rules.may_read_thread(request.user, found))
    context = {"thread": found, "posts": queries.posts_in(found)}
    return render(request, "practice/thread.html", context)


@require_safe
def thread_picture(request: StaffRequest, thread_id: int, number: int) -> HttpResponse:
    """Give the bytes of a picture in a conversation, until the post is taken down."""
    found = get_object_or_404(PracticeThread, pk=thread_id)
    insist(rules.may_read_thread(request.user, found))
    posts = ThreadPost.objects.select_related("picture")
    shown = get_object_or_404(posts, thread=found, number=number).picture
    if shown is None:
        raise Http404
    return _bytes(bytes(shown.content), shown.media_type)


def _bytes(content: bytes, media_type: str) -> HttpResponse:
    kept = {
        "Cache-Control": f"private, max-age={PICTURE_IS_KEPT}",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=kept)


def _page(request: HttpRequest, posts: QuerySet[PracticePost]) -> Page[PracticePost]:
    return Paginator(posts, POSTS_ON_A_PAGE).get_page(request.GET.get("page"))
