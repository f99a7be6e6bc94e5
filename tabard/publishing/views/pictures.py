"""The picture of a post, for a network that fetches it itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.publishing import rules
from tabard.publishing.models import Delivery
from tabard.publishing.queries.pictures import signed_picture

WITH_PICTURES = Delivery.objects.select_related(
    "version__account", "version__message"
).prefetch_related("version__message__pictures")


@require_safe
@login_not_required
def picture(_request: HttpRequest, delivery_id: int, signature: str) -> HttpResponse:
    """Give a picture to the network that its post is on the way to, and to nobody afterwards."""
    delivery = get_object_or_404(WITH_PICTURES, pk=delivery_id)
    shown = signed_picture(delivery, signature)
    if shown is None or rules.may_be_fetched(delivery, timezone.now()):
        raise Http404
    blob = shown.blob
    kept = {"Cache-Control": "no-store"}
    return HttpResponse(bytes(blob.content), content_type=blob.media_type, headers=kept)
