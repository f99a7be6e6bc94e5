"""What reviewers fill in."""

from django import forms

from tabard.composing.models import LONGEST_SAID


class SendBackForm(forms.Form):
    """What has to change before a message can go."""

    said = forms.CharField(
        label="What has to change?",
        max_length=LONGEST_SAID,
        widget=forms.Textarea,
        error_messages={
            "required": "Say what has to change, so that the author knows what to do",
            "max_length": "Your words must be %(limit_value)d characters or fewer",
        },
    )
