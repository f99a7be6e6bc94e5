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
    rung_after,
)
from tabard.accreditation.models.permissions import (
    GO_UNCHECKED,
    Goes,
    Permission,
    Reason,
    Rung,
    WayOut,
)
from tabard.accreditation.models.renewals import (
    RENEWAL_LIFECYCLE,
    TO_BE_RENEWED,
    WITH_THE_PERSON,
    Night,
    Renewal,
    RenewalState,
    against_renewal,
    days_left,
    end_of,
    renewed_until,
    step_of,
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
    "RENEWAL_LIFECYCLE",
    "TO_BE_RENEWED",
    "UNDER_WAY",
    "WITH_THE_PERSON",
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
    "Night",
    "Permission",
    "Proposal",
    "ProposalState",
    "Reason",
    "Renewal",
    "RenewalState",
    "Rung",
    "Standing",
    "StandingKind",
    "Suspension",
    "Tally",
    "Today",
    "WayOut",
    "against_renewal",
    "days_left",
    "end_of",
    "needs",
    "permission_of",
    "renewed_until",
    "rung_after",
    "standing_of",
    "step_of",
    "wanted",
]
