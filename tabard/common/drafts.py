"""Forms that are kept as they are written."""

from typing import Any

from django import forms


def typed(form: forms.Form) -> dict[str, Any]:
    """Give every answer as it was typed, right or wrong, to be kept as a draft."""
    # PostgreSQL keeps everything but this sign.
    return {
        name: said.replace("\0", "") if isinstance(said := form[name].data, str) else said
        for name in form.fields
    }
