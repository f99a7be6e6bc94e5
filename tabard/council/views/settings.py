"""The pages on which a council sees and changes what it has set."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.confirming import insist_on_confirmation
from tabard.common.rules import insist
from tabard.council import actions, queries
from tabard.council.forms import FindForm, SettingForm
from tabard.council.rules import Keeper, may_change, may_keep_settings
from tabard.council.settings import ALL, Setting


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show what there is to set by app, what was changed, and what is looked for."""
    insist(may_keep_settings(_keeper(request)))
    form = FindForm(request.GET)
    groups, words = queries.groups(), form.data.get("q", "")
    app = next((one.app for one in groups if one.app == request.GET.get("about")), "")
    context = {
        "form": form,
        "groups": groups,
        "about": next((one for one in groups if one.app == app), None),
        "looked_for": words.strip(),
        "found": queries.found_in(groups, words=words, app=app),
    }
    return render(request, "council/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, key: str) -> HttpResponse:
    """Show one setting with an example of what comes of it, and change it."""
    insist(may_keep_settings(_keeper(request)))
    held = queries.held(_asked_for(key))
    refused = may_change(_keeper(request), held.setting)
    if refused is not None and request.method != "POST":
        context = {"held": held, "why": refused.why, "changes": _changes(held)}
        return render(request, "council/setting_shown.html", context)
    insist(refused)
    form = SettingForm(held, request.POST or None)
    if form.is_valid() and "try" not in request.POST:
        _confirm(request, held.setting)
        try:
            return _changed(request, held.setting, form)
        except actions.ChangedMeanwhileError as meanwhile:
            form.add_error("value", str(meanwhile))
            form.show(queries.held(held.setting))
    context = {
        "held": held,
        "default": held.setting.in_words(held.setting.default),
        "form": form,
        "example": _example(held, form),
        "tried": _tried(held, form),
        "not_saved": "try" in request.POST and form.is_valid(),
    }
    if getattr(request, "htmx", False):
        return render(request, "council/setting.html#example", context)
    return render(request, "council/setting.html", context | {"changes": _changes(held)})


def _changed(request: HttpRequest, setting: Setting[Any], form: SettingForm) -> HttpResponse:
    data = form.cleaned_data
    actions.change(setting, data["value"], seen=data["seen"], by=_keeper(request))
    messages.success(request, f"Saved: {setting.label}.")
    return redirect("council:settings")


@require_POST
def go_back(request: HttpRequest, key: str) -> HttpResponse:
    """Let a default hold again."""
    one = _asked_for(key)
    insist(may_change(_keeper(request), one))
    _confirm(request, one)
    actions.go_back(one, by=_keeper(request))
    messages.success(request, f"The default holds again: {one.label}.")
    return redirect("council:settings")


def _confirm(request: HttpRequest, setting: Setting[Any]) -> None:
    """Have whoever changes what guards sign-in show once more who they are."""
    if setting.guard is not None:
        insist_on_confirmation(request)


def _asked_for(key: str) -> Setting[Any]:
    if key not in ALL:
        raise Http404
    return ALL[key]


def _example(held: queries.Held, form: SettingForm) -> str:
    """Show what comes of what was typed; of what holds now while nothing fits."""
    typed = form.cleaned_data.get("value", held.value) if form.is_bound else held.value
    return held.setting.example(typed)


def _tried(held: queries.Held, form: SettingForm) -> str:
    """Show what the value would have changed until now, if that was asked for and it fits."""
    trial = held.setting.trial
    if trial is None or form.data.get("try") != "past" or "value" not in form.cleaned_data:
        return ""
    return trial(form.cleaned_data["value"])


def _changes(held: queries.Held) -> list[queries.Change]:
    return queries.changes(held.setting)


def _keeper(request: HttpRequest) -> Keeper:
    # Pages are closed, so whoever asks is staff, of whom an app above this one knows.
    return cast("Keeper", request.user)
