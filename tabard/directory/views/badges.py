"""What somebody can put on their contact details."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.text import slugify
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from tabard.accreditation.queries import standing
from tabard.common.rules import NotAllowedError, Refused
from tabard.council.models import Council
from tabard.directory.queries.badges import Badge, badge_of
from tabard.directory.rules.badges import NOT_LISTED, may_have_badge
from tabard.directory.work.bios import bios
from tabard.directory.work.card import card
from tabard.directory.work.codes import png, svg
from tabard.directory.work.signatures import in_html, in_text
from tabard.people.models import Person
from tabard.people.requests import StaffRequest

type Made = str | bytes

# Each file that can be taken away: its media type, and what makes it.
FILES: dict[str, tuple[str, Callable[[Badge], Made]]] = {
    "signature.html": ("text/html; charset=utf-8", in_html),
    "signature.txt": ("text/plain; charset=utf-8", in_text),
    "code.svg": ("image/svg+xml", lambda badge: svg(badge.page)),
    "code.png": ("image/png", lambda badge: png(badge.page)),
    "card.vcf": ("text/vcard; charset=utf-8", card),
}


@require_safe
def badge(request: StaffRequest) -> HttpResponse:
    """Show everything that somebody can put on their contact details, or why there is nothing."""
    found = _found(request.user)
    if isinstance(found, Refused):
        return render(request, "directory/no_badge.html", {"refused": found})
    context = {"badge": found, "bios": bios(found), "text": in_text(found)}
    return render(request, "directory/badge.html", context)


def _found(person: Person) -> Badge | Refused:
    """Give somebody's badge, or why they have none."""
    refused = may_have_badge(standing(person))
    return refused or badge_of(person, Council.here()) or NOT_LISTED


def _badge_for(person: Person) -> Badge:
    """Give somebody's badge, and insist that there is one."""
    found = _found(person)
    if isinstance(found, Refused):
        raise NotAllowedError(found.why)
    return found


@require_safe
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE]})
def signature(request: StaffRequest) -> HttpResponse:
    """Show the signature on a page of its own, to be copied from there as it looks."""
    return HttpResponse(in_html(_badge_for(request.user)))


@require_safe
def file(request: StaffRequest, called: str) -> HttpResponse:
    """Give one file to take away."""
    if called not in FILES:
        raise Http404
    held = _badge_for(request.user)
    media_type, made = FILES[called]
    answer = HttpResponse(made(held), content_type=media_type)
    kept_as = f"{slugify(held.name) or 'badge'}-{called}"
    answer["Content-Disposition"] = f'attachment; filename="{kept_as}"'
    return answer
