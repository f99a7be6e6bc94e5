"""How each kind of setting is asked for, and the days that matter to posts."""

import json
from functools import singledispatch
from typing import Any

from django import forms

from tabard.common.fields import GovukDateField
from tabard.council.models import LONGEST_NOTE, OccasionKind
from tabard.council.queries import Held
from tabard.council.settings import (
    LONGEST_LINE,
    MOST_LINES,
    Lines,
    Number,
    Setting,
    Template,
    UnfitError,
    Words,
    YesNo,
)


class FindForm(forms.Form):
    """Which settings to look for."""

    q = forms.CharField(
        label="Find a setting",
        help_text="For example, reminders, password or farewell",
        required=False,
    )


class SettingForm(forms.Form):
    """The new value of one setting, and the value that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    value: forms.Field

    data: Any

    def __init__(self, held: Held, data: Any = None) -> None:
        shown = held.in_words if not isinstance(held.value, bool) else held.value
        super().__init__(data, initial={"value": shown, "seen": json.dumps(held.value)})
        self._setting = held.setting
        self.fields["value"] = _field(held.setting)

    def show(self, held: Held) -> None:
        """Let the page show what holds by now; what was typed stays."""
        self.data = {**self.data.dict(), "seen": json.dumps(held.value)}

    def clean_seen(self) -> Any:
        """Give what held when the page was shown."""
        try:
            return self._setting.fit(json.loads(self.cleaned_data["seen"]))
        except ValueError:
            raise forms.ValidationError("Open this page again: it was sent incomplete.") from None

    def clean_value(self) -> Any:
        """Give the new value in its own kind, or say what does not fit."""
        typed = self.cleaned_data["value"]
        if isinstance(self._setting, Lines):
            typed = typed.splitlines()
        try:
            return self._setting.choose(typed)
        except UnfitError as unfit:
            raise forms.ValidationError(str(unfit)) from unfit


@singledispatch
def _field(setting: Setting[Any]) -> forms.Field:
    return forms.CharField(
        label=setting.label, help_text=setting.help, required=False, widget=forms.Textarea
    )


@_field.register
def _number(setting: Number) -> forms.Field:
    hint = f"A whole number from {setting.least:,} to {setting.most:,}."
    return forms.IntegerField(
        label=setting.label,
        help_text=f"{setting.help} {hint}".strip(),
        error_messages={"invalid": "Enter a whole number, such as 7."},
    )


@_field.register
def _yes_no(setting: YesNo) -> forms.Field:
    return forms.TypedChoiceField(
        label=setting.label,
        help_text=setting.help,
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda chosen: chosen == "True",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )


@_field.register
def _words(setting: Words) -> forms.Field:
    return forms.CharField(
        label=setting.label, help_text=setting.help, required=False, max_length=LONGEST_LINE
    )


@_field.register
def _template(setting: Template) -> forms.Field:
    return forms.CharField(
        label=setting.label,
        help_text=setting.help,
        required=False,
        widget=forms.TextInput if setting.one_line else forms.Textarea,
    )


class LinesField(forms.CharField):
    """A list, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Give a list as the lines somebody sees."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list, not a text
        """Turn the lines into a list without empty ones and repeats."""
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_LINES:
            raise forms.ValidationError(f"Enter {MOST_LINES:,} lines at the most")
        if any(len(line) > LONGEST_LINE for line in found):
            raise forms.ValidationError(f"Enter at most {LONGEST_LINE} characters on each line")
        return found


class OccasionForm(forms.Form):
    """Days that matter to posts, and before an election whom and what they are about."""

    kind = forms.ChoiceField(
        label="What are these days?",
        choices=OccasionKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what these days are"},
    )
    name = forms.CharField(
        label="Name",
        help_text="As colleagues read it in the calendar. For example, Winter festival.",
        max_length=100,
        error_messages={"required": "Enter a name"},
    )
    first_day = GovukDateField(
        label="First day", called="the first day", help_text="For example, 27 3 2027."
    )
    last_day = GovukDateField(label="Last day", called="the last day")
    note = forms.CharField(
        label="What to bear in mind",
        help_text="Shown to everybody who plans a post for these days.",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea,
    )
    stops_posts = forms.BooleanField(
        label="No post goes on these days",
        help_text="Only on days that are a silence. What is planned for them is held, and its "
        "author told at once. The programme team can let a post go that cannot wait.",
        required=False,
    )
    candidates = LinesField(
        label="Candidates",
        help_text="One name on each line. A post that names one of them on these days is stopped.",
        required=False,
    )
    parties = LinesField(
        label="Parties",
        help_text="One on each line, as people write it; its short form on a line of its own.",
        required=False,
    )
    slogans = LinesField(
        label="Slogans and hashtags of the campaign", help_text="One on each line.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for days that run forward, and keep lists for an election alone."""
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the first day or later")
        if said.get("stops_posts") and said.get("kind") == OccasionKind.EVENT:
            self.add_error("stops_posts", "Posts are stopped only on days of silence")
        if said.get("kind") != OccasionKind.ELECTION:
            said |= {"candidates": [], "parties": [], "slogans": []}
        return said
