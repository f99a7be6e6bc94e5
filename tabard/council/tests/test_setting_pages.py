"""Settings, as those who keep them see and change them."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tabard.common.rules import NotAllowedError
from tabard.council import actions
from tabard.council.models import ChosenSetting
from tabard.council.queries import by_app, changes
from tabard.council.settings import ALL, Lines, Number, Template, YesNo
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

DAYS = Number("council.test_days", "Days to wait", default=7, least=1, most=60)
NAMES = Lines("council.test_names", "Reserved names", default=["mayor"])
GREETING = Template(
    "council.test_greeting",
    "Greeting",
    default="Hello {name}",
    names={"name": "Ada"},
    one_line=True,
)
ASKED = YesNo("council.test_asked", "Is it asked?", default=True)
# Read when the test is run, so that other tests find the product's own settings only.
OURS = {one.key: ALL.pop(one.key) for one in (DAYS, NAMES, GREETING, ASKED)}


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, one in OURS.items():
        monkeypatch.setitem(ALL, key, one)


@pytest.fixture
def keeper() -> Any:
    return make.administrator()


@pytest.fixture
def browser(client: Client, keeper: Any) -> Client:
    client.force_login(keeper)
    return client


def address(setting) -> str:
    return reverse("council:setting", args=[setting.key])


def send(browser: Client, setting, value: str, *, seen: object = None, **more: str):
    shown = setting.value if seen is None else seen
    return browser.post(
        address(setting), {"value": value, "seen": json.dumps(shown), **more}, follow=True
    )


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def test_every_setting_is_shown_with_what_holds(browser: Client, django_assert_num_queries):
    send(browser, DAYS, "9")

    with django_assert_num_queries(1):
        groups = dict(by_app())
    page = browser.get(reverse("council:settings"), {"about": "council"}).content.decode()

    assert [(one.setting, one.in_words) for one in groups["Council"] if one.setting is DAYS] == [
        (DAYS, "9")
    ]
    assert page.count("Changed") == 1
    assert DAYS.label in page


def test_first_page_shows_what_was_changed_and_where_the_rest_is(browser: Client):
    assert "everything is as it comes with Tabard" in _page(browser)
    send(browser, DAYS, "9")

    page = _page(browser)

    assert DAYS.label in page
    assert NAMES.label not in page
    assert 'href="/settings/?about=council"' in page


def test_setting_is_found_by_its_words_and_by_what_holds(browser: Client):
    send(browser, NAMES, "mayor")

    assert NAMES.label in _page(browser, q="MAYOR")
    assert DAYS.label in _page(browser, q="wait days")
    assert DAYS.label not in _page(browser, q="wait mayor")
    assert "No setting holds these words" in _page(browser, q="zzz")
    assert DAYS.label in _page(browser, q="days wait", about="council")
    assert DAYS.label not in _page(browser, q="days wait", about="people")


def _page(browser: Client, **asked: str) -> str:
    return browser.get(reverse("council:settings"), asked).content.decode()


def test_a_change_holds_and_is_recorded(browser: Client, keeper: Any):
    page = send(browser, DAYS, "9").content.decode()

    assert "Saved: Days to wait." in page
    assert DAYS.value == 9
    assert [(entry.kind, facts_of(entry)) for entry in Entry.objects.all()] == [
        (
            "setting changed",
            {
                "by": keeper.pk,
                "setting": "Days to wait",
                "key": "council.test_days",
                "before": "7",
                "after": "9",
            },
        )
    ]


def test_saving_what_holds_already_changes_nothing(browser: Client):
    send(browser, NAMES, "mayor\r\n\r\n mayor ")

    assert (kinds(), ChosenSetting.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("setting", "typed", "why"),
    [
        (DAYS, "61", "from 1 to 60"),
        (DAYS, "seven", "Enter a whole number"),
        (GREETING, "Hello {nobody}", "{nobody} is not known here"),
        (NAMES, "\x07", "cannot be shown"),
        (ASKED, "", "Choose yes or no."),
    ],
)
def test_what_does_not_fit_is_said_and_kept_on_the_page(
    browser: Client, setting, typed: str, why: str
):
    page = send(browser, setting, typed).content.decode()

    assert "There is a problem" in page
    assert why in page
    assert typed in page
    assert ChosenSetting.objects.count() == 0


def test_yes_and_no_are_chosen(browser: Client):
    send(browser, ASKED, "False")

    assert ASKED.value is False
    assert 'value="False" checked' in browser.get(address(ASKED)).content.decode()


def test_an_example_is_shown_of_what_is_typed_and_saves_nothing(browser: Client):
    page = send(browser, GREETING, "Dear {name}", **{"try": "yes"}).content.decode()

    assert "Dear Ada" in page
    assert GREETING.value == "Hello {name}"


def test_of_what_does_not_fit_the_example_stays_what_holds(browser: Client):
    assert "Hello Ada" in send(browser, GREETING, "{", **{"try": "yes"}).content.decode()


def test_typing_brings_the_example_alone(browser: Client):
    answer = browser.post(
        address(GREETING),
        {"value": "Dear {name}", "seen": json.dumps(GREETING.value), "try": "yes"},
        headers={"HX-Request": "true"},
    )

    assert "Dear Ada" in answer.content.decode()
    assert "<h1" not in answer.content.decode()


def test_two_who_change_at_once_do_not_overwrite_each_other(browser: Client, keeper: Any):
    actions.change(DAYS, 9, seen=7, by=keeper)

    page = send(browser, DAYS, "12", seen=7).content.decode()

    assert "Somebody else changed this since you opened the page" in page
    assert "what holds now is: 9" in page
    assert 'value="12"' in page
    assert DAYS.value == 9

    assert 'name="seen" value="9"' in page


def test_a_page_sent_without_what_it_showed_is_opened_again(browser: Client):
    page = browser.post(address(DAYS), {"value": "9", "seen": "?"}).content.decode()

    assert "Open this page again" in page
    assert DAYS.value == 7


def test_the_default_comes_back(browser: Client):
    send(browser, NAMES, "mayor\nleader")
    assert "Go back to the default" in browser.get(address(NAMES)).content.decode()

    for _ in range(2):
        browser.post(reverse("council:go_back", args=[NAMES.key]))

    assert NAMES.value == ["mayor"]
    assert kinds() == ["setting changed", "setting put back"]
    assert [(one.before, one.after) for one in changes(NAMES)] == [
        ("mayor\nleader", "mayor"),
        ("mayor", "mayor\nleader"),
    ]
    assert "from “mayor leader”" in " ".join(browser.get(address(NAMES)).content.decode().split())


def test_what_was_never_declared_is_not_found(browser: Client):
    assert browser.get(reverse("council:setting", args=["no.such"])).status_code == 404
    assert browser.post(reverse("council:go_back", args=["no.such"])).status_code == 404


def test_others_change_nothing():
    somebody = make.reviewer()

    with pytest.raises(NotAllowedError, match="Only administrators and the programme team"):
        actions.change(DAYS, 9, seen=7, by=somebody)
    with pytest.raises(NotAllowedError, match="Only administrators and the programme team"):
        actions.go_back(DAYS, by=somebody)


def test_what_held_before_is_entered_again_and_not_saved(browser: Client, keeper: Any):
    actions.change(NAMES, ["mayor", "clerk"], seen=["mayor"], by=keeper)
    page = browser.get(address(NAMES)).content.decode()
    assert '<input type="hidden" name="value" value="mayor">' in page
    assert "Enter again what held before" in page

    again = send(browser, NAMES, "mayor", **{"try": "yes"}).content.decode()

    assert "Nothing is saved yet." in again
    assert NAMES.value == ["mayor", "clerk"]


def test_yes_and_no_are_not_entered_again(browser: Client, keeper: Any):
    actions.change(ASKED, False, seen=True, by=keeper)

    assert "Enter again" not in browser.get(address(ASKED)).content.decode()
