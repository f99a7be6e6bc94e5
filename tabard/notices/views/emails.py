"""To whom e-mails went, for administrators; never what stood in them."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tabard.common.rules import insist
from tabard.notices import actions, queries, rules
from tabard.notices.forms import StateForm
from tabard.notices.models import Email
from tabard.people.requests import StaffRequest

ON_A_PAGE = 30


@require_safe
def list_(request: StaffRequest) -> HttpResponse:
    """List the e-mails, newest first."""
    insist(rules.may_see_emails(request.user))
    form = StateForm(request.GET)
    found = queries.emails(form.chosen())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_on": settings.EMAIL_IS_ON}
    return render(request, "notices/emails.html", context)


@require_POST
def retry(request: StaffRequest, email_id: int) -> HttpResponse:
    """Have one that was not sent tried again."""
    insist(rules.may_see_emails(request.user))
    email = actions.retry(get_object_or_404(Email, pk=email_id), by=request.user)
    messages.success(request, f"The e-mail to {email.person} is tried again.")
    return redirect("notices:emails")
