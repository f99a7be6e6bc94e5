"""Who may, among people, and what follows from what they are."""

from tabard.people.rules.away import may_name_stand_in, may_say_away, may_stand_in
from tabard.people.rules.death import may_note_death, may_take_death_back
from tabard.people.rules.links import may_send_link
from tabard.people.rules.staff import (
    may_deactivate,
    may_give_roles,
    may_keep_staff,
    may_reactivate,
    may_see_off,
    may_set_leaving_date,
)
from tabard.people.rules.tokens import may_keep_tokens

__all__ = [
    "may_deactivate",
    "may_give_roles",
    "may_keep_staff",
    "may_keep_tokens",
    "may_name_stand_in",
    "may_note_death",
    "may_reactivate",
    "may_say_away",
    "may_see_off",
    "may_send_link",
    "may_set_leaving_date",
    "may_stand_in",
    "may_take_death_back",
]
