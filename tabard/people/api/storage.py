"""Where the SCIM server reads and writes: the staff and its groups, by the actions of this app."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from scim2_models import (
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from tabard.common.rules import NotAllowedError
from tabard.people import actions
from tabard.people.api import groups, users
from tabard.people.api.filters import Asking, is_number
from tabard.people.models import ApiToken, DirectoryGroup, Person
from tabard.people.settings import SERVICE_IF_NONE

UNIQUE = {"email", "external_id", "user_name", "displayName", "externalId"}


class StaffStorage(ScimStorage):
    """The staff, as one token may keep it."""

    def __init__(self, by: ApiToken, *, changes: bool) -> None:
        # What is about to be changed is held from its first look on: of two who change the same
        # thing at once the second waits, and goes on from what the first has made of it.
        self._by, self._changes = by, changes

    def operation(self) -> AbstractContextManager[None]:
        """Do all of one operation or nothing."""
        return transaction.atomic()

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Give one user or group."""
        found = _found(resource_type, resource_id, lock=self._changes)
        return self._shown(found, response_parameters)

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ARG002 - of cursors, which are not offered
    ) -> SearchPage:
        """Give one page of users, of groups, or of users and then groups."""
        is_strict = len(resource_types) == 1
        found = [_asked(one, search_request, is_strict=is_strict) for one in resource_types]
        sizes = [one.count() for one in found]
        start, count = (search_request.start_index or 1) - 1, search_request.count
        end = sum(sizes) if count is None else start + count
        page: list[Resource[Any]] = []
        for one, size in zip(found, sizes, strict=True):
            some = one[max(start, 0) : max(end, 0)] if end > 0 else []
            page += [self._shown(known, search_request) for known in some]
            start, end = start - size, end - size
        return SearchPage(sum(sizes), page)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Enter somebody, or a group."""
        with _refusals():
            if _is_user(resource_type):
                kept: Person | DirectoryGroup = users.enter(resource, self._by)
            else:
                kept = groups.keep(DirectoryGroup(), resource, self._by)  # type: ignore[arg-type]  # a group
        return self.get(resource_type, str(kept.pk))

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        """Let somebody, or a group, be as the directory tells."""
        known = _found(resource_type, str(resource.id), lock=True)
        _check(known, expected_version)
        with _refusals():
            if isinstance(known, Person):
                users.keep(known, resource, self._by)
            else:
                groups.keep(known, resource, self._by)  # type: ignore[arg-type]  # a group
        return self.get(resource_type, str(known.pk))

    def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,
    ) -> None:
        """Let the directory know somebody no more: what they did stays, and so do they."""
        known = _found(resource_type, resource_id, lock=True)
        _check(known, expected_version)
        with _refusals():
            if isinstance(known, Person):
                actions.let_go(known, by=self._by)
            else:
                actions.drop_group(known, by=self._by)

    def _shown(
        self, known: Person | DirectoryGroup, asked: ResponseParameters[Any] | None = None
    ) -> Resource[Any]:
        if isinstance(known, Person):
            return users.shown(known, no_service=self._no_service)
        return groups.shown(known, with_members=_wants_members(asked))

    @cached_property
    def _no_service(self) -> str:
        return SERVICE_IF_NONE.value


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what our actions refuse in SCIM's words."""
    try:
        yield
    except actions.UnfitError as unfit:
        if unfit.field in UNIQUE:
            raise UniquenessException(detail=str(unfit)) from unfit
        raise InvalidValueException(detail=str(unfit)) from unfit
    except NotAllowedError as refused:
        raise InvalidValueException(detail=str(refused)) from refused


def _is_user(resource_type: ResourceType) -> bool:
    return resource_type.name == "User"


def _all(resource_type: ResourceType) -> QuerySet[Any]:
    return users.people() if _is_user(resource_type) else groups.groups()


def _found(resource_type: ResourceType, resource_id: str, *, lock: bool = False) -> Any:
    known = _all(resource_type)
    if lock:
        known = known.select_for_update(of=["self"])
    found = known.filter(pk=int(resource_id)).first() if is_number(resource_id) else None
    if found is None:
        raise NotFoundException(detail=f"There is no {resource_type.name} {resource_id}")
    return found


def _asked(
    resource_type: ResourceType, search_request: SearchRequest[Any], *, is_strict: bool
) -> QuerySet[Any]:
    found = _all(resource_type).order_by("pk")
    if search_request.filter is None:
        return found
    kind = users if _is_user(resource_type) else groups
    asking = Asking(kind.NAMES, kind.THERE, is_strict=is_strict)
    return found.filter(asking.visit(search_request.filter.ast))


def _wants_members(asked: ResponseParameters[Any] | None) -> bool:
    """Say whether the members of a group are to be shown: there may be thousands."""
    if asked is None:
        return True
    if asked.attributes:
        return any(
            str(one).lower().split(":")[-1].startswith("members") for one in asked.attributes
        )
    left_out = [str(one).lower().split(":")[-1] for one in asked.excluded_attributes or []]
    return "members" not in left_out


def _check(known: Person | DirectoryGroup, expected: str | None) -> None:
    version = users.version_of(known) if isinstance(known, Person) else groups.version_of(known)
    if expected is not None and expected != version:
        raise PreconditionFailedException(detail="It was changed meanwhile")
