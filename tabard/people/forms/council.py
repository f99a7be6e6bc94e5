"""What is asked of a council."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from tabard.council.models import Council
from tabard.people.actions.council import About

DOMAIN = RegexValidator(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z",
    "Enter a domain alone, such as council.gov.uk",
)


class CouncilForm(forms.Form):
    """What the council is called, and where it is reached."""

    name = forms.CharField(label="Name of the council", max_length=200)
    short_name = forms.CharField(
        label="Short name",
        help_text="As it stands in names of accounts, such as Exampleton.",
        max_length=50,
    )
    domain = forms.CharField(
        label="Domain",
        help_text="The council's own, without www, such as council.gov.uk.",
        max_length=253,
        validators=[DOMAIN],
    )
    contact_email = forms.EmailField(
        label="E-mail address for residents",
        help_text="They write there about an account. It stands on every page.",
        error_messages={"invalid": "Enter an e-mail address, such as name@council.gov.uk"},
    )

    def __init__(self, data: Any = None, council: Council | None = None) -> None:
        known = {name: getattr(council, name) for name in self.base_fields} if council else None
        super().__init__(data, initial=known)

    @property
    def about(self) -> About:
        """Give what was entered, as the actions take it."""
        return About(**self.cleaned_data)
