"""The pages of an assessment: begin, answer, finish, and see what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training import actions, queries, rules
from tabard.training.forms import AnswerForm, BeginForm
from tabard.training.models import ArrangementKind, Edition, Sitting, SittingKind, SittingState

ROWS_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, course: str) -> HttpResponse:
    """Say what the assessment is like, and begin it; or go on with the one under way."""
    edition = get_object_or_404(queries.current_editions(), course__slug=course)
    progress, now = queries.progress_of(request.user, edition), timezone.now()
    if progress.latest is not None and progress.latest.state == SittingState.UNDER_WAY:
        return redirect(_next_page(progress.latest))
    insist(rules.may_begin(edition, progress, now))
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(rules.kinds_open(edition, progress, now), sent)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        return redirect(_next_page(actions.begin(edition, by=request.user, kind=kind)))
    plan = queries.plan_of(edition, form.longest, progress.latest)
    context = {
        "edition": edition,
        "form": form,
        "longest": form.longest,
        "plan": plan,
        "hints": _hints(edition, plan),
        "pass_mark": queries.pass_mark(edition),
        "pause_days": progress.pause_days,
    }
    return render(request, "training/begin.html", context)


def _hints(edition: Edition, plan: queries.Plan) -> dict[str, str]:
    """Say what each way to renew a certificate means."""
    return {
        SittingKind.PRETEST: f"{edition.pretest_questions} questions. If you pass, the refresher "
        "is only about what you got wrong; with every answer right it is not needed at all. If "
        "you do not pass, the whole refresher follows.",
        SittingKind.REFRESHER: f"{plan.how_many} questions from all the modules.",
    }


def _next_page(sitting: Sitting) -> str:
    """Give the page of the first question without an answer, or the one on which to finish."""
    waiting = queries.unanswered(sitting)
    if waiting:
        return reverse("training:sit", args=[sitting.pk, waiting[0]])
    return reverse("training:finish", args=[sitting.pk])


def _entering(person: Person, sitting_id: int) -> Sitting:
    """Give a sitting to whoever enters its answers: the person, or who helps them."""
    sittings = Sitting.objects.select_related("edition__course", "person")
    sitting = get_object_or_404(sittings, pk=sitting_id)
    insist(rules.may_enter(person, sitting, queries.arrangement_of(sitting.person)))
    return sitting


def _after(person: Person, sitting: Sitting) -> HttpResponse:
    """Lead the person to the result, which whoever helps does not see."""
    if person == sitting.person:
        return redirect("training:result", sitting.pk)
    return redirect("training:courses")


def _own(person: Person, sitting_id: int) -> Sitting:
    """Give a sitting to the person whose it is."""
    sitting = get_object_or_404(Sitting.objects.select_related("edition__course"), pk=sitting_id)
    insist(rules.may_sit(person, sitting))
    return sitting


@require_http_methods(["GET", "HEAD", "POST"])
def sit(request: StaffRequest, sitting_id: int, number: int) -> HttpResponse:
    """Ask one question, and keep the answer."""
    sitting = _entering(request.user, sitting_id)
    if sitting.state != SittingState.UNDER_WAY:
        return _after(request.user, sitting)
    asked = get_object_or_404(queries.answers_of(sitting), number=number)
    form = AnswerForm(asked, request.POST if request.method == "POST" else None)
    is_last = number == sitting.asked
    after = reverse(
        "training:finish" if is_last else "training:sit",
        args=[sitting.pk] if is_last else [sitting.pk, number + 1],
    )
    if form.is_valid():
        actions.answer(asked, chosen=form.places, by=request.user)
        return redirect(after)
    context = {"sitting": sitting, "asked": asked, "form": form, "after": after}
    return render(request, "training/sit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: StaffRequest, sitting_id: int) -> HttpResponse:
    """Show which questions are answered, and hand them in."""
    sitting = _entering(request.user, sitting_id)
    if sitting.state != SittingState.UNDER_WAY:
        return _after(request.user, sitting)
    if request.method == "POST":
        actions.finish(sitting, by=request.user)
        if request.user != sitting.person:
            messages.success(request, f"It is handed in. Only {sitting.person} sees the result.")
        return _after(request.user, sitting)
    answers = list(queries.answers_of(sitting))
    refused = rules.may_finish([one.number for one in answers if not one.chosen])
    on_paper = queries.is_arranged(sitting.person, ArrangementKind.ON_PAPER)
    context = {"sitting": sitting, "answers": answers, "refused": refused, "on_paper": on_paper}
    return render(request, "training/finish.html", context)


@require_safe
def result(request: StaffRequest, sitting_id: int) -> HttpResponse:
    """Show the score, each answer explained and what to read again."""
    sitting = _own(request.user, sitting_id)
    if sitting.state == SittingState.UNDER_WAY:
        return redirect(_next_page(sitting))
    progress = queries.progress_of(request.user, sitting.edition)
    context = {
        "sitting": sitting,
        "outcome": queries.outcome_of(sitting),
        "is_latest": progress.latest == sitting,
        "refused": rules.may_begin(sitting.edition, progress, timezone.now()),
        "kept_until": queries.answers_kept_until(sitting),
    }
    return render(request, "training/result.html", context)


@require_safe
def certificate(request: StaffRequest, sitting_id: int) -> HttpResponse:
    """Show a certificate, so that it can be printed."""
    held = get_object_or_404(
        Sitting.objects.select_related("edition", "person__service"),
        pk=sitting_id,
        state=SittingState.PASSED,
    )
    insist(rules.may_see_certificate(request.user, held))
    modules = held.edition.modules.defer("text")
    return render(request, "training/certificate.html", {"held": held, "modules": modules})


@require_safe
def passed(request: StaffRequest) -> HttpResponse:
    """Show who holds a certificate until when, and nothing about answers."""
    insist(rules.may_see_who_passed(request.user))
    page = Paginator(queries.certificates(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/passed.html", {"page": page})
