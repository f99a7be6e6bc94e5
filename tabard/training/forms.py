"""What the pages of training are sent."""

from typing import Any

from django import forms

from tabard.training.models import Answer, QuestionKind


class AnswerForm(forms.Form):
    """One question of an assessment, with one or several answers to choose."""

    chosen: forms.Field

    def __init__(self, asked: Answer, data: Any = None) -> None:
        super().__init__(data, initial={"chosen": self._initial(asked)})
        self.fields["chosen"] = self._field(asked)

    @staticmethod
    def _field(asked: Answer) -> forms.Field:
        label = asked.question.told[1]
        choices = [(place, choice["says"]) for place, choice in enumerate(asked.question.choices)]
        if asked.question.kind == QuestionKind.ONE:
            return forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer"},
            )
        return forms.TypedMultipleChoiceField(
            label=label,
            help_text="Choose all that apply.",
            choices=choices,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one answer"},
        )

    @staticmethod
    def _initial(asked: Answer) -> Any:
        if asked.question.kind == QuestionKind.ONE:
            return asked.chosen[0] if asked.chosen else None
        return asked.chosen

    @property
    def places(self) -> list[int]:
        """The places of what was chosen."""
        chosen = self.cleaned_data["chosen"]
        return chosen if isinstance(chosen, list) else [chosen]


class MarkForm(forms.Form):
    """Whether a module counts as read."""

    is_read = forms.BooleanField(required=False, widget=forms.HiddenInput)
