"""What an author says of each picture: what it shows, and whom."""

from collections.abc import Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tabard.common.rules import Refused
from tabard.composing import rules
from tabard.composing.actions import SAID_OF_A_PICTURE, Brought
from tabard.composing.forms.versions import as_broken
from tabard.composing.models import (
    LENGTH_OF_MARK,
    LONGEST_ALT,
    LONGEST_WHY,
    Message,
    Picture,
    Recognisable,
    called,
)
from tabard.composing.work import MOST_BYTES, Prepared, UnfitPictureError, prepare

TAKEN = "image/jpeg,image/png,image/webp"

type Upload = UploadedFile[bytes]


class SeveralFiles(forms.FileInput):
    """An input for one file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files from the author's device: none, one or several."""

    widget = SeveralFiles

    def clean(self, data: Any, _initial: Any = None) -> list[Upload]:
        """Give the files as they came; what is wrong with one is said where it is read."""
        return list(data or [])


def named(name: str, picture: Picture) -> str:
    """Name the field for something that is said of a picture that is there."""
    return f"{name}-{picture.mark}"


def said_of(message: Message) -> dict[str, Any]:
    """Give what is said of each picture of a message, by the names of its fields."""
    return {
        named(name, one): getattr(one, name) for one in message.shown for name in SAID_OF_A_PICTURE
    }


@dataclass(frozen=True, slots=True)
class AboutPicture:
    """A picture with what is said of it in the form, its place, and its fields."""

    picture: Picture
    number: int
    of: int
    alt: forms.BoundField
    is_decorative: forms.BoundField
    why_decorative: forms.BoundField
    people: forms.BoundField
    consent: forms.BoundField


class WithPictures(forms.Form):
    """Pictures, their words for people who do not see them, and whom they show.

    Those that are there have fields of their own. The fields of the form are for what comes: for
    the first, if there are several; the others are asked about once they are there.
    """

    picture = FilesField(
        label="Upload pictures", required=False, widget=SeveralFiles(attrs={"accept": TAKEN})
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
    kept: Sequence[Picture] = ()

    def ask_about(self, kept: Sequence[Picture]) -> None:
        """Have fields for each picture that is there; one that a page does not know stays as is."""
        self.kept = kept
        for number, one in enumerate(kept, start=1):
            name = called(number, of=len(kept))
            for asked in SAID_OF_A_PICTURE:
                self.fields[named(asked, one)] = deepcopy(self.base_fields[asked])
            self.fields[named("alt", one)].label = f"Describe {name}"
            self.fields[named("people", one)].label = f"Can people be recognised in {name}?"
        if kept:
            self.fields["picture"].label = "Upload more pictures"
            self.fields["alt"].label = "Describe the new picture"
            self.fields["people"].label = "Can people be recognised in the new picture?"
        if self.is_bound:
            self.data = self._with_what_it_does_not_know()

    def _with_what_it_does_not_know(self) -> Any:
        known: Any = copy(self.data)
        for one in self.kept:
            if named("alt", one) not in known:
                said = ((name, getattr(one, name)) for name in SAID_OF_A_PICTURE)
                known.update({named(name, one): value for name, value in said if value})
        return known

    def clean_picture(self) -> list[Prepared]:
        """Make each picture fit to be kept; those that are fit are, whatever is with the others."""
        uploads: list[Upload] = self.cleaned_data["picture"]
        too_many = rules.are_not_too_many(len(self.kept) + len(uploads))
        if too_many:
            raise forms.ValidationError(too_many.why)
        prepared = [_prepared(one) for one in uploads]
        self.prepared = [one for one in prepared if isinstance(one, Prepared)]
        self.unfit = [
            f"{upload.name}: {one}" if len(uploads) > 1 else str(one)
            for upload, one in zip(uploads, prepared, strict=True)
            if isinstance(one, UnfitPictureError)
        ]
        if self.unfit:
            raise forms.ValidationError(self.unfit)
        return self.prepared

    prepared: Sequence[Prepared] = ()
    unfit: Sequence[str] = ()

    @cached_property
    def brought(self) -> list[Brought]:
        """The pictures that come, the first with what is said of it."""
        said = [self._cleaned(Picture()), *(Picture() for _ in self.prepared[1:])]
        return [Brought(one, said[number]) for number, one in enumerate(self.prepared)]

    @property
    def said(self) -> dict[str, Picture]:
        """What is said of each picture that is there, by its mark, as far as it can be kept."""
        return {one.mark: self._cleaned(one) for one in self.kept}

    def _cleaned(self, one: Picture) -> Picture:
        said = {
            name: self.cleaned_data.get(named(name, one) if one.blob_id else name)
            for name in SAID_OF_A_PICTURE
        }
        held = {name: getattr(one, name) for name in SAID_OF_A_PICTURE}
        kept = Picture(**(held | {name: v for name, v in said.items() if v is not None}))
        kept.alt = as_broken(kept.alt)
        return kept

    def asked_of_pictures(self) -> Iterator[tuple[str, Refused | None]]:
        """Ask what each picture needs before it goes; each answer stands in one field."""
        said, new = self.said, [one.said for one in self.brought]
        everything = [
            *((said[one.mark], f"-{one.mark}") for one in self.kept),
            *((one, "") for one in new),
        ]
        for number, (one, of_field) in enumerate(everything, start=1):
            name = called(number, of=len(everything))
            yield f"alt{of_field}", rules.is_described(one, name)
            yield f"why_decorative{of_field}", rules.says_why_decorative(one, name)
            yield f"people{of_field}", rules.says_who_is_shown(one, name)
            yield f"consent{of_field}", rules.says_where_they_agreed(one, name)

    @property
    def has_pictures(self) -> bool:
        """Whether the message will have a picture."""
        return bool(self.kept or self.prepared)

    @property
    def alts_shown(self) -> list[str]:
        """What the form says that pictures show, where it says something."""
        new = as_broken(self["alt"].value())
        return [alt for alt in (*(one.alt for one in self.pictures_shown), new) if alt]

    @property
    def pictures_shown(self) -> list[Picture]:
        """The pictures that are there, with what is said of them in the form."""
        return [one.picture for one in self.about_pictures]

    @property
    def about_pictures(self) -> list[AboutPicture]:
        """Give each picture that is there with its fields."""
        return [
            AboutPicture(
                self._as_it_stands(one),
                number,
                len(self.kept),
                *(self[named(name, one)] for name in SAID_OF_A_PICTURE),
            )
            for number, one in enumerate(self.kept, start=1)
        ]

    def _as_it_stands(self, one: Picture) -> Picture:
        shown, of = copy(one), {name: self[named(name, one)] for name in SAID_OF_A_PICTURE}
        shown.alt = as_broken(of["alt"].value())
        shown.is_decorative = bool(of["is_decorative"].value())
        shown.why_decorative = str(of["why_decorative"].value() or "").strip()
        return shown

    @property
    def asks_about_new(self) -> bool:
        """Whether something is said, or to be put right, about a picture that comes."""
        return any(
            self[name].errors or self[name].value() for name in ("picture", *SAID_OF_A_PICTURE)
        )

    def with_brought_as_kept(self) -> Any:
        """Give what was sent, where what is said of a new picture is said of one that is there."""
        sent: Any = copy(self.data)
        for one in self.brought[:1]:
            mark = sha256(one.prepared.content).hexdigest()[:LENGTH_OF_MARK]
            for name in SAID_OF_A_PICTURE:
                sent[f"{name}-{mark}"] = sent.get(name, "")
                sent[name] = ""
        return sent


def _prepared(upload: Upload) -> Prepared | UnfitPictureError:
    if not upload.size:
        return UnfitPictureError("The picture is an empty file. Choose another one.")
    if upload.size > MOST_BYTES:
        return UnfitPictureError("The picture must be smaller than 16 MB")
    try:
        return prepare(upload.read())
    except UnfitPictureError as error:
        return error
