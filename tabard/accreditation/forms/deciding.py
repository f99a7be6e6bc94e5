"""What is asked of those who endorse and decide."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.common.fields import GovukDateField
from tabard.common.words import WordsField

USUAL_DAYS = 365


MOST_DAYS = 2 * 366


LAST_SECOND = time(23, 59, 59)


class SendBackForm(forms.Form):
    """The words with which an application goes back."""

    reason = WordsField(
        label="What has to change?",
        help_text="The applicant reads these words, and can change and send it again.",
        called="What has to change",
        longest=2_000,
        error_messages={"required": "Enter what has to change"},
    )


class DeclineForm(forms.Form):
    """Why the answer is no, and what would make it yes."""

    reason = WordsField(
        label="Why is it declined?",
        help_text="The applicant and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it is declined"},
    )
    would_change = WordsField(
        label="What would change the answer?",
        help_text="For example: finishing the course on data protection.",
        called="What would change the answer",
        longest=2_000,
        error_messages={"required": "Enter what would change the answer"},
    )


class AccreditForm(forms.Form):
    """Until when somebody speaks for the council."""

    until = GovukDateField(
        label="What is the last day of the accreditation?",
        help_text="A year is usual. The accreditation can be renewed before it runs out.",
        called="the last day",
        initial=lambda: _today() + timedelta(days=USUAL_DAYS),
    )

    def clean_until(self) -> datetime:
        """Take a day in the next two years, and give its last second."""
        last: date = self.cleaned_data["until"]
        if last <= _today():
            raise ValidationError("The last day must be after today")
        if last > _today() + timedelta(days=MOST_DAYS):
            raise ValidationError("The last day must be within the next 2 years")
        return datetime.combine(last, LAST_SECOND, tzinfo=timezone.get_current_timezone())


def _today() -> date:
    return timezone.localdate()
