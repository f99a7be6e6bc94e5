"""Who may endorse, decide, suspend and speak."""

from tabard.accreditation.rules.accreditations import (
    may_govern,
    may_reopen,
    may_see_everybody,
    moves_about,
)
from tabard.accreditation.rules.applications import (
    MAY,
    NO_MANAGER,
    has_a_manager,
    may_accredit,
    may_appeal,
    may_apply,
    may_change,
    may_decide,
    may_endorse,
    may_hear,
    may_overturn,
    may_see,
    may_send_back,
    moves_open_to,
    not_applied_since,
)
from tabard.accreditation.rules.ladder import (
    may_appeal_move,
    may_decide_proposal,
    may_hear_move,
    may_move,
    may_see_evidence,
    may_see_ladder,
)
from tabard.accreditation.rules.permissions import (
    goes_to_review,
    may_write,
)
from tabard.accreditation.rules.suspensions import (
    is_soon_enough,
    may_say_read,
    may_see_suspension,
    may_tell,
    may_tend,
)

__all__ = [
    "MAY",
    "NO_MANAGER",
    "goes_to_review",
    "has_a_manager",
    "is_soon_enough",
    "may_accredit",
    "may_appeal",
    "may_appeal_move",
    "may_apply",
    "may_change",
    "may_decide",
    "may_decide_proposal",
    "may_endorse",
    "may_govern",
    "may_hear",
    "may_hear_move",
    "may_move",
    "may_overturn",
    "may_reopen",
    "may_say_read",
    "may_see",
    "may_see_everybody",
    "may_see_evidence",
    "may_see_ladder",
    "may_see_suspension",
    "may_send_back",
    "may_tell",
    "may_tend",
    "may_write",
    "moves_about",
    "moves_open_to",
    "not_applied_since",
]
