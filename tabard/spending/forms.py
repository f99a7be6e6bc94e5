"""What the programme team fills in about prices and caps."""

from datetime import date

from django import forms
from django.utils import timezone

from tabard.accounts.models import network_name
from tabard.common.fields import GovukDateField
from tabard.spending import rules
from tabard.spending.models import LONGEST_REASON, MOST_DOLLARS
from tabard.spending.queries import price_list

PARTED = ":"


class PriceForm(forms.Form):
    """What a network charges for one thing, and from which day."""

    thing = forms.ChoiceField(
        label="What is the price for?",
        error_messages={"required": "Choose what the price is for"},
    )
    amount = forms.DecimalField(
        label="Price in US dollars",
        help_text="For example, 0.015. Networks that charge nothing have 0.",
        min_value=0,
        max_value=1_000,
        max_digits=8,
        decimal_places=4,
        error_messages={
            "required": "Enter the price",
            "invalid": "Enter the price in figures, such as 0.015",
            "min_value": "The price must be 0 or more",
            "max_value": "The price must be 1,000 dollars or less",
            "max_digits": "The price must have 4 places after the point at most",
            "max_decimal_places": "The price must have 4 places after the point at most",
        },
    )
    from_day = GovukDateField(
        label="From which day?", called="the day", help_text="Today or later."
    )

    def __init__(self, asked: object = None, *, thing: str = "") -> None:
        today = timezone.localdate()
        super().__init__(asked, initial={"thing": thing, "from_day": today})  # type: ignore[arg-type] # what a view was sent
        self.fields["thing"].choices = [  # type: ignore[attr-defined] # a field of choices
            (f"{one.network}{PARTED}{one.what}", f"{one.network_name}: {one.what}")
            for one in price_list(today)
        ]

    def clean_from_day(self) -> date:
        """Let no price reach back."""
        day: date = self.cleaned_data["from_day"]
        refusal = rules.is_not_history(day, timezone.localdate())
        if refusal is not None:
            raise forms.ValidationError(refusal.why)
        return day

    @property
    def what(self) -> tuple[str, str]:
        """The network and the thing that were chosen."""
        network, _, what = self.cleaned_data["thing"].partition(PARTED)
        return network, what

    @property
    def said(self) -> str:
        """What was chosen, in words."""
        network, what = self.what
        return f"{what} on {network_name(network)}"


class CapForm(forms.Form):
    """The most that one account may spend in a month, and why."""

    most = forms.IntegerField(
        label="US dollars that this account may spend in a month",
        min_value=0,
        max_value=MOST_DOLLARS,
        error_messages={
            "required": "Enter the most that it may spend in a month",
            "invalid": "Enter a whole number of dollars, such as 40",
            "min_value": "The cap must be 0 or more",
            "max_value": "The cap must be 100,000 dollars or less",
        },
    )
    because = forms.CharField(
        label="Why?",
        help_text="Whoever holds the account reads it.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why",
            "max_length": "The reason must be %(limit_value)d characters at most",
        },
    )
