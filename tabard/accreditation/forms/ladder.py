"""What is asked of those who decide about rungs and appeals, and of those who appeal."""

from typing import Any

from django import forms

from tabard.accreditation.models import Accreditation, Proposal, Rung
from tabard.common.words import WordsField

FOLLOW, SET_ASIDE = "follow", "set_aside"
OVERTURN, UPHOLD = "overturn", "uphold"


def _reason(hint: str) -> WordsField:
    return WordsField(
        label="Why?",
        help_text=hint,
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why"},
    )


class ProposalForm(forms.Form):
    """Whether a proposal is followed, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    reason = _reason("The person reads these words, and can appeal against a move once.")

    def __init__(self, *args: Any, proposal: Proposal, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["decision"].choices = {  # type: ignore[attr-defined] # a field of choices
            FOLLOW: f"Move to “{proposal.get_to_rung_display().lower()}”",
            SET_ASIDE: f"Stay on “{proposal.get_from_rung_display().lower()}”",
        }


class MoveForm(forms.Form):
    """The rung on which somebody is put, and why."""

    to = forms.ChoiceField(
        label="Which rung is right?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a rung"},
    )
    reason = _reason("The person reads these words, and can appeal against the move once.")

    def __init__(self, *args: Any, accreditation: Accreditation, **how: Any) -> None:
        super().__init__(*args, **how)
        others = [rung for rung in Rung if rung != accreditation.rung]
        self.fields["to"].choices = [(rung.value, rung.label) for rung in others]  # type: ignore[attr-defined] # a field of choices
        self.hints = {rung.value: rung.means for rung in others}


class AppealMoveForm(forms.Form):
    """Why somebody asks for a second opinion."""

    words = WordsField(
        label="What should be looked at again?",
        help_text="Somebody who did not decide the move reads these words, with all the evidence.",
        called="What should be looked at again",
        longest=2_000,
        error_messages={"required": "Enter what should be looked at again"},
    )


class HearMoveForm(forms.Form):
    """Whether a move stands after an appeal, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
        choices={
            OVERTURN: "Overturn it: take the move back",
            UPHOLD: "Uphold it: the move stands",
        },
    )
    answer = _reason("The person, and whoever decided the move, read these words.")
