"""Who has confirmed, at the council's sign-on, that it is them."""

from datetime import datetime, timedelta

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.sign_on import Said

# By which two clocks may differ.
LEEWAY = timedelta(minutes=1)


def has_confirmed(
    here: object, there: Person | None, said: Said, *, asked_at: datetime, now: datetime
) -> Refused | None:
    """Whoever is here has to have shown there, after we asked, that they are the same person."""
    if there is None or there != here:
        return Refused("Whoever signed in at the council's sign-on is not you.")
    if said.shown_at is None:
        return Refused(
            "The council's sign-on did not say when you signed in there, so it may have been long "
            "ago, or somebody else at your desk."
        )
    if not asked_at - LEEWAY <= said.shown_at <= now + LEEWAY:
        return Refused(
            "The council's sign-on did not ask you again, so it may have been somebody else at "
            "your desk."
        )
    return None
