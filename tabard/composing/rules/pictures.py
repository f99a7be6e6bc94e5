"""What has to be said of a picture before it can go."""

from tabard.common.rules import Refused
from tabard.composing.models import Picture, Recognisable


def is_described(picture: Picture | None) -> Refused | None:
    """A picture has words for people who do not see it, or shows nothing that matters."""
    if picture is None or bool(picture.alt.strip()) != picture.is_decorative:
        return None
    if picture.is_decorative:
        return Refused("Delete the description, or do not call the picture decorative")
    return Refused("Describe the picture for people who do not see it")


def says_why_decorative(picture: Picture | None) -> Refused | None:
    """A picture goes without words for a reason."""
    if picture is None or not picture.is_decorative or picture.why_decorative.strip():
        return None
    return Refused("Say why the picture needs no description")


def says_who_is_shown(picture: Picture | None) -> Refused | None:
    """Whoever sends a picture has looked whether people can be recognised in it."""
    if picture is None or picture.people in Recognisable.values:
        return None
    return Refused("Say whether people can be recognised in the picture")


def says_where_they_agreed(picture: Picture | None) -> Refused | None:
    """Of people who can be recognised it is known where it stands that they agreed."""
    if picture is None or not picture.shows_people or picture.consent.strip():
        return None
    return Refused("Say where the consent of the people in the picture is recorded")


def lacks_words_or_answer(picture: Picture | None) -> Refused | None:
    """Give the first thing for which a picture cannot go anywhere yet."""
    return (
        is_described(picture)
        or says_why_decorative(picture)
        or says_who_is_shown(picture)
        or says_where_they_agreed(picture)
    )
