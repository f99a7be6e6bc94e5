"""Who has which part in the pilot."""

from collections.abc import Sequence

from django.db.models import QuerySet

from tabard.people.models import ApiToken, Person, Role, Scope
from tabard.people.settings import GROUP_ROLES, GROUPS_BY_SCIM
from tabard.record.queries import entries_about, facts_of


def programme_team() -> QuerySet[Person]:
    """Give those who decide applications."""
    return Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)


def administrators() -> QuerySet[Person]:
    """Give those who look after the installation."""
    return Person.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)


def appeal_panel() -> QuerySet[Person]:
    """Give those who hear appeals: the programme team and oversight officers."""
    roles = [Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER]
    return Person.objects.filter(roles__overlap=roles, is_active=True)


def own_lines(person: Person, lines: Sequence[str]) -> frozenset[str]:
    """Give those of these lines by which somebody would give roles to themselves.

    They wrote them, or all of them where they let in the system that says who is in which group.
    """
    if GROUPS_BY_SCIM.value and _lets_in_groups(person):
        return frozenset(lines)
    return frozenset(line for line, by in _written_by(lines).items() if by == person.pk)


def _lets_in_groups(person: Person) -> bool:
    return ApiToken.objects.filter(made_by=person, scopes__contains=[Scope.GROUPS]).exists()


def _written_by(lines: Sequence[str]) -> dict[str, int | None]:
    """Find in the record who wrote each line as it stands: the last who brought it in."""
    written: dict[str, int | None] = {}
    for entry in entries_about("key", GROUP_ROLES.key).order_by("pk"):
        facts = facts_of(entry)
        before = set((facts.get("before") or "").splitlines())
        after = set((facts.get("after") or "").splitlines())
        written |= dict.fromkeys(after - before, facts.get("by"))
    return {line: written.get(line) for line in lines}


def was_withheld(person: Person, roles: Sequence[str]) -> bool:
    """Say whether the last that was withheld from somebody was the same."""
    last = entries_about("person", person.pk).filter(kind="roles withheld").order_by("pk").last()
    return last is not None and facts_of(last).get("roles") == list(roles)
