"""What is asked of those who endorse and decide."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.accreditation.settings import DECLINE_REASONS, SEND_BACK_REASONS
from tabard.common.fields import GovukDateField
from tabard.common.rules import Refused
from tabard.common.words import WordsField

USUAL_DAYS = 365


MOST_DAYS = 2 * 366


LAST_SECOND = time(23, 59, 59)
ONCE_READY = (
    "If you overturn the decision, that holds: it waits with the programme team until this is "
    "done, and cannot be declined again."
)


class SendBackForm(forms.Form):
    """The words with which an application goes back."""

    reasons = forms.MultipleChoiceField(
        label="What has to change?",
        help_text="Choose all that apply. The applicant reads them, and can change and send again.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = WordsField(
        label="Say it in your own words",
        help_text="What is it about this application in particular?",
        called="What has to change",
        longest=2_000,
        required=False,
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        choices = [(reason, reason) for reason in SEND_BACK_REASONS.value]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Ask for words of one kind or the other."""
        said = super().clean() or {}
        answered = said.get("reasons") or said.get("reason")
        if not answered and not {"reasons", "reason"} & set(self.errors):
            self.add_error("reasons", "Choose what has to change, or say it in your own words")
        return said


class EndorseForm(forms.Form):
    """What a line manager agrees to: words of the council, as the page has shown them."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label="I have talked about this with the applicant, and agree to what it asks of me",
        error_messages={"required": "Say that you have talked about it and agree"},
    )

    def __init__(self, *args: Any, words: Sequence[str], **how: Any) -> None:
        super().__init__(*args, **how)
        self._now = sha256("\n".join(words).encode()).hexdigest()
        self.fields["shown"].initial = self._now

    def clean(self) -> dict[str, Any]:
        """Ask again where the council has changed its words since the page showed them."""
        said = super().clean() or {}
        if said.get("shown") != self._now:
            self.add_error("agrees", "What you agree to has changed. Read it again")
        return said


class DeclineForm(forms.Form):
    """Why the answer is no, and what would make it yes."""

    reasons = forms.MultipleChoiceField(
        label="Why is it declined?",
        help_text="Choose all that apply. The applicant and the line manager read them.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = WordsField(
        label="Say it in your own words",
        help_text="What is it about this application in particular?",
        called="Your own words",
        longest=2_000,
        required=False,
    )
    would_change = WordsField(
        label="What would change the answer?",
        help_text="For example: finishing the course on data protection.",
        called="What would change the answer",
        longest=2_000,
        error_messages={"required": "Enter what would change the answer"},
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        choices = [(reason, reason) for reason in DECLINE_REASONS.value]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Ask for a reason of one kind or the other."""
        said = super().clean() or {}
        answered = said.get("reasons") or said.get("reason")
        if not answered and not {"reasons", "reason"} & set(self.errors):
            self.add_error("reasons", "Choose a reason, or say it in your own words")
        return said


class AppealForm(forms.Form):
    """Why another answer would be right."""

    words = WordsField(
        label="Why should the answer be another one?",
        help_text="Say what was overlooked, or what has changed since.",
        called="Why the answer should be another one",
        longest=2_000,
        error_messages={"required": "Enter why the answer should be another one"},
    )


class UntilForm(forms.Form):
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


class AccreditForm(UntilForm):
    """Until when somebody speaks for the council, and words for them."""

    because = WordsField(
        label="Do you want to say something to the applicant?",
        help_text="For example, what convinced you. The applicant and the line manager read it.",
        called="Your words",
        longest=2_000,
        required=False,
    )


class HearForm(UntilForm):
    """What comes of an appeal, and why."""

    UPHOLD, OVERTURN = "uphold", "overturn"

    outcome = forms.ChoiceField(
        label="What is your answer?",
        choices=[
            (UPHOLD, "The decision stands"),
            (OVERTURN, "The decision is overturned: accredit the applicant"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the decision stands"},
    )
    answer = WordsField(
        label="Why?",
        help_text="The applicant, the line manager and whoever decided read these words.",
        called="Your reasons",
        longest=2_000,
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, unprepared: Refused | None = None, **how: Any) -> None:
        super().__init__(*args, **how)
        # Only an accreditation has a last day.
        if unprepared or (self.is_bound and self.data.get("outcome") == self.UPHOLD):
            del self.fields["until"]
        if unprepared:
            later = "The decision is overturned: the programme team accredits the applicant later"
            choices = [(self.UPHOLD, "The decision stands"), (self.OVERTURN, later)]
            self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a field of choices
            self.fields["outcome"].help_text = f"{unprepared.why} {ONCE_READY}"

    @property
    def overturns(self) -> bool:
        """Whether the applicant is accredited after all."""
        return bool(self.cleaned_data["outcome"] == self.OVERTURN)


def _today() -> date:
    return timezone.localdate()
