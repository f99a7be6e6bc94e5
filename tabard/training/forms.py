"""What the pages of training are sent."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tabard.common.fields import GovukDateField
from tabard.common.words import WordsField
from tabard.people.models import Person
from tabard.practice.models import LONGEST_WORDS
from tabard.training.models import Answer, ArrangementKind, CodeDraft, QuestionKind, SittingKind
from tabard.training.models.code import LONGEST_CODE, LONGEST_WHAT_CHANGED
from tabard.training.rules import LEAST_TIME_TO_AGREE
from tabard.training.settings import DAYS_TO_AGREE
from tabard.training.work.scenarios.playing import Said
from tabard.training.work.scenarios.scripts import DEEDS, PRIVATELY

LAST_SECOND = time(23, 59, 59)
MOST_DAYS_TO_AGREE = 366
USUAL_DAYS = 365


# What there is to choose, as it is called on the page.
WAYS = {
    SittingKind.ASSESSMENT: "The assessment",
    SittingKind.PRETEST: "A pre-test first",
    SittingKind.REFRESHER: "The refresher at once",
}


class AnswerForm(forms.Form):
    """One question of an assessment, with one or several answers to choose."""

    chosen: forms.Field

    def __init__(self, asked: Answer, data: Any = None) -> None:
        super().__init__(data, initial={"chosen": self._initial(asked)})
        self.fields["chosen"] = self._field(asked)

    @staticmethod
    def _field(asked: Answer) -> forms.Field:
        label = asked.question.told[1]
        choices = [(place, choice["says"]) for place, choice in asked.offered]
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


class BeginForm(forms.Form):
    """What somebody sits next, where there is a choice; without an answer it is the longest."""

    kind = forms.TypedChoiceField(
        label="How would you like to renew your certificate?",
        coerce=SittingKind,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you would like to renew your certificate",
            "invalid_choice": "This is not what comes next for you. Choose again",
        },
    )

    def __init__(self, kinds: Sequence[SittingKind], data: Any = None) -> None:
        super().__init__(data)
        self.longest, self.is_choice = kinds[-1], len(kinds) > 1
        self.fields["kind"].required = self.is_choice
        self.fields["kind"].choices = [(kind, WAYS[kind]) for kind in kinds]  # type: ignore[attr-defined]  # a field of choices

    def clean_kind(self) -> SittingKind:
        """Take the only kind where there is no choice."""
        return self.cleaned_data["kind"] or self.longest


# What each means for the person.
MEANS = {
    ArrangementKind.MORE_TIME: "Until the day below they have time to agree to the code of "
    "practice; certificates that run out before it stay valid, and can be renewed until then.",
    ArrangementKind.NO_PAUSE: "After an assessment that was not passed they can try again at once, "
    "as often as they need.",
    ArrangementKind.ON_PAPER: "They print the questions and tick their answers. Whoever helps "
    "enters them.",
    ArrangementKind.READ_ALOUD: "Whoever helps opens the questions at their own sign-in, reads "
    "them and enters what the person answers.",
}


class ArrangementForm(forms.Form):
    """For whom what is arranged, until when; nothing asks why."""

    email = forms.EmailField(
        label="E-mail address of the person",
        error_messages={"required": "Enter the e-mail address of the person"},
    )
    kinds = forms.MultipleChoiceField(
        label="What is arranged?",
        help_text="Choose all that apply. Do not write down why anywhere.",
        choices=ArrangementKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what is arranged"},
    )
    helper = forms.EmailField(
        label="E-mail address of whoever helps",
        help_text="For questions on paper or read aloud: somebody who signs in here, and enters "
        "the answers with the person. Leave it empty if you do it yourself.",
        required=False,
    )
    until = GovukDateField(
        label="Until which day?",
        help_text="After it nothing is kept of it.",
        called="the last day",
        initial=lambda: timezone.localdate() + timedelta(days=USUAL_DAYS),
    )

    def clean_email(self) -> str:
        """Take the address of somebody who signs in here."""
        self.person = _person_of(self.cleaned_data["email"])
        return self.person.email

    def clean_helper(self) -> Person | None:
        """Take somebody else who signs in here, or nobody."""
        email: str = self.cleaned_data["helper"]
        helper = _person_of(email) if email else None
        if helper is not None and helper == getattr(self, "person", None):
            raise ValidationError("Whoever helps must be somebody else")
        return helper

    def clean_until(self) -> datetime:
        """Take a day in the next two years, and give its last second."""
        last: date = self.cleaned_data["until"]
        if not 0 < (last - timezone.localdate()).days <= 2 * USUAL_DAYS:
            raise ValidationError("The last day must be within the next 2 years")
        return datetime.combine(last, LAST_SECOND, tzinfo=timezone.get_current_timezone())


def _person_of(email: str) -> Person:
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise ValidationError("Nobody with this e-mail address signs in here")
    return person


class MarkForm(forms.Form):
    """Whether a module counts as read."""

    is_read = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AgreeForm(forms.Form):
    """That somebody agrees to the version of the code that they were shown."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label="I have read the code of practice and agree to it",
        error_messages={"required": "Tick the box if you agree to the code"},
    )


class DraftForm(forms.Form):
    """The next version of the code, and what is new in it."""

    what_changed = WordsField(
        label="What changes, and why?",
        help_text="Everybody who is asked to agree reads these words first.",
        called="What changes",
        longest=LONGEST_WHAT_CHANGED,
        required=False,
    )
    text = WordsField(
        label="The code of practice",
        called="The code",
        longest=LONGEST_CODE,
        error_messages={"required": "Enter the code of practice"},
    )
    # As the draft was when it was opened, so that nobody overwrites what somebody else wrote.
    change = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def about(cls, draft: CodeDraft, data: Any = None) -> "DraftForm":
        """Give the form with what was written before."""
        before = {name: getattr(draft, name) for name in cls.base_fields}
        return cls(data, initial=before)


class PublishForm(forms.Form):
    """By when a new version is to be agreed to."""

    change = forms.IntegerField(widget=forms.HiddenInput)
    agree_by = GovukDateField(
        label="By when do people have to agree?",
        help_text="Until the end of that day their posts go as before. After it, the posts of "
        "whoever has not agreed are checked before they go.",
        called="the last day to agree",
        initial=lambda: timezone.localdate() + timedelta(days=DAYS_TO_AGREE.value),
    )

    def clean_agree_by(self) -> datetime:
        """Take a day that leaves people time, and give its last second."""
        last: date = self.cleaned_data["agree_by"]
        days = (last - timezone.localdate()).days
        if days < LEAST_TIME_TO_AGREE.days:
            raise ValidationError(
                f"The last day to agree must be at least {LEAST_TIME_TO_AGREE.days} days away"
            )
        if days > MOST_DAYS_TO_AGREE:
            raise ValidationError("The last day to agree must be within the next year")
        return datetime.combine(last, LAST_SECOND, tzinfo=timezone.get_current_timezone())


class AgainForm(forms.Form):
    """With what seed a scenario is begun; without one the residents choose their words anew."""

    seed = forms.IntegerField(min_value=0, max_value=2**32 - 1, required=False)


class ReplyForm(forms.Form):
    """An answer to residents who do not exist: words, how they are sent, what is done besides."""

    words = WordsField(
        label="Your answer", called="Your answer", longest=LONGEST_WORDS, required=False
    )
    seen_by = forms.ChoiceField(
        label="Who sees it?",
        choices=[("everybody", "Everybody"), (PRIVATELY, "Only them, as a direct message")],
        widget=forms.RadioSelect,
        initial="everybody",
        error_messages={"required": "Choose who sees your answer"},
    )
    does = forms.MultipleChoiceField(
        label="What else do you do now?",
        choices=list(DEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any] | None:
        """Take words, or something done without words."""
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["words"] and not self.cleaned_data["does"]:
            self.add_error("words", "Write an answer, or choose something to do")
        return cleaned

    @property
    def said(self) -> Said:
        """What was answered."""
        told = self.cleaned_data
        return Said(
            told["words"], is_private=told["seen_by"] == PRIVATELY, does=tuple(told["does"])
        )
