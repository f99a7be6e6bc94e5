"""What the council finds out about a link or handle, up to the answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Holding
from tabard.accreditation.models import Accreditation
from tabard.common.templatetags.moments import day
from tabard.council.models import Council
from tabard.directory.models import Answer, Verdict
from tabard.directory.queries import checks
from tabard.directory.rules import verdicts
from tabard.directory.tests import make
from tabard.people.models import Person
from tabard.publishing.models import DeliveryState
from tests.make import council as make_council
from tests.make import person as make_person

pytestmark = pytest.mark.django_db

DID = "did:plc:abcdefghijklmnopqrstuvwx"
OTHER_DID = "did:plc:bbcdefghijklmnopqrstuvwx"


@pytest.fixture
def council() -> Council:
    return make_council()


@pytest.fixture
def account() -> Account:
    person = make.voice(handle="ada.exampleton.example")
    Account.objects.update(stable_id=DID)
    return person.holdings.get().account


def decide(text: str, council: Council) -> Verdict:
    question = verdicts.read(text)
    known = checks.known(question, council)
    return verdicts.verdict(question, known, is_demonstration=council.is_demonstration)


@pytest.mark.parametrize(
    "text",
    [
        "ada.exampleton.example",
        "@ADA.exampleton.example",
        DID,
        f"https://bsky.app/profile/{DID}",
        "https://bsky.app/profile/ada.exampleton.example",
        f"at://{DID}",
        "Look: https://bsky.app/profile/ada.exampleton.example!",
    ],
)
@pytest.mark.usefixtures("account")
def test_every_way_to_name_an_account_of_ours(council: Council, text: str):
    assert decide(text, council).answer == Answer.OURS


@pytest.mark.parametrize(
    "text",
    [
        "eve.bsky.social",
        OTHER_DID,
        f"https://bsky.app/profile/{OTHER_DID}",
        "ada.exampleton.example.evil.example",
    ],
)
@pytest.mark.usefixtures("account")
def test_another_s_account_is_not_ours(council: Council, text: str):
    assert decide(text, council).answer == Answer.NOT_OURS


def test_a_handle_that_the_account_had_before_is_not_ours(council: Council, account: Account):
    account.handle = "ada.new.example"
    account.save()

    assert decide("ada.exampleton.example", council).answer == Answer.NOT_OURS
    assert decide("ada.new.example", council).answer == Answer.OURS


def test_whoever_took_over_a_handle_is_not_us_and_the_account_is_known_by_its_identifier(
    council: Council, account: Account
):
    end(account)
    make.voice(handle="ada.exampleton.example")

    assert decide(DID, council).answer == Answer.FORMERLY
    assert decide("ada.exampleton.example", council).answer == Answer.OURS


def end(account: Account) -> None:
    account.state, account.official_until = AccountState.ENDED, timezone.now()
    account.save()
    account.holdings.update(until=timezone.now())


def test_an_account_that_ended_is_formerly_ours(council: Council, account: Account):
    end(account)

    assert decide("ada.exampleton.example", council).answer == Answer.FORMERLY


def test_while_the_holder_is_suspended_we_are_not_sure(council: Council, account: Account):
    Accreditation.objects.update(state="suspended", reason="A secret reason.")

    verdict = decide(account.handle, council)

    assert verdict == Verdict(Answer.NOT_SURE, verdicts.NOBODY_SPEAKS)


def test_while_the_holder_has_left_we_are_not_sure(council: Council, account: Account):
    Person.objects.update(is_active=False)

    assert decide(account.handle, council).answer == Answer.NOT_SURE


def test_while_nobody_holds_it_we_are_not_sure(council: Council, account: Account):
    account.holdings.update(until=timezone.now())

    assert decide(account.handle, council).answer == Answer.NOT_SURE


def test_one_of_several_holders_who_may_speak_is_enough(council: Council, account: Account):
    suspended = account.holdings.get().person
    Accreditation.objects.update(state="suspended", reason="Because.")
    speaking = make.voice()
    Holding.objects.create(account=account, person=speaking, since=timezone.now())

    known = checks.known(verdicts.read(account.handle), council)

    assert known.speak == (speaking,) != (suspended,)
    assert decide(account.handle, council).answer == Answer.OURS


MAY, JULY = datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 7, 4, tzinfo=UTC)
LONG_AGO = timedelta(days=31)


def last_connected(account: Account, *, ago: timedelta) -> None:
    account.connection.connected_at = timezone.now() - ago
    account.connection.save()


def test_a_handle_that_we_saw_long_ago_is_not_vouched_for(council: Council, account: Account):
    last_connected(account, ago=LONG_AGO)

    verdict = decide(account.handle, council)

    assert verdict.answer == Answer.NOT_SURE
    assert f"as last seen on {day(account.connection.connected_at)}" in verdict.why


@pytest.mark.parametrize("text", [DID, f"https://bsky.app/profile/{DID}"])
def test_an_identifier_is_vouched_for_however_long_ago_we_saw_it(
    council: Council, account: Account, text: str
):
    last_connected(account, ago=LONG_AGO)

    assert decide(text, council).answer == Answer.OURS


def test_a_post_that_was_confirmed_lately_says_nothing_of_the_handle(
    council: Council, account: Account
):
    last_connected(account, ago=LONG_AGO)
    make.post(account.holdings.get().person)

    assert decide(account.handle, council).answer == Answer.NOT_SURE


def test_a_handle_that_was_looked_up_lately_is_vouched_for(council: Council, account: Account):
    last_connected(account, ago=LONG_AGO)
    account.connection.seen_at = timezone.now()
    account.connection.save()

    verdict = decide(account.handle, council)

    assert verdict.answer == Answer.OURS
    assert verdict.why.endswith(f"as last seen on {day(account.connection.seen_at)}.")


def test_a_handle_that_did_not_lead_to_the_account_is_not_vouched_for(
    council: Council, account: Account
):
    account.connection.doubt, account.connection.doubted_at = "It leads away.", timezone.now()
    account.connection.save()

    by_handle, by_identifier = decide(account.handle, council), decide(DID, council)

    assert by_handle.answer == Answer.NOT_SURE
    assert "when we last looked, the name did not lead to it" in by_handle.why
    assert "It leads away" not in by_handle.why
    assert by_identifier.answer == Answer.OURS


def lose(account: Account, *, connected: datetime) -> None:
    account.state = AccountState.LOST
    account.save()
    account.connection.connected_at = connected
    account.connection.save()


def test_a_lost_account_was_last_seen_when_it_was_connected(council: Council, account: Account):
    lose(account, connected=MAY)

    verdict = decide(account.handle, council)

    assert verdict.answer == Answer.NOT_SURE
    assert "last on 3 May 2026" in verdict.why


def test_a_lost_account_was_last_seen_when_a_post_was_confirmed(council: Council, account: Account):
    lose(account, connected=MAY)
    make.post(account.holdings.get().person, confirmed_at=JULY)

    assert "last on 4 July 2026" in decide(account.handle, council).why


def test_a_post_of_ours_is_known_by_the_end_of_its_address(council: Council, account: Account):
    make.post(
        account.holdings.get().person,
        network_id=f"at://{DID}/app.bsky.feed.post/3kabc",
        confirmed_at=MAY,
    )

    known, unknown, similar = (
        decide(f"https://bsky.app/profile/{DID}/post/{key}", council).post
        for key in ("3kabc", "3kxyz", "kabc")
    )

    assert known == "We published this post, and saw it there on 3 May 2026 at 1:00am."
    assert unknown == similar == verdicts.UNKNOWN_POST


def test_a_post_of_another_account_of_ours_is_not_this_one_s(council: Council, account: Account):
    make.post(make.voice(), network_id="3kabc")

    verdict = decide(f"https://bsky.app/profile/{account.handle}/post/3kabc", council)

    assert verdict.post == verdicts.UNKNOWN_POST


def test_a_post_that_was_taken_down_is_told_as_such(council: Council, account: Account):
    make.post(
        account.holdings.get().person,
        state=DeliveryState.REMOVED,
        network_id="3kabc",
        confirmed_at=MAY,
        removed_at=JULY,
    )

    verdict = decide(f"https://bsky.app/profile/{account.handle}/post/3kabc", council)

    assert verdict.post.endswith("It was taken down on 4 July 2026 at 1:00am.")


def practice_account(person: Person) -> Account:
    return make.account(
        person,
        network="practice",
        handle="ada_libraries",
        server="http://127.0.0.1:8000/practice/api",
    )


def test_a_practice_account_is_ours_in_a_demonstration_only(council: Council):
    practice_account(make.voice())

    assert decide("@ada_libraries@practice", council) == Verdict(Answer.NOT_OURS, verdicts.TRAINING)
    demonstration = make_council(is_demonstration=True)
    assert decide("@ada_libraries@practice", demonstration).answer == Answer.OURS


@pytest.mark.parametrize(
    ("server", "answer"),
    [
        ("http://127.0.0.1:8000", Answer.OURS),
        ("http://127.0.0.1:9000", Answer.NOT_OURS),
        ("https://exampleton.example", Answer.NOT_OURS),
    ],
)
def test_the_same_handle_on_another_server_is_not_ours(server: str, answer: Answer):
    practice_account(make.voice())
    council = make_council(is_demonstration=True)

    assert decide(f"{server}/practice/@ada_libraries", council).answer == answer


@pytest.mark.usefixtures("account")
def test_a_look_alike_is_warned_of(council: Council):
    verdict = decide("ada.examp1eton.example", council)

    assert verdict.answer == Answer.NOT_OURS
    assert "it looks like @ada.exampleton.example" in verdict.why


def test_a_name_alone_is_looked_for_on_every_network(council: Council):
    make.voice(handle="ada_libraries")

    assert "We have an account of this name on Bluesky" in decide("Ada_Libraries", council).why
    assert decide("bob_libraries", council).answer == Answer.NOT_OURS


def test_a_name_alone_that_was_ours_is_not_denied(council: Council):
    end(make.voice(handle="ranger_noor").holdings.get().account)

    verdict = decide("@ranger_noor", council)

    assert verdict.answer == Answer.NOT_SURE
    assert "We had an account of this name on Bluesky until" in verdict.why


def test_of_two_accounts_of_one_name_the_one_of_today_is_meant(council: Council):
    end(make.voice(handle="ranger_noor").holdings.get().account)
    make.voice(handle="ranger_noor")

    assert "We have an account of this name on Bluesky" in decide("ranger_noor", council).why


def test_names_of_practice_accounts_and_what_looks_like_former_ones_are_not_given_away(
    council: Council,
):
    practice_account(make.voice())
    end(make.voice(handle="old_name").holdings.get().account)

    for name in ("ada_libraries", "ada_l1braries", "o1d_name"):
        verdict = decide(name, council)
        assert verdict.answer == Answer.NOT_OURS
        assert "Take care" not in verdict.why


@pytest.mark.usefixtures("account")
def test_an_unknown_network_is_answered_with_ours(council: Council):
    make.voice(network="practice")

    why = decide("https://myspace.com/exampleton", council).why

    assert why == "We do not know where that leads. Our accounts are on: Bluesky."


def test_before_there_is_any_account_nothing_is_ours(council: Council):
    make_person()

    assert decide("ada.exampleton.example", council).answer == Answer.NOT_OURS
    assert decide("https://myspace.com/x", council).answer == Answer.NOT_SURE
