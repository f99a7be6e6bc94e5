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
from tabard.accreditation.actions.chasing import (
    chase,
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
    Said,
    add_evidence,
)
from tabard.accreditation.actions.hearing import (
    ask_again,
    overturn_suspension,
    say_side,
    uphold_suspension,
)
from tabard.accreditation.actions.leaving import (
    close_for_leavers,
)
from tabard.accreditation.actions.mistakes import (
    take_up_after_a_mistake,
)
from tabard.accreditation.actions.moves import (
    follow,
    move,
    overtake,
    propose,
    set_aside,
)
from tabard.accreditation.actions.night import (
    run_at_night,
    run_night,
)
from tabard.accreditation.actions.reminding import (
    remind,
)
from tabard.accreditation.actions.renewals import (
    endorse_renewal,
    look_at_renewal,
    renew,
    send_renewal_back,
)
from tabard.accreditation.actions.renewing import (
    begin_renewal,
    give_up,
    overtake_renewals,
    send_review,
)
from tabard.accreditation.actions.suspensions import (
    look_again,
    resume,
    say_read,
    suspend,
    tell,
)

__all__ = [
    "Said",
    "accredit",
    "add_evidence",
    "appeal",
    "appeal_move",
    "apply",
    "apply_again",
    "ask_again",
    "begin_renewal",
    "chase",
    "close_for_leavers",
    "decline",
    "drop_draft",
    "end",
    "endorse",
    "endorse_renewal",
    "follow",
    "give_up",
    "keep_draft",
    "look_again",
    "look_at_renewal",
    "move",
    "overtake",
    "overtake_renewals",
    "overturn",
    "overturn_move",
    "overturn_suspension",
    "propose",
    "remind",
    "renew",
    "reopen",
    "resume",
    "run_at_night",
    "run_night",
    "say_read",
    "say_side",
    "send_back",
    "send_renewal_back",
    "send_review",
    "set_aside",
    "suspend",
    "take_up_after_a_mistake",
    "tell",
    "uphold",
    "uphold_move",
    "uphold_suspension",
    "withdraw",
]
