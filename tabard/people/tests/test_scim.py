"""The SCIM server: who is let in, what a directory does with people and groups, what it may not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.council import actions as council
from tabard.council.models import Service
from tabard.people import actions
from tabard.people.api.quirks import as_meant
from tabard.people.models import ApiToken, DirectoryGroup, Person, Role
from tabard.people.settings import ADD_SERVICES, GROUP_ROLES, GROUPS_BY_SCIM
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make
from tests.confirmed import confirm

pytestmark = pytest.mark.django_db
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
COUNCIL = "urn:ietf:params:scim:schemas:extension:tabard:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


class Answer:
    """What the server answered, and what it told."""

    def __init__(self, answer: Any) -> None:
        self.status_code, self.headers, self.content = (
            answer.status_code,
            answer.headers,
            answer.content,
        )
        self.told: Any = json.loads(answer.content) if answer.content else None


class Directory:
    """The council's directory, with its token."""

    def __init__(self) -> None:
        make.council()
        self.token, self.secret = actions.make_token("Entra", days=90, by=make.administrator())
        self.client = Client()

    def ask(self, method: str, path: str, told: Any = None, **headers: str) -> Answer:
        answer = self.client.generic(
            method,
            f"/scim/v2/{path}",
            json.dumps(told) if told is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.secret}", **headers},
        )
        return Answer(answer)

    def enter(self, **differs: Any) -> dict[str, Any]:
        answer = self.ask("POST", "Users", user(**differs))
        assert answer.status_code == 201, answer.told
        return dict(answer.told)

    def patch(self, path: str, *operations: dict[str, Any]) -> Answer:
        """Change a thing; give it as it is then, or the refusal."""
        told = {"schemas": [PATCH], "Operations": list(operations)}
        answer = self.ask("PATCH", path, told)
        return self.ask("GET", path) if answer.status_code == 204 else answer


@pytest.fixture
def directory() -> Directory:
    return Directory()


def user(**differs: Any) -> dict[str, Any]:
    return {
        "schemas": [USER, ENTERPRISE],
        "userName": "zoe.okafor@exampleton.example",
        "externalId": "40100",
        "name": {"givenName": "Zoë", "familyName": "Okafor"},
        "emails": [{"value": "zoe.okafor@exampleton.example", "type": "work", "primary": True}],
        "title": "Driver",
        "active": True,
        ENTERPRISE: {"department": "Libraries"},
        **differs,
    }


def kinds(after: int = 0) -> list[tuple[str, str]]:
    """Give what was recorded since, with the system that did it."""
    entries = Entry.objects.filter(pk__gt=after).order_by("pk")
    return [(entry.kind, facts_of(entry).get("token", "")) for entry in entries]


def last() -> int:
    return Entry.objects.latest("pk").pk


def test_nobody_is_let_in_without_a_good_token(directory: Directory):
    person = make.person()
    asked = [
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": f"Basic {directory.secret}"},
        {"Authorization": f"Bearer {directory.token.digest}"},
    ]

    answers = [Answer(Client().get("/scim/v2/Users", headers=one)) for one in asked]
    signed_in = Client()
    signed_in.force_login(make.administrator())
    answers.append(Answer(signed_in.get(f"/scim/v2/Users/{person.pk}")))
    ApiToken.objects.update(scopes=[])
    answers.append(directory.ask("GET", "Users"))

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="SCIM"'
    assert answers[0].told["schemas"] == [ERROR]
    assert person.email not in answers[4].content.decode()
    assert Client().get("/scim/v2/ServiceProviderConfig").status_code == 200
    assert Client().get("/scim/v2/Schemas").status_code == 401


def test_a_token_runs_out_and_can_be_ended(directory: Directory):
    by = make.administrator()
    assert directory.ask("GET", "Users").status_code == 200
    directory.token.refresh_from_db()
    assert directory.token.used_at is not None

    actions.end_token(directory.token, by=by)
    actions.end_token(directory.token, by=by)
    assert directory.ask("GET", "Users").status_code == 401
    _, directory.secret = actions.make_token("Entra", days=1, by=by)
    assert directory.ask("GET", "Users").status_code == 200
    ApiToken.objects.filter(name="Entra", ended_at=None).update(
        made_at=timezone.now() - timedelta(days=2), until=timezone.now()
    )

    assert directory.ask("GET", "Users").status_code == 401
    assert [kind for kind, _ in kinds()] == ["token made", "token ended", "token made"]


def test_nothing_of_a_token_is_kept_by_which_it_could_be_used(directory: Directory):
    stored = ApiToken.objects.values().get()
    entry = Entry.objects.get(kind="token made")

    assert directory.secret.startswith("tabard_")
    assert directory.secret not in str(stored)
    assert directory.secret not in str(facts_of(entry))


def test_a_person_is_entered_and_read_back(directory: Directory):
    told = directory.enter()

    person = Person.objects.get(pk=told["id"])
    assert (person.name, person.email, person.external_id, person.user_name) == (
        "Zoë Okafor",
        "zoe.okafor@exampleton.example",
        "40100",
        "zoe.okafor@exampleton.example",
    )
    assert (person.job_title, person.service.name, person.is_active) == (
        "Driver",
        "Libraries",
        True,
    )
    assert person.has_usable_password() is False
    again = directory.ask("GET", f"Users/{person.pk}")
    assert again.told == told
    assert again.headers["ETag"] == told["meta"]["version"]
    assert again.headers["Content-Type"] == "application/scim+json"
    assert told["meta"]["location"].endswith(f"/scim/v2/Users/{person.pk}")
    assert told["emails"] == [{"value": person.email, "type": "work"}]
    assert ("person entered", "Entra") in kinds()


def test_what_comes_twice_is_refused_as_not_unique(directory: Directory):
    directory.enter()
    count = Person.objects.count()

    again = directory.ask("POST", "Users", user())
    same_number = directory.ask(
        "POST", "Users", user(userName="b", emails=[{"value": "b@x.example"}])
    )
    same_name = directory.ask(
        "POST",
        "Users",
        user(
            userName="ZOE.OKAFOR@exampleton.example",
            externalId="2",
            emails=[{"value": "b@x.example"}],
        ),
    )

    for answer in (again, same_number, same_name):
        assert (answer.status_code, answer.told["scimType"]) == (409, "uniqueness")
    assert Person.objects.count() == count


def nameless(**differs: Any) -> dict[str, Any]:
    """Tell of somebody as Okta and Entra can be set up: with a name that is the address."""
    told = user(**differs)
    del told["emails"]
    return told


def test_somebody_without_an_address_is_known_by_a_name_that_is_one(directory: Directory):
    made = directory.ask("POST", "Users", nameless())
    shown = directory.ask("GET", f"Users/{made.told['id']}")
    count = Person.objects.count()
    again = directory.ask("POST", "Users", nameless())

    known = Person.objects.get(pk=made.told["id"])
    assert (made.status_code, known.email) == (201, "zoe.okafor@exampleton.example")
    assert known.user_name == "zoe.okafor@exampleton.example"
    assert shown.told["emails"] == [{"value": "zoe.okafor@exampleton.example", "type": "work"}]
    assert (again.status_code, again.told["scimType"]) == (409, "uniqueness")
    assert Person.objects.count() == count


@pytest.mark.parametrize("emails", [{}, {"emails": []}, {"emails": None}])
@pytest.mark.parametrize("name", ["zoe.okafor", "zoe@", "", None, " "])
def test_somebody_without_any_address_is_refused(directory: Directory, emails, name):
    count = Person.objects.count()

    answer = directory.ask("POST", "Users", {**nameless(userName=name), **emails})

    assert (answer.status_code, answer.told["scimType"]) == (400, "invalidValue")
    assert Person.objects.count() == count


def test_a_replacement_without_an_address_takes_the_name_and_changes_nothing_twice(
    directory: Directory,
):
    person = directory.enter(userName="zoe", emails=[{"value": "zo@x.example"}])
    path = f"Users/{person['id']}"

    first = directory.ask("PUT", path, nameless(userName="zoe.lee@exampleton.example"))
    before = last()
    second = directory.ask("PUT", path, nameless(userName="zoe.lee@exampleton.example"))
    refused = directory.ask("PUT", path, nameless(userName="zoe"))

    assert (first.status_code, second.status_code) == (200, 200)
    assert kinds(before) == []
    assert (refused.status_code, refused.told["scimType"]) == (400, "invalidValue")
    assert "userName zoe is none either" in refused.told["detail"]
    known = Person.objects.get(pk=person["id"])
    assert (known.email, known.user_name) == ("zoe.lee@exampleton.example",) * 2


@pytest.mark.parametrize("path", ["emails", 'emails[type eq "work"]'])
def test_an_address_that_is_taken_away_leaves_the_name_or_is_refused(directory: Directory, path):
    gone = {"op": "remove", "path": path}
    named = directory.enter(emails=[{"value": "zo@x.example", "type": "work"}])
    other = directory.enter(
        userName="m", externalId="1", emails=[{"value": "m@x.example", "type": "work"}]
    )

    left = directory.patch(f"Users/{named['id']}", gone)
    refused = directory.patch(f"Users/{other['id']}", gone)

    assert left.told["emails"][0]["value"] == "zoe.okafor@exampleton.example"
    assert (refused.status_code, refused.told["scimType"]) == (400, "invalidValue")
    assert Person.objects.get(pk=other["id"]).email == "m@x.example"


def test_an_address_that_is_the_name_changes_with_it(directory: Directory):
    made = directory.ask("POST", "Users", nameless()).told
    path = f"Users/{made['id']}"

    def renamed(name: str) -> tuple[str, str]:
        directory.patch(path, {"op": "replace", "path": "userName", "value": name})
        known = Person.objects.get(pk=made["id"])
        return known.user_name, known.email

    directory.patch(path, {"op": "replace", "path": "title", "value": "Chief"})
    assert renamed("zoe.lee@exampleton.example") == ("zoe.lee@exampleton.example",) * 2
    assert renamed("zoe") == ("zoe", "zoe.lee@exampleton.example")
    assert renamed("z@x.example") == ("z@x.example", "zoe.lee@exampleton.example")


def test_an_address_that_was_told_stays_when_the_name_changes(directory: Directory):
    made = directory.enter()
    named = directory.ask("POST", "Users", nameless(userName="m@x.example", externalId="1")).told
    mail = {"op": "replace", "path": "emails", "value": [{"value": "m2@x.example"}]}
    directory.patch(f"Users/{named['id']}", mail)

    for person in (made, named):
        operation = {"op": "replace", "path": "userName", "value": f"{person['id']}@new.example"}
        directory.patch(f"Users/{person['id']}", operation)

    assert Person.objects.get(pk=made["id"]).email == "zoe.okafor@exampleton.example"
    assert Person.objects.get(pk=named["id"]).email == "m2@x.example"


@pytest.mark.parametrize(("typed", "stays"), [("zoe.okafor", True), ("typed", False)])
def test_an_address_typed_by_hand_is_the_name_no_more(directory: Directory, typed, stays):
    made = directory.ask("POST", "Users", nameless()).told
    client = Client()
    client.force_login(make.administrator())
    page = f"/people/{made['id']}/change/"
    form = client.get(page).context["form"]

    told = {name: value for name, value in form.initial.items() if value}
    client.post(page, {**told, "email": f"{typed}@exampleton.example", "job_title": "Chief"})

    known = Person.objects.get(pk=made["id"])
    assert (known.job_title, known.email) == ("Chief", f"{typed}@exampleton.example")
    assert known.address_by_name == stays


def test_the_same_patch_twice_changes_once(directory: Directory):
    person = directory.enter()
    operation = {"op": "replace", "path": "title", "value": "Head driver"}

    first = directory.patch(f"Users/{person['id']}", operation)
    before = last()
    second = directory.patch(f"Users/{person['id']}", operation)

    assert first.told == second.told
    assert kinds(before) == []


def test_what_is_not_known_is_left_alone(directory: Directory):
    person = directory.enter(
        nickName="Zo",
        phoneNumbers=[{"value": "01234", "type": "work"}],
        schemas=[USER, ENTERPRISE, "urn:example:unknown"],
        **{"urn:example:unknown": {"colour": "blue"}},
    )
    patched = directory.patch(
        f"Users/{person['id']}",
        {"op": "Add", "path": "nickName", "value": "Z"},
        {"op": "Replace", "path": f"{ENTERPRISE}:costCenter", "value": "9"},
        {"op": "Replace", "path": "title", "value": "Chief"},
    )

    assert patched.status_code == 200, patched.told
    assert patched.told["title"] == "Chief"
    assert "nickName" not in patched.told


@pytest.mark.parametrize(
    "operations",
    [
        [{"op": "Replace", "path": "active", "value": "False"}],
        [{"op": "replace", "path": "active", "value": False}],
        [{"op": "Replace", "value": {"active": False}}],
        [{"op": "replace", "value": {"active": "false"}}],
    ],
)
def test_a_directory_closes_a_sign_in_at_once_however_it_says_so(
    directory: Directory, operations: list[dict[str, Any]]
):
    told = directory.enter()
    person = Person.objects.get(pk=told["id"])
    client = Client()
    client.force_login(person)
    assert client.get("/notices/").status_code == 200

    answer = directory.patch(f"Users/{person.pk}", *operations)

    assert (answer.status_code, answer.told["active"]) == (200, False)
    assert client.get("/notices/").status_code == 302
    directory.patch(f"Users/{person.pk}", {"op": "Replace", "path": "active", "value": "True"})
    assert Person.objects.get(pk=person.pk).is_active
    assert client.get("/notices/").status_code == 302


def test_entra_changes_a_part_of_an_address_a_name_and_a_manager(directory: Directory):
    manager = directory.enter(
        userName="m", externalId="1", emails=[{"value": "m@exampleton.example"}]
    )
    person = directory.enter()

    answer = directory.patch(
        f"Users/{person['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "zo@x.example"},
        {"op": "Replace", "path": "name.familyName", "value": "Okafor-Lee"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": manager["id"]},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Highways"},
    )

    assert answer.status_code == 200, answer.told
    known = Person.objects.get(pk=person["id"])
    assert (known.email, known.last_name, known.manager_id, known.service.name) == (
        "zo@x.example",
        "Okafor-Lee",
        int(manager["id"]),
        "Highways",
    )


def test_a_manager_is_taken_away(directory: Directory):
    manager = make.person()
    person = directory.enter(**{ENTERPRISE: {"manager": {"value": str(manager.pk)}}})
    assert Person.objects.get(pk=person["id"]).manager == manager

    directory.patch(f"Users/{person['id']}", {"op": "Remove", "path": f"{ENTERPRISE}:manager"})

    assert Person.objects.get(pk=person["id"]).manager is None


@pytest.mark.parametrize("value", ["999999", "nobody", "0" * 30, "-1"])
def test_a_manager_who_is_not_there_is_refused(directory: Directory, value: str):
    answer = directory.ask("POST", "Users", user(**{ENTERPRISE: {"manager": {"value": value}}}))

    assert (answer.status_code, answer.told["scimType"]) == (400, "invalidValue")
    assert not Person.objects.filter(external_id="40100").exists()


def test_a_circle_of_managers_is_refused_and_nothing_is_half_done(directory: Directory):
    chief = make.person()
    member = make.person(manager=chief)

    answer = directory.patch(
        f"Users/{chief.pk}",
        {"op": "replace", "path": "title", "value": "King"},
        {
            "op": "replace",
            "path": f"{ENTERPRISE}:manager",
            "value": {"value": str(member.pk)},
        },
    )

    assert (answer.status_code, answer.told["scimType"]) == (400, "invalidValue")
    assert "reports to them" in answer.told["detail"]
    assert Person.objects.get(pk=chief.pk).job_title == "Librarian"


def test_a_leaving_date_is_one_entry(directory: Directory):
    person = directory.enter()
    before = last()

    answer = directory.patch(
        f"Users/{person['id']}",
        {"op": "add", "path": f"{COUNCIL}:leavesOn", "value": "2031-03-31T00:00:00Z"},
    )

    assert answer.told[COUNCIL] == {"leavesOn": "2031-03-31"}
    assert str(Person.objects.get(pk=person["id"]).leaves_on) == "2031-03-31"
    assert kinds(before) == [("leaving date set", "Entra")]
    wrong = directory.patch(
        f"Users/{person['id']}", {"op": "add", "path": f"{COUNCIL}:leavesOn", "value": "soon"}
    )
    assert (wrong.status_code, wrong.told["scimType"]) == (400, "invalidValue")
    directory.patch(f"Users/{person['id']}", {"op": "remove", "path": f"{COUNCIL}:leavesOn"})
    assert Person.objects.get(pk=person["id"]).leaves_on is None


def test_a_delete_deletes_nothing(directory: Directory):
    told = directory.enter()
    path = f"Users/{told['id']}"

    answer = directory.ask("DELETE", path)

    person = Person.objects.get(pk=told["id"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert (person.is_active, person.let_go_at is None) == (False, False)
    assert directory.ask("GET", path).status_code == 404
    assert directory.ask("DELETE", path).status_code == 404
    assert directory.ask("PUT", path, user()).status_code == 404
    assert directory.ask("GET", 'Users?filter=externalId eq "40100"').told["totalResults"] == 0


def test_whoever_is_told_of_again_under_their_number_is_the_same_person(directory: Directory):
    first = directory.enter()
    directory.ask("DELETE", f"Users/{first['id']}")

    again = directory.enter(title="Back again", emails=[{"value": "other@x.example"}])

    person = Person.objects.get(pk=first["id"])
    assert again["id"] == first["id"]
    assert (person.is_active, person.let_go_at, person.email) == (True, None, "other@x.example")


@pytest.mark.parametrize(("before", "after"), [("", "7"), ("40100", "")])
def test_an_address_alone_says_who_it_is_where_there_is_no_second_number(
    directory: Directory, before: str, after: str
):
    first = directory.enter(externalId=before)
    directory.ask("DELETE", f"Users/{first['id']}")

    again = directory.enter(externalId=after, emails=[{"value": "ZOE.okafor@exampleton.example"}])

    assert again["id"] == first["id"]


def test_an_address_that_passes_to_a_newcomer_brings_nothing_of_whoever_had_it(
    directory: Directory,
):
    first = directory.enter()
    former = Person.objects.get(pk=first["id"])
    former.roles = [Role.ADMINISTRATOR]
    former.set_password("three random words")
    former.save()
    directory.ask("DELETE", f"Users/{former.pk}")

    newcomer = Person.objects.get(pk=directory.enter(externalId="7")["id"])

    former.refresh_from_db()
    assert newcomer.pk != former.pk
    assert (newcomer.email, newcomer.roles, newcomer.has_usable_password()) == (
        "zoe.okafor@exampleton.example",
        [],
        False,
    )
    assert (former.is_active, former.email, former.user_name, former.external_id) == (
        False,
        f"gone-{former.pk}@released.invalid",
        "",
        "40100",
    )
    entry = Entry.objects.get(kind="address released")
    assert facts_of(entry) == {
        "person": former.pk,
        "before": "zoe.okafor@exampleton.example",
        "token": "Entra",
    }


def test_somebody_known_can_have_an_address_that_is_free_again(directory: Directory):
    former = directory.enter()
    other = directory.enter(userName="o", externalId="8", emails=[{"value": "o@x.example"}])
    directory.ask("DELETE", f"Users/{former['id']}")

    answer = directory.patch(
        f"Users/{other['id']}",
        {
            "op": "Replace",
            "path": 'emails[type eq "work"].value',
            "value": "zoe.okafor@exampleton.example",
        },
    )

    assert answer.status_code == 200, answer.told
    assert Person.objects.get(pk=other["id"]).email == "zoe.okafor@exampleton.example"


def test_an_address_is_not_taken_from_somebody_whom_the_directory_still_knows():
    person = make.person()

    with pytest.raises(NotAllowedError, match="The directory still knows"):
        actions.release_address(person, by=make.administrator())


@pytest.mark.parametrize(("scope", "users", "groups"), [("staff", 200, 403), ("groups", 403, 200)])
def test_a_token_is_good_for_what_it_was_made_for_and_nothing_else(
    directory: Directory, scope: str, users: int, groups: int
):
    _, directory.secret = actions.make_token(scope, days=1, by=make.administrator(), scopes=[scope])
    person = make.person()

    asked = [directory.ask("GET", "Users"), directory.ask("GET", "Groups")]
    written = [
        directory.patch(f"Users/{person.pk}", {"op": "replace", "path": "title", "value": "X"}),
        directory.ask("POST", "Groups", group_of()),
    ]

    assert [one.status_code for one in asked] == [users, groups]
    assert [one.status_code for one in written] == [users, {200: 201}.get(groups, groups)]
    assert directory.ask("GET", "Schemas").status_code == 200
    assert directory.ask("GET", "?count=1").status_code == 403


def test_a_token_for_the_staff_changes_no_group_by_a_detour():
    token = ApiToken(name="x", scopes=["staff"])

    with pytest.raises(NotAllowedError, match="does not tell of groups"):
        actions.keep_group(DirectoryGroup(), name="x", external_id="", members=[], by=token)


@pytest.mark.parametrize("way", ["closed", "left", "lost the role"])
def test_administrators_are_told_once_that_whoever_let_a_system_in_is_none_of_them(
    directory: Directory, way: str
):
    maker, other = directory.token.made_by, make.administrator()
    assert actions.note_lost_makers() == 0
    if way == "lost the role":
        actions.set_roles(maker, [], by=other)
    elif way == "closed":
        actions.deactivate(maker, by=other)
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        Person.objects.filter(pk=maker.pk).update(leaves_on=yesterday)
        actions.see_off()

    assert (actions.note_lost_makers(), actions.note_lost_makers()) == (1, 0)

    entry = Entry.objects.get(kind="token without maker")
    assert entry.people == [other.pk]
    assert facts_of(entry) == {"person": maker.pk, "token": "Entra"}


def test_a_version_that_is_not_the_newest_changes_nothing(directory: Directory):
    told = directory.enter()
    path, old = f"Users/{told['id']}", told["meta"]["version"]
    directory.patch(path, {"op": "replace", "path": "title", "value": "A"})

    late = directory.ask("PUT", path, user(title="B"), **{"If-Match": old})
    fresh = directory.ask("GET", path)
    unchanged = directory.ask("GET", path, **{"If-None-Match": fresh.headers["ETag"]})
    right = directory.ask("PUT", path, user(title="B"), **{"If-Match": fresh.headers["ETag"]})

    assert (late.status_code, unchanged.status_code, right.status_code) == (412, 304, 200)
    assert right.told["title"] == "B"


def test_people_are_found_by_what_a_directory_asks(directory: Directory):
    by_hand = make.person(first_name="Ada", last_name="Lovelace")
    zoe = directory.enter()
    Person.objects.filter(pk=by_hand.pk).update(is_active=False)
    found = {
        'userName eq "ZOE.OKAFOR@exampleton.example"': [zoe["id"]],
        f'userName eq "{by_hand.email}"': [str(by_hand.pk)],
        'externalId eq "40100"': [zoe["id"]],
        f'id eq "{zoe["id"]}"': [zoe["id"]],
        "active eq false": [str(by_hand.pk)],
        'active eq "False"': [str(by_hand.pk)],
        'emails eq "zoe.okafor@exampleton.example"': [zoe["id"]],
        'emails.value eq "zoe.okafor@exampleton.example"': [zoe["id"]],
        'emails[type eq "work" and value eq "zoe.okafor@exampleton.example"]': [zoe["id"]],
        'emails[type eq "home"]': [],
        'name.familyName co "LOVE" and active eq false': [str(by_hand.pk)],
        'name.familyName sw "x" or name.familyName ew "LACE"': [str(by_hand.pk)],
        'not (active eq true) and displayName eq "ada lovelace"': [str(by_hand.pk)],
        'externalId pr and userName ne "x"': [zoe["id"]],
        'title eq "Driver" and meta.created gt "2020-01-01T00:00:00Z"': [zoe["id"]],
        f'{ENTERPRISE}:department eq "libraries" and externalId eq "40100"': [zoe["id"]],
        'meta.lastModified lt "2020-01-01T00:00:00Z"': [],
        "externalId eq null and active eq false": [str(by_hand.pk)],
        'userName eq "a\\u0000b"': [],
        'id eq "not a number"': [],
    }

    for asked, ids in found.items():
        answer = directory.client.get(
            "/scim/v2/Users",
            {"filter": asked},
            headers={"Authorization": f"Bearer {directory.secret}"},
        )
        told = json.loads(answer.content)
        assert answer.status_code == 200, (asked, told)
        assert [one["id"] for one in told.get("Resources", [])] == ids, asked


@pytest.mark.parametrize(
    "asked",
    [
        "userName",
        'userName eq "a',
        'wibble eq "a"',
        'userName gt "a"',
        'externalId co "a"',
        'active eq "maybe"',
        'meta.created gt "soon"',
        'meta.created co "2020"',
        'id sw "1"',
        'emails.type co "w"',
        " or ".join(['userName eq "a"'] * 60),
    ],
)
def test_a_filter_that_cannot_be_asked_is_refused_and_not_guessed(directory: Directory, asked: str):
    answer = directory.client.get(
        "/scim/v2/Users",
        {"filter": asked},
        headers={"Authorization": f"Bearer {directory.secret}"},
    )

    assert answer.status_code == 400
    assert json.loads(answer.content)["scimType"] == "invalidFilter"


def test_results_come_in_pages_users_first_and_then_groups(directory: Directory):
    for number in range(5):
        make.person(last_name=f"P{number}")
    DirectoryGroup.objects.create(display_name="Reviewers")
    total = Person.objects.count()

    pages = [directory.ask("GET", f"Users?startIndex={n}&count=2").told for n in (1, 3, 5, 7)]
    none = directory.ask("GET", "Users?count=0").told
    everything = directory.ask("GET", f"?startIndex={total}&count=2").told

    ids = [one["id"] for page in pages for one in page.get("Resources", [])]
    assert ids == [str(pk) for pk in Person.objects.order_by("pk").values_list("pk", flat=True)]
    assert none["totalResults"] == total
    assert not none.get("Resources")
    assert everything["totalResults"] == total + 1
    assert [one["meta"]["resourceType"] for one in everything["Resources"]] == ["User", "Group"]
    only_groups = directory.ask("GET", '?filter=displayName eq "reviewers"').told
    assert only_groups["totalResults"] == 1


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_page_asks_as_often_for_many_as_for_one(
    directory: Directory, how_many: int, django_assert_num_queries
):
    group = DirectoryGroup.objects.create(display_name="Everybody")
    for _ in range(how_many):
        group.members.add(make.person(manager=make.person()))
    directory.ask("GET", "Users")

    with django_assert_num_queries(8):
        directory.ask("GET", "Users")


def choose(setting, value) -> None:
    council.change(setting, value, seen=setting.value, by=make.administrator())


def group_of(*members: str, **differs: Any) -> dict[str, Any]:
    return {
        "schemas": [GROUP],
        "displayName": "Tabard reviewers",
        "externalId": "6c5b",
        "members": [{"value": one} for one in members],
        **differs,
    }


def test_groups_give_and_take_the_roles_that_a_setting_names(directory: Directory):
    choose(GROUPS_BY_SCIM, value=True)
    choose(GROUP_ROLES, ["Tabard reviewers = Reviewer", "other = Evaluator"])
    one, two = make.person(Role.EVALUATOR), make.person(Role.REVIEWER)

    group = directory.ask("POST", "Groups", group_of(str(one.pk))).told
    path = f"Groups/{group['id']}"
    assert Person.objects.get(pk=one.pk).roles == [Role.REVIEWER, Role.EVALUATOR]
    assert Person.objects.get(pk=two.pk).roles == [Role.REVIEWER]
    directory.patch(path, {"op": "Add", "path": "members", "value": [{"value": str(two.pk)}]})
    directory.patch(path, {"op": "Remove", "path": "members", "value": [{"value": str(one.pk)}]})
    assert Person.objects.get(pk=one.pk).roles == [Role.EVALUATOR]
    directory.patch(path, {"op": "Remove", "path": f'members[value eq "{two.pk}"]'})
    assert Person.objects.get(pk=two.pk).roles == []
    directory.patch(path, {"op": "Add", "path": "members", "value": [{"value": str(two.pk)}]})
    assert Person.objects.get(pk=two.pk).roles == [Role.REVIEWER]
    directory.patch(path, {"op": "Replace", "path": "displayName", "value": "Nobody at all"})
    assert Person.objects.get(pk=two.pk).roles == []
    directory.patch(path, {"op": "Replace", "path": "displayName", "value": "Tabard reviewers"})
    assert Person.objects.get(pk=two.pk).roles == [Role.REVIEWER]
    gone = directory.ask("DELETE", path)

    assert gone.status_code == 204
    assert Person.objects.get(pk=two.pk).roles == []
    assert not DirectoryGroup.objects.exists()


def test_a_group_may_be_known_by_the_directorys_own_id(directory: Directory):
    choose(GROUPS_BY_SCIM, value=True)
    choose(GROUP_ROLES, ["6c5b = Reviewer"])
    person, left = make.person(), make.person()
    Person.objects.filter(pk=left.pk).update(is_active=False)

    directory.ask("POST", "Groups", group_of(str(person.pk), str(left.pk)))

    assert Person.objects.get(pk=person.pk).roles == [Role.REVIEWER]
    assert Person.objects.get(pk=left.pk).roles == []


def test_groups_are_found_and_shown_without_their_members_where_these_are_not_asked_for(
    directory: Directory,
):
    person = make.person()
    group = directory.ask("POST", "Groups", group_of(str(person.pk))).told

    found = directory.ask("GET", 'Groups?filter=displayName eq "TABARD reviewers"').told
    short = directory.ask("GET", f"Groups/{group['id']}?excludedAttributes=members").told
    only = directory.ask("GET", f"Groups/{group['id']}?attributes=members").told
    by_member = directory.ask("GET", f'Groups?filter=members.value eq "{person.pk}"').told
    user_seen = directory.ask("GET", f"Users/{person.pk}").told

    assert found["Resources"][0]["members"][0]["value"] == str(person.pk)
    assert "members" not in short
    assert only["members"][0]["$ref"].endswith(f"/scim/v2/Users/{person.pk}")
    assert by_member["totalResults"] == 1
    assert user_seen["groups"][0]["display"] == "Tabard reviewers"


def test_a_group_is_kept_once_and_with_people_who_are_there(directory: Directory):
    person = make.person()
    directory.ask("POST", "Groups", group_of(str(person.pk)))

    twice = directory.ask("POST", "Groups", group_of(externalId="other"))
    number = directory.ask("POST", "Groups", group_of(displayName="Other"))
    stranger = directory.ask("POST", "Groups", group_of("999999", displayName="X", externalId=""))
    nameless = directory.ask("POST", "Groups", group_of(displayName="  ", externalId=""))
    before = last()
    same = directory.ask(
        "PUT", f"Groups/{DirectoryGroup.objects.get().pk}", group_of(str(person.pk))
    )

    assert (twice.status_code, twice.told["scimType"]) == (409, "uniqueness")
    assert (number.status_code, number.told["scimType"]) == (409, "uniqueness")
    assert (stranger.status_code, stranger.told["scimType"]) == (400, "invalidValue")
    assert (nameless.status_code, nameless.told["scimType"]) == (400, "invalidValue")
    assert same.status_code == 200
    assert kinds(before) == []
    assert DirectoryGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "scim_type"),
    [
        ({"schemas": [USER]}, "invalidValue"),
        (user(userName="zoe", emails=[]), "invalidValue"),
        (user(emails=[{"value": "not an address"}]), "invalidValue"),
        (user(name={"givenName": "A"}), "invalidValue"),
        (user(title="x" * 151), "invalidValue"),
        (user(userName="a\u0000b"), "invalidValue"),
        (user(active="perhaps"), "invalidValue"),
        (user(schemas=["urn:wrong"]), None),
        ([], None),
        ("text", None),
    ],
)
def test_what_does_not_fit_is_refused_as_scim_says(directory: Directory, told, scim_type):
    count = Person.objects.count()

    answer = directory.ask("POST", "Users", told)

    assert answer.status_code == 400
    assert answer.told["schemas"] == [ERROR]
    assert answer.told["status"] == "400"
    assert scim_type in {None, answer.told.get("scimType")}
    assert Person.objects.count() == count


def test_what_is_no_json_or_too_large_is_refused(directory: Directory, settings):
    headers = {"Authorization": f"Bearer {directory.secret}"}
    post = directory.client.post

    nonsense = post("/scim/v2/Users", "{", content_type="application/scim+json", headers=headers)
    other = post("/scim/v2/Users", "<a/>", content_type="text/xml", headers=headers)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    large = directory.ask("POST", "Users", user())
    nowhere = directory.ask("GET", "Nothing")
    method = directory.ask("DELETE", "Users")

    assert [one.status_code for one in (nonsense, other, large, nowhere, method)] == [
        400,
        415,
        413,
        404,
        405,
    ]


def test_a_department_is_added_as_a_service_unless_the_council_says_no(directory: Directory):
    directory.enter(**{ENTERPRISE: {"department": "Ferries"}})
    assert Service.objects.filter(name="Ferries").exists()
    choose(ADD_SERVICES, False)
    told = directory.enter(
        userName="b",
        externalId="2",
        emails=[{"value": "b@x.example"}],
        **{ENTERPRISE: {"department": "Zeppelins"}},
    )
    make.service("Libraries")
    third = directory.enter(userName="c", externalId="3", emails=[{"value": "c@x.example"}])

    assert Person.objects.get(pk=told["id"]).service.name == "Other services"
    assert "Zeppelins" not in str(told)
    assert third[ENTERPRISE] == {"department": "Libraries"}


def test_whoever_left_and_is_told_of_as_active_is_back_without_the_old_date(directory: Directory):
    told = directory.enter()
    person = Person.objects.get(pk=told["id"])
    actions.set_leaving_date(person, timezone.localdate() - timedelta(1), by=make.administrator())
    actions.see_off()

    still = directory.patch(f"Users/{person.pk}", {"op": "replace", "path": "title", "value": "X"})
    back = directory.patch(f"Users/{person.pk}", {"op": "replace", "path": "active", "value": True})

    assert (still.told["active"], back.told["active"]) == (False, True)
    assert actions.see_off() == 0
    person.refresh_from_db()
    assert (person.is_active, person.left_at, person.leaves_on) == (True, None, None)


def test_an_error_of_ours_is_told_in_scims_words(directory: Directory):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_directorygroup_members RENAME TO elsewhere")

    answer = directory.ask("GET", "Users")

    assert answer.status_code == 500
    assert answer.told["schemas"] == [ERROR]
    assert "elsewhere" not in str(answer.told)


def test_an_administrator_makes_a_token_on_the_page_and_sees_it_once(client):
    by = make.administrator()
    client.force_login(by)
    told = {"name": "Entra", "days": "90", "scopes": ["staff"]}
    unconfirmed = client.post("/people/tokens/", told)
    confirm(client)

    made = client.post("/people/tokens/", told)
    secret = made.context["secret"]
    listed = client.get("/people/tokens/").content.decode()
    twice = client.post("/people/tokens/", {**told, "name": "entra"}).content.decode()
    token = ApiToken.objects.get()
    client.post(f"/people/tokens/{token.pk}/end/")

    assert unconfirmed.url.split("?")[0] == "/sign-in/confirm/"
    assert secret in made.content.decode()
    assert made.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert secret not in listed
    assert "Entra" in listed
    assert "There is a token of this name" in twice
    token.refresh_from_db()
    assert token.ended_at is not None
    assert token.scopes == ["staff"]
    assert "Choose how long" in client.post("/people/tokens/", {"name": "X"}).content.decode()


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b'{"Operations": 1}', b"\xff", b"[" * 9_000])
def test_what_is_no_request_is_left_as_it_is(body: bytes):
    assert as_meant(body) == body


def test_a_manager_who_is_told_by_id_alone_is_one():
    told = {"Operations": [{"path": f"{ENTERPRISE}:Manager", "value": "5"}, {"path": "title"}, 7]}

    mended = json.loads(as_meant(json.dumps(told).encode()))

    assert mended["Operations"] == [
        {"path": f"{ENTERPRISE}:Manager", "value": {"value": "5"}},
        {"path": "title"},
        7,
    ]
