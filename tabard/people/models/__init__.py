"""The council's staff, who acts for whom, and who is away."""

from tabard.people.models.away import Absence, StandIn
from tabard.people.models.person import PeopleManager, Person, Role

__all__ = ["Absence", "PeopleManager", "Person", "Role", "StandIn"]
