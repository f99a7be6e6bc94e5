"""What people do with applications and accreditations."""

from tabard.accreditation.actions.accreditations import (
    accredit,
    end,
    reopen,
    resume,
    suspend,
)
from tabard.accreditation.actions.appealing import (
    appeal,
    overturn,
    uphold,
)
from tabard.accreditation.actions.appeals import (
    appeal_move,
    overturn_move,
    uphold_move,
)
from tabard.accreditation.actions.applying import (
    apply,
    apply_again,
    withdraw,
)
from tabard.accreditation.actions.deciding import (
    decline,
    endorse,
    send_back,
)
from tabard.accreditation.actions.drafting import (
    drop_draft,
    keep_draft,
)
from tabard.accreditation.actions.evidence import (
    add_evidence,
)
from tabard.accreditation.actions.leaving import (
    close_for_leavers,
)
from tabard.accreditation.actions.moves import (
    follow,
    move,
    overtake,
    propose,
    set_aside,
)
from tabard.accreditation.actions.reminding import (
    remind,
)

__all__ = [
    "accredit",
    "add_evidence",
    "appeal",
    "appeal_move",
    "apply",
    "apply_again",
    "close_for_leavers",
    "decline",
    "drop_draft",
    "end",
    "endorse",
    "follow",
    "keep_draft",
    "move",
    "overtake",
    "overturn",
    "overturn_move",
    "propose",
    "remind",
    "reopen",
    "resume",
    "send_back",
    "set_aside",
    "suspend",
    "uphold",
    "uphold_move",
    "withdraw",
]
