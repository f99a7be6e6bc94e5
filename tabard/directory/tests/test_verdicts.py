"""How the check reads and decides: every way to ours, formerly ours, not ours, not sure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accounts.models import Account
from tabard.accreditation.models import StandingKind
from tabard.common.templatetags.moments import day
from tabard.connectors.api import Named
from tabard.directory.models import Answer, Known, Question, Verdict, best, fits
from tabard.directory.rules import verdicts
from tabard.publishing.models import Delivery, DeliveryState

MAY = datetime(2026, 5, 3, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 4, 9, tzinfo=UTC)
DID = "did:plc:abcdefghijklmnopqrstuvwx"


def account(**differs: Any) -> Account:
    told: dict[str, Any] = {
        "network": "bluesky",
        "server": "https://pds.example",
        "stable_id": DID,
        "handle": "ada.exampleton.example",
        "url": f"https://bsky.app/profile/{DID}",
        "state": "connected",
        "official_from": MAY,
        **differs,
    }
    return Account(**told)


def decide(question: Question | str, known: Known | None = None, *, demo: bool = False) -> Verdict:
    asked = verdicts.read(question) if isinstance(question, str) else question
    return verdicts.verdict(asked, known or Known(), is_demonstration=demo)


def about(*, standing: StandingKind = StandingKind.ACCREDITED, **differs: Any) -> Verdict:
    return decide("@ada.exampleton.example", Known(account(**differs), standing))


def by_handle(last_seen: datetime | None) -> Verdict:
    known = Known(account(), StandingKind.ACCREDITED, last_seen=last_seen, by_handle=True)
    return decide("@ada.exampleton.example", known)


def test_by_its_handle_an_account_is_ours_as_last_seen():
    seen = timezone.now() - timedelta(days=7)

    assert by_handle(seen) == Verdict(
        Answer.OURS,
        "@ada.exampleton.example on Bluesky has been an official account of the council "
        f"since 3 May 2026, as last seen on {day(seen)}.",
    )


@pytest.mark.parametrize("last_seen", [datetime(2026, 5, 3, 9, tzinfo=UTC), None])
def test_for_a_handle_that_was_seen_long_ago_we_do_not_vouch(
    monkeypatch: pytest.MonkeyPatch, last_seen: datetime | None
):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 3, 9, tzinfo=UTC))

    verdict = by_handle(last_seen)

    assert verdict.answer == Answer.NOT_SURE
    assert "too long ago for us to vouch for a name" in verdict.why


@pytest.mark.parametrize("standing", [StandingKind.ACCREDITED, StandingKind.LAPSED])
def test_a_connected_account_whose_holder_may_speak_is_ours(standing: StandingKind):
    assert about(standing=standing) == Verdict(
        Answer.OURS,
        "@ada.exampleton.example on Bluesky has been an official account of the council "
        "since 3 May 2026.",
    )


@pytest.mark.parametrize(
    "standing", [StandingKind.SUSPENDED, StandingKind.ENDED, StandingKind.NONE]
)
def test_while_nobody_may_speak_from_it_we_are_not_sure(standing: StandingKind):
    assert about(standing=standing) == Verdict(Answer.NOT_SURE, verdicts.NOBODY_SPEAKS)


def test_an_account_that_ended_is_formerly_ours_whoever_held_it():
    assert about(state="ended", official_until=JULY) == Verdict(
        Answer.FORMERLY,
        "It was an official account of the council from 3 May 2026 until 4 July 2026. "
        "What it has said since then does not come from us.",
    )


def test_while_the_network_does_not_let_us_in_we_are_not_sure():
    known = Known(account(state="lost"), StandingKind.ACCREDITED, last_seen=JULY)

    assert decide("@ada.exampleton.example", known) == Verdict(
        Answer.NOT_SURE,
        "It became an official account of the council on 3 May 2026, but the network no longer "
        "lets us in: last on 4 July 2026. We cannot say who uses it today.",
    )


def test_a_practice_account_is_labelled():
    assert about(network="practice", handle="ada").why.startswith(
        "@ada on Practice network (demonstration) has been"
    )


PUBLISHED = "We published this post, and saw it there on 3 May 2026 at 10:00am."


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (None, verdicts.UNKNOWN_POST),
        (Delivery(state=DeliveryState.SENT), verdicts.NOT_SEEN),
        (Delivery(state=DeliveryState.FAILED), verdicts.NOT_SEEN),
        (Delivery(state=DeliveryState.CONFIRMED, confirmed_at=MAY), PUBLISHED),
        (
            Delivery(
                state=DeliveryState.CONFIRMED,
                confirmed_at=MAY,
                differences=[
                    {"what": "words", "expected": "Ten.", "found": "Two."},
                    {"what": "link", "expected": "https://a.example", "found": ""},
                    {"what": "link", "expected": "", "found": "https://b.example"},
                ],
            ),
            f"{PUBLISHED} The network showed it differently from how it was sent: words, link.",
        ),
        (
            Delivery(state=DeliveryState.REMOVING, confirmed_at=MAY),
            f"{PUBLISHED} It is being taken down.",
        ),
        (
            Delivery(state=DeliveryState.REMOVED, confirmed_at=MAY, removed_at=JULY),
            f"{PUBLISHED} It was taken down on 4 July 2026 at 10:00am.",
        ),
    ],
)
def test_what_we_know_of_a_post(delivery: Delivery | None, words: str):
    known = Known(account(), StandingKind.ACCREDITED, names_post=True, delivery=delivery)

    assert decide("@ada.exampleton.example", known).post == words


def test_a_profile_says_nothing_of_posts():
    assert about().post == ""


def test_a_name_on_a_known_network_that_is_not_ours():
    assert decide("@eve.bsky.social") == Verdict(
        Answer.NOT_OURS, "None of the council's accounts on Bluesky is this one."
    )


def test_a_look_alike_is_not_ours_and_we_warn_of_it():
    known = Known(handles=["ada.exampleton.example"])

    assert decide("@ada.examp1eton.example", known) == Verdict(
        Answer.NOT_OURS,
        "None of the council's accounts on Bluesky is this one. Take care: it looks like "
        "@ada.exampleton.example, which is ours, but it is another.",
    )


def test_an_identifier_alone_looks_like_nothing():
    known = Known(handles=["ada.exampleton.example"])

    assert decide(DID, known).why == "None of the council's accounts on Bluesky is this one."


def test_nothing_on_the_practice_network_is_ours_in_a_real_council():
    assert decide("@ada@practice") == Verdict(Answer.NOT_OURS, verdicts.TRAINING)
    assert decide("@ada@practice", demo=True).why == (
        "None of the council's accounts on Practice network is this one."
    )


@pytest.mark.parametrize(
    ("networks", "where"),
    [([], ""), (["Bluesky", "Mastodon"], " Our accounts are on: Bluesky, Mastodon.")],
)
@pytest.mark.parametrize("text", ["https://myspace.com/exampleton", "myspace.com/exampleton"])
def test_a_link_to_a_network_that_we_do_not_know(text: str, networks: list[str], where: str):
    assert decide(text, Known(networks=networks)) == Verdict(
        Answer.NOT_SURE, f"We do not know where that leads.{where}"
    )


def test_a_name_alone_that_one_of_our_accounts_has_somewhere():
    known = Known(same_name=account(handle="ada_libraries"))

    assert decide("@ada_libraries", known) == Verdict(
        Answer.NOT_SURE,
        "We have an account of this name on Bluesky, but anybody can take the same name on "
        "another network. Paste the whole link to the account.",
    )


def test_a_name_alone_that_an_account_of_ours_had():
    known = Known(same_name=account(handle="ada_libraries", state="ended", official_until=JULY))

    assert decide("@ada_libraries", known) == Verdict(
        Answer.NOT_SURE,
        "We had an account of this name on Bluesky until 4 July 2026. Paste the link to be sure.",
    )


def test_a_name_alone_that_none_of_our_accounts_has():
    assert decide("ada_libraries", Known(handles=["ada_librarles"])) == Verdict(
        Answer.NOT_OURS,
        "None of the council's accounts goes by this name, on any network. Take care: "
        "it looks like @ada_librarles, which is ours, but it is another.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "is this one yours?",
        "@",
        "https:",
        "x" * 500,
        "https://one.example/@a and https://two.example/@a",
    ],
)
def test_what_is_neither_one_link_nor_one_name(text: str):
    assert decide(text).answer == Answer.NOT_SURE


@pytest.mark.parametrize(
    "text",
    ["ada\u202e_libraries", "ada\x00libraries", "ada\u200bx", "\ue000ada", "https://\u2066a/b"],
)
def test_hidden_characters_are_named(text: str):
    assert decide(text) == Verdict(Answer.NOT_SURE, verdicts.HIDDEN)


def test_the_one_link_in_a_sentence_is_read():
    question = verdicts.read(f"Is this you? https://bsky.app/profile/{DID}/post/3kabc. Thanks!")

    assert question == Question(
        f"https://bsky.app/profile/{DID}/post/3kabc",
        (Named("bluesky", stable_id=DID, post_id="3kabc"),),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (" @Ada.Exampleton.example ", Named("bluesky", handle="ada.exampleton.example")),
        (
            "http://localhost:8000/practice/@Ada/post/k3",
            Named("practice", handle="ada", post_id="k3", server="http://localhost:8000"),
        ),
        (
            "localhost:8000/practice/@ada",
            Named("practice", handle="ada", server="https://localhost:8000"),
        ),
    ],
)
def test_links_and_handles_are_recognised(text: str, named: Named):
    assert verdicts.read(text).named == (named,)


@given(st.text(max_size=600))
def test_whatever_is_pasted_gets_an_answer_and_never_ours(text: str):
    assert decide(text).answer in {Answer.NOT_OURS, Answer.NOT_SURE}


def test_ten_thousand_characters_get_an_answer():
    assert decide("https://bsky.app/profile/" + "a" * 10_000).answer == Answer.NOT_SURE


@pytest.mark.parametrize(
    ("named", "is_it"),
    [
        (Named("bluesky", handle="Ada.exampleton.example"), True),
        (Named("bluesky", stable_id=DID), True),
        (Named("bluesky", stable_id=DID, handle="ada.exampleton.example"), True),
        (Named("bluesky", stable_id=DID, server="https://BSKY.app"), True),
        (Named("bluesky", stable_id=DID, server="https://pds.example/xrpc"), True),
        (Named("practice", stable_id=DID), False),
        (Named("bluesky", stable_id="did:plc:bbcdefghijklmnopqrstuvwx"), False),
        (Named("bluesky", handle="bob.exampleton.example"), False),
        (Named("bluesky", stable_id=DID, handle="bob.exampleton.example"), False),
        (Named("bluesky", handle="ada.exampleton.example", server="https://evil.example"), False),
    ],
)
def test_everything_that_a_link_says_has_to_be_true_of_the_account(named: Named, is_it: bool):  # noqa: FBT001 - an expected value
    assert fits(account(), named) is is_it


def test_of_several_the_one_that_is_ours_today_is_meant():
    named = Named("bluesky", handle="ada.exampleton.example")
    ended = account(stable_id="a", state="ended", official_from=JULY, official_until=JULY)
    earlier, later = account(stable_id="b"), account(stable_id="c", official_from=JULY)

    assert best([ended, later, earlier], named) is later
    assert best([ended, account(handle="bob.example")], named) is ended
    assert best([], named) is None
