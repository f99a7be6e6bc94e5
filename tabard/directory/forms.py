"""What residents ask the directory."""

from django import forms

# In characters.
LONGEST_SEARCH = 100
LONGEST_QUESTION = 500


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(
        label="Name, job, service or account",
        max_length=LONGEST_SEARCH,
        required=False,
        error_messages={
            "max_length": f"Enter at most {LONGEST_SEARCH} characters",
            "null_characters_not_allowed": "There are characters in it that no name has",
        },
    )


class CheckForm(forms.Form):
    """A link or handle of which somebody wants to know whose it is."""

    q = forms.CharField(
        label="Link or handle",
        help_text="For example, https://bsky.app/profile/name.example or @name.example",
        max_length=LONGEST_QUESTION,
        error_messages={
            "required": "Paste a link or a handle",
            "max_length": f"Paste one link or handle: at most {LONGEST_QUESTION} characters",
            "null_characters_not_allowed": "There are characters in it that no link or handle has",
        },
    )
