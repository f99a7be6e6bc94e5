"""Anybody adds a network in one file and one test: built, installed, used with no change here."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts.models import Account
from tabard.composing.models import Version
from tabard.config.places import PROJECT
from tabard.connectors import api
from tabard.people.models import Person
from tabard.publishing import actions
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.tests.told import after_a_step
from tests import make, noticeboard

EXAMPLE = PROJECT / "examples" / "tabard-noticeboard"
UV = PROJECT / ".venv" / "bin" / "uv"
STORY = PROJECT / "docs" / "developers" / "add-a-network.md"
S = DeliveryState


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package and install it, without any network, where nothing else is."""
    folder = tmp_path_factory.mktemp("third-party")
    source, built, target = folder / "source", folder / "built", folder / "installed"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    run(UV, "build", "--quiet", "--offline", "--wheel", "--out-dir", built, source)
    (wheel,) = built.glob("*.whl")
    run(UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", target, wheel)
    return target


def run(*words: str | Path, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 - the words are ours
        words, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def board(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[noticeboard.Board]:
    """Have the package installed beside Tabard, and its network running."""
    monkeypatch.syspath_prepend(str(installed))
    api.all_connectors.cache_clear()
    with noticeboard.running() as running:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", running.place)
        yield running
    api.all_connectors.cache_clear()
    sys.modules.pop("tabard_noticeboard", None)


@pytest.fixture
def ada() -> Person:
    return make.author()


@pytest.fixture
def browser(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def connect(browser: Client, board: noticeboard.Board, ada: Person) -> Account:
    ticket = make.ticket(ada, network="noticeboard", handle="roads")
    address = reverse("accounts:connect", args=[ticket.pk])
    entered = {"server": board.url, "token": "the-token-of-roads"}
    assert "Connected." in words(browser.post(address, entered, follow=True))
    return Account.objects.get(network="noticeboard")


def test_it_is_one_file_and_its_one_test_says_that_it_keeps_the_contract(installed):
    code = [path for path in EXAMPLE.rglob("*.py") if "test_" not in path.name]
    assert [path.name for path in code] == ["__init__.py"]

    where = os.pathsep.join([str(installed), str(PROJECT)])
    test = EXAMPLE / "test_noticeboard.py"
    told = run(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"),
        *("-c", EXAMPLE / "pyproject.toml", test),
        PYTHONPATH=where,
        PYTHONDONTWRITEBYTECODE="1",
    )

    found = re.search(r"(\d+) passed", told)
    assert found is not None
    assert int(found[1]) > 80
    assert "failed" not in told


@pytest.mark.django_db
def test_account_is_connected_with_what_its_network_asks_for(board, browser, ada):
    account = connect(browser, board, ada)

    assert (account.handle, account.stable_id, account.server) == ("roads", "board-7", board.url)
    page = words(browser.get(reverse("accounts:mine")))
    assert "Noticeboard: @roads" in page
    assert "Working" in page
    assert "Noticeboard" in words(browser.get(reverse("accounts:abilities")))


@pytest.mark.django_db
def test_post_has_the_limits_of_the_network(board, browser, ada):
    account = connect(browser, board, ada)
    message = make.message(ada, accounts=[account], words="a" * 281)

    page = words(browser.get(reverse("composing:edit", args=[message.pk])))

    assert Version.objects.get().account == account
    assert "Noticeboard" in page
    assert "Noticeboard: cut 1 character." in page


@pytest.mark.django_db
def test_post_is_delivered_confirmed_and_taken_down(board, browser, ada):
    account = connect(browser, board, ada)
    said = "Gritting tonight: https://roads.example/gritting"
    make.approved_message(ada, accounts=[account], words=said)
    actions.tick()

    sent = after_a_step(Delivery.objects.get())
    confirmed = after_a_step(sent)
    on_the_board = dict(board.notices)
    Delivery.objects.update(state=S.REMOVING, try_at=None)
    removed = after_a_step(Delivery.objects.get())

    assert [one.state for one in (sent, confirmed, removed)] == [S.SENT, S.CONFIRMED, S.REMOVED]
    assert confirmed.differences == []
    assert list(on_the_board.values()) == [said]
    assert confirmed.url == f"https://noticeboard.example/@roads/{confirmed.network_id}"
    assert board.notices == {}


@pytest.mark.django_db
def test_access_that_the_network_takes_away_is_seen_and_given_again(board, browser, ada):
    account = connect(browser, board, ada)
    make.approved_message(ada, accounts=[account])
    actions.tick()
    board.is_open = False
    after_a_step(Delivery.objects.get())
    lost = words(browser.get(reverse("accounts:mine")))

    board.is_open = True
    again = reverse("accounts:reconnect", args=[account.pk])
    browser.post(again, {"server": board.url, "token": "the-token-of-roads"})

    assert "Connection lost" in lost
    assert "Working" in words(browser.get(reverse("accounts:mine")))


def test_story_shows_the_example_as_it_is():
    story = STORY.read_text(encoding="utf-8")
    shown = re.findall(r"```(?:toml|python)\n(.*?)```", story, re.DOTALL)
    parts = [path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.*") if path.is_file()]

    assert len(shown) >= 3
    assert [one for one in shown if not any(one in part for part in parts)] == []
