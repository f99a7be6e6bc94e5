"""What follows from groups."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.models import Role
from tabard.people.provider import CouncilOpenID, CouncilSignOn
from tabard.people.rules.sign_on import roles_after
from tabard.people.settings import role_called, wrong_with_groups

ROLES = st.sets(st.sampled_from(list(Role)))


def test_a_role_is_known_by_both_its_names():
    assert role_called(" Programme team ") == role_called("PROGRAMME_TEAM") == Role.PROGRAMME_TEAM
    assert role_called("boss") is None


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], None),
        (["CN=Tabard,OU=Groups = Reviewer"], None),
        (["a = boss"], "“boss” is not a role."),
        (["= reviewer"], "Write “= reviewer” as group = role."),
        (["reviewer"], "Write “reviewer” as group = role."),
    ],
)
def test_lines_that_cannot_be_meant_are_told(lines, why):
    assert wrong_with_groups(lines) == why


def test_a_group_may_have_the_sign_in_its_name():
    lines = ["CN=Tabard,OU=Groups = Reviewer"]

    assert roles_after([], frozenset(["CN=Tabard,OU=Groups"]), lines) == [Role.REVIEWER]


@given(roles=ROLES, given_by=ROLES, governed=ROLES)
def test_groups_rule_over_exactly_the_roles_that_are_named(roles, given_by, governed):
    lines = [f"group of {role.value} = {role.label}" for role in governed]
    groups = frozenset(f"group of {role.value}" for role in given_by)

    after = roles_after(roles, groups, lines)

    assert set(after) == (roles - governed) | (governed & given_by)
    assert after == [role for role in Role if role in after]


def test_a_language_that_leads_nowhere_cannot_be_spoken():
    class Half(CouncilSignOn):
        id = "half"

    request = RequestFactory().get("/")

    assert CouncilOpenID(request, app="any").app == "any"
    with pytest.raises(TypeError, match="way_there"):
        Half(request, app="any")
