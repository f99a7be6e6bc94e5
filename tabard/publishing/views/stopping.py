"""The pages on which a post is called off or taken down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tabard.common.rules import insist
from tabard.people.requests import StaffRequest
from tabard.publishing import actions, queries, rules
from tabard.publishing.forms import TakeDownForm
from tabard.publishing.models import LIFECYCLE, Delivery


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: StaffRequest, message_id: int) -> HttpResponse:
    """Call off what has not gone yet, after asking."""
    message = get_object_or_404(queries.post(message_id))
    insist(rules.may_call_off(request.user, message))
    if request.method == "POST":
        actions.call_off(message, by=request.user)
        messages.success(request, "Called off. What had not gone yet will not go.")
        return redirect("publishing:post", message.pk)
    deliveries = Delivery.objects.filter(version__message=message)
    insist(rules.can_be_called_off(message, deliveries))
    return render(request, "publishing/call_off.html", {"message": message})


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Take a post down from one account, after asking."""
    delivery = get_object_or_404(
        Delivery.objects.select_related("version__account__connection", "version__message__author"),
        pk=delivery_id,
    )
    insist(rules.may_ask_to_take_down(request.user, delivery))
    parts = list(queries.thread_of(delivery))
    if not any(LIFECYCLE.allows(part.state, "take_down") for part in parts):
        LIFECYCLE.after(delivery.state, "take_down")
    message = delivery.version.message
    by_author = request.user == message.author
    form = TakeDownForm(request.POST if request.method == "POST" else None, by_author=by_author)
    if request.method == "POST" and form.is_valid():
        actions.take_down(delivery, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request, "The network is being asked to delete the post. It counts as gone when it is."
        )
        return redirect("publishing:post", message.pk)
    shown = {
        "form": form,
        "delivery": delivery,
        "parts": len(parts),
        "message": message,
        "by_author": by_author,
    }
    return render(request, "publishing/take_down.html", shown)
