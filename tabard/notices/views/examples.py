"""A whole e-mail as it would arrive, for whoever keeps its words."""

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from tabard.common.rules import insist
from tabard.council.rules import may_keep_settings
from tabard.notices import actions, queries
from tabard.notices.models import Email, EmailKind, Example
from tabard.notices.work import examples, planning
from tabard.people.requests import StaffRequest


@require_safe
def preview(request: StaffRequest) -> HttpResponse:
    """Show one e-mail in the words that hold now, and where each of them is changed."""
    insist(may_keep_settings(request.user))
    example, held = _asked_for(request), planning.chosen()
    email = Email(
        person=request.user, kind=EmailKind.EXAMPLE, example=example, message_id=f"<{uuid4()}>"
    )
    written = examples.write(email, held)
    context = {
        "example": example,
        "examples": Example.choices,
        "email": written,
        "html": written.alternatives[0][0],
        "texts": queries.texts(held),
        "is_on": settings.EMAIL_IS_ON,
    }
    return render(request, "notices/preview.html", context)


@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Send whoever asks the e-mail that they look at."""
    example = _asked_for(request)
    email = actions.send_example(example, by=request.user)
    messages.success(request, f"It is on its way to {email.person.email}.")
    return redirect(f"{reverse('notices:preview')}?{urlencode({'example': example.value})}")


def _asked_for(request: HttpRequest) -> Example:
    asked = request.POST.get("example") or request.GET.get("example")
    return Example(asked) if asked in Example.values else Example.ONE
