"""The pages on which posts are frozen, and let go again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tabard.common.rules import insist
from tabard.notices.actions import mark_page_read
from tabard.people.requests import StaffRequest
from tabard.publishing import actions, queries, rules
from tabard.publishing.forms import FreezeForm, PassageForm, ThawForm, WhyFrozenForm
from tabard.publishing.models import FREEZE_LIFECYCLE, Freeze, FreezeState
from tabard.publishing.settings import FREEZE_NEEDS_TWO

ON_A_PAGE = 20
# Of those that wait behind a freeze so many are asked about one by one.
MOST_ASKED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def freezes(request: StaffRequest) -> HttpResponse:
    """Freeze posts, and see what was frozen before."""
    insist(rules.may_freeze(request.user))
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = actions.freeze(form.extent(), by=request.user, why=form.cleaned_data["why"])
        if asked.state == FreezeState.STANDING:
            messages.success(request, f"Frozen: {asked.of_what}. Everybody concerned is told.")
        else:
            messages.warning(request, "Not frozen yet. Somebody else has to agree to it now.")
        return redirect("publishing:freeze", asked.pk)
    page = Paginator(queries.freezes(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "needs_two": FREEZE_NEEDS_TWO.value}
    return render(request, "publishing/freezes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: StaffRequest, freeze_id: int) -> HttpResponse:
    """Show one freeze to everybody, and let its reason be said."""
    one = _freeze(freeze_id)
    form = WhyFrozenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        insist(rules.may_freeze(request.user))
        if form.is_valid():
            actions.say_why_frozen(one, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, "Saved. Everybody who is stopped can read it.")
            return redirect("publishing:freeze", one.pk)
    else:
        mark_page_read(request.user, request.path)
    return render(request, "publishing/freeze.html", _context(request, one) | {"form": form})


def _context(request: StaffRequest, one: Freeze) -> dict[str, object]:
    """Give those who can freeze what waits behind it; others see only what is frozen, and why."""
    looks_after = rules.may_freeze(request.user) is None
    context: dict[str, object] = {"freeze": one, "looks_after": looks_after}
    if looks_after and one.state == FreezeState.STANDING:
        waiting = queries.posts_behind(one, timezone.now())
        context["page"] = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    if one.state == FreezeState.ASKED:
        context["may_begin"] = rules.may_begin(request.user, one) is None
    return context


@require_POST
def begin(request: StaffRequest, freeze_id: int) -> HttpResponse:
    """Agree to a freeze that somebody else asked for."""
    one = actions.begin_freeze(_freeze(freeze_id), by=request.user)
    messages.success(request, f"Frozen: {one.of_what}. Everybody concerned is told.")
    return redirect("publishing:freeze", one.pk)


@require_POST
def give_up(request: StaffRequest, freeze_id: int) -> HttpResponse:
    """Give up a freeze to which nobody has agreed."""
    one = actions.drop_freeze(_freeze(freeze_id), by=request.user)
    messages.success(request, "Given up. Nothing was frozen.")
    return redirect("publishing:freeze", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def thaw(request: StaffRequest, freeze_id: int) -> HttpResponse:
    """End a freeze, and say which of those that waited are still right."""
    insist(rules.may_freeze(request.user))
    one = _freeze(freeze_id)
    FREEZE_LIFECYCLE.after(one.state, "thaw")
    waiting = queries.posts_behind(one, timezone.now())
    asked = request.POST if request.method == "POST" else None
    form = ThawForm(asked, why=one.why, waiting=waiting)
    if asked is not None and form.is_valid():
        why, still_right = form.cleaned_data.get("why", ""), form.cleaned_data["still_right"]
        actions.thaw(one, by=request.user, why=why, still_right=list(still_right))
        messages.success(request, "Posts go again. Everybody concerned is told.")
        return redirect("publishing:freeze", one.pk)
    shown = list(waiting[: MOST_ASKED + 1])
    context = {
        "freeze": one,
        "form": form,
        "waiting": shown[:MOST_ASKED],
        "are_more": len(shown) > MOST_ASKED,
        "most": MOST_ASKED,
        "ticked": set(asked.getlist("still_right")) if asked is not None else set(),
    }
    return render(request, "publishing/thaw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def let_pass(request: StaffRequest, message_id: int) -> HttpResponse:
    """Let a post go that cannot wait, although posts are frozen."""
    message = get_object_or_404(queries.post(message_id))
    insist(rules.may_ask_to_let_pass(request.user, message))
    form = PassageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.let_pass(message, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, "It goes at its time, although posts are frozen.")
        return redirect("publishing:freezes")
    return render(request, "publishing/let_pass.html", {"form": form, "message": message})


def _freeze(freeze_id: int) -> Freeze:
    return get_object_or_404(queries.freezes(), pk=freeze_id)
