"""What is done with people and their sign-in."""

from tabard.people.actions.administrators import LastAdministratorError
from tabard.people.actions.away import end_stand_in, name_stand_in, say_away, say_back
from tabard.people.actions.council import About, change_council, set_up
from tabard.people.actions.death import note_death, take_death_back
from tabard.people.actions.groups import apply_groups, drop_group, keep_group
from tabard.people.actions.importing import (
    Leavers,
    NumberNeededError,
    Upload,
    apply,
    check,
    drop,
    forget_imports,
    upload,
)
from tabard.people.actions.invitations import give_invitations, invite, invite_all
from tabard.people.actions.leaving import (
    deactivate,
    leave,
    leave_at_once,
    let_go,
    reactivate,
    see_off,
    set_leaving_date,
)
from tabard.people.actions.services import add_service, change_service
from tabard.people.actions.sessions import end_sessions
from tabard.people.actions.staff import (
    Particulars,
    UnfitError,
    change,
    enter,
    release_address,
    set_roles,
)
from tabard.people.actions.tokens import end_token, make_token, note_lost_makers

__all__ = [
    "About",
    "LastAdministratorError",
    "Leavers",
    "NumberNeededError",
    "Particulars",
    "UnfitError",
    "Upload",
    "add_service",
    "apply",
    "apply_groups",
    "change",
    "change_council",
    "change_service",
    "check",
    "deactivate",
    "drop",
    "drop_group",
    "end_sessions",
    "end_stand_in",
    "end_token",
    "enter",
    "forget_imports",
    "give_invitations",
    "invite",
    "invite_all",
    "keep_group",
    "leave",
    "leave_at_once",
    "let_go",
    "make_token",
    "name_stand_in",
    "note_death",
    "note_lost_makers",
    "reactivate",
    "release_address",
    "say_away",
    "say_back",
    "see_off",
    "set_leaving_date",
    "set_roles",
    "set_up",
    "take_death_back",
    "upload",
]
