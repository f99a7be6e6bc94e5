"""Some sentences, as a field of a form."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator


class WordsField(forms.CharField):
    """Some sentences, up to a length that is said in plain words."""

    widget = forms.Textarea

    def __init__(self, *, called: str, longest: int, **how: Any) -> None:
        super().__init__(**how)
        # Not max_length, which browsers enforce by cutting off what somebody pastes.
        self.longest = longest
        words = f"{called} must be {longest:,} characters or fewer"
        self.validators.append(MaxLengthValidator(longest, message=words))

    def to_python(self, value: Any) -> str:
        """Count a new line as one character, as people do."""
        return str(super().to_python(value)).replace("\r\n", "\n")
