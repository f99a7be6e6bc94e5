"""Leave that somebody gave at a network and walked away from is given back after an hour."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.accounts import actions, tasks, work
from tabard.accounts.models import UnusedLeave
from tabard.common.tests.scripted import Fault, Script
from tabard.connectors import api
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

BY_HAND = "Take Tabard's access away in the account's settings on Town Squares."
OPENS: dict[str, dict[str, Any]] = {
    "page:parks": {"secrets": {"token": "of-parks"}},
    "page:museum": {"secrets": {"token": "of-museum"}},
}
FORGOTTEN = httpx.Response(204)


@pytest.fixture(autouse=True)
def _set_up(square: Script, settings) -> None:  # noqa: ARG001 - it has the network installed
    """Let the network know the council."""
    made = api.Application("id", "the-client-secret", f"{settings.PUBLIC_URL}/back")
    actions.set_up_application("squares", application=made, by=make.administrator())


@pytest.fixture
def unused(square: Script) -> UnusedLeave:
    return actions.keep_leave("squares", by=make.person(), server=square.url, opens=OPENS)


@pytest.fixture
def abandoned(unused: UnusedLeave) -> Iterator[UnusedLeave]:
    """Let an hour pass in which nobody answers."""
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        yield unused


def why_thrown_away() -> list[str]:
    return [facts_of(one)["why"] for one in Entry.objects.filter(kind="leave not used")]


def test_what_waits_is_sealed_and_used_once(unused):
    assert b"of-parks" not in bytes(unused.sealed)
    assert actions.use_leave(unused.pk, by=make.person()) is None

    assert actions.use_leave(unused.pk, by=unused.person) == OPENS
    assert actions.use_leave(unused.pk, by=unused.person) is None


def test_leave_that_can_still_be_used_is_left_alone(unused):
    assert actions.start_giving_back() == 0
    assert UnusedLeave.objects.get() == unused


def test_after_an_hour_the_worker_has_the_network_end_it_and_nothing_is_kept(abandoned, square):
    square.says(FORGOTTEN)

    assert actions.use_leave(abandoned.pk, by=abandoned.person) is None
    assert actions.start_giving_back() == 1
    assert actions.start_giving_back() == 0
    job = ProcrastinateJob.objects.get(task_name=tasks.give_back.name)
    tasks.give_back(**job.args)
    tasks.give_back(**job.args)

    assert [(one.method, one.path) for one in square.heard] == [("DELETE", "/token")]
    assert not UnusedLeave.objects.exists()
    [entry] = Entry.objects.filter(kind="leave not used")
    assert facts_of(entry) == {"person": abandoned.person_id, "network": "Town Squares", "why": ""}


def test_leave_is_not_ended_where_one_of_its_accounts_was_connected_meanwhile(
    abandoned, square, http
):
    make.account(abandoned.person, network="squares", stable_id="page:museum")

    work.give_back_unused(abandoned, http=http)

    assert square.heard == []
    assert not UnusedLeave.objects.exists()
    assert why_thrown_away() == [""]


def test_network_that_cannot_be_asked_is_asked_again_for_some_days(abandoned, square, http):
    square.says(Fault.CUT_AFTER)

    work.give_back_unused(abandoned, http=http)

    assert UnusedLeave.objects.get().tries == 1
    assert timezone.now() < UnusedLeave.objects.get().try_at
    assert why_thrown_away() == []

    with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
        work.give_back_unused(abandoned, http=http)

    assert not UnusedLeave.objects.exists()
    assert why_thrown_away() == [BY_HAND]


@pytest.mark.parametrize("status", [400, 302])
def test_network_that_refuses_leaves_the_person_something_to_do(abandoned, square, http, status):
    square.says(httpx.Response(status))

    work.give_back_unused(abandoned, http=http)

    assert not UnusedLeave.objects.exists()
    assert why_thrown_away() == [BY_HAND]


def test_network_that_is_not_installed_any_more_leaves_the_person_something_to_do(abandoned, http):
    abandoned.network = "gone"

    work.give_back_unused(abandoned, http=http)

    assert why_thrown_away() == [BY_HAND.replace("Town Squares", "gone")]


def test_leave_whose_key_is_gone_is_thrown_away(abandoned, square, http):
    abandoned.sealed = b"x" * 80
    abandoned.save()

    work.give_back_unused(abandoned, http=http)

    assert square.heard == []
    assert not UnusedLeave.objects.exists()
    assert why_thrown_away() == [BY_HAND]


def test_worker_cannot_have_it_while_its_person_can(unused):
    early = unused.until - timedelta(minutes=1)

    with pytest.raises(IntegrityError, match="unused_leave_is_given_back_after"):
        UnusedLeave.objects.update(try_at=early)
