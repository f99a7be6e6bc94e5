"""Who may write, and what has to be reviewed before it can go."""

from datetime import datetime

from tabard.accreditation.models import Goes, Permission
from tabard.common.rules import Refused


def may_write(permission: Permission) -> Refused | None:
    """Whoever is accredited writes; also those whose posts are checked first."""
    return Refused(permission.why) if permission.stops else None


def goes_to_review(
    permission: Permission, *, approved_at: datetime, is_reviewed: bool
) -> Refused | None:
    """A post goes to review that nobody has checked as it now has to be.

    A reviewer's approval holds, unless it was given before the accreditation ran out.
    """
    if permission.goes != Goes.CHECKED:
        return None
    if not is_reviewed:
        return Refused(permission.why)
    overtaken = [
        reason.why
        for reason in permission.reasons
        if reason.again_since is not None and approved_at < reason.again_since
    ]
    return Refused(" ".join(overtaken)) if overtaken else None
