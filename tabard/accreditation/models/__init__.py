"""Applications, and the accreditations that come of them: who may speak, and until when."""

from tabard.accreditation.models.accreditations import (
    ACCREDITATION_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Standing,
    StandingKind,
    standing_of,
)
from tabard.accreditation.models.applications import (
    APPLICATION_LIFECYCLE,
    UNDER_WAY,
    Application,
    ApplicationState,
)

__all__ = [
    "ACCREDITATION_LIFECYCLE",
    "APPLICATION_LIFECYCLE",
    "UNDER_WAY",
    "Accreditation",
    "AccreditationState",
    "Application",
    "ApplicationState",
    "Standing",
    "StandingKind",
    "standing_of",
]
