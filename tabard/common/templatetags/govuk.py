"""Tags that print components of the GOV.UK Design System; built in, so no {% load %} is needed.

A form (write `<form method="post" novalidate>`, the server says what is wrong):
    {% govuk_errors form %}                               before the page's heading
    {% govuk_field form.email width=20 %}                 text, e-mail, number, password, file,
    {% govuk_field form.words rows=8 count=300 %}         textarea (with a count), select,
    {% govuk_field form.network size="m" hints=hints %}   radios, checkboxes, GovukDateField …
    {% govuk_field form.when later=form.due_at %}         asks due_at of those who choose "later"
    {% govuk_button "Send for review" %}                  also name= value= id= variant=
      options of a field: label hint rows count width (2 3 4 5 10 20 30 or "two-thirds") size
      (s m l) page_heading inline small prefix suffix autocomplete spellcheck hints mark_optional

Anything else:
    {% govuk_button "Apply" href=url variant="secondary" %}   or variant="warning", "start"
    {% govuk_tag "Waiting for review" "yellow" %}   grey green teal purple magenta red orange yellow
    {% govuk_messages messages %}                         in base.html already
    {% govuk_notice "You have been accredited" kind="success" title="Success" %}
    {% govuk_back url "Back to messages" %}
    {% govuk_breadcrumbs "Home" home_url "Messages" list_url "This one" %}
    {% govuk_summary "Name" person.name "Job" person.job_title %}
    {% govuk_pagination page %}                           a Django Page; keeps the query string
    {% govuk_limit "Bluesky" used=12 limit=300 %}         a bar, and in words what is left
    {% govuk "warning-text" text="You cannot undo this." %}   any component by its name there;
    {% govuk "phase-banner" tag__text="Pilot" text="…" %}     a__b is b inside a
Whatever is not marked safe is escaped, under names that end in "html" too.
"""

from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tabard.common.controls import control
from tabard.common.pages import component
from tabard.common.problems import control_id, errors_of

register = template.Library()

COLOURS = frozenset(
    ["grey", "green", "teal", "purple", "magenta", "red", "orange", "yellow", "blue"]
)
VARIANTS = frozenset(["", "secondary", "warning", "inverse", "start"])


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """Print any component, with its parameters as in the Design System."""
    nested: dict[str, Any] = {}
    for key, value in params.items():
        *path, last = key.split("__")
        inside = nested
        for step in path:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return component(name, nested)


@register.simple_tag
def govuk_errors(*asked: forms.BaseForm) -> SafeString:
    """Print the summary of what is wrong with one form or several, or nothing."""
    items = [item for form in asked for item in _problems(form)]
    if not items:
        return SafeString()
    return component("error-summary", {"titleText": "There is a problem", "errorList": items})


def _problems(form: forms.BaseForm) -> list[dict[str, str]]:
    general = [{"text": str(error)} for error in form.non_field_errors()]
    hidden = [{"text": error} for field in form.hidden_fields() for error in errors_of(field)]
    visible = [
        {"text": error, "href": f"#{control_id(field)}"}
        for field in form.visible_fields()
        for error in errors_of(field)
    ]
    return general + hidden + visible


@register.simple_tag
def govuk_field(field: forms.BoundField, **options: Any) -> SafeString:
    """Print a form field with its label, hint and error."""
    reveals = {
        # Whoever chose what reveals it is to answer it.
        name: control(shown, {"mark_optional": False})
        for name, shown in options.items()
        if isinstance(shown, forms.BoundField)
    }
    folded = {
        name: component(
            "details",
            {"summaryText": summary, "html": control(shown, {}), "open": bool(shown.errors)},
        )
        for name, (summary, shown) in options.pop("folded", {}).items()
    }
    return control(field, {**options, "conditional": reveals | folded})


@register.simple_tag
def govuk_button(text: str, *, variant: str = "", **params: Any) -> SafeString:
    """Print a button, or a link that looks like one if it has a href."""
    if variant not in VARIANTS:
        raise ValueError(f"There is no button “{variant}”.")
    if variant == "start":
        params["isStartButton"] = True
    elif variant:
        params["classes"] = f"govuk-button--{variant}"
    if "href" not in params:
        params["preventDoubleClick"] = True
    return component("button", {"text": text, **params})


@register.simple_tag
def govuk_tag(text: str, colour: str = "blue") -> SafeString:
    """Print a status in a colour; the words have to say it alone."""
    if colour not in COLOURS:
        raise ValueError(f"There is no tag in “{colour}”.")
    return component("tag", {"text": text, "classes": f"govuk-tag--{colour}"})


@register.simple_tag
def govuk_notice(
    text: str, *, kind: str = "", title: str = "", number: int | str = ""
) -> SafeString:
    """Print a notification banner; `number` tells several on one page apart."""
    return component(
        "notification-banner",
        {
            "text": text,
            "type": kind,
            "titleText": title,
            "titleId": f"govuk-notification-banner-title{number}",
        },
    )


@register.simple_tag
def govuk_messages(messages: list[Message] | None) -> SafeString:
    """Print what the last action had to say."""
    titles = {"error": "There is a problem", "warning": "Important"}
    banners = (
        govuk_notice(
            message.message,
            kind="success" if message.level_tag == "success" else "",
            title=titles.get(message.level_tag, ""),
            number=number,
        )
        for number, message in enumerate(messages or [])
    )
    return format_html_join("\n", "{}", ((banner,) for banner in banners))


@register.simple_tag
def govuk_back(url: str, text: str = "Back") -> SafeString:
    """Print the link back, which stands above the main content."""
    return component("back-link", {"href": url, "text": text})


@register.simple_tag
def govuk_breadcrumbs(*steps: str) -> SafeString:
    """Print where this page is: words and address in turn, this page's own words last."""
    items = [
        {"text": text, "href": href}
        for text, href in zip(steps[::2], [*steps[1::2], ""], strict=False)
    ]
    return component("breadcrumbs", {"items": items, "collapseOnMobile": True})


@register.simple_tag
def govuk_summary(*pairs: Any) -> SafeString:
    """Print a summary list: key and value in turn; an empty value shows that nothing is there."""
    rows = [
        {
            "key": {"text": key},
            "value": {"text": "None" if value is None or value == "" else value},
        }
        for key, value in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return component("summary-list", {"rows": rows})


@register.simple_tag(takes_context=True)
def govuk_pagination(context: RequestContext, page: Page[Any]) -> SafeString:
    """Print the ways to the other pages of a list, or nothing if there is only this one."""
    paginator = page.paginator
    if paginator.num_pages == 1:
        return SafeString()
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {"number": number, "href": address(number), "current": number == page.number}
        if isinstance(number, int)
        else {"ellipsis": True}
        for number in numbers
    ]
    params: dict[str, Any] = {"items": items}
    if page.has_previous():
        params["previous"] = {"href": address(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": address(page.next_page_number())}
    return component("pagination", params)


LIMIT = (
    '<div class="tabard-limit{}"><span>{}</span>'
    '<meter class="tabard-limit__bar" aria-hidden="true" max="{}" high="{}" optimum="0" value="{}">'
    "</meter><span>{}</span></div>"
)


@register.simple_tag
def govuk_limit(name: str, *, used: int, limit: int) -> SafeString:
    """Print how much of a network's limit a message takes."""
    left = limit - used
    over = " tabard-limit--over" if left < 0 else ""
    words = f"{left} left" if left >= 0 else f"{-left} too many"
    return format_html(LIMIT, over, name, limit, limit * 9 // 10, min(used, limit), words)
