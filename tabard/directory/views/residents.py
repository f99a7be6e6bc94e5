"""The public pages: who speaks for the council, and the check."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tabard.council.models import Council, Service
from tabard.directory.forms import CheckForm, SearchForm
from tabard.directory.queries import accounts as known
from tabard.directory.queries import checks
from tabard.directory.queries import people as queries
from tabard.directory.queries.silent import silence_of
from tabard.directory.rules import adopted, verdicts
from tabard.people.models import Person

ON_A_PAGE = 24
# In seconds; short, so that a picture that was taken down is soon gone from browsers too.
PICTURE_IS_KEPT = 300


@require_safe
@login_not_required
def list_(request: HttpRequest) -> HttpResponse:
    """Show the services and the people in them, or those that a resident searches for."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    council = Council.here()
    found = queries.search(council, words)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    # Accounts are few beside people, and stand on the first page alone.
    accounts = list(known.search(council, words)) if page.number == 1 else []
    context = {
        "form": form,
        "words": words,
        "page": page,
        "accounts": accounts,
        "found": page.paginator.count + len(accounts),
        "services": [] if words else queries.services(council),
    }
    return render(request, "directory/list.html", context)


@require_safe
@login_not_required
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show who speaks for one service."""
    council = Council.here()
    found = get_object_or_404(Service, pk=service_id)
    speaking = queries.people(council).filter(service=found)
    page = Paginator(speaking, ON_A_PAGE).get_page(request.GET.get("page"))
    accounts = known.of_their_own(council).filter(service=found)
    context = {"service": found, "page": page, "accounts": accounts}
    return render(request, "directory/service.html", context)


@require_safe
@login_not_required
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one person: what for, from which accounts, and what they said last."""
    council = Council.here()
    found = queries.people(council).filter(pk=person_id).first()
    if found is None:
        return _silent(request, person_id, council)
    voice = queries.voice(found, council)
    context = {
        "voice": voice,
        "posts": queries.latest_posts(voice),
        "taken_down": queries.taken_down(voice),
    }
    return render(request, "directory/person.html", context)


def _silent(request: HttpRequest, person_id: int, council: Council) -> HttpResponse:
    """Say of somebody who stood here that nobody speaks from here now, and not why."""
    silence = silence_of(get_object_or_404(Person, pk=person_id), council)
    if silence is None:
        raise Http404
    return render(request, "directory/silent.html", {"silence": silence})


@require_safe
@login_not_required
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one account: whose it is, who speaks from it, what was said last."""
    council = Council.here()
    found = get_object_or_404(known.accounts(council).select_related("service"), pk=account_id)
    profile = known.profile(found, council)
    context = {"profile": profile, "before": adopted.before(profile.adoption)}
    return render(request, "directory/account.html", context)


@require_safe
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """Answer whether a link or handle is the council's."""
    form = CheckForm(request.GET if "q" in request.GET else None)
    if not form.is_valid():
        return render(request, "directory/check.html", {"form": form})
    council = Council.here()
    question = verdicts.read(form.cleaned_data["q"])
    found = checks.known(question, council)
    verdict = verdicts.verdict(question, found, is_demonstration=council.is_demonstration)
    context = {"form": form, "question": question, "known": found, "verdict": verdict}
    return render(request, "directory/check.html", context)


@require_safe
@login_not_required
def picture(_request: HttpRequest, delivery_id: int, mark: str) -> HttpResponse:
    """Give a picture of a post that the directory shows."""
    post = get_object_or_404(known.public_posts(Council.here()), pk=delivery_id)
    shown = next((one for one in post.version.shown if one.mark == mark), None)
    if shown is None:
        raise Http404
    blob = shown.blob
    kept = {"Cache-Control": f"public, max-age={PICTURE_IS_KEPT}"}
    return HttpResponse(bytes(blob.content), content_type=blob.media_type, headers=kept)
