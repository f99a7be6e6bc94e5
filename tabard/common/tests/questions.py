"""A form that asks one question, for the tests of controls."""

from typing import Any

from django import forms

HOSTILE = """</textarea><script>alert("x")</script>"""
NETWORKS = [("practice", "Practice network"), ("bluesky", "Bluesky")]


def field(
    kind: forms.Field, *, data: Any = None, initial: Any = None, **more: Any
) -> forms.BoundField:
    """Give the one field of a form, as a template is given it."""
    form = forms.Form(data, initial=initial, **more)
    form.fields["answer"] = kind
    return form["answer"]
