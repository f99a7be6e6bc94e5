"""Roles by groups: nobody uses them to promote themselves, and they follow what is true by now."""

import json
from typing import Any

import pytest

from tabard.common.rules import NotAllowedError
from tabard.council import actions as council
from tabard.council.settings import UnfitError
from tabard.people import actions
from tabard.people.actions.sign_on import meet
from tabard.people.models import DirectoryGroup, Person, Role
from tabard.people.settings import (
    GROUP_ROLES,
    GROUPS_BY_SCIM,
    MATCH_BY_EMAIL,
    SECOND_STEP,
    SIGN_ON_STEPS,
    TRUST_SIGN_ON,
    governing_lines,
)
from tabard.people.sign_on import Said
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db
OTHERWISE: list[Any] = [
    (GROUP_ROLES, ["All staff = Reviewer"]),
    (GROUPS_BY_SCIM, True),
    (SECOND_STEP, False),
    (TRUST_SIGN_ON, True),
    (SIGN_ON_STEPS, ["pwd"]),
    (MATCH_BY_EMAIL, True),
]


@pytest.fixture(autouse=True)
def _council() -> None:
    make.council()


def choose(setting, value, by: Person | None = None) -> None:
    council.change(setting, value, seen=setting.value, by=by or make.administrator())


def group(*members: Person, name: str = "All staff") -> DirectoryGroup:
    made = DirectoryGroup.objects.create(display_name=name)
    made.members.set(members)
    return made


def come(person: Person, *groups: str, uid: str = "") -> Person:
    """Let somebody come through the sign-on, which tells of these groups."""
    Person.objects.filter(pk=person.pk).update(external_id=f"number {person.pk}")
    said = Said(
        provider="oidc-test",
        uid=uid or f"subject {person.pk}",
        directory_id=f"number {person.pk}",
        groups=frozenset(groups),
    )
    met = meet(said)
    assert met == person
    return Person.objects.get(pk=person.pk)


def withheld() -> list[dict[str, Any]]:
    return [facts_of(entry) for entry in Entry.objects.filter(kind="roles withheld")]


@pytest.mark.parametrize(("setting", "value"), OTHERWISE)
def test_the_programme_team_changes_nothing_that_guards_sign_in(setting, value):
    team = make.programme_member()
    held = setting.value

    with pytest.raises(NotAllowedError, match="Only administrators change this: it decides who"):
        choose(setting, value, by=team)
    choose(setting, value)
    with pytest.raises(NotAllowedError, match="Only administrators change this"):
        council.go_back(setting, by=team)

    assert (held, setting.value) == (setting.default, value)


def sent_as(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("setting", "value"), OTHERWISE)
def test_its_page_is_to_be_read_by_the_programme_team_and_changed_by_nobody_unconfirmed(
    client, setting, value
):
    page = f"/settings/{setting.key}/"
    client.force_login(make.programme_member())
    shown = client.get(page)
    sent = client.post(page, {"value": str(value), "seen": "false"})
    back = client.post(f"{page}default/")
    client.force_login(make.administrator())
    typed = {"value": sent_as(value), "seen": json.dumps(setting.value)}
    unconfirmed = [client.post(page, typed), client.post(f"{page}default/")]

    assert (shown.status_code, client.get(page).status_code) == (200, 200)
    assert "Only administrators change this" in shown.content.decode()
    assert "<form" not in shown.content.decode().split("<main")[1]
    assert (sent.status_code, back.status_code) == (403, 403)
    assert {(one.status_code, one.url.split("?")[0]) for one in unconfirmed} == {
        (302, "/sign-in/confirm/")
    }
    assert setting.value == setting.default


def test_a_group_makes_no_administrators_unless_the_operator_allows_it(settings):
    lines = ["All staff = Administrator", "Readers = Reviewer"]
    with pytest.raises(UnfitError, match="A group cannot make administrators"):
        choose(GROUP_ROLES, lines)

    settings.GROUPS_GIVE_ADMINISTRATOR = True
    choose(GROUP_ROLES, lines)
    assert governing_lines() == lines
    settings.GROUPS_GIVE_ADMINISTRATOR = False

    assert governing_lines() == ["Readers = Reviewer"]
    assert come(make.administrator(), "All staff").roles == [Role.ADMINISTRATOR]
    assert come(make.person(), "All staff").roles == []


def test_nobody_gains_a_role_by_a_line_that_they_wrote_and_administrators_are_told_once():
    sly, other = make.administrator(), make.administrator()
    colleague = make.person()
    choose(GROUP_ROLES, ["All staff = Programme team"], by=sly)

    for _ in range(2):
        assert come(sly, "All staff").roles == [Role.ADMINISTRATOR]
    assert come(colleague, "All staff").roles == [Role.PROGRAMME_TEAM]

    assert withheld() == [{"person": sly.pk, "roles": ["programme_team"]}]
    entry = Entry.objects.get(kind="roles withheld")
    assert set(entry.people) == {sly.pk, other.pk}
    actions.set_roles(sly, [Role.ADMINISTRATOR, Role.PROGRAMME_TEAM], by=other)
    assert come(sly, "All staff").roles == [Role.ADMINISTRATOR, Role.PROGRAMME_TEAM]


def test_a_line_that_another_wrote_gives_what_ones_own_does_not():
    one, other = make.administrator(), make.administrator()
    choose(GROUP_ROLES, ["A = Reviewer"], by=one)
    choose(GROUP_ROLES, ["A = Reviewer", "B = Reviewer"], by=other)

    assert come(one, "A").roles == [Role.ADMINISTRATOR]
    assert come(one, "B").roles == [Role.REVIEWER, Role.ADMINISTRATOR]


def test_a_line_written_anew_is_of_whoever_wrote_it_last():
    one, other = make.administrator(), make.administrator()
    choose(GROUP_ROLES, ["A = Reviewer"], by=one)
    choose(GROUP_ROLES, [], by=one)
    choose(GROUP_ROLES, ["A = Reviewer"], by=other)

    assert come(one, "A").roles == [Role.REVIEWER, Role.ADMINISTRATOR]
    assert come(other, "A").roles == [Role.ADMINISTRATOR]


def test_whoever_let_the_directory_in_gains_no_role_by_its_groups():
    keeper, other = make.administrator(), make.person()
    token, _ = actions.make_token("Entra", days=90, by=keeper)
    choose(GROUPS_BY_SCIM, value=True)
    choose(GROUP_ROLES, ["All staff = Programme team"])

    told: dict[str, Any] = {
        "name": "All staff",
        "external_id": "",
        "members": {keeper.pk, other.pk},
    }
    actions.keep_group(DirectoryGroup(), **told, by=token)
    actions.apply_groups()

    keeper.refresh_from_db()
    other.refresh_from_db()
    assert (keeper.roles, other.roles) == ([Role.ADMINISTRATOR], [Role.PROGRAMME_TEAM])
    assert withheld() == [{"person": keeper.pk, "roles": ["programme_team"]}]


def test_a_new_line_reaches_groups_that_were_sent_before_and_a_changed_one_takes_away():
    inside, outside = make.person(), make.person(Role.REVIEWER)
    left = make.person()
    Person.objects.filter(pk=left.pk).update(is_active=False)
    group(inside, left)
    choose(GROUPS_BY_SCIM, value=True)
    choose(GROUP_ROLES, ["All staff = Reviewer"])

    assert (actions.apply_groups(), actions.apply_groups()) == (2, 0)

    roles = dict(Person.objects.values_list("pk", "roles"))
    assert (roles[inside.pk], roles[outside.pk], roles[left.pk]) == (["reviewer"], [], [])


def test_groups_by_scim_give_nothing_where_the_sign_on_governs():
    person = make.person()
    group(person)
    choose(GROUP_ROLES, ["All staff = Reviewer"])

    assert actions.apply_groups() == 0
    token, _ = actions.make_token("Entra", days=90, by=make.administrator())
    told: dict[str, Any] = {"name": "More", "external_id": "x", "members": {person.pk}}
    choose(GROUP_ROLES, ["All staff = Reviewer", "More = Evaluator"])
    actions.keep_group(DirectoryGroup(), **told, by=token)

    person.refresh_from_db()
    assert person.roles == []
    assert come(person, "More").roles == [Role.EVALUATOR]


def test_claims_of_the_sign_on_give_nothing_where_scim_governs():
    person = make.person()
    group(person)
    choose(GROUPS_BY_SCIM, value=True)
    choose(GROUP_ROLES, ["All staff = Reviewer", "Claimed = Evaluator"])
    actions.apply_groups()

    assert come(person, "Claimed").roles == [Role.REVIEWER]


@pytest.mark.parametrize(
    ("by_scim", "member", "after"),
    [(True, True, ["reviewer"]), (True, False, []), (False, True, [])],
)
def test_whoever_is_let_in_again_has_the_roles_of_today_and_not_those_of_then(
    *, by_scim: bool, member: bool, after: list[str]
):
    by = make.administrator()
    person = (
        make.person(Role.REVIEWER, Role.EVALUATOR) if not by_scim else make.person(Role.REVIEWER)
    )
    choose(GROUPS_BY_SCIM, by_scim)
    choose(GROUP_ROLES, ["All staff = Reviewer", "Others = Evaluator"])
    actions.deactivate(person, by=by)
    group(*[person] if member else [])

    back = actions.reactivate(person, by=by)

    assert back.roles == after
    assert Person.objects.get(pk=person.pk).roles == after


def test_roles_by_hand_come_back_with_whoever_is_let_in_again():
    by, person = make.administrator(), make.person(Role.DUTY_OFFICER)
    choose(GROUP_ROLES, ["All staff = Reviewer"])

    actions.deactivate(person, by=by)

    assert actions.reactivate(person, by=by).roles == [Role.DUTY_OFFICER]


def test_whoever_the_directory_lets_go_keeps_no_role_that_its_groups_gave():
    person = make.person(Role.REVIEWER, Role.DUTY_OFFICER)
    choose(GROUP_ROLES, ["All staff = Reviewer"])

    gone = actions.let_go(person, by=make.administrator())

    assert gone.roles == [Role.DUTY_OFFICER]
    assert facts_of(Entry.objects.get(kind="roles taken from groups"))["lost"] == ["reviewer"]
