"""Members of staff as SCIM's users."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from scim2_models import InvalidValueException, Meta, Resource

from tabard.council.models import Service
from tabard.people import actions
from tabard.people.actions import Particulars
from tabard.people.api.filters import (
    always,
    exact,
    is_number,
    moment,
    number,
    text,
    truth,
)
from tabard.people.api.resources import CouncilUser, EnterpriseUser, Staff
from tabard.people.models import ApiToken, Person
from tabard.people.settings import ADD_SERVICES, SERVICE_IF_NONE

NAMES = {
    "id": number("pk"),
    "externalid": exact("external_id"),
    "username": text("scim_name"),
    "emails": text("email"),
    "emails.value": text("email"),
    "emails.type": always("work"),
    "active": truth("is_active"),
    "displayname": text("whole_name"),
    "name.givenname": text("first_name"),
    "name.familyname": text("last_name"),
    "title": text("job_title"),
    "department": text("service__name"),
    "manager.value": number("manager_id"),
    "groups": number("directory_groups"),
    "groups.value": number("directory_groups"),
    "meta.created": moment("created_at"),
    "meta.lastmodified": moment("changed_at"),
}
ALWAYS = Q(pk__isnull=False)
THERE = {
    **dict.fromkeys(["id", "username", "emails", "emails.value", "active", "displayname"], ALWAYS),
    **dict.fromkeys(["name", "name.givenname", "name.familyname"], ALWAYS),
    **dict.fromkeys(["emails.type", "department", "meta.created"], ALWAYS),
    "meta.lastmodified": ALWAYS,
    "externalid": ~Q(external_id=""),
    "title": ~Q(job_title=""),
    "manager": Q(manager__isnull=False),
    "manager.value": Q(manager__isnull=False),
    "groups": Q(directory_groups__isnull=False),
    "groups.value": Q(directory_groups__isnull=False),
}


def people() -> QuerySet[Person]:
    """Give everybody whom the directory knows or may come to know, with what a filter asks of."""
    known = Person.objects.filter(let_go_at__isnull=True).select_related("service")
    return known.annotate(
        whole_name=Concat("first_name", Value(" "), "last_name"),
        scim_name=Case(When(user_name="", then=F("email")), default=F("user_name")),
    ).prefetch_related("directory_groups")


def shown(person: Person, *, no_service: str) -> Resource[Any]:
    """Give somebody as SCIM shows them; `no_service` is that of people without a department."""
    told: dict[str, Any] = {
        "id": str(person.pk),
        "externalId": person.external_id or None,
        "userName": person.user_name or person.email,
        "name": {
            "givenName": person.first_name,
            "familyName": person.last_name,
        },
        "displayName": person.name,
        "title": person.job_title or None,
        "active": person.is_active,
        "emails": [{"value": person.email, "type": "work"}],
        "groups": [
            {"value": str(group.pk), "$ref": f"Groups/{group.pk}", "display": str(group)}
            for group in person.directory_groups.all()
        ]
        or None,
    }
    if work := _work(person, no_service):
        told[str(EnterpriseUser.__schema__)] = work
    if person.leaves_on:
        told[str(CouncilUser.__schema__)] = {"leavesOn": str(person.leaves_on)}
    user = Staff.model_validate(told)
    user.meta = Meta(
        resource_type="User",
        created=person.created_at,
        last_modified=person.changed_at,
        version=version_of(person),
    )
    return user


def _work(person: Person, no_service: str) -> dict[str, Any]:
    work: dict[str, Any] = {}
    if person.service.name != no_service:
        work["department"] = person.service.name
    if person.manager_id:
        manager = str(person.manager_id)
        work["manager"] = {"value": manager, "$ref": f"Users/{manager}"}
    return work


def version_of(person: Person) -> str:
    """Give what changes whenever somebody is changed."""
    return f'W/"{int(person.changed_at.timestamp() * 1_000_000)}"'


def enter(user: Any, by: ApiToken) -> Person:
    """Enter somebody of whom the directory tells for the first time."""
    known = _let_go(user)
    if known is not None:
        _make_way(user, known, by)
        actions.reactivate(known, by=by)
        return keep(known, user, by)
    _make_way(user, None, by)
    person = actions.enter(_particulars(user, None, by), by=by)
    return _follow(person, user, by)


def _let_go(user: Any) -> Person | None:
    """Find somebody whom the directory had deleted and tells of again.

    Who it is says the number. An address alone says it only where one of the two has no number:
    addresses pass to successors.
    """
    gone = Person.objects.filter(let_go_at__isnull=False)
    if user.external_id and (known := gone.filter(external_id=user.external_id).first()):
        return known
    address, _ = _address(user, None)
    same_address = gone.filter(email__iexact=address)
    return (same_address.filter(external_id="") if user.external_id else same_address).first()


def _make_way(user: Any, person: Person | None, by: ApiToken) -> None:
    """Have those whom the directory let go give up the address that is somebody else's now."""
    address = _fitting("emails", _address(user, person)[0], 254)
    called = _fitting("userName", user.user_name, 255)
    held = Q(email__iexact=address) | Q(user_name__iexact=called)
    gone = Person.objects.filter(held, let_go_at__isnull=False)
    for one in gone.exclude(pk=person.pk if person else 0):
        actions.release_address(one, by=by)


def keep(person: Person, user: Any, by: ApiToken) -> Person:
    """Let somebody be as the directory tells."""
    _make_way(user, person, by)
    person = actions.change(person, _particulars(user, person, by), by=by)
    return _follow(person, user, by)


def _follow(person: Person, user: Any, by: ApiToken) -> Person:
    """Do what follows of whether they are active, and until when."""
    active, leaves_on = user.active is not False, _leaves_on(user)
    if person.death_noted_at is not None:
        # A directory of staff learns of it later, or not at all.
        return person
    if active and not person.is_active:
        person = actions.reactivate(person, by=by)
        if leaves_on and leaves_on < localdate():
            # Whoever is let in again has not the last working day of the time before.
            leaves_on = person.leaves_on
    if leaves_on != person.leaves_on and person.left_at is None:
        person = actions.set_leaving_date(person, leaves_on, by=by)
    if not active and person.is_active:
        person = actions.deactivate(person, by=by)
    return person


def _leaves_on(user: Any) -> date | None:
    extension = user[CouncilUser]
    told = extension.leaves_on if extension else None
    if not told:
        return None
    try:
        return date.fromisoformat(told[: len("2026-11-24")])
    except ValueError as wrong:
        raise InvalidValueException(detail=f"leavesOn {told} is no date as 2026-11-24") from wrong


def _particulars(user: Any, known: Person | None, by: ApiToken) -> Particulars:
    work = user[EnterpriseUser]
    address, is_name = _address(user, known)
    return Particulars(
        first_name=_fitting("name.givenName", user.name.given_name, 100),
        last_name=_fitting("name.familyName", user.name.family_name, 100),
        email=_fitting("emails", address, 254),
        job_title=_fitting("title", user.title or "", 150),
        service=_service(work.department if work else None, by),
        manager=_manager(work.manager if work else None),
        external_id=_fitting("externalId", user.external_id or "", 255),
        user_name=_fitting("userName", user.user_name, 255),
        address_by_name=is_name,
    )


def _fitting(name: str, value: str, longest: int) -> str:
    plain = " ".join(value.split())
    if not plain.isprintable() or len(plain) > longest:
        raise InvalidValueException(detail=f"{name} has more than {longest} or unprintable signs")
    return plain


def _address(user: Any, known: Person | None) -> tuple[str, bool]:
    """Give the address by which somebody is known, and whether it is their user name.

    A directory that sends none has them sign in by their address. A part of them that it changes
    later comes with the address that stood here, which goes on being the name.
    """
    told, name = _told(user), " ".join(str(user.user_name or "").split())
    goes_on = known is not None and known.address_by_name and told == known.email
    if (goes_on or not told) and _is_address(name):
        return name, True
    if not told:
        detail = f"emails has no address, and userName {name} is none either"
        raise InvalidValueException(detail=detail)
    return told, False


def _told(user: Any) -> str:
    """Give the first address that a directory sends, the one for work before any other."""
    emails = [one for one in user.emails or [] if one.value]
    return str(min(emails, key=lambda one: one.type != "work").value) if emails else ""


def _is_address(name: str) -> bool:
    try:
        validate_email(name)
    except ValidationError:
        return False
    return True


def _service(department: str | None, by: ApiToken) -> Service:
    name = _fitting("department", department or "", 100) or SERVICE_IF_NONE.value
    known = Service.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    if department and not ADD_SERVICES.value:
        return _service(None, by)
    return actions.add_service(name, "", by=by)


def _manager(manager: Any) -> Person | None:
    if manager is None or not manager.value:
        return None
    if is_number(manager.value) and (known := people().filter(pk=int(manager.value)).first()):
        return known
    raise InvalidValueException(detail=f"There is no user {manager.value} to be the manager")
