"""Who may do what in training."""

from tabard.training.rules.arrangements import (
    may_arrange,
    may_enter,
    may_help,
    may_see_arrangements,
)
from tabard.training.rules.code import (
    LEAST_TIME_TO_AGREE,
    gives_time,
    is_ready,
    may_agree,
    may_overwrite,
    may_see_who_agreed,
    may_write_code,
)
from tabard.training.rules.preparation import (
    is_prepared,
)
from tabard.training.rules.scenarios import may_rehearse, may_say, may_see_rehearsal
from tabard.training.rules.sittings import (
    kinds_open,
    may_begin,
    may_finish,
    may_see_certificate,
    may_see_who_passed,
    may_sit,
    may_withdraw,
    opens_at,
)

__all__ = [
    "LEAST_TIME_TO_AGREE",
    "gives_time",
    "is_prepared",
    "is_ready",
    "kinds_open",
    "may_agree",
    "may_arrange",
    "may_begin",
    "may_enter",
    "may_finish",
    "may_help",
    "may_overwrite",
    "may_rehearse",
    "may_say",
    "may_see_arrangements",
    "may_see_certificate",
    "may_see_rehearsal",
    "may_see_who_agreed",
    "may_see_who_passed",
    "may_sit",
    "may_withdraw",
    "may_write_code",
    "opens_at",
]
