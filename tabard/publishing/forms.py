"""What is asked before a post is taken down, and how the list of all posts is narrowed."""

from typing import Any

from django import forms

from tabard.composing.models import MessageState
from tabard.publishing.models import LONGEST_REASON, DeliveryState, SampleState

TO_SAY = "There is something to say"


class TakeDownForm(forms.Form):
    """Why a post is taken down: the author may say, an oversight officer has to."""

    reason = forms.CharField(
        label="Why are you taking it down?",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea,
        error_messages={
            "required": "Say what the danger is. The author sees your reason at once.",
            "max_length": "Your reason must be %(limit_value)d characters or fewer",
        },
    )

    def __init__(self, *args: Any, by_author: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not by_author
        if not by_author:
            self.fields["reason"].label = "What is the danger?"


class SampleForm(forms.Form):
    """What a reviewer has to say about a post that was drawn: nothing, or words for its author."""

    came = forms.ChoiceField(
        label="What do you say to this post?",
        choices=[(SampleState.FINE.value, "It is fine"), (SampleState.COMMENTED.value, TO_SAY)],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the post is fine"},
    )
    said = forms.CharField(
        label="What the author reads",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "Your words must be %(limit_value)d characters or fewer"},
    )

    def clean(self) -> None:
        """Ask for words where there is something to say; without, words are not lost unread."""
        words, came = self.cleaned_data.get("said"), self.cleaned_data.get("came")
        if came == SampleState.COMMENTED and not words and "said" not in self.errors:
            self.add_error("said", "Say what there is to say. The author reads it.")
        if came == SampleState.FINE and words:
            self.add_error("came", f"Choose “{TO_SAY}” to send your words, or delete them")


class StateForm(forms.Form):
    """The state that a list is narrowed to."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "All posts"),
            (MessageState.WAITING.value, MessageState.WAITING.label),
            *DeliveryState.choices,
        ],
    )

    def chosen(self) -> str:
        """Give the state that was chosen, or nothing for all."""
        return str(self.cleaned_data["state"]) if self.is_valid() else ""
