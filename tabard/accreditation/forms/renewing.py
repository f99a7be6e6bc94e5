"""What is asked of those who renew, and of those who look at a renewal."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.accreditation.forms.applying import MOST_MINUTES
from tabard.accreditation.forms.deciding import EndorseForm
from tabard.accreditation.models import Renewal, end_of, renewed_until
from tabard.accreditation.settings import RENEWAL_MONTHS, REVIEW_QUESTIONS
from tabard.common.fields import GovukDateField
from tabard.common.templatetags.moments import day
from tabard.common.words import WordsField

RIGHT, CHANGED = "right", "changed"
LONGEST = 1_000


class ReviewForm(forms.Form):
    """How somebody looks back: a few questions of the council's, and what is still right."""

    minutes_a_week = forms.IntegerField(
        label="How many minutes does it take in an ordinary week?",
        help_text="As it turned out. Your manager agrees to this as working time.",
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "required": "Enter how many minutes it takes",
            "invalid": "Enter a number of minutes, such as 60",
            "min_value": "Enter at least 1 minute",
            "max_value": f"Enter {MOST_MINUTES:,} minutes or fewer: that is a whole week of work",
        },
    )
    still_right = forms.ChoiceField(
        label="Is what was agreed on still right?",
        help_text="What you do, for whom, and with which accounts.",
        choices={RIGHT: "Yes, it is still right", CHANGED: "No, something has changed"},
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is still right"},
    )
    changes = WordsField(
        label="What has changed, or which other accounts would you like?",
        help_text="The programme team reads this before your accreditation is renewed.",
        called="What has changed",
        longest=2_000,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        renewal: Renewal,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self._questions = REVIEW_QUESTIONS.value
        super().__init__(data, initial=dict(draft or self._before(renewal)))
        for number, question in enumerate(self._questions):
            self.fields[_answer(number)] = WordsField(
                label=question,
                called="This answer",
                longest=LONGEST,
                error_messages={"required": f"Answer: {question}"},
            )
        # As they stand on the page, where problems are listed in the same order.
        answers = map(_answer, range(len(self._questions)))
        self.order_fields([*answers, "still_right", "changes", "minutes_a_week"])

    def _before(self, renewal: Renewal) -> dict[str, Any]:
        """Give what was sent before; where nothing was, what was agreed on."""
        if renewal.sent_at is None:
            return {"minutes_a_week": renewal.accreditation.application.minutes_a_week}
        said = dict(renewal.answers)
        return {
            **{_answer(place): said.get(one, "") for place, one in enumerate(self._questions)},
            "still_right": CHANGED if renewal.changes else RIGHT,
            "changes": renewal.changes,
            "minutes_a_week": renewal.minutes_a_week,
        }

    @property
    def questions(self) -> Iterator[forms.BoundField]:
        """The fields of the council's own questions."""
        return (self[_answer(number)] for number in range(len(self._questions)))

    @property
    def review(self) -> dict[str, Any]:
        """Give what was said, as the action takes it, each answer with its question."""
        said = self.cleaned_data
        return {
            "answers": [
                (question, said[_answer(number)]) for number, question in enumerate(self._questions)
            ],
            "changes": said["changes"],
            "minutes_a_week": said["minutes_a_week"],
        }

    def clean(self) -> dict[str, Any]:
        """Ask for words where something has changed, and leave them out where nothing has."""
        said = super().clean() or {}
        if said.get("still_right") == RIGHT:
            said["changes"] = ""
        elif said.get("still_right") == CHANGED and not said.get("changes", "-"):
            self.add_error("changes", "Enter what has changed")
        return said


def _answer(number: int) -> str:
    return f"answer_{number}"


class EndorseRenewalForm(EndorseForm):
    """What a line manager agrees to once more."""

    agrees = forms.BooleanField(
        label="I have talked about this with them, and agree to what it asks of me",
        error_messages={"required": "Say that you have talked about it and agree"},
    )


class SendRenewalBackForm(forms.Form):
    """The words with which a renewal goes back."""

    reason = WordsField(
        label="What is missing, or has to change?",
        help_text="They read these words, and can change their answers and send them again.",
        called="What is missing",
        longest=2_000,
        error_messages={"required": "Enter what is missing, or has to change"},
    )


class LookForm(forms.Form):
    """Why somebody of the programme team wants to look first."""

    reason = WordsField(
        label="Why would you like to look at it first?",
        help_text="The person and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why you would like to look at it first"},
    )


class RenewForm(forms.Form):
    """Until when an accreditation goes on."""

    until = GovukDateField(
        label="What is the last day of the accreditation?",
        called="the last day",
    )

    def __init__(self, data: Mapping[str, Any] | None, *, renewal: Renewal) -> None:
        now = timezone.now()
        self._soonest = max(now, renewal.accreditation.until)
        self._latest = renewed_until(renewal.accreditation.until, now, RENEWAL_MONTHS.value)
        super().__init__(data, initial={"until": timezone.localdate(self._latest)})
        self.fields["until"].help_text = f"No later than {day(self._latest)}."

    def clean_until(self) -> datetime:
        """Take a day that is later than now and no later than usual, and give its last second."""
        last: date = self.cleaned_data["until"]
        if last <= timezone.localdate(self._soonest):
            raise ValidationError(f"The last day must be after {day(self._soonest)}")
        if last > timezone.localdate(self._latest):
            raise ValidationError(f"The last day must be {day(self._latest)} or earlier")
        return end_of(last)
