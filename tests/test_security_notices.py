"""Whatever touches the safety of sign-ins is told at once, and to whom."""

from typing import Any

import pytest

from tabard.council import actions as council
from tabard.notices.actions import follow
from tabard.notices.models import Notice
from tabard.people.tests.test_roles_by_groups import OTHERWISE
from tabard.record.actions import chain
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _council() -> None:
    make.council()


def urgent() -> set[tuple[int, str]]:
    """Give who is told at once by now, and where that leads them."""
    chain()
    follow()
    return set(Notice.objects.filter(is_urgent=True).values_list("person_id", "url"))


@pytest.mark.parametrize(("setting", "value"), OTHERWISE)
def test_every_administrator_is_told_of_a_guarded_setting_and_so_is_whoever_changed_it(
    setting: Any, value: Any
):
    one, other = make.administrator(), make.administrator()
    make.programme_member()

    council.change(setting, value, seen=setting.value, by=one)

    page = f"/settings/{setting.key}/"
    assert urgent() == {(one.pk, page), (other.pk, page)}
