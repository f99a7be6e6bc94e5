"""What has to be said of each picture before it can go, and how many there can be."""

from collections.abc import Sequence

from tabard.common.rules import Refused
from tabard.composing.models import MOST_PICTURES, Picture, Recognisable, called

THE_PICTURE = called(1, of=1)


def is_described(picture: Picture, name: str = THE_PICTURE) -> Refused | None:
    """A picture has words for people who do not see it, or shows nothing that matters."""
    if bool(picture.alt.strip()) != picture.is_decorative:
        return None
    if picture.is_decorative:
        return Refused(f"Delete the description, or do not call {name} decorative")
    return Refused(f"Describe {name} for people who do not see it")


def says_why_decorative(picture: Picture, name: str = THE_PICTURE) -> Refused | None:
    """A picture goes without words for a reason."""
    if not picture.is_decorative or picture.why_decorative.strip():
        return None
    return Refused(f"Say why {name} needs no description")


def says_who_is_shown(picture: Picture, name: str = THE_PICTURE) -> Refused | None:
    """Whoever sends a picture has looked whether people can be recognised in it."""
    if picture.people in Recognisable.values:
        return None
    return Refused(f"Say whether people can be recognised in {name}")


def says_where_they_agreed(picture: Picture, name: str = THE_PICTURE) -> Refused | None:
    """Of people who can be recognised it is known where it stands that they agreed."""
    if not picture.shows_people or picture.consent.strip():
        return None
    return Refused(f"Say where the consent of the people in {name} is recorded")


def lacks_words_or_answer(pictures: Sequence[Picture]) -> Refused | None:
    """Give the first thing for which a message's pictures cannot go anywhere yet."""
    asked = (
        ask(one, called(number, of=len(pictures)))
        for number, one in enumerate(pictures, start=1)
        for ask in (is_described, says_why_decorative, says_who_is_shown, says_where_they_agreed)
    )
    return next((refusal for refusal in asked if refusal), None)


def are_not_too_many(how_many: int) -> Refused | None:
    """A post has as many pictures as any network takes."""
    if how_many <= MOST_PICTURES:
        return None
    return Refused(f"Choose fewer pictures: a post has {MOST_PICTURES} at most")
