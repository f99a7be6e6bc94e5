"""What Okta and Entra really send one after another, as their documentation records it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tabard.people.models import DirectoryGroup, Person, Role
from tabard.people.settings import GROUP_ROLES, GROUPS_BY_SCIM
from tabard.people.tests.test_scim import COUNCIL, GROUP, PATCH, USER, Answer, Directory
from tests import make


def okta_user(**differs: object) -> dict[str, object]:
    """Give a user as Okta writes one: with a locale, groups and a password that is not kept."""
    return {
        "schemas": [USER],
        "userName": "noor.ali@exampleton.example",
        "name": {"givenName": "Noor", "familyName": "Ali"},
        "emails": [{"primary": True, "value": "noor.ali@exampleton.example", "type": "work"}],
        "displayName": "Noor Ali",
        "locale": "en-GB",
        "externalId": "00u1okta",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
        **differs,
    }


@pytest.mark.django_db
def test_okta_looks_enters_replaces_closes_and_opens_again():
    directory = Directory()
    asked = 'Users?filter=userName eq "noor.ali@exampleton.example"&startIndex=1&count=100'

    before = directory.ask("GET", asked).told
    made = directory.ask("POST", "Users", okta_user())
    path = f"Users/{made.told['id']}"
    read = directory.ask("GET", path).told
    renamed = {**read, **okta_user(name={"givenName": "Noor", "familyName": "Ali-Khan"})}
    replaced = directory.ask("PUT", path, renamed)
    closed = directory.ask("PUT", path, {**renamed, "active": False})
    person = Person.objects.get(pk=made.told["id"])
    was_active = person.is_active
    opened = directory.ask("PUT", path, renamed)

    assert (before["totalResults"], made.status_code) == (0, 201)
    assert [one.status_code for one in (replaced, closed, opened)] == [200, 200, 200]
    assert (was_active, Person.objects.get(pk=person.pk).is_active) == (False, True)
    assert person.last_name == "Ali-Khan"
    assert not person.has_usable_password()
    assert directory.ask("GET", asked).told["totalResults"] == 1


@pytest.mark.django_db
def test_okta_replaces_a_group_by_id_and_name_and_changes_members_in_one_patch():
    directory = Directory()
    make.chosen(GROUPS_BY_SCIM, value=True)
    make.chosen(GROUP_ROLES, ["Reviewers of Tabard = Reviewer"])
    one, two, three = (make.person() for _ in range(3))
    told = {"schemas": [GROUP], "displayName": "Tabard", "members": []}
    group = directory.ask("POST", "Groups", told).told
    path = f"Groups/{group['id']}"

    renamed = directory.patch(
        path,
        {"op": "replace", "value": {"id": group["id"], "displayName": "Reviewers of Tabard"}},
    )
    added = directory.patch(
        path,
        {"op": "add", "path": "members", "value": [{"value": str(one.pk), "display": "one"}]},
        {"op": "add", "path": "members", "value": [{"value": str(two.pk), "display": "two"}]},
        {"op": "remove", "path": f'members[value eq "{one.pk}"]'},
    )
    replaced = directory.patch(
        path, {"op": "replace", "path": "members", "value": [{"value": str(three.pk)}]}
    )

    assert renamed.told["displayName"] == "Reviewers of Tabard"
    assert [member["value"] for member in added.told["members"]] == [str(two.pk)]
    assert [member["value"] for member in replaced.told["members"]] == [str(three.pk)]
    roles = [Person.objects.get(pk=person.pk).roles for person in (one, two, three)]
    assert roles == [[], [], [Role.REVIEWER]]


@pytest.mark.django_db
def test_entra_tries_its_connection_enters_changes_and_deletes():
    directory = Directory()

    tried = directory.ask("GET", 'Users?filter=userName eq "a-guid-that-nobody-has"')
    made = directory.enter()
    changed = directory.patch(
        f"Users/{made['id']}",
        {"op": "Replace", "path": "name.familyName", "value": "Okafor-Lee"},
        {"op": "Add", "path": f"{COUNCIL}:leavesOn", "value": "2031-03-31T00:00:00Z"},
        {"op": "Replace", "path": "active", "value": "False"},
    )
    gone = directory.ask("DELETE", f"Users/{made['id']}")

    assert (tried.status_code, tried.told["totalResults"]) == (200, 0)
    assert (changed.status_code, changed.told["active"]) == (200, False)
    assert (gone.status_code, directory.ask("GET", f"Users/{made['id']}").status_code) == (204, 404)


@pytest.mark.django_db(transaction=True)
def test_members_that_are_added_at_once_are_all_there_and_none_is_refused():
    directory = Directory()
    people = [make.person() for _ in range(6)]
    told = {"schemas": [GROUP], "displayName": "Everybody", "members": []}
    group = directory.ask("POST", "Groups", told).told

    def add(person: Person) -> int:
        operation = {"op": "add", "path": "members", "value": [{"value": str(person.pk)}]}
        sent: Answer = directory.ask(
            "PATCH",
            f"Groups/{group['id']}",
            {"schemas": [PATCH], "Operations": [operation]},
        )
        connection.close()
        status: int = sent.status_code
        return status

    with ThreadPoolExecutor(max_workers=3) as pool:
        statuses = list(pool.map(add, people))

    assert {status // 100 for status in statuses} == {2}
    members = DirectoryGroup.objects.get().members.values_list("pk", flat=True)
    assert set(members) == {person.pk for person in people}
