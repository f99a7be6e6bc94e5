"""What checks notice about a message: shown, heeded, kept with a reason, upheld, and counted."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.checks import api
from tabard.checks.api import About, Checks, Facts, Level, Written
from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries
from tabard.composing.actions import Draft
from tabard.composing.models import Finding, FindingState, Message, MessageState, Precision
from tabard.composing.rules import may_go_with
from tabard.composing.settings import (
    CHECK_LEVELS,
    CHECKS_OFF,
    OWN_DOMAINS,
    PHRASES,
    levels_of,
    phrase_of,
)
from tabard.composing.work import checking, look
from tabard.composing.work.checking import Checking
from tabard.council.settings import UnfitError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

ADDRESS = "jane.doe@gmail.com"
WORDS = f"Write to {ADDRESS} about the van."
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test changes of the settings count at once."""
    monkeypatch.setattr(checking, "KEPT_FOR", -1.0)


@pytest.fixture
def author() -> Person:
    return make.author()


def taken_as(level: str) -> None:
    """Let the check of e-mail addresses be as serious as this."""
    make.chosen(CHECK_LEVELS, [f"email = {level}"])


def written(author: Person, words: str = WORDS, **differs: Any) -> Message:
    accounts = [make.account(author)]
    return actions.write(Draft(words, accounts, **differs), by=author)


def rewritten(message: Message, words: str, **differs: Any) -> Message:
    accounts = [version.account for version in message.versions.all()]
    return actions.rewrite(message, Draft(words, accounts, **differs), by=message.author)


def kept(message: Message) -> str:
    return message.findings.get().fingerprint


def states(message: Message) -> list[str]:
    return list(message.findings.values_list("state", flat=True))


# What is noticed


def test_what_is_noticed_says_where_and_never_what(author: Person):
    message = written(author)

    [one] = message.findings.all()
    assert message.words[one.start : one.end] == ADDRESS
    assert (one.check_name, one.kind, one.state) == ("email", "email", "open")
    told = " ".join(str(value) for value in Finding.objects.values_list()[0])
    assert ADDRESS not in told


def test_what_is_noticed_on_two_networks_is_one_finding(author: Person):
    accounts = [make.account(author), make.account(author, network="bluesky", handle="a.example")]

    message = actions.write(Draft(WORDS, accounts), by=author)

    assert message.findings.count() == 1


def test_the_councils_own_address_is_not_noticed():
    make.council(domain="exampleton.example")
    make.chosen(OWN_DOMAINS, ["libraries.example"])

    found = look("van@exampleton.example, van@libraries.example", networks=[])

    assert found == []


def test_an_alt_text_is_read_as_the_words_are():
    [one] = look("A van.", [f"A poster: {ADDRESS}"], networks=["bluesky"])

    assert (str(one.finding.part), one.excerpt) == ("alt text", ADDRESS)


def test_a_check_that_is_switched_off_notices_nothing():
    make.chosen(CHECKS_OFF, ["email"])

    assert look(WORDS, networks=[]) == []


def test_the_gravest_is_shown_first():
    make.chosen(CHECK_LEVELS, ["email = advice", "phone = stop"])

    found = look(f"{ADDRESS} or ring Jo on 07700 900123", networks=[])

    assert [one.finding.level for one in found] == [Level.STOP, Level.ADVICE]


def test_what_is_changed_in_the_settings_counts_within_seconds(monkeypatch: pytest.MonkeyPatch):
    # What an earlier test left is not asked.
    monkeypatch.setattr(checking, "KEPT_FOR", -1.0)
    assert look(WORDS, networks=[])
    monkeypatch.setattr(checking, "KEPT_FOR", 600.0)
    make.chosen(CHECKS_OFF, ["email"])
    assert look(WORDS, networks=[])

    monkeypatch.setattr(checking, "KEPT_FOR", -1.0)

    assert look(WORDS, networks=[]) == []


# What comes of it


def test_words_that_are_changed_are_heeded_and_those_that_come_back_are_open(author: Person):
    message = written(author)

    rewritten(message, "Write to us about the van.")
    assert states(message) == [FindingState.HEEDED]
    rewritten(message, WORDS)

    assert states(message) == [FindingState.OPEN]


def test_a_finding_moves_with_its_words(author: Person):
    message = written(author)

    rewritten(message, f"Good morning! {WORDS}")

    [one] = message.findings.all()
    assert f"Good morning! {WORDS}"[one.start : one.end] == ADDRESS


def test_what_is_kept_has_a_reason_in_the_record(author: Person):
    taken_as("warning")
    message = written(author)

    rewritten(message, WORDS, because={kept(message): "She asked us to publish it."})

    [one] = message.findings.all()
    assert (one.state, one.because) == ("dismissed", "She asked us to publish it.")
    [entry] = Entry.objects.filter(kind="finding dismissed")
    facts = facts_of(entry)
    assert (facts["check"], facts["why"]) == ("email", "She asked us to publish it.")


def test_a_stop_cannot_be_kept_whatever_is_said(author: Person):
    taken_as("stop")
    message = written(author)

    rewritten(message, WORDS, because={kept(message): "I want to."})

    assert states(message) == [FindingState.OPEN]


@pytest.mark.parametrize("said", ["", "   "])
def test_nothing_is_no_reason(author: Person, said: str):
    message = written(author)

    rewritten(message, WORDS, because={kept(message): said})

    assert states(message) == [FindingState.OPEN]


# Handing in


@pytest.mark.parametrize(
    ("level", "told"), [("stop", "Put right"), ("warning", "Say why you keep")]
)
def test_what_is_open_keeps_a_post_from_going(author: Person, level: str, told: str):
    taken_as(level)
    message = written(author)

    with pytest.raises(NotAllowedError, match=told):
        actions.submit(message, by=author)

    message.refresh_from_db()
    assert message.state == MessageState.WRITING


def test_a_warning_with_a_reason_goes(author: Person):
    taken_as("warning")
    message = written(author)
    rewritten(message, WORDS, because={kept(message): "She asked for it."})

    assert actions.submit(message, by=author).state == MessageState.WAITING


def test_advice_that_is_passed_over_goes_and_is_counted(author: Person):
    taken_as("advice")
    message = written(author)

    actions.submit(message, by=author)

    assert states(message) == [FindingState.LET_BE]


def test_a_stop_that_came_since_keeps_a_reviewer_from_approving(author: Person):
    taken_as("advice")
    message = actions.submit(written(author), by=author)
    taken_as("stop")

    with pytest.raises(NotAllowedError, match="A check stops this post now"):
        actions.approve(message, by=make.reviewer(), submitted_at=message.submitted_at)

    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_a_reviewer_upholds_what_the_author_kept(author: Person):
    taken_as("warning")
    message = written(author)
    rewritten(message, WORDS, because={kept(message): "Why not?"})
    message = actions.submit(message, by=author)
    other = written(make.author())

    actions.send_back(
        message,
        by=make.reviewer(),
        said="Take her address out.",
        submitted_at=message.submitted_at,
        upheld=[message.findings.get().pk, other.findings.get().pk],
    )

    assert states(message) == [FindingState.UPHELD]
    assert states(other) == [FindingState.OPEN]
    assert Entry.objects.filter(kind="finding upheld").count() == 1


# Pages


def sent(author: Person, **differs: Any) -> dict[str, Any]:
    accounts = [account.account.pk for account in author.holdings.all()]
    return {"words": WORDS, "accounts": accounts, "when": "now", "do": "submit"} | differs


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_preview_shows_what_is_noticed_and_keeps_nothing(author: Person):
    make.account(author)

    page = signed_in(author).post(reverse("composing:preview"), sent(author), headers=HTMX).text

    assert f'<q class="tabard-finding__words">{ADDRESS}</q>' in page
    assert not Finding.objects.exists()


def test_a_warning_is_answered_on_the_page_in_one_go(author: Person):
    taken_as("warning")
    make.account(author)
    client = signed_in(author)

    page = client.post(reverse("composing:write"), sent(author)).text
    message = Message.objects.get()
    assert f"Say why you keep this, or change it: {ADDRESS}" in page
    assert message.state == MessageState.WRITING
    answer = {f"because-{kept(message)}": "She asked for it."}
    client.post(reverse("composing:edit", args=[message.pk]), sent(author, **answer))

    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert message.findings.get().because == "She asked for it."


def test_a_stop_is_named_on_the_page_and_has_no_field_for_a_reason(author: Person):
    taken_as("stop")
    make.account(author)

    page = signed_in(author).post(reverse("composing:write"), sent(author)).text

    assert f"Put this right: {ADDRESS}" in page
    assert 'name="because-' not in page


def test_a_reason_given_once_is_not_asked_for_again(author: Person):
    taken_as("warning")
    message = written(author)
    rewritten(message, WORDS, because={kept(message): "She asked for it."})

    page = signed_in(author).get(reverse("composing:edit", args=[message.pk])).text
    assert 'value="She asked for it."' in page
    signed_in(author).post(reverse("composing:edit", args=[message.pk]), sent(author))

    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_a_draft_handed_in_from_the_list_says_what_is_missing(author: Person):
    taken_as("warning")
    message = written(author)

    answer = signed_in(author).post(
        reverse("composing:submit", args=[message.pk]), {"do": "submit"}, follow=True
    )

    assert "Say why you keep what the checks warn of, or change it." in answer.text


def test_a_reviewer_sees_what_was_noticed_with_the_reason(author: Person):
    taken_as("warning")
    message = written(author)
    rewritten(message, WORDS, because={kept(message): "She asked for it."})
    message = actions.submit(message, by=author)
    reviewer = signed_in(make.reviewer())

    page = reviewer.get(reverse("composing:review", args=[message.pk])).text
    assert "The author kept it: “She asked for it.”" in page
    said = {
        "said": "Take it out.",
        "submitted_at": message.submitted_at.isoformat() if message.submitted_at else "",
        "upheld": [str(message.findings.get().pk), "x", "²", "9" * 5000],
    }
    reviewer.post(reverse("composing:send_back", args=[message.pk]), said)

    assert states(message) == [FindingState.UPHELD]


# Precision


def some(check: str, state: str, how_many: int) -> None:
    message = make.message()
    Finding.objects.bulk_create(
        Finding(
            message=message,
            check_name=check,
            kind=check,
            level="advice",
            part="words",
            start=0,
            end=1,
            fingerprint=f"{check}{state}{number}"[:32],
            state=state,
            because="Because." if state == "dismissed" else "",
            shown_at=timezone.now(),
            answered_at=None if state == "open" else timezone.now() + timedelta(minutes=1),
        )
        for number in range(how_many)
    )


def test_a_check_is_right_where_it_is_heeded_or_upheld():
    for state, how_many in [
        ("heeded", 20),
        ("upheld", 4),
        ("dismissed", 5),
        ("let_be", 1),
        ("open", 9),
    ]:
        some("email", state, how_many)

    assert queries.precisions({"email", "phone"}) == {"email": Precision(24, 30)}


def test_precision_is_shown_with_its_interval_once_it_is_known():
    some("email", "heeded", 30)
    some("phone", "dismissed", 29)

    page = " ".join(signed_in(make.person()).get(reverse("composing:checks")).text.split())

    assert "Right 100% of the time (89% to 100%), 30 findings" in page
    assert "29 findings: too few to say" in page
    assert "No finding yet" in page


def test_a_check_that_is_switched_off_is_shown_as_such():
    make.chosen(CHECKS_OFF, ["email"])

    assert "Switched off" in signed_in(make.person()).get(reverse("composing:checks")).text


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_of_the_checks_takes_as_many_queries_with_many_findings(
    how_many: int, django_assert_num_queries
):
    some("email", "heeded", how_many)
    client = signed_in(make.person())

    with django_assert_num_queries(6):
        client.get(reverse("composing:checks"))


def test_wilsons_interval_is_that_of_the_textbook():
    # Newcombe 1998, table I: 81 of 263, and 0 of 20, by the score method.
    assert Precision(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Precision(0, 20).interval == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert Precision(0, 0).interval == (0.0, 1.0)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_interval_holds_the_share(right: int, wrong: int):
    one = Precision(right, right + wrong)

    low, high = one.interval
    assert 0 <= low <= one.share + 1e-9
    assert one.share - 1e-9 <= high <= 1


# Settings


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        (CHECKS_OFF, ["emial"], "There is no check “emial”"),
        (CHECK_LEVELS, ["email: stop"], "There is no check “email: stop”"),
        (CHECK_LEVELS, ["email = loud"], "advice, warning, stop"),
        (PHRASES, ["tip"], "parted by |"),
        (PHRASES, ["tip | why | | advice"], "parted by |"),
        (PHRASES, ["tip | why | what | loud"], "advice, warning, stop"),
    ],
)
def test_a_setting_that_makes_no_sense_is_explained(setting: Any, value: list[str], told: str):
    with pytest.raises(UnfitError, match=told.replace("|", r"\|")):
        setting.fit(value)


def test_settings_are_read_as_they_are_written():
    assert levels_of(["email=stop", " phone = advice "]) == {
        "email": Level.STOP,
        "phone": Level.ADVICE,
    }
    assert phrase_of("tip | Say more | Write it out").level == Level.ADVICE
    assert phrase_of("tip | Say more | Write it out | stop").level == Level.STOP


# The table


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "dismissed", "because": "", "answered_at": timezone.now()},
        {"state": "heeded", "answered_at": None},
        {"state": "open", "answered_at": timezone.now()},
    ],
)
def test_the_database_refuses_findings_that_make_no_sense(author: Person, wrong: dict[str, Any]):
    message = written(author)

    with pytest.raises(IntegrityError), transaction.atomic():
        message.findings.update(**wrong)


@pytest.mark.parametrize("state", ["dismissed", "let_be", "upheld", "open"])
def test_what_was_kept_while_it_was_milder_is_put_right_once_it_is_a_stop(state: str):
    one = Finding(state=state, level="stop")

    assert may_go_with([one]) is not None
    assert may_go_with([Finding(state="heeded", level="stop")]) is None


def test_a_post_is_not_moved_into_days_on_which_a_check_stops_it():
    author = make.trusted_author()
    account = make.account(author)
    make.occasion(
        first_day=timezone.localdate() + timedelta(days=3),
        last_day=timezone.localdate() + timedelta(days=9),
        candidates=["Barnaby Thistlewood"],
    )
    taken_as_stop = ["pre_election = stop"]
    make.chosen(CHECK_LEVELS, taken_as_stop)
    due = timezone.now() + timedelta(days=1)
    words = "Barnaby Thistlewood opens the library on Tuesday."
    because = {
        one.fingerprint: "He asked to be named."
        for one in look(words, networks=[account.network], at=due)
    }
    message = actions.write(Draft(words, [account], due_at=due, because=because), by=author)
    message = actions.submit(message, by=author)
    assert message.state == MessageState.APPROVED

    with pytest.raises(NotAllowedError, match="A check stops this post now"):
        actions.give_time(message, due + timedelta(days=4), by=author)

    message.refresh_from_db()
    assert message.due_at == due


class Broken:
    name: ClassVar[str] = "Broken"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None: ...

    def look(self, _written: Written) -> list[api.Finding]:
        raise ZeroDivisionError


def test_a_check_that_breaks_says_so_and_what_it_had_noticed_stays_open(
    author: Person, monkeypatch: pytest.MonkeyPatch
):
    message = written(author)
    broken = Checking(Checks({"email": Broken(Facts())}), {"email": Level.STOP})
    monkeypatch.setattr(checking, "_checking", checking._Kept(lambda: broken))

    rewritten(message, "Write to us.")

    [said] = look("Write to us.", networks=[])
    assert (said.finding.level, said.finding.kind) == (Level.ADVICE, "could_not_look")
    assert states(message) == [FindingState.OPEN]
    # It keeps nobody from sending what nobody can look at.
    assert actions.submit(message, by=author).state == MessageState.WAITING


def test_what_a_check_noticed_that_is_switched_off_since_is_not_counted_as_heeded(author: Person):
    message = written(author)
    make.chosen(CHECKS_OFF, ["email"])

    rewritten(message, "Write to us.")

    assert states(message) == [FindingState.OPEN]
