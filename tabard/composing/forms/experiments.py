"""What is asked of those who try something new, and of those who decide about it."""

from typing import Any

from django import forms
from django.utils import timezone

from tabard.checks.api import all_checks
from tabard.common.fields import GovukDateField
from tabard.common.words import WordsField
from tabard.composing import rules
from tabard.composing.actions import Plan
from tabard.composing.models import LONGEST_ANSWER, MOST_SIGNS, Appetite, Experiment

APPROVE, DECLINE = "approve", "decline"
NO, YES = "no", "yes"


def _words(label: str, called: str, *, hint: str, required: bool = True) -> WordsField:
    return WordsField(
        label=label, called=called, help_text=hint, longest=LONGEST_ANSWER, required=required
    )


class ExperimentForm(forms.Form):
    """What is tried: what its owner believes, what is relaxed for it, and what stops it."""

    title = forms.CharField(
        label="What do you call it?",
        help_text="Residents read it. For example, Riddles from the museum.",
        max_length=100,
        error_messages={"required": "Enter what you call it"},
    )
    belief = _words(
        "What do you believe will happen?",
        "What you believe will happen",
        hint="For example: people who never go to the museum will answer a riddle.",
    )
    for_whom = _words("For whom is it?", "For whom it is", hint="For example: families in Oakford.")
    new_format = _words(
        "What is new about it?",
        "What is new about it",
        hint="A tone, a kind of picture, a time of day: whatever we have not done before.",
        required=False,
    )
    relaxed = forms.MultipleChoiceField(
        label="Which checks does it do without?",
        help_text="What they notice is noted, and asks for nothing. What a check stops stays "
        "stopped. Checks for personal data and for elections are never relaxed.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Checks for personal data and for elections are never relaxed"
        },
    )
    skips_review = forms.ChoiceField(
        label="Do its posts go without a review before them?",
        choices={NO: "No: they go as your posts always do", YES: "Yes: they go at once"},
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether its posts go without a review"},
    )
    appetite = forms.ChoiceField(
        label="How much may go wrong?",
        choices=Appetite,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much may go wrong"},
    )
    first_day = GovukDateField(label="First day", called="the first day")
    last_day = GovukDateField(
        label="Last day", called="the last day", help_text="Within half a year of the first."
    )
    stop_after = forms.IntegerField(
        label="After how many signs that it goes wrong does it stop?",
        help_text="A colleague's concern, a resident's complaint, something that a reviewer finds, "
        "a post that is taken down: each counts once.",
        min_value=1,
        max_value=MOST_SIGNS,
        error_messages={
            "required": "Enter after how many signs it stops",
            "invalid": "Enter a whole number, such as 2",
            "min_value": "It must stop after 1 sign or more",
            "max_value": f"It must stop after {MOST_SIGNS} signs or fewer",
        },
    )
    how_known = _words(
        "How will we know whether it worked?",
        "How we will know whether it worked",
        hint="What you will count or ask, and what you would take for a success.",
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        checks = all_checks()
        choices = [(name, checks[name].name) for name in rules.can_be_relaxed()]
        by_name = sorted(choices, key=lambda one: one[1])
        self.fields["relaxed"].choices = by_name  # type: ignore[attr-defined] # a field of choices

    def clean(self) -> dict[str, Any]:
        """Say which day does not fit."""
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last:
            refusal = rules.is_fit(first, last, said.get("relaxed", []), timezone.localdate())
            if refusal is not None:
                late = first >= timezone.localdate()
                self.add_error("last_day" if late else "first_day", refusal.why)
        return said

    @property
    def plan(self) -> Plan:
        """What was entered, as it is registered."""
        said = self.cleaned_data
        return Plan(**{**said, "skips_review": said["skips_review"] == YES})


def shown_of(experiment: Experiment) -> dict[str, Any]:
    """Give what a form shows of an experiment that is registered."""
    names = [*ExperimentForm.base_fields]
    shown = {name: getattr(experiment, name) for name in names}
    return {**shown, "skips_review": YES if experiment.skips_review else NO}


class DecideForm(forms.Form):
    """Whether it may be tried, and why not."""

    asked_at = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Your decision",
        choices={APPROVE: "It may be tried", DECLINE: "It may not"},
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it may be tried"},
    )
    why = _words(
        "If not, why?",
        "Your reason",
        hint="Its owner reads it, and can ask in another way.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason for a no."""
        said = super().clean() or {}
        if said.get("decision") == DECLINE and not said.get("why") and "why" not in self.errors:
            self.add_error("why", "Say why, so that it can be asked for in another way")
        return said


class WhyForm(forms.Form):
    """Why an experiment is paused, or can go on."""

    why = _words("Why?", "Your reason", hint="Everybody who is told reads it.")


class ResultForm(forms.Form):
    """What came of an experiment, whatever it is."""

    result = _words(
        "What came of it?",
        "What came of it",
        hint="What you counted or heard, and whether it was what you believed. That it did not "
        "work is a result. Colleagues read it.",
    )
    learned = _words(
        "What can others learn from it?",
        "What others can learn from it",
        hint="A few sentences in plain words. Residents read them.",
    )


class ConcernForm(forms.Form):
    """What worries somebody about a post."""

    said = _words(
        "What worries you?",
        "What worries you",
        hint="Its author and the officer who approved the experiment read it.",
    )


class ComplaintForm(ConcernForm):
    """What a resident complained of."""

    reference = forms.CharField(
        label="Where can it be found?",
        help_text="The number of the complaint, or a link to what the resident wrote. "
        "It counts once, however often it is entered. Leave out the name of the resident.",
        max_length=100,
        error_messages={"required": "Enter where it can be found"},
    )
    said = _words(
        "What did the resident complain of?",
        "What the resident complained of",
        hint="In a sentence, without the name of the resident.",
    )

    field_order = ("reference", "said")
