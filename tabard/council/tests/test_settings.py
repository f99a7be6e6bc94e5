"""What fits a setting, and what comes of it."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.council import settings
from tabard.council.models import ChosenSetting
from tabard.council.settings import (
    Lines,
    Number,
    Template,
    Text,
    UnfitError,
    Words,
    YesNo,
    places_in,
)


@pytest.fixture(autouse=True)
def of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare settings for one test only."""
    monkeypatch.setattr(settings, "ALL", {})


def number(**differs) -> Number:
    return Number("test.days", "Days", **{"default": 7, "least": 1, "most": 60, **differs})


def template(**differs) -> Template:
    told = {"default": "Hello {name}", "names": {"name": "Ada"}, **differs}
    return Template("test.greeting", "Greeting", **told)


@pytest.mark.django_db
def test_the_default_holds_until_something_is_chosen():
    days = number()
    assert days.value == 7

    ChosenSetting.objects.create(key="test.days", value=9, chosen_at=timezone.now())

    assert days.value == 9


@pytest.mark.django_db
def test_what_no_longer_fits_gives_way_to_the_default():
    ChosenSetting.objects.create(key="test.days", value=900, chosen_at=timezone.now())

    assert number().value == 7


def test_a_key_names_its_app_and_is_used_once():
    number()

    with pytest.raises(ValueError, match=r"test\.days a key of its own"):
        number()
    with pytest.raises(ValueError, match="a key of its own"):
        YesNo("nothing", "Nothing", default=True)


def test_a_default_has_to_fit_too():
    with pytest.raises(UnfitError, match="from 1 to 60"):
        number(default=0)


@pytest.mark.parametrize("wrong", [0, 61])
def test_a_number_stays_within_its_limits(wrong: int):
    with pytest.raises(UnfitError, match="from 1 to 60"):
        number().fit(wrong)


@pytest.mark.parametrize("wrong", [True, "7", 7.5, None])
def test_a_number_is_whole(wrong: object):
    with pytest.raises(UnfitError, match="whole number"):
        number().fit(wrong)


def test_yes_or_no_is_neither_a_number_nor_a_word():
    on = YesNo("test.on", "On", default=False)

    assert (on.fit(True), on.in_words(True), on.in_words(False)) == (True, "Yes", "No")
    with pytest.raises(UnfitError, match="yes or no"):
        on.fit(1)


def test_words_stay_on_one_line_and_short():
    words = Words("test.words", "Words", default="")

    assert words.fit("  The council ") == "The council"
    with pytest.raises(UnfitError, match="one line"):
        words.fit("a\nb")
    with pytest.raises(UnfitError, match="500 characters"):
        words.fit("a" * 501)
    with pytest.raises(UnfitError, match="Enter words"):
        words.fit(["a"])


def test_a_text_keeps_its_lines_and_refuses_what_cannot_be_shown():
    text = Text("test.text", "Text", default="")

    assert text.fit("a\r\nb\rc\td") == "a\nb\nc\td"
    with pytest.raises(UnfitError, match="cannot be shown"):
        text.fit("a\x00b")
    with pytest.raises(UnfitError, match="20,000 characters at the most; these are 20,001"):
        text.fit("a" * 20_001)


def test_lines_are_told_apart_and_kept_once():
    lines = Lines("test.lines", "Lines", default=[])

    assert lines.fit(["b", " a ", "", "b"]) == ["b", "a"]
    assert lines.in_words(["b", "a"]) == "b\na"
    for wrong, why in [("a", "a list"), (["a"] * 1_001, "these are 1,001")]:
        with pytest.raises(UnfitError, match=why):
            lines.fit(wrong)


def test_a_setting_can_refuse_for_a_reason_of_its_own_and_show_what_comes_of_it():
    words = Words(
        "test.words",
        "Words",
        default="good",
        check=lambda value: "Enter something good." if value == "bad" else None,
        example=str.upper,
    )

    assert (words.example("good"), number().example(7)) == ("GOOD", "")
    with pytest.raises(UnfitError, match="something good"):
        words.fit("bad")


@pytest.mark.django_db
def test_a_template_is_filled_with_what_it_is_given():
    greeting = template()

    assert greeting.filled(name="Grace {name}") == "Hello Grace {name}"
    assert greeting.example("{{{name}}} {{}}") == "{Ada} {}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{name", "out of place"),
        ("}", "out of place"),
        ("{other}", r"\{other\} is not known here. You can use: \{name\}"),
        ("{name.__class__}", "is not known here"),
        ("{name!r}", "its name alone"),
        ("{}", "its name alone"),
        ("{:}", "its name alone"),
        ("{name:>99999}", "its name alone"),
    ],
)
def test_a_template_knows_its_places_and_no_others(text: str, why: str):
    with pytest.raises(UnfitError, match=why):
        template().fit(text)


def test_a_template_can_be_one_line():
    with pytest.raises(UnfitError, match="one line"):
        template(one_line=True).fit("a\nb")


@given(st.text(alphabet="{}ab!:.[]0"))
def test_any_text_is_read_or_refused_in_words(text: str):
    try:
        places = places_in(text)
    except UnfitError as unfit:
        places = []
        told = str(unfit)
    else:
        told = "read"

    assert told
    assert all(f"{{{place}" in text for place in places)
