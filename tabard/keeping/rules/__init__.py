"""Who says who holds an account, and what becomes of it."""

from tabard.keeping.rules.holding import (
    may_be_presented,
    may_end_holding,
    may_give,
    may_hold,
    may_keep,
    may_see,
    may_see_all,
)

__all__ = [
    "may_be_presented",
    "may_end_holding",
    "may_give",
    "may_hold",
    "may_keep",
    "may_see",
    "may_see_all",
]
