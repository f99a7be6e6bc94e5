"""What reviewers fill in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from tabard.composing.models import LONGEST_MESSAGE, LONGEST_SAID, Note, Weekday
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


class SuggestForm(forms.Form):
    """The words that a reviewer would approve, and what they say to them."""

    submitted_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label="The words that you suggest",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={"required": "Enter the words that you suggest"},
    )
    said = forms.CharField(
        label="Why, if it is not clear from the words",
        max_length=LONGEST_SAID,
        required=False,
        widget=forms.Textarea,
    )

    def clean_words(self) -> str:
        """Break lines as networks do, with one character."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")


class NoteForm(forms.Form):
    """A note about a post under review, or an answer to one."""

    words = forms.CharField(
        label="Your note",
        max_length=LONGEST_SAID,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter your note",
            "max_length": "Your note must be %(limit_value)d characters or fewer",
        },
    )

    def __init__(self, data: Any = None, *, answers: Note | None = None) -> None:
        self.answers = answers
        super().__init__(data, prefix=f"answer_{answers.pk}" if answers else None)
        if answers:
            self.fields["words"].label = "Your answer"
            self.fields["words"].error_messages["required"] = "Enter your answer"
