"""The pages of the council's services."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import insist
from tabard.council.models import Service
from tabard.people import actions, queries, rules
from tabard.people.forms.staff import ServiceForm
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 50


@require_safe
def services(request: StaffRequest) -> HttpResponse:
    """Show the services."""
    insist(rules.may_keep_staff(request.user))
    page = Paginator(queries.services(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/services.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add_service(request: StaffRequest) -> HttpResponse:
    """Add a service."""
    insist(rules.may_keep_staff(request.user))
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        added = actions.add_service(**form.cleaned_data, by=request.user)
        messages.success(request, f"{added} is a service now.")
        return redirect("people:services")
    return render(request, "people/service.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: StaffRequest, service_id: int) -> HttpResponse:
    """Change a service."""
    insist(rules.may_keep_staff(request.user))
    known = get_object_or_404(Service, pk=service_id)
    form = ServiceForm(request.POST or None, known)
    if form.is_valid():
        actions.change_service(known, **form.cleaned_data, by=request.user)
        messages.success(request, "Saved.")
        return redirect("people:services")
    return render(request, "people/service.html", {"form": form, "service": known})
