"""What people do with applications and accreditations."""

from tabard.accreditation.actions.accreditations import (
    accredit,
    end,
    reopen,
    resume,
    suspend,
)
from tabard.accreditation.actions.appealing import appeal, overturn, uphold
from tabard.accreditation.actions.applying import apply, apply_again, withdraw
from tabard.accreditation.actions.deciding import decline, endorse, send_back
from tabard.accreditation.actions.drafting import drop_draft, keep_draft
from tabard.accreditation.actions.reminding import remind

__all__ = [
    "accredit",
    "appeal",
    "apply",
    "apply_again",
    "decline",
    "drop_draft",
    "end",
    "endorse",
    "keep_draft",
    "overturn",
    "remind",
    "reopen",
    "resume",
    "send_back",
    "suspend",
    "uphold",
    "withdraw",
]
