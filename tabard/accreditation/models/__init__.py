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
    Today,
)
from tabard.accreditation.models.circumstances import Circumstances, Lack, permission_of
from tabard.accreditation.models.drafts import Draft
from tabard.accreditation.models.permissions import (
    GO_UNCHECKED,
    Goes,
    Permission,
    Reason,
    Rung,
    WayOut,
)

__all__ = [
    "ACCREDITATION_LIFECYCLE",
    "APPLICATION_LIFECYCLE",
    "GO_UNCHECKED",
    "UNDER_WAY",
    "Accreditation",
    "AccreditationState",
    "Application",
    "ApplicationState",
    "Circumstances",
    "Draft",
    "Goes",
    "Lack",
    "Permission",
    "Reason",
    "Rung",
    "Standing",
    "StandingKind",
    "Today",
    "WayOut",
    "permission_of",
    "standing_of",
]
