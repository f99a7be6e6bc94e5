"""What is asked of those who suspend and end."""

from django import forms

from tabard.common.words import WordsField


class SuspendForm(forms.Form):
    """Why somebody's posts stop for now."""

    reason = WordsField(
        label="Why is it suspended?",
        help_text="The person and the line manager read these words.",
        called="The reason",
        longest=2_000,
        error_messages={"required": "Enter why it is suspended"},
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
