"""The pages on which accounts that exist are brought in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts.queries import known_names
from tabard.accreditation.actions import keep_draft
from tabard.accreditation.queries import draft_of, standing
from tabard.common.drafts import page_named, typed
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.keeping import actions, rules
from tabard.keeping.forms.adopting import AgainForm, DeclineForm, ProposeForm, SendBackForm
from tabard.keeping.models import ADOPTION_LIFECYCLE, Adoption, Recall, RecallState
from tabard.keeping.queries import adoptions as queries
from tabard.keeping.queries import recalls
from tabard.keeping.rules import adopting, naming, recalling
from tabard.keeping.views.holding import ASKING, ROWS_ON_A_PAGE
from tabard.people.models import Person
from tabard.people.requests import StaffRequest

# Another tab was quicker.
CONFLICT = 409


@require_safe
def all_(request: StaffRequest) -> HttpResponse:
    """Show every proposal to adopt an account, the last first, and those that wait."""
    insist(rules.may_see_all(request.user))
    page = Paginator(queries.adoptions(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": queries.waiting_for(request.user)}
    return render(request, "keeping/adoptions.html", context)


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Show what somebody has proposed, and what bringing an account in means."""
    return render(request, "keeping/adopting.html", {"adoptions": queries.of(request.user)})


@require_http_methods(ASKING)
def propose(request: StaffRequest) -> HttpResponse:
    """Propose that an account which exists becomes the council's; what is written is kept."""
    draft = draft_of(request.user, actions.AN_ADOPTION)
    form = ProposeForm(request.POST or None, initial=draft.answers, by=request.user)
    page = page_named(request.POST.get("page", ""))
    conflict = _keep(request, form, page) if form.is_bound else ""
    draft = draft_of(request.user, actions.AN_ADOPTION)
    saved = {"draft": draft, "conflict": conflict, "page": page}
    if request.htmx:
        return render(request, "frame/saved.html", saved)
    if form.is_bound and not conflict:
        done = _saved_or_proposed(request, form)
        if done is not None:
            return done
    status = CONFLICT if conflict else None
    return render(request, "keeping/propose.html", {"form": form, **saved}, status=status)


def _keep(request: StaffRequest, form: ProposeForm, page: str) -> str:
    """Keep what was written; say where it was written otherwise in another tab."""
    seen = request.POST.get("seen", "")
    try:
        about = actions.AN_ADOPTION
        keep_draft(request.user, typed(form), about=about, seen=seen, page=page)
    except NotNowError as elsewhere:
        return str(elsewhere)
    return ""


def _saved_or_proposed(request: StaffRequest, form: ProposeForm) -> HttpResponse | None:
    """Leave it for later or propose it; nothing comes of it where something is missing."""
    if request.POST.get("do") == "save":
        messages.success(request, "What you wrote is saved, and not sent yet.")
        return redirect("keeping:adopting")
    if not form.is_valid():
        return None
    try:
        adoption = actions.propose(form.proposal, by=request.user)
    except NotAllowedError as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, "Proposed. The programme team decides, and you are told.")
    return redirect("keeping:adoption", adoption.pk)


@require_safe
def adoption(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Show one proposal, and what this person can do about it."""
    found = get_object_or_404(queries.adoptions(), pk=adoption_id)
    insist(adopting.may_see(request.user, found))
    moves = adopting.moves_open_to(request.user, found)
    context = {
        "adoption": found,
        "moves": moves,
        "to_be_looked_at": _to_be_looked_at(found) if "agree" in moves else [],
        "cannot": rules.may_hold(found.connects, standing(found.connects)),
        **_recall(request.user, found),
    }
    return render(request, "keeping/adoption.html", context)


def _to_be_looked_at(adoption: Adoption) -> list[str]:
    return naming.to_be_looked_at(adoption, known_names(adoption.connects))


@require_POST
def agree(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Say yes to a proposal."""
    found = actions.agree(_for_move(request.user, adoption_id, "agree"), by=request.user)
    messages.success(request, f"Agreed. {found.connects} can connect it now.")
    return redirect("keeping:adoption", found.pk)


@require_POST
def give_more_time(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Let an agreed account be connected, after the time for it was over."""
    found = get_object_or_404(queries.adoptions(), pk=adoption_id)
    found = actions.give_more_time(found, by=request.user)
    messages.success(request, f"{found.connects} can connect it now.")
    return redirect("keeping:adoption", found.pk)


@require_http_methods(ASKING)
def send_back(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Give a proposal back with words."""
    found = _for_move(request.user, adoption_id, "send_back")
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        actions.send_back(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"Sent back. {found.proposer} reads your words.")
        return redirect("keeping:adoptions")
    return render(request, "keeping/send_back.html", {"form": form, "adoption": found})


@require_http_methods(ASKING)
def propose_again(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Answer what a proposal was sent back for."""
    found = _for_move(request.user, adoption_id, "propose_again")
    form = AgainForm(request.POST or None, adoption=found)
    if form.is_valid():
        try:
            actions.propose_again(found, by=request.user, **form.cleaned_data)
        except NotAllowedError as refused:
            form.add_error("public_name", str(refused))
        else:
            messages.success(request, "Proposed again. The programme team decides.")
            return redirect("keeping:adoption", found.pk)
    return render(request, "keeping/propose_again.html", {"form": form, "adoption": found})


@require_http_methods(ASKING)
def decline(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Say no to a proposal, and why."""
    found = _for_move(request.user, adoption_id, "decline")
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        actions.decline(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"Declined. {found.proposer} is told why.")
        return redirect("keeping:adoptions")
    return render(request, "keeping/decline.html", {"form": form, "adoption": found})


@require_http_methods(ASKING)
def withdraw(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Take a proposal back, after asking once more."""
    found = _for_move(request.user, adoption_id, "withdraw")
    if request.method == "POST":
        actions.withdraw(found, by=request.user)
        messages.success(request, "Taken back. The account stays as it is.")
        return redirect("keeping:adopting")
    return render(request, "keeping/withdraw.html", {"adoption": found})


def _for_move(person: Person, adoption_id: int, move: str) -> Adoption:
    """Give a proposal about which this person can do this now."""
    found = get_object_or_404(queries.adoptions(), pk=adoption_id)
    insist(adopting.MAY[move](person, found))
    ADOPTION_LIFECYCLE.after(found.state, move)
    return found


def _recall(person: Person, adoption: Adoption) -> dict[str, Any]:
    """Give how far the account's older posts have been read back, and who can go on with it."""
    recall = recalls.of(adoption)
    is_stopped = recall is not None and recall.state == RecallState.STOPPED
    may = is_stopped and recalling.may_take_up(person, adoption) is None
    return {"recall": recall, "may_take_up": may}


@require_safe
def older_posts(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Show what an adopted account said before it was the council's, the last first."""
    found = get_object_or_404(queries.adoptions(), pk=adoption_id)
    insist(recalling.may_read(request.user, found))
    pages = Paginator(recalls.posts_of(found), ROWS_ON_A_PAGE)
    context = {"adoption": found, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "keeping/older_posts.html", context)


@require_POST
def take_up(request: StaffRequest, adoption_id: int) -> HttpResponse:
    """Go on reading older posts back where it stopped."""
    found = get_object_or_404(queries.adoptions(), pk=adoption_id)
    insist(recalling.may_take_up(request.user, found))
    actions.take_up(get_object_or_404(Recall, adoption=found), by=request.user)
    messages.success(request, "It goes on now. This page shows how far it has come.")
    return redirect("keeping:adoption", found.pk)
