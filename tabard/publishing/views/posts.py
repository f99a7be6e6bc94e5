"""The pages that show what became of posts."""

from zlib import crc32

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tabard.accreditation.queries import permission
from tabard.accreditation.rules import may_write
from tabard.common.rules import insist
from tabard.composing.models import Message, MessageState
from tabard.composing.queries import Preview, pages_of, previews
from tabard.composing.rules import goes_unchecked, may_raise_concern, may_read_notes
from tabard.notices.actions import mark_page_read
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.publishing import queries, rules
from tabard.publishing.forms import StateForm
from tabard.publishing.views.arrivals import Arrival, arrivals, explained, moves_soon, possible

ON_A_PAGE = 20
NOTHING_NEW = 204


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """List what this person wrote, with what became of it."""
    can_write = may_write(permission(request.user)) is None
    posts = queries.posts_of(request.user)
    return _list(request, posts, "publishing/mine.html", may_write=can_write)


@require_safe
def everybodys(request: StaffRequest) -> HttpResponse:
    """List every post that was handed in, for those who review and oversee."""
    insist(rules.may_see_all(request.user))
    form = StateForm(request.GET)
    state = form.chosen()
    return _list(request, queries.all_posts(state=state), "publishing/all.html", form=form)


@require_safe
def post(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show one post: its words, where it is on each network, and what happened to it."""
    message = get_object_or_404(queries.post(message_id))
    insist(rules.may_see(request.user, message))
    arrived = explained(arrivals(message, request.user), message, request.user)
    fingerprint = _fingerprint(message, arrived)
    if request.htmx and request.GET.get("seen") == fingerprint:
        return HttpResponse(status=NOTHING_NEW)
    page = "publishing/post.html#became" if request.htmx else "publishing/post.html"
    if request.user == message.author and not request.htmx:
        mark_page_read(request.user, request.path)
    return render(request, page, _context(message, request.user, arrived, fingerprint))


def _context(
    message: Message, person: Person, arrived: list[Arrival], fingerprint: str
) -> dict[str, object]:
    return {
        "message": message,
        "arrived": arrived,
        "seen": fingerprint,
        "moves_soon": moves_soon(message, arrived),
        "steps": queries.timeline(message),
        "preview": _preview(message, arrived),
        "is_mine": person == message.author,
        "can": possible(message, person, arrived),
        "can_worry": message.experiment and may_raise_concern(person, message) is None,
        "reads_notes": message.submitted_at and may_read_notes(person, message) is None,
        "goes_unchecked": _goes_unchecked(message, person),
    }


def _preview(message: Message, arrived: list[Arrival]) -> Preview | None:
    """Show how it looks on the first of its accounts."""
    said = [(one.account, [message.words]) for one in arrived[:1]]
    return next(iter(previews(said, pages_of(message, message.words), message.shown)), None)


def _goes_unchecked(message: Message, person: Person) -> bool:
    """Say whether its author can let it go as it is, without a review."""
    is_own_draft = person == message.author and message.state == MessageState.WRITING
    return is_own_draft and goes_unchecked(message, permission(person))


def _fingerprint(message: Message, arrived: list[Arrival]) -> str:
    """Give what changes when anything on the page does."""
    parts = [message.state, *(f"{one.words}{one.problem}" for one in arrived)]
    parts += [f"{part.state}" for one in arrived for part in one.parts]
    return f"{crc32('|'.join(parts).encode()):08x}"


def _list(
    request: StaffRequest, found: QuerySet[Message], template: str, **more: object
) -> HttpResponse:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(message, arrivals(message, request.user)) for message in page]
    return render(request, template, {"page": page, "rows": rows, **more})
