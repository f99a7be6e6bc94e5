"""Forms that are kept as they are written."""

import re
from secrets import token_urlsafe
from typing import Any

from django import forms

PAGE = re.compile(r"[\w-]{16}", re.ASCII)


def page_named(said: str) -> str:
    """Give the name that an open page goes by, as it said it itself, or a new one.

    By it the page is known again when an earlier saving of its own was quicker than its answer.
    """
    return said if PAGE.fullmatch(said) else token_urlsafe(12)


def typed(form: forms.Form) -> dict[str, Any]:
    """Give every answer as it was typed, right or wrong, to be kept as a draft."""
    # PostgreSQL keeps everything but this sign.
    return {
        name: said.replace("\0", "") if isinstance(said := form[name].data, str) else said
        for name in form.fields
    }
