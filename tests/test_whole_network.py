"""The Bluesky connector in a whole AT Protocol network: what others say, follow, label, verify."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from itertools import count
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tabard.common.http import Client, open_http
from tabard.config.atproto import create_account
from tabard.connectors.api import (
    Delivered,
    Hearing,
    Kind,
    Label,
    Named,
    Post,
    Profile,
    RejectedError,
)
from tabard.connectors.bluesky import Bluesky, leave
from tests.at_their_server import leave_given
from tests.whole_network import Whole

pytestmark = pytest.mark.whole_network
NUMBERS = count(1)
PROFILE = "app.bsky.actor.profile"
# What abilities need that no page uses yet, beside the rights that are asked for.
MORE_RIGHTS = (
    "repo:app.bsky.graph.follow",
    "repo:app.bsky.graph.verification",
    "rpc:app.bsky.notification.listNotifications?aud=*",
    "rpc:app.bsky.feed.getPostThread?aud=*",
    "rpc:app.bsky.feed.getPosts?aud=*",
    "rpc:app.bsky.feed.getTimeline?aud=*",
    "rpc:app.bsky.graph.getFollows?aud=*",
    "rpc:app.bsky.actor.getProfiles?aud=*",
    "rpc:app.bsky.actor.getProfile?aud=*",
)


@pytest.fixture
def http(whole: Whole) -> Iterator[Client]:
    with open_http(deadline=60, allow_private=whole.places) as http:
        yield http


def somebody(name: str, whole: Whole, http: Client) -> Bluesky:
    """Connect a new account, under a handle that no other test has."""
    typed = whole.account(f"{name}-{next(NUMBERS)}.test")
    account = Bluesky(http, whole.pds.url, typed)
    account.identify()
    return account


@pytest.fixture
def every_right(monkeypatch) -> None:
    """Have every right asked for that an ability needs."""
    monkeypatch.setattr(leave, "RIGHTS", {**leave.RIGHTS, **dict.fromkeys(MORE_RIGHTS, "more")})


@pytest.fixture
def roads(whole: Whole, http: Client) -> Bluesky:
    return somebody("roads", whole, http)


@pytest.fixture
def resident(whole: Whole, http: Client) -> Bluesky:
    return somebody("ada", whole, http)


def says(account: Bluesky, words: str, answers: str | None = None) -> Delivered:
    return account.deliver(Post(words, (), Bluesky.new_key(), timezone.now(), answers=answers))


def found(account: Bluesky, other: Bluesky) -> Profile:
    profile = account.find(Named("bluesky", stable_id=other.secrets["did"]))
    assert profile is not None
    return profile


def cid_of(uri: str, whole: Whole, http: Client) -> str:
    repo, collection, key = uri.removeprefix("at://").split("/")
    place = {"repo": repo, "collection": collection, "rkey": key}
    told = http.get(f"{whole.pds.url}/xrpc/com.atproto.repo.getRecord", params=place)
    return str(told.json()["cid"])


def calls_itself(name: str, account: Bluesky, whole: Whole, http: Client) -> None:
    """Give an account a display name, as its own app does."""
    record = {"$type": PROFILE, "displayName": name}
    said = {"repo": account.secrets["did"], "collection": PROFILE, "rkey": "self", "record": record}
    bearer = {"Authorization": f"Bearer {account.secrets['access']}"}
    put = f"{whole.pds.url}/xrpc/com.atproto.repo.putRecord"
    assert http.post(put, json=said, headers=bearer).is_success
    whole.settle()


def test_an_answer_is_heard_as_a_notification_and_below_the_post(whole, roads, resident):
    post = says(roads, "Gritting starts at ten.")
    # Of an answer that it reads before the post, the view makes no notification.
    whole.settle()
    answer = says(resident, "Which roads?", answers=post.network_id)
    whole.settle()

    [heard] = roads.hear().heard
    [below] = roads.below(post.network_id).heard

    assert (heard.kind, heard.network_id, heard.words) == (
        Kind.ANSWER,
        answer.network_id,
        "Which roads?",
    )
    assert heard.author == found(roads, resident)
    assert below == heard


def test_who_is_followed_twice_is_followed_once_and_then_no_more(whole, roads, resident):
    ada = found(roads, resident)

    roads.follow(ada)
    roads.follow(ada)
    whole.settle()
    followed, described = roads.followed(), resident.describe()
    roads.unfollow(ada)
    roads.unfollow(ada)
    whole.settle()

    assert (followed.accounts, followed.unreadable, followed.before) == ((ada,), 0, None)
    assert (described.followers, roads.describe().following) == (1, 0)
    assert roads.followed().accounts == ()


def test_nobody_is_found_under_a_handle_that_nobody_has(roads):
    assert roads.find(Named("bluesky", handle="nobody-at-all.test")) is None


def test_what_followed_accounts_say_stands_at_home_and_what_others_say_does_not(
    whole, http, roads, resident
):
    stranger = somebody("stranger", whole, http)
    roads.follow(found(roads, resident))
    for account, words in [(roads, "Ours."), (resident, "Theirs."), (stranger, "A stranger's.")]:
        says(account, words)
    whole.settle()

    home = roads.home()

    assert [(one.kind, one.words) for one in home.posts] == [(Kind.POST, "Theirs.")]
    assert home.unreadable == 0


def test_a_label_that_ozone_sets_is_seen_on_the_account_and_on_the_post(whole, http, roads):
    did, post = roads.secrets["did"], says(roads, "Look at this.")
    other = says(roads, "And at this.")
    whole.settle()

    whole.label({"$type": "com.atproto.admin.defs#repoRef", "did": did}, "spam")
    whole.label(
        {
            "$type": "com.atproto.repo.strongRef",
            "uri": post.network_id,
            "cid": cid_of(post.network_id, whole, http),
        },
        "graphic-media",
    )

    [on_account] = roads.labels()
    [on_post] = roads.labels(post.network_id)
    assert on_account == Label("spam", whole.labeller, did, on_account.at)
    assert on_post == Label("graphic-media", whole.labeller, post.network_id, on_post.at)
    assert roads.labels(other.network_id) == ()


def test_a_verification_is_valid_until_it_is_taken_back(whole, http, roads, resident):
    whole.trust(roads.secrets["did"])
    calls_itself("Ada Obi", resident, whole, http)
    ada = found(roads, resident)

    first = roads.verify(ada)
    second = roads.verify(ada)
    whole.settle()
    while_valid, listed = resident.describe().verified, roads.verifications()
    roads.unverify(first.network_id)
    roads.unverify(first.network_id)
    whole.settle()

    assert first == second
    assert (while_valid, listed) == (True, (first,))
    assert (resident.describe().verified, roads.verifications()) == (False, ())


def test_a_verification_ends_with_the_name_and_is_written_anew_of_the_next(
    whole, http, roads, resident
):
    whole.trust(roads.secrets["did"])
    calls_itself("Ada Obi", resident, whole, http)
    first = roads.verify(found(roads, resident))

    calls_itself("Ada Obi, Roads", resident, whole, http)
    in_between = resident.describe().verified
    second = roads.verify(found(roads, resident))
    whole.settle()

    assert (in_between, resident.describe().verified) == (False, True)
    assert roads.verifications() == (second,)
    assert second.network_id != first.network_id


def test_an_account_that_is_not_what_was_looked_at_is_not_verified(whole, http, roads, resident):
    nameless = found(roads, resident)
    with pytest.raises(RejectedError, match="without a display name"):
        roads.verify(nameless)

    calls_itself("The Chief Executive", resident, whole, http)
    with pytest.raises(RejectedError, match="look at it again"):
        roads.verify(nameless)

    assert roads.verifications() == ()


def test_a_handle_under_a_domain_of_its_own_is_followed_to_its_account(whole, http, roads):
    did, handle = roads.secrets["did"], "roads.exampleton-council.org"
    bearer = {"Authorization": f"Bearer {roads.secrets['access']}"}
    take = f"{whole.pds.url}/xrpc/com.atproto.identity.updateHandle"

    before = http.post(take, json={"handle": handle}, headers=bearer)
    whole.answer_for(handle, did)
    after = http.post(take, json={"handle": handle}, headers=bearer)

    assert (before.status_code, after.status_code) == (400, 200)
    assert roads.identify().handle == handle


@pytest.fixture
def firehose(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hear the firehose of the network's server."""
    address = f"{whole.pds.url}/xrpc/com.atproto.sync.subscribeRepos"
    monkeypatch.setenv("TABARD_BLUESKY_STREAM", address)


def first_heard(account: Bluesky, after: str | None) -> Hearing:
    with closing(account.listen(after)) as hearings:
        return next(one for one in hearings if one.heard)


def mentions(account: Bluesky, other: Bluesky, words: str, whole: Whole, http: Client) -> str:
    """Have an account write a mention, as apps do; Tabard's own posts mention nobody."""
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": other.secrets["did"]}
    record = {
        "$type": "app.bsky.feed.post",
        "text": words,
        "createdAt": timezone.now().isoformat(),
        "facets": [{"index": {"byteStart": 0, "byteEnd": 1}, "features": [feature]}],
    }
    said = {"repo": account.secrets["did"], "collection": "app.bsky.feed.post", "record": record}
    bearer = {"Authorization": f"Bearer {account.secrets['access']}"}
    create = f"{whole.pds.url}/xrpc/com.atproto.repo.createRecord"
    return str(http.post(create, json=said, headers=bearer).json()["uri"])


@pytest.mark.usefixtures("firehose")
def test_a_mention_and_an_answer_are_heard_by_firehose_where_one_stopped(
    whole, http, roads, resident
):
    start = f"{urlsplit(whole.pds.url).netloc} 0"
    says(resident, "Nobody is meant.")
    mention = mentions(resident, roads, "@roads, is it icy?", whole, http)
    post = says(roads, "It is.")
    answer = says(resident, "Thanks!", answers=post.network_id)

    first = first_heard(roads, start)
    second = first_heard(roads, first.after)

    [mentioned], [answered] = first.heard, second.heard
    assert (mentioned.kind, mentioned.network_id, mentioned.words, mentioned.answers) == (
        Kind.MENTION,
        mention,
        "@roads, is it icy?",
        None,
    )
    assert mentioned.author == found(roads, resident)
    assert (answered.kind, answered.network_id, answered.answers) == (
        Kind.ANSWER,
        answer.network_id,
        post.network_id,
    )
    assert (first.unreadable, second.unreadable) == (0, 0)


@pytest.mark.usefixtures("firehose")
def test_a_place_that_the_firehose_has_not_come_to_begins_from_now_on(whole, http, roads, resident):
    far = f"{urlsplit(whole.pds.url).netloc} 999999999"
    with closing(roads.listen(far)) as hearings, ThreadPoolExecutor(1) as apart:
        heard = apart.submit(lambda: next(one for one in hearings if one.heard))
        while not heard.done():
            mentions(resident, roads, "Now!", whole, http)
            wait([heard], timeout=0.5)

    assert [one.words for one in heard.result().heard] == ["Now!"]


@pytest.mark.usefixtures("firehose", "every_right")
def test_leave_for_every_ability_is_enough_for_all_of_it(whole, http, resident):
    create_account(whole.pds, "leaves-whole.test", "correct horse battery")
    whole.settle()
    given = leave_given(http, whole.pds, "leaves-whole.test", "correct horse battery")
    account = Bluesky(http, whole.pds.url, given)
    account.identify()
    calls_itself("Ada Obi", resident, whole, http)
    ada = found(account, resident)

    account.follow(ada)
    verification = account.verify(ada)
    post = says(account, "It is icy.")
    whole.settle()
    answer = says(resident, "Thanks!", answers=post.network_id)
    whole.settle()

    start = f"{urlsplit(whole.pds.url).netloc} 0"
    assert [one.network_id for one in account.hear().heard] == [answer.network_id]
    assert [one.network_id for one in account.below(post.network_id).heard] == [answer.network_id]
    assert [one.network_id for one in first_heard(account, start).heard] == [answer.network_id]
    assert account.followed().accounts == (ada,)
    assert [one.network_id for one in account.home().posts] == [answer.network_id]
    assert (account.labels(), account.labels(post.network_id)) == ((), ())
    assert account.measure(post.network_id)["replyCount"] == 1
    assert account.describe().following == 1
    account.unverify(verification.network_id)
    account.unfollow(ada)
    assert account.verifications() == ()
