"""Keeping the pictures of a message, what is said of each, and their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import rules
from tabard.composing.models import Message, Picture
from tabard.composing.work import Prepared
from tabard.people.models import Person
from tabard.record.actions import keep_bytes, record

SAID_OF_A_PICTURE = ("alt", "is_decorative", "why_decorative", "people", "consent")


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that comes to a message, with what is said of it already."""

    prepared: Prepared
    said: Picture = field(default_factory=Picture)


def take_along(message: Message, earlier: Message) -> None:
    """Begin with the pictures of an earlier message, and with what was said of them."""
    Picture.objects.bulk_create(
        Picture(
            message=message,
            place=one.place,
            blob_id=one.blob_id,
            width=one.width,
            height=one.height,
            **_said_of(one),
        )
        for one in earlier.shown
    )


def put_pictures(message: Message, brought: Iterable[Brought], said: Mapping[str, Picture]) -> None:
    """Keep what is said of pictures, by their marks, and those that come; note what they lack."""
    pictures = message.shown
    for one in pictures:
        _say(one, said.get(one.mark, one))
    Picture.objects.bulk_update(pictures, SAID_OF_A_PICTURE)
    for new in brought:
        _put_behind(message, new)
    _note_what_is_lacking(message)


def _put_behind(message: Message, new: Brought) -> None:
    """Put a picture behind the others; one that is there already is only said anew."""
    come = new.prepared
    blob = keep_bytes(come.content, media_type=come.media_type)
    if message.pictures.filter(blob=blob).update(**_said_of(new.said)):
        return
    place = message.pictures.count()
    insist(rules.are_not_too_many(place + 1))
    size = {"width": come.width, "height": come.height}
    Picture.objects.create(message=message, blob=blob, place=place, **size, **_said_of(new.said))


def _note_what_is_lacking(message: Message) -> None:
    lacks = rules.lacks_words_or_answer(message.shown) is not None
    if lacks != message.lacks_words_or_answer:
        message.lacks_words_or_answer = lacks
        message.save(update_fields=["lacks_words_or_answer"])


def _said_of(picture: Picture) -> dict[str, str | bool]:
    return {name: getattr(picture, name) for name in SAID_OF_A_PICTURE}


def _say(picture: Picture, said: Picture) -> None:
    for name, value in _said_of(said).items():
        setattr(picture, name, value)


@transaction.atomic
def remove_picture(message: Message, mark: str, *, by: Person) -> Message:
    """Take a picture out of a message that is being written; the others move up."""
    message = lock(message)
    insist(rules.may_change(by, message))
    pictures = message.shown
    for one in [one for one in pictures if one.mark == mark]:
        one.delete()
        _put_in_order([other for other in pictures if other is not one])
        _note_what_is_lacking(message)
        record("picture removed", message=message.pk, by=by.pk)
    return message


@transaction.atomic
def move_picture(message: Message, mark: str, *, by: Person, places: int) -> Message:
    """Let a picture stand so many places later among the others, or earlier, if it can."""
    message = lock(message)
    insist(rules.may_change(by, message))
    pictures = message.shown
    for one in [one for one in pictures if one.mark == mark]:
        there = min(max(one.place + places, 0), len(pictures) - 1)
        pictures.remove(one)
        pictures.insert(there, one)
        _put_in_order(pictures)
        record("picture moved", message=message.pk, by=by.pk, place=there + 1)
    return message


def _put_in_order(pictures: list[Picture]) -> None:
    for place, one in enumerate(pictures):
        one.place = place
    Picture.objects.bulk_update(pictures, ["place"])
