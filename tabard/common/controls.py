"""How a form field becomes a control of the GOV.UK Design System: chosen by the field's widget."""

import re
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tabard.common.fields import PartsWidget
from tabard.common.pages import component
from tabard.common.problems import control_id, errors_of, wrong_parts

type Options = Mapping[str, Any]
type Params = dict[str, Any]

# Left to the server, which says what is wrong in words: browsers' own bubbles are hard to read,
# and a limit that swallows what somebody pastes is worse than one that is explained.
LEFT_OUT = frozenset(
    {
        *("class", "required", "maxlength", "minlength", "min", "max", "step", "pattern"),
        *("placeholder", "autofocus", "cols", "rows", "autocomplete", "inputmode", "spellcheck"),
    }
)
NOTHING_CHOSEN = "---------"
# The parts of an answer that are times of day, such as 9:30am.
TIMES = frozenset({"time", "from", "until"})


def control(field: forms.BoundField, options: Options) -> SafeString:
    """Give the whole form group: label, hint, error and input."""
    if field.is_hidden:
        return mark_safe(str(field))  # noqa: S308 - Django's own widget, which escapes
    name, params = _control(field.field.widget, field, options)
    html = component(name, params)
    # By this attribute their script would find a radio button and put aria-expanded on it, which
    # ARIA does not allow there. Our stylesheet shows and hides the further question instead.
    return mark_safe(re.sub(r' data-aria-controls="[^"]*"', "", html))  # noqa: S308 - taken from it


@singledispatch
def _control(
    widget: forms.Widget, field: forms.BoundField, _options: Options
) -> tuple[str, Params]:
    raise TypeError(f"No control for {type(widget).__name__} of the field {field.name}.")


@_control.register
def _text(widget: Input, field: forms.BoundField, options: Options) -> tuple[str, Params]:
    params = _labelled(field, options)
    params |= _described(options, "prefix", "suffix")
    params |= {
        "value": widget.format_value(field.value()),
        "type": widget.input_type,
        "inputmode": widget.attrs.get("inputmode"),
        "spellcheck": options.get("spellcheck"),
        "classes": _width(options),
    }
    return "input", params


@_control.register
def _number(
    widget: forms.NumberInput, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    name, params = _text(widget, field, options)
    # A number input loses what it cannot read and changes when a mouse wheel passes over it.
    return name, params | {"type": "text", "inputmode": "numeric"}


@_control.register
def _password(
    _widget: forms.PasswordInput, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    return "password-input", _labelled(field, options) | {"classes": _width(options)}


@_control.register
def _textarea(
    widget: forms.Textarea, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    params = _labelled(field, options)
    # HTML drops a first newline inside a textarea; this one is dropped instead of the person's.
    params["value"] = f"\n{widget.format_value(field.value()) or ''}"
    params["rows"] = options.get("rows", widget.attrs.get("rows", 5))
    params["spellcheck"] = options.get("spellcheck")
    count = options.get("count")
    if count is None:
        return "textarea", params
    return "character-count", params | {"maxlength": count}


@_control.register
def _select(widget: forms.Select, field: forms.BoundField, options: Options) -> tuple[str, Params]:
    items = [
        {**item, "text": "Choose one" if item["text"] == NOTHING_CHOSEN else item["text"]}
        for item in _choices(widget, field, "selected")
    ]
    return "select", _labelled(field, options) | {"items": items, "classes": _width(options)}


@_control.register
def _radios(
    widget: forms.RadioSelect, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    items = [_with_more(item, options) for item in _choices(widget, field, "checked")]
    if field.field.required:
        items = [item for item in items if item["value"]]
    classes = _looks("radios", options)
    return "radios", _grouped(field, options) | {"items": items, "classes": classes}


@_control.register
def _checkboxes(
    widget: forms.CheckboxSelectMultiple, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    items = [_with_more(item, options) for item in _choices(widget, field, "checked")]
    classes = _looks("checkboxes", options)
    return "checkboxes", _grouped(field, options) | {"items": items, "classes": classes}


@_control.register
def _checkbox(
    widget: forms.CheckboxInput, field: forms.BoundField, options: Options
) -> tuple[str, Params]:
    params = _grouped(field, options)
    del params["fieldset"]
    more = options.get("conditional", {}).get("on")
    item = {
        "value": "on",
        "html": conditional_escape(options.get("label", field.label)),
        "checked": widget.check_test(field.value()),
        "hint": params.pop("hint"),
        "disabled": field.field.disabled,
        "attributes": _attributes(widget),
        "conditional": {"html": more} if more else None,
    }
    return "checkboxes", params | {"items": [item]}


@_control.register
def _file(widget: forms.FileInput, field: forms.BoundField, options: Options) -> tuple[str, Params]:
    params = _labelled(field, options)
    return "file-upload", params | {"multiple": widget.allow_multiple_selected}


@_control.register
def _parts(widget: PartsWidget, field: forms.BoundField, options: Options) -> tuple[str, Params]:
    wrong = wrong_parts(field, widget) if field.errors else frozenset()
    start = field.auto_id or field.html_name
    items = [
        {
            "id": f"{start}-{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": text,
            "classes": _part_classes(part, wrong=part in wrong),
            "inputmode": "text" if part in TIMES else "numeric",
        }
        for part, text in widget.texts(field.value()).items()
    ]
    params = _grouped(field, options)
    return "date-input", {**params, "id": start, "items": items}


def _part_classes(part: str, *, wrong: bool) -> str:
    width = 5 if part in TIMES else {"year": 4}.get(part, 2)
    return f"govuk-input--width-{width}" + (" govuk-input--error" if wrong else "")


def _labelled(field: forms.BoundField, options: Options) -> Params:
    """Give what controls with one input have in common."""
    widget = field.field.widget
    size = options.get("size")
    return {
        **_asked(field, options),
        "id": control_id(field),
        "label": {
            "html": _label(field, options),
            "classes": f"govuk-label--{size}" if size else "",
            "isPageHeading": options.get("page_heading", False),
        },
        "disabled": field.field.disabled,
        "autocomplete": options.get("autocomplete", widget.attrs.get("autocomplete")),
        "attributes": _attributes(widget),
    }


def _grouped(field: forms.BoundField, options: Options) -> Params:
    """Give what controls with several inputs have in common."""
    size = options.get("size")
    return {
        **_asked(field, options),
        "idPrefix": field.auto_id or field.html_name,
        "fieldset": {
            "legend": {
                "html": _label(field, options),
                "classes": f"govuk-fieldset__legend--{size}" if size else "",
                "isPageHeading": options.get("page_heading", False),
            }
        },
    }


def _asked(field: forms.BoundField, options: Options) -> Params:
    hint = options.get("hint", field.help_text)
    return {
        "name": field.html_name,
        "hint": {"html": conditional_escape(hint)} if hint else None,
        "errorMessage": {"html": _error(errors_of(field))} if field.errors else None,
    }


def _label(field: forms.BoundField, options: Options) -> SafeString:
    label = conditional_escape(options.get("label", field.label))
    if field.field.required or not options.get("mark_optional", True):
        return label
    return label + mark_safe(" (optional)")


def _error(errors: Iterable[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((error,) for error in errors))


def _described(options: Options, *names: str) -> Params:
    return {name: {"text": options[name]} for name in names if name in options}


def _width(options: Options) -> str:
    width = options.get("width")
    if width is None:
        return ""
    return f"govuk-input--width-{width}" if isinstance(width, int) else f"govuk-!-width-{width}"


def _looks(name: str, options: Options) -> str:
    return " ".join(f"govuk-{name}--{look}" for look in ("small", "inline") if options.get(look))


def _attributes(widget: forms.Widget) -> Params:
    """Keep what a form adds for its scripts, such as data- and hx- attributes."""
    return {name: value for name, value in widget.attrs.items() if name not in LEFT_OUT}


def _choices(widget: ChoiceWidget, field: forms.BoundField, chosen: str) -> list[Params]:
    return [
        {
            "value": str(choice["value"]),
            "text": str(choice["label"]),
            chosen: choice["selected"],
            "disabled": field.field.disabled,
            "attributes": _attributes(widget),
        }
        for choice in widget.options(field.html_name, widget.format_value(field.value()))
    ]


def _with_more(item: Params, options: Options) -> Params:
    """Add a choice's own hint, and what is asked only of those who choose it."""
    hint = options.get("hints", {}).get(item["value"])
    more = options.get("conditional", {}).get(item["value"])
    return {
        **item,
        "hint": {"text": hint} if hint else None,
        "conditional": {"html": more} if more else None,
    }
