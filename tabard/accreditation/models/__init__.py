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
from tabard.accreditation.models.circumstances import (
    Circumstances,
    Lack,
    permission_of,
)
from tabard.accreditation.models.drafts import (
    AN_APPLICATION,
    Draft,
)
from tabard.accreditation.models.evidence import (
    Evidence,
    EvidenceKind,
)
from tabard.accreditation.models.ladder import (
    LadderRules,
    Need,
    Tally,
    needs,
    wanted,
)
from tabard.accreditation.models.moves import (
    MOVE_APPEAL_LIFECYCLE,
    PROPOSAL_LIFECYCLE,
    Move,
    MoveAppeal,
    MoveAppealState,
    Proposal,
    ProposalState,
)
from tabard.accreditation.models.permissions import (
    GO_UNCHECKED,
    Goes,
    Permission,
    Reason,
    Rung,
    WayOut,
)
from tabard.accreditation.models.suspensions import (
    Suspension,
)

__all__ = [
    "ACCREDITATION_LIFECYCLE",
    "AN_APPLICATION",
    "APPLICATION_LIFECYCLE",
    "GO_UNCHECKED",
    "MOVE_APPEAL_LIFECYCLE",
    "PROPOSAL_LIFECYCLE",
    "UNDER_WAY",
    "Accreditation",
    "AccreditationState",
    "Application",
    "ApplicationState",
    "Circumstances",
    "Draft",
    "Evidence",
    "EvidenceKind",
    "Goes",
    "Lack",
    "LadderRules",
    "Move",
    "MoveAppeal",
    "MoveAppealState",
    "Need",
    "Permission",
    "Proposal",
    "ProposalState",
    "Reason",
    "Rung",
    "Standing",
    "StandingKind",
    "Suspension",
    "Tally",
    "Today",
    "WayOut",
    "needs",
    "permission_of",
    "standing_of",
    "wanted",
]
