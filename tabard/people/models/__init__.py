"""The council's staff, who acts for whom, who is away, and files of staff on their way in."""

from tabard.people.models.addresses import AddressChange
from tabard.people.models.away import Absence, StandIn
from tabard.people.models.groups import DirectoryGroup, GroupsApplied
from tabard.people.models.importing import (
    IMPORT_LIFECYCLE,
    UNDER_WAY,
    HowMany,
    ImportRow,
    ImportState,
    Outcome,
    StaffImport,
)
from tabard.people.models.invitations import Invitation
from tabard.people.models.person import PeopleManager, Person, Role
from tabard.people.models.tokens import ApiToken, Scope, digest_of, new_secret

__all__ = [
    "IMPORT_LIFECYCLE",
    "UNDER_WAY",
    "Absence",
    "AddressChange",
    "ApiToken",
    "DirectoryGroup",
    "GroupsApplied",
    "HowMany",
    "ImportRow",
    "ImportState",
    "Invitation",
    "Outcome",
    "PeopleManager",
    "Person",
    "Role",
    "Scope",
    "StaffImport",
    "StandIn",
    "digest_of",
    "new_secret",
]
