"""The pages on which somebody appeals against a move, and somebody else decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Move, MoveAppeal, MoveAppealState
from tabard.common.rules import Refused, insist
from tabard.people.models import Person
from tabard.people.queries import line_of
from tabard.people.requests import StaffRequest

DECIDING = ["GET", "HEAD", "POST"]


@require_http_methods(DECIDING)
def appeal(request: StaffRequest, move_id: int) -> HttpResponse:
    """Ask for a second opinion on a move."""
    moves = Move.objects.select_related("by", "accreditation", "person")
    move = get_object_or_404(moves, pk=move_id)
    now = timezone.now()
    insist(
        rules.may_appeal_move(
            request.user,
            move,
            has_appealed=MoveAppeal.objects.filter(move=move).exists(),
            days=queries.days_to_appeal(move, now),
            now=now,
        )
    )
    form = forms.AppealMoveForm(request.POST or None)
    if form.is_valid():
        actions.appeal_move(move, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, "Your appeal is made. Somebody who did not decide reads it.")
        return redirect("accreditation:evidence", move.accreditation_id)
    return render(request, "accreditation/ladder/appeal.html", {"move": move, "form": form})


@require_http_methods(DECIDING)
def hear(request: StaffRequest, appeal_id: int) -> HttpResponse:
    """Show an appeal with all the evidence, and let somebody decide who did not before."""
    asked = get_object_or_404(
        MoveAppeal.objects.select_related(
            "move__accreditation__person__service", "move__by", "moved_by", "heard_by"
        ),
        pk=appeal_id,
    )
    insist(rules.may_see_evidence(request.user, asked.move.accreditation))
    refusal = _may_hear(request.user, asked)
    form = forms.HearMoveForm(request.POST or None)
    if request.method == "POST":
        insist(refusal)
        if form.is_valid():
            return _heard(request, asked, form)
    shown = {
        "appeal": asked,
        "sheet": queries.sheet_of(asked.move.accreditation, page=request.GET.get("page")),
        "form": form if refusal is None else None,
        "refusal": refusal,
    }
    return render(request, "accreditation/ladder/hear.html", shown)


def _may_hear(person: Person, appeal: MoveAppeal) -> Refused | None:
    if appeal.state != MoveAppealState.WAITING:
        return Refused("This appeal was heard.")
    return rules.may_hear_move(person, appeal, line_of(appeal.person))


def _heard(request: StaffRequest, asked: MoveAppeal, form: forms.HearMoveForm) -> HttpResponse:
    answer = form.cleaned_data["answer"]
    if form.cleaned_data["decision"] == forms.OVERTURN:
        actions.overturn_move(asked, by=request.user, answer=answer)
        told = f"The move is taken back. {asked.person} hears why."
        if not Move.objects.filter(takes_back=asked.move).exists():
            told = (
                f"The move is overturned. {asked.person} hears why, and stays where later "
                "decisions have led."
            )
    else:
        actions.uphold_move(asked, by=request.user, answer=answer)
        told = f"The move stands. {asked.person} hears why."
    messages.success(request, told)
    return redirect("accreditation:ladder")
