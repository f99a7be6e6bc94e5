"""What is asked of those who suspend, tell, look again and end."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.accreditation import rules
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
        help_text="The person sees the day. Whoever suspends is told when it is over.",
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


class EndForm(forms.Form):
    """Why somebody no longer speaks for the council."""

    reason = WordsField(
        label="Why does it end?",
        help_text="The person and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it ends"},
    )
