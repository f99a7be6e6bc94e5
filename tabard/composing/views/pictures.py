"""The picture of a message, for those who may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from tabard.common.rules import insist
from tabard.composing import rules
from tabard.composing.models import LinkedPage, Message
from tabard.composing.views.found import own
from tabard.people.requests import StaffRequest
from tabard.record.models import Blob

# In seconds; the page itself may be another tomorrow.
DAY = 86_400


def _etag(_request: HttpRequest, message_id: int) -> str | None:
    found = Message.objects.select_related("picture").filter(pk=message_id).first()
    return f'"{found.blob_id}"' if found else None


@require_safe
@cache_control(private=True, no_cache=True)
def picture(request: StaffRequest, message_id: int) -> HttpResponse:
    """Give a message's picture to those who may see the message."""
    message = own(message_id)
    insist(rules.may_see(request.user, message))
    return _picture(request, message_id)


@condition(etag_func=_etag)
def _picture(_request: HttpRequest, message_id: int) -> HttpResponse:
    return _shown(Blob.objects.filter(pk=own(message_id).blob_id).first())


@require_safe
@cache_control(private=True, max_age=DAY)
def linked(_request: StaffRequest, page_id: int) -> HttpResponse:
    """Give the picture of a page that somebody links to, as anybody finds it there."""
    page = get_object_or_404(LinkedPage.objects.select_related("picture"), pk=page_id)
    return _shown(page.picture)


def _shown(blob: Blob | None) -> HttpResponse:
    if blob is None:
        raise Http404
    kept = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(bytes(blob.content), content_type=blob.media_type, headers=kept)
