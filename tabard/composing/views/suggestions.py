"""The pages on which a reviewer suggests other words, and the author accepts them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tabard.common.rules import NotAllowedError, insist
from tabard.composing import actions, rules
from tabard.composing.forms import SuggestForm
from tabard.composing.models import LIFECYCLE, Message, Suggestion
from tabard.people.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: StaffRequest, message_id: int) -> HttpResponse:
    """Let a reviewer edit the words of a message that waits, as a suggestion to its author."""
    found = Message.objects.select_related("author").prefetch_related("versions__account")
    message = get_object_or_404(found, pk=message_id)
    insist(rules.may_approve(request.user, message))
    insist(rules.has_shared_words(message.versions.all()))
    LIFECYCLE.after(message.state, "send_back")
    at = message.submitted_at.isoformat() if message.submitted_at else ""
    form = SuggestForm(request.POST or None, initial={"words": message.words, "submitted_at": at})
    if form.is_valid():
        try:
            actions.suggest(message, by=request.user, **form.cleaned_data)
        except NotAllowedError as refusal:
            form.add_error("words", str(refusal))
        else:
            told = f"{message.author} sees what you would change, and can accept it."
            messages.success(request, told)
            return redirect("composing:waiting")
    return render(request, "composing/suggest.html", {"form": form, "message": message})


@require_POST
def accept(request: StaffRequest, suggestion_id: int) -> HttpResponse:
    """Accept the words of a reviewer as they are."""
    suggestion = get_object_or_404(
        Suggestion.objects.select_related("message__author", "by"), pk=suggestion_id
    )
    message = suggestion.message
    insist(rules.may_change(request.user, message))
    try:
        actions.accept(suggestion, by=request.user)
    except NotAllowedError as refusal:
        messages.warning(request, f"Not accepted: {refusal}")
        return redirect("composing:edit", message.pk)
    messages.success(request, f"Accepted. {suggestion.by} has approved these words.")
    return redirect("publishing:post", message.pk)
