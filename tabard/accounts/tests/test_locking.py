"""While somebody is suspended, no access speaks for them, by any way through the code."""

import ast
from pathlib import Path

import pytest

import tabard
from tabard.accounts import actions, rules
from tabard.accounts.work import reach
from tabard.common.http import open_http
from tabard.connectors import api
from tabard.practice.models import PracticePost
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
POST = api.Post(words="Hello.", pictures=(), once_only_key="key", created_at=None)  # type: ignore[arg-type] # it never gets as far


def test_lock_is_recorded_once_and_so_is_its_end():
    ada = make.person()
    for _ in range(2):
        actions.lock_access(ada)
    for _ in range(2):
        actions.unlock_access(ada)

    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["access locked", "access unlocked"]


def test_access_does_not_open_to_speak_for_somebody_who_is_locked():
    ada = make.person()
    account = make.account(ada)
    actions.lock_access(ada)

    with (
        open_http() as http,
        pytest.raises(api.TryLaterError, match="suspended"),
        reach(account, http=http, speaks_for=ada),
    ):
        pass


def test_others_who_hold_the_account_speak_from_it_still():
    ada, ben = make.person(), make.person()
    account = make.account(ada)
    actions.lock_access(ada)

    with open_http() as http, reach(account, http=http, speaks_for=ben) as connector:
        assert connector.secrets == {"token": "a token"}


def test_nothing_is_delivered_by_whoever_does_not_say_for_whom():
    account = make.account(make.person())

    with (
        open_http() as http,
        reach(account, http=http) as connector,
        pytest.raises(api.RejectedError, match="speak for nobody"),
    ):
        connector.deliver(POST)
    assert not PracticePost.objects.exists()


def test_nothing_is_connected_while_locked():
    ada = make.person()
    ticket, account = make.ticket(ada), make.account(ada)
    actions.lock_access(ada)

    refusals = [rules.may_connect(ada, ticket), rules.may_reconnect(ada, account)]

    assert [one.why for one in refusals if one] == [rules.LOCKED] * 2


def test_access_is_opened_in_two_places_alone():
    opened = set()
    for path in Path(tabard.__file__).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case (
                    ast.Attribute(attr="secrets", ctx=ast.Load(), value=ast.Name(id="connection"))
                    | ast.Attribute(
                        attr="secrets", ctx=ast.Load(), value=ast.Attribute(attr="connection")
                    )
                ):
                    opened.add(f"{path.parent.name}/{path.name}")

    # To reach a network, asking for whom; and to have the network end the access.
    assert opened == {"work/reaching.py", "actions/revoking.py"}
