"""When a file of staff may be checked."""

from collections.abc import Sequence

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.staff import may_keep_staff


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
