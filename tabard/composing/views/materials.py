"""The pool of what colleagues are invited to put into their own words."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accreditation.queries import permission
from tabard.accreditation.rules import may_write
from tabard.common.rules import insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import FindMaterialForm, MaterialForm, WhyNotForm
from tabard.composing.models import MATERIAL_LIFECYCLE, Material
from tabard.notices.actions import mark_page_read
from tabard.people.requests import StaffRequest

ON_A_PAGE = 20


@require_safe
def pool(request: StaffRequest) -> HttpResponse:
    """List what is offered today, with how it was used, and what waits for a decision."""
    form = FindMaterialForm(request.GET or None)
    looked_for = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = queries.offered(timezone.localdate(), looked_for)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    used = queries.uses(list(page))
    shown = {
        "form": form,
        "looked_for": looked_for,
        "page": page,
        "rows": [(one, used[one.pk]) for one in page],
        "to_decide": queries.materials_to_decide(request.user),
        "asked": queries.asked_by(request.user),
        "refusal": rules.may_offer(request.user, permission(request.user)),
    }
    return render(request, "composing/pool/pool.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StaffRequest) -> HttpResponse:
    """Offer something to colleagues."""
    insist(rules.may_offer(request.user, permission(request.user)))
    form = MaterialForm(request.POST or None)
    if form.is_valid():
        material = actions.offer(**form.cleaned_data, by=request.user)
        told = "Offered to everybody."
        if not rules.is_approved_at_once(request.user):
            told = "Sent to the programme team. You hear when somebody has decided."
        messages.success(request, told)
        return redirect("composing:material", material.pk)
    at_once = rules.is_approved_at_once(request.user)
    return render(request, "composing/pool/offer.html", {"form": form, "at_once": at_once})


@require_safe
def material(request: StaffRequest, material_id: int) -> HttpResponse:
    """Show one material, what colleagues made of it, and how alike that is."""
    found = _material(material_id)
    insist(rules.may_see_material(request.user, found))
    mark_page_read(request.user, request.path)
    return _show(request, found, WhyNotForm())


@require_POST
def approve_material(request: StaffRequest, material_id: int) -> HttpResponse:
    """Let everybody use it."""
    material = actions.approve_material(_material(material_id), by=request.user)
    messages.success(request, f"Offered to everybody: {material}.")
    return redirect("composing:pool")


@require_POST
def decline_material(request: StaffRequest, material_id: int) -> HttpResponse:
    """Offer it to nobody."""
    found = _material(material_id)
    insist(rules.may_decide_material(request.user, found))
    form = WhyNotForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    actions.decline_material(found, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, f"Declined. {found.offered_by} reads why.")
    return redirect("composing:pool")


@require_POST
def withdraw_material(request: StaffRequest, material_id: int) -> HttpResponse:
    """Let nobody use it any more."""
    found = _material(material_id)
    insist(rules.may_withdraw_material(request.user, found))
    form = WhyNotForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    actions.withdraw_material(found, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, "Withdrawn. Authors whose posts made from it have not gone are told.")
    return redirect("composing:pool")


def _material(material_id: int) -> Material:
    return get_object_or_404(Material.objects.select_related("offered_by"), pk=material_id)


def _show(request: StaffRequest, found: Material, form: WhyNotForm) -> HttpResponse:
    allows = MATERIAL_LIFECYCLE.allows
    person = request.user
    shown = {
        "material": found,
        "form": form,
        "write_from": f"{reverse('composing:write')}?material={found.pk}",
        "use": queries.uses([found])[found.pk],
        "made": queries.what_was_made(found),
        "not_usable": rules.can_be_used(found, timezone.localdate()),
        "may_write": may_write(permission(person)) is None,
        "decides": allows(found.state, "approve")
        and rules.may_decide_material(person, found) is None,
        "withdraws": allows(found.state, "withdraw")
        and rules.may_withdraw_material(person, found) is None,
    }
    return render(request, "composing/pool/material.html", shown)
