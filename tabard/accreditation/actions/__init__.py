"""What people do with applications and accreditations."""

from tabard.accreditation.actions.accreditations import (
    accredit,
    end,
    reopen,
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
from tabard.accreditation.actions.suspensions import (
    chase,
    look_again,
    resume,
    say_read,
    suspend,
    tell,
)

__all__ = [
    "accredit",
    "add_evidence",
    "appeal",
    "appeal_move",
    "apply",
    "apply_again",
    "chase",
    "close_for_leavers",
    "decline",
    "drop_draft",
    "end",
    "endorse",
    "follow",
    "keep_draft",
    "look_again",
    "move",
    "overtake",
    "overturn",
    "overturn_move",
    "propose",
    "remind",
    "reopen",
    "resume",
    "say_read",
    "send_back",
    "set_aside",
    "suspend",
    "tell",
    "uphold",
    "uphold_move",
    "withdraw",
]
