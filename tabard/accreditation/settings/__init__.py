"""What a council sets of applying, of being accredited and of the trust ladder."""

from tabard.accreditation.settings.applying import (
    COUNCILLORS,
    DAYS_TO_CONNECT,
    NAMING_RULE,
    RESERVED_NAMES,
)
from tabard.accreditation.settings.ladder import FIRST_RUNG, WEEKS_TO_REVIEW

__all__ = [
    "COUNCILLORS",
    "DAYS_TO_CONNECT",
    "FIRST_RUNG",
    "NAMING_RULE",
    "RESERVED_NAMES",
    "WEEKS_TO_REVIEW",
]
