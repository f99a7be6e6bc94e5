"""When a file of staff may be checked."""

from collections.abc import Sequence

from tabard.common.rules import Refused
from tabard.people.models import HowMany, Person
from tabard.people.rules.staff import may_keep_staff


def has_its_number(how_many: HowMany, *, most: int, said: int | None) -> Refused | None:
    """Where more would leave than a share, in per cent, it is only done with their number."""
    if not how_many.is_more_than(most) or said == how_many.leave:
        return None
    return Refused(
        f"{how_many.leave:,} of {how_many.staff:,} who can sign in would get a last working "
        f"day by this file. If that is meant, enter {how_many.leave} to confirm it."
    )


def may_check(by: Person, lacking: Sequence[str]) -> Refused | None:
    """An administrator checks it, once every column is named that is needed."""
    if lacking:
        return Refused(f"Say which column holds this: {', '.join(lacking).lower()}.")
    return may_keep_staff(by)


def keeps_an_administrator(how_many: int) -> Refused | None:
    """Those who are not in the file leave only while an administrator stays who does not."""
    if how_many:
        return None
    return Refused("No administrator would stay. Make somebody one who does not leave.")
