"""When a council is entered."""

from tabard.common.rules import Refused


def may_set_up(*, is_there: bool) -> Refused | None:
    """Once: after that its administrators change what has to be changed."""
    if is_there:
        return Refused("The council is entered already. Its administrators can change it.")
    return None
