"""What is wrong with an answer, in words that name the question, and where it can be mended."""

from django import forms
from django.forms.widgets import ChoiceWidget

from tabard.common.fields import PartsWidget

REQUIRED = forms.Field.default_error_messages["required"]


def control_id(field: forms.BoundField) -> str:
    """Give the id that an error links to: the input, or the first one that has to be changed."""
    start = field.auto_id or field.html_name
    widget = field.field.widget
    if isinstance(widget, PartsWidget):
        wrong = wrong_parts(field, widget)
        return f"{start}-{next(part for part in widget.parts if part in wrong)}"
    return start


def errors_of(field: forms.BoundField) -> list[str]:
    """Say what is wrong with an answer; that one is missing, in words that name the question."""
    return [
        _missing(field)
        if error.code == "required" and error.message == REQUIRED
        else " ".join(error.messages)
        for error in field.errors.as_data()
    ]


def _missing(field: forms.BoundField) -> str:
    label, widget = str(field.label), field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    name = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"{'Choose' if isinstance(widget, ChoiceWidget | forms.FileInput) else 'Enter'} {name}"


def wrong_parts(field: forms.BoundField, widget: PartsWidget) -> frozenset[str]:
    """Find which parts an error is about; all of them if it does not say."""
    named = [(error.params or {}).get("parts") for error in field.errors.as_data()]
    return frozenset(part for parts in named for part in parts or widget.parts) or frozenset(
        widget.parts
    )
