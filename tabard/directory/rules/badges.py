"""Who has a badge to put on their contact details."""

from tabard.accreditation.models import Standing, StandingKind
from tabard.common.rules import Refused

NOT_LISTED = Refused(
    "You have a badge as soon as residents find you in the directory: when your first account is "
    "connected."
)


def may_have_badge(standing: Standing) -> Refused | None:
    """Whoever is accredited has one, and nobody before or after that."""
    if standing.kind == StandingKind.ACCREDITED:
        return None
    return Refused(f"You have a badge while you are accredited. {standing.why}")
