"""What is asked of those who suspend, tell, look again and end."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.accreditation import rules
from tabard.accreditation.forms.ladder import OVERTURN, UPHOLD
from tabard.accreditation.settings import DAYS_TO_REVIEW_A_SUSPENSION
from tabard.common.fields import GovukDateField
from tabard.common.words import WordsField

USUAL_DAYS_TO_REVIEW = 14


def _in_some_days() -> date:
    days = min(USUAL_DAYS_TO_REVIEW, DAYS_TO_REVIEW_A_SUSPENSION.value)
    return timezone.localdate() + timedelta(days=days)


class ReviewDay(forms.Form):
    """The day by which somebody looks at a suspension again."""

    review_on = GovukDateField(
        label="By which day is it looked at again?",
        help_text="The person sees the day. Whoever looks after it is told when it is over.",
        called="the day to look again",
        initial=_in_some_days,
    )

    def clean_review_on(self) -> date:
        """Take a day that is soon enough."""
        chosen: date = self.cleaned_data["review_on"]
        most = DAYS_TO_REVIEW_A_SUSPENSION.value
        refusal = rules.is_soon_enough(chosen, timezone.localdate(), most)
        if refusal is not None:
            raise ValidationError(refusal.why)
        return chosen


class SuspendForm(ReviewDay):
    """Why somebody's posts stop for now, and until when at the longest without a second look."""

    reason = WordsField(
        label="Why is it suspended?",
        help_text="The person and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it is suspended"},
    )


class TellForm(forms.Form):
    """That the person was told, by whom and in which words."""

    words = WordsField(
        label="How did you tell them, and in which words?",
        help_text="For example: I rang on Tuesday and said that we look into it together. "
        "The person reads this.",
        called="How you told them",
        longest=2_000,
        error_messages={"required": "Enter how you told them"},
    )


class LookAgainForm(ReviewDay):
    """Why a suspension goes on, and until when."""

    reason = WordsField(
        label="Why does it go on?",
        help_text="The person reads these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it goes on"},
    )


class SideForm(forms.Form):
    """What somebody says of their own suspension."""

    words = WordsField(
        label="What do you say of it?",
        help_text="What happened, as you saw it, and what you would like to be looked at. "
        "Those who suspended and who decide read these words.",
        called="Your side",
        longest=2_000,
        error_messages={"required": "Enter your side"},
    )


class HearSuspensionForm(ReviewDay):
    """Whether a suspension goes on when somebody else has looked at it, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
        choices={
            OVERTURN: "Overturn it: the suspension ends now",
            UPHOLD: "Uphold it: the suspension goes on",
        },
    )
    answer = WordsField(
        label="Why?",
        help_text="The person, and whoever suspended, read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].label = "If you uphold it, by which day is it looked at again?"

    def clean(self) -> dict[str, Any]:
        """Ask for a day only where it goes on."""
        said = super().clean() or {}
        if said.get("decision") == OVERTURN:
            self.errors.pop("review_on", None)
        return said


class EndForm(forms.Form):
    """Why somebody no longer speaks for the council."""

    reason = WordsField(
        label="Why does it end?",
        help_text="The person and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it ends"},
    )
