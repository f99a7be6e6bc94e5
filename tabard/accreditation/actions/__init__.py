"""What people do with applications and accreditations."""

from tabard.accreditation.actions.accreditations import (
    accredit,
    end,
    reopen,
    resume,
    suspend,
)
from tabard.accreditation.actions.applying import apply, apply_again, withdraw
from tabard.accreditation.actions.deciding import decline, endorse, send_back

__all__ = [
    "accredit",
    "apply",
    "apply_again",
    "decline",
    "end",
    "endorse",
    "reopen",
    "resume",
    "send_back",
    "suspend",
    "withdraw",
]
