"""What somebody looks for in the record."""

from datetime import date
from typing import Any

from django import forms

from tabard.common.fields import GovukDateField
from tabard.disclosure.queries import Asked
from tabard.people.models import Person
from tabard.record.queries import SENTENCES

# Before there was a council's account, and long after; days outside are slips of the hand.
FIRST_YEAR, LAST_YEAR = 2000, 2999


class FilterForm(forms.Form):
    """Whose entries, of which kind, about which post, from which days."""

    person = forms.ModelChoiceField(
        Person.objects.all(), label="Person", required=False, empty_label="Everybody"
    )
    kind = forms.ChoiceField(
        label="What happened",
        choices=[("", "Everything"), *((kind, kind.capitalize()) for kind in SENTENCES)],
        required=False,
    )
    message = forms.IntegerField(
        label="Number of the post", min_value=1, max_value=2**63 - 1, required=False
    )
    first = GovukDateField(label="From", called="the first day", required=False)
    last = GovukDateField(label="Until", called="the last day", required=False)
    order = forms.ChoiceField(
        label="Order",
        choices=[("", "Newest first"), ("oldest", "Oldest first")],
        required=False,
    )

    def __init__(self, *args: Any, of_everybody: bool, **how: Any) -> None:
        super().__init__(*args, **how)
        if not of_everybody:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that no entry can be of, and days in the wrong order."""
        told = super().clean() or {}
        for name in ("first", "last"):
            day = told.get(name)
            if isinstance(day, date) and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}")
        first, last = told.get("first"), told.get("last")
        if isinstance(first, date) and isinstance(last, date) and first > last:
            self.add_error("last", "The last day must not be before the first day")
        return told

    def asked(self) -> Asked:
        """Give what was asked for; an answer that is wrong asks for nothing."""
        told = self.cleaned_data
        return Asked(
            person=told.get("person"),
            kind=told.get("kind", ""),
            message=told.get("message"),
            first_day=told.get("first"),
            last_day=told.get("last"),
        )
