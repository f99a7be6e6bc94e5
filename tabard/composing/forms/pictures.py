"""What an author says of a picture: what it shows, and whom."""

from typing import TYPE_CHECKING, Any

from django import forms

from tabard.common.rules import Refused
from tabard.composing import rules
from tabard.composing.actions import SAID_OF_A_PICTURE, Draft
from tabard.composing.models import LONGEST_ALT, LONGEST_WHY, Message, Picture, Recognisable
from tabard.composing.work import MOST_BYTES, Prepared, UnfitPictureError, prepare

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TAKEN = "image/jpeg,image/png,image/webp"


class WithPicture(forms.Form):
    """A picture, its words for people who do not see it, and whom it shows."""

    picture = forms.FileField(
        label="Upload a picture",
        required=False,
        max_length=300,
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        error_messages={"empty": "The picture is an empty file. Choose another one."},
    )
    alt = forms.CharField(
        label="Describe the picture",
        max_length=LONGEST_ALT,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "The description must be %(limit_value)d characters at most"},
    )
    is_decorative = forms.BooleanField(label="This picture is decorative", required=False)
    why_decorative = forms.CharField(
        label="Why does it need no description?",
        max_length=LONGEST_WHY,
        required=False,
        error_messages={
            "max_length": "Why it needs no description must be %(limit_value)d characters at most"
        },
    )
    people = forms.ChoiceField(
        label="Can people be recognised in the picture?",
        choices=Recognisable,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose who can be recognised in the picture"},
    )
    consent = forms.CharField(
        label="Where is their consent recorded?",
        max_length=LONGEST_WHY,
        required=False,
        error_messages={
            "max_length": "Where consent is recorded must be %(limit_value)d characters at most"
        },
    )

    def clean_alt(self) -> str:
        """Break lines as networks do, with one character."""
        alt: str = self.cleaned_data["alt"]
        return alt.replace("\r\n", "\n")

    def clean_picture(self) -> Prepared | None:
        """Make the picture fit to be kept."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if upload is None:
            return None
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The picture must be smaller than 16 MB")
        try:
            return prepare(upload.read())
        except UnfitPictureError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def alt_shown(self) -> str:
        """The description of the picture as it stands in the form."""
        return str(self["alt"].value() or "").replace("\r\n", "\n").strip()

    @property
    def picture_shown(self) -> Picture:
        """What is said of a picture, as it stands in the form."""
        return Picture(
            alt=self.alt_shown,
            is_decorative=bool(self["is_decorative"].value()),
            why_decorative=str(self["why_decorative"].value() or "").strip(),
        )


def said_of(message: Message | None) -> dict[str, Any]:
    """Give what is said of the picture of a message; nothing where there is none."""
    picture = message.shown if message else None
    return {name: getattr(picture or Picture(), name) for name in SAID_OF_A_PICTURE}


def asked_of(draft: Draft, *, is_there: bool) -> list[tuple[str, Refused | None]]:
    """Ask what a picture needs before it goes; each answer stands in one field."""
    said = (
        Picture(**{name: getattr(draft, name) for name in SAID_OF_A_PICTURE}) if is_there else None
    )
    return [
        ("alt", rules.is_described(said)),
        ("why_decorative", rules.says_why_decorative(said)),
        ("people", rules.says_who_is_shown(said)),
        ("consent", rules.says_where_they_agreed(said)),
    ]
