"""What reviewers fill in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from tabard.composing.models import LONGEST_SAID, Weekday
from tabard.people.models import Person


class SendBackForm(forms.Form):
    """What has to change before a message can go."""

    said = forms.CharField(
        label="What has to change?",
        max_length=LONGEST_SAID,
        widget=forms.Textarea,
        error_messages={
            "required": "Say what has to change, so that the author knows what to do",
            "max_length": "Your words must be %(limit_value)d characters or fewer",
        },
    )


class RotaForm(forms.Form):
    """On which days of the week each reviewer is told first."""

    def __init__(
        self, reviewers: Iterable[Person], days: Mapping[int, list[int]], data: Any = None
    ) -> None:
        super().__init__(data)
        self._reviewers = {f"days_{one.pk}": one for one in reviewers}
        for name, person in self._reviewers.items():
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=str(person),
                choices=Weekday.choices,
                coerce=int,
                required=False,
                initial=days[person.pk],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def days(self) -> dict[Person, list[int]]:
        """What was chosen for each of them."""
        return {one: self.cleaned_data[name] for name, one in self._reviewers.items()}
