"""The pages of the trust ladder: the evidence, what is proposed, and moves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Accreditation, Proposal, ProposalState, Rung
from tabard.common.rules import Refused, insist
from tabard.people.models import Person
from tabard.people.queries import line_of
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25
DECIDING = ["GET", "HEAD", "POST"]


@require_safe
def evidence(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Show everything about somebody's rung: to the person what those who decide see."""
    accreditation = _accreditation(accreditation_id)
    insist(rules.may_see_evidence(request.user, accreditation))
    sheet = queries.sheet_of(accreditation, page=request.GET.get("page"))
    shown = {"sheet": sheet, **_appealing(request.user, accreditation)}
    may_move = rules.may_move(request.user, accreditation, line_of(accreditation.person)) is None
    return render(request, "accreditation/ladder/evidence.html", {**shown, "may_move": may_move})


def _accreditation(number: int) -> Accreditation:
    return get_object_or_404(Accreditation.objects.select_related("person__service"), pk=number)


def _appealing(person: Person, accreditation: Accreditation) -> dict[str, object]:
    """Give the moves against which this person can appeal now."""
    if person.pk != accreditation.person_id:
        return {}
    return {"may_appeal": queries.open_to_appeal(person)}


@require_safe
def ladder(request: StaffRequest) -> HttpResponse:
    """List what waits for the panel: appeals and proposals."""
    insist(rules.may_see_ladder(request.user))
    page = Paginator(queries.open_proposals(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "appeals": queries.waiting_appeals(),
        "not_mine": {request.user.pk, *line_of(request.user)},
    }
    return render(request, "accreditation/ladder/list.html", shown)


@require_http_methods(DECIDING)
def proposal(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """Show a proposal with all the evidence, and let the panel decide it."""
    asked = get_object_or_404(
        Proposal.objects.select_related("accreditation__person__service", "decided_by"),
        pk=proposal_id,
    )
    insist(rules.may_see_evidence(request.user, asked.accreditation))
    refusal = _may_decide(request.user, asked)
    form = forms.ProposalForm(request.POST or None, proposal=asked)
    if request.method == "POST":
        insist(refusal)
        if form.is_valid():
            return _decided(request, asked, form)
    shown = {
        "proposal": asked,
        "sheet": queries.sheet_of(asked.accreditation, page=request.GET.get("page")),
        "form": form if refusal is None else None,
        "refusal": refusal,
    }
    return render(request, "accreditation/ladder/proposal.html", shown)


def _may_decide(person: Person, proposal: Proposal) -> Refused | None:
    if proposal.state != ProposalState.OPEN:
        return Refused(f"There is nothing to decide: {proposal.get_state_display().lower()}.")
    return rules.may_decide_proposal(person, proposal, line_of(proposal.person))


def _decided(request: StaffRequest, asked: Proposal, form: forms.ProposalForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["decision"] == forms.FOLLOW:
        moved = actions.follow(asked, by=request.user, reason=reason)
        told = f"{asked.person} is on “{moved.get_to_rung_display().lower()}” now."
    else:
        actions.set_aside(asked, by=request.user, reason=reason)
        told = f"{asked.person} stays on “{asked.get_from_rung_display().lower()}”."
    messages.success(request, told)
    return redirect("accreditation:ladder")


@require_http_methods(DECIDING)
def move(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Put somebody on another rung without a proposal, and say why."""
    accreditation = _accreditation(accreditation_id)
    insist(rules.may_move(request.user, accreditation, line_of(accreditation.person)))
    form = forms.MoveForm(request.POST or None, accreditation=accreditation)
    if form.is_valid():
        to, reason = Rung(form.cleaned_data["to"]), form.cleaned_data["reason"]
        actions.move(accreditation, to=to, by=request.user, reason=reason)
        told = f"{accreditation.person} is on “{to.label.lower()}” now."
        messages.success(request, told)
        return redirect("accreditation:evidence", accreditation.pk)
    shown = {"accreditation": accreditation, "rung": Rung(accreditation.rung), "form": form}
    return render(request, "accreditation/ladder/move.html", shown)
