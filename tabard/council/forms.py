"""How each kind of setting is asked for."""

import json
from functools import singledispatch
from typing import Any

from django import forms

from tabard.council.queries import Held
from tabard.council.settings import (
    LONGEST_LINE,
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
