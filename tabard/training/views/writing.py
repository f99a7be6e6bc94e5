"""The pages on which the programme team writes the next version of the code of practice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.rules import insist
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training import actions, queries, rules
from tabard.training.forms import DraftForm, PublishForm
from tabard.training.models import CodeDraft, CodeVersion
from tabard.training.work.difference import compare, how_many, stretches
from tabard.training.work.text import typeset


def _draft_for(person: Person) -> CodeDraft:
    """Give the draft to somebody who may write it."""
    insist(rules.may_write_code(person))
    return get_object_or_404(CodeDraft.objects.select_related("changed_by"))


@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """Begin the next version, or go on with the one under way."""
    actions.begin_draft(by=request.user)
    return redirect("training:code_draft")


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: StaffRequest) -> HttpResponse:
    """Write the next version."""
    written = _draft_for(request.user)
    form = DraftForm.about(written, request.POST or None)
    if form.is_valid() and _is_as_seen(form, written):
        actions.change_draft(written, by=request.user, **form.cleaned_data)
        if "preview" in request.POST:
            return redirect("training:code_preview")
        messages.success(request, "The draft is saved. Nobody but the programme team sees it.")
        return redirect("training:code_draft")
    return render(request, "training/code_draft.html", {"draft": written, "form": form})


def _is_as_seen(form: DraftForm, written: CodeDraft) -> bool:
    """Say whether nobody else changed the draft meanwhile; what was typed is kept on the page."""
    refused = rules.may_overwrite(written, form.cleaned_data["change"])
    if refused:
        form.add_error(None, f"{refused.why} If you save again, your words take their place.")
    return refused is None


@require_safe
def preview(request: StaffRequest) -> HttpResponse:
    """Show what the draft changes of the version in force."""
    written, newest = _draft_for(request.user), queries.newest_code()
    blocks = compare(newest.text if newest else "", written.text)
    context = {
        "draft": written,
        "newest": newest,
        "refused": rules.is_ready(written, newest),
        "stretches": stretches(blocks),
        "how_many": how_many(blocks),
        "page": typeset(written.text),
    }
    return render(request, "training/code_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: StaffRequest) -> HttpResponse:
    """Publish the draft, with a last day to agree."""
    written, newest = _draft_for(request.user), queries.newest_code()
    insist(rules.is_ready(written, newest))
    form = PublishForm(request.POST or None, initial={"change": written.change})
    if form.is_valid():
        published = actions.publish_code(written, by=request.user, **form.cleaned_data)
        messages.success(request, _told(published))
        return redirect("training:code")
    context = {"form": form, "newest": newest, "number": newest.number + 1 if newest else 1}
    return render(request, "training/code_publish.html", context)


def _told(published: CodeVersion) -> str:
    until = day(published.agree_by)
    return f"Version {published.number} is published. People have until {until} to agree to it."


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: StaffRequest) -> HttpResponse:
    """Throw the draft away."""
    written = _draft_for(request.user)
    if request.method == "POST":
        actions.discard_draft(written, by=request.user)
        messages.success(request, "The draft is thrown away. The code stays as it was.")
        return redirect("training:code")
    return render(request, "training/code_discard.html", {"draft": written})
