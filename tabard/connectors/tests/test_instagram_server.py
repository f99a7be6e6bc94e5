"""Instagram's connector and a server that checks each request by the tables of Meta's client."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Delivered,
    Described,
    Kind,
    Offered,
    Picture,
    Post,
    Profile,
    Quota,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.meta import Instagram, containers
from tabard.connectors.tests import meta_server
from tabard.connectors.tests.instagram_server import ACCOUNT, NAME, RESIDENT, InstagramServer
from tabard.connectors.tests.meta_server import PAGE, PAGE_TOKEN, PERSON
from tabard.connectors.tests.network_server import running

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PICTURES = (
    Picture(b"a picture", "image/jpeg", "A gritter", 4, 3, "https://tabard.example/p/1.jpg"),
    Picture(b"another", "image/jpeg", "A road in snow", 4, 3, "https://tabard.example/p/2.jpg"),
)
POST = Post("Gritting tonight: https://roads.example/grit", PICTURES[:1], "key-1", AT)
APPLICATION = Application(
    meta_server.APPLICATION, meta_server.SECRET, "https://tabard.example/back"
)
OF_APPLICATION = {"client_id": APPLICATION.client_id, "client_secret": APPLICATION.client_secret}
SECRETS = {
    "token": PAGE_TOKEN,
    "account": ACCOUNT,
    "username": NAME,
    "granted": "instagram_manage_contents",
    **OF_APPLICATION,
}
LIMIT = "GET /v26.0/{account}/content_publishing_limit"
PUBLISH = "POST /v26.0/{account}/media_publish"


@pytest.fixture
def network() -> Iterator[InstagramServer]:
    with running(InstagramServer()) as network:
        yield network


@pytest.fixture
def http(network: InstagramServer) -> Iterator[Client]:
    with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
        yield http


@pytest.fixture
def account(http: Client, network: InstagramServer) -> Instagram:
    return Instagram(http, network.url, SECRETS)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "BETWEEN_LOOKS", timedelta(0))


def asked(network: InstagramServer) -> list[str]:
    return [one.replace(f"{meta_server.GRAPH}/", "") for one in network.asked()]


def test_one_picture_is_two_requests_and_arrives_whole(account, network):
    delivered = account.deliver(POST)

    assert asked(network) == [f"POST {ACCOUNT}/media", f"POST {ACCOUNT}/media_publish"]
    assert network.heard[0].form["image_url"] == "https://tabard.example/p/1.jpg"
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert (seen.url, differences(POST, seen)) == (delivered.url, ())
    assert delivered.url.startswith(f"https://www.instagram.com/{NAME}/p/")


def test_several_pictures_are_one_post_with_each_alt_text(account, network):
    post = replace(POST, pictures=PICTURES)

    delivered = account.deliver(post)

    assert len(network.heard) == 4
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert differences(post, seen) == ()


def test_decorative_picture_goes_without_an_alt_text(account):
    post = replace(POST, pictures=(replace(PICTURES[0], alt=""),))

    seen = account.read_back(account.deliver(post).network_id)

    assert seen is not None
    assert differences(post, seen) == ()


def test_next_post_has_a_container_of_its_own(account, network):
    account.deliver(POST)
    account.deliver(replace(POST, words="More grit", once_only_key="key-2"))

    assert len(network.posts()) == 2
    assert account.secrets["container"].startswith("key-2 ")


@pytest.mark.parametrize("fault", [httpx.Response(503), Fault.CUT_AFTER], ids=str)
def test_trouble_after_instagram_published_leads_to_one_post(account, network, fault):
    network.breaks(PUBLISH, fault, after=True)

    with pytest.raises(UnsureError):
        account.deliver(POST)
    found = account.look_for(POST)

    assert [found.network_id] == network.posts()
    assert account.deliver(POST) == Delivered(found.network_id, found.url)
    assert len(network.posts()) == 1


def test_trouble_before_instagram_published_goes_on_with_the_same_container(account, network):
    network.breaks(PUBLISH, httpx.Response(503))

    with pytest.raises(UnsureError):
        account.deliver(POST)

    assert account.look_for(POST) is None
    account.deliver(POST)
    assert asked(network).count(f"POST {ACCOUNT}/media") == 1
    assert len(network.posts()) == 1


def test_worker_that_died_with_the_container_is_found_out_by_looking(account, http, network):
    account.deliver(POST)

    found = Instagram(http, network.url, SECRETS).look_for(POST)

    assert found is not None
    assert [found.network_id] == network.posts()


def test_nothing_found_without_a_container_says_that_there_is_nothing(account):
    assert account.look_for(POST) is None
    assert "container" not in account.secrets


def test_container_that_is_not_ready_is_waited_for(account, network):
    network.first_state = "IN_PROGRESS"

    account.deliver(POST)

    assert [one.rpartition("/")[2] for one in asked(network)[1:]] == [
        "media_publish",
        f"GET {account.secrets['container'].split()[1]}",
        "media_publish",
    ]


def test_container_that_takes_too_long_is_kept_for_the_next_try(account, network):
    not_ready = meta_server.NoError(9007, "The media is not ready").answer
    for _ in range(containers.LOOKS):
        network.breaks(PUBLISH, not_ready)

    with pytest.raises(TryLaterError, match="still working"):
        account.deliver(POST)

    assert account.look_for(POST) is None
    account.deliver(POST)
    assert asked(network).count(f"POST {ACCOUNT}/media") == 1


@pytest.mark.parametrize("state", ["ERROR", "EXPIRED"])
def test_container_that_comes_to_nothing_is_made_anew(account, network, state):
    network.first_state = state

    with pytest.raises((TryLaterError, UnsureError)):
        account.deliver(POST)
    assert account.look_for(POST) is None
    network.first_state = "FINISHED"
    account.deliver(POST)

    assert asked(network).count(f"POST {ACCOUNT}/media") == 2
    assert len(network.posts()) == 1


def test_container_that_failed_while_it_was_waited_for_is_made_anew(account, network):
    network.first_state = "ERROR"
    network.breaks(PUBLISH, meta_server.NoError(9007, "Not ready").answer)

    with pytest.raises(TryLaterError, match="could not use the pictures"):
        account.deliver(POST)

    network.first_state = "FINISHED"
    account.deliver(POST)
    assert len(network.posts()) == 1


def test_container_that_is_not_there_any_more_has_run_out(account, network):
    network.breaks(PUBLISH, httpx.Response(503))
    with pytest.raises(UnsureError):
        account.deliver(POST)
    del network.things[account.secrets["container"].split()[1]]

    assert account.look_for(POST) is None
    account.deliver(POST)
    assert len(network.posts()) == 1


def test_post_that_is_refused_keeps_its_words_of_why(account, network):
    network.breaks(PUBLISH, meta_server.NoError(100, "Be brief").answer)

    with pytest.raises(RejectedError, match="Be brief"):
        account.deliver(POST)


def test_access_that_ran_out_is_for_a_person(account, network):
    del network.owners[PAGE_TOKEN]

    with pytest.raises(AccessLostError):
        account.deliver(POST)


def test_answers_stand_below_posts_and_below_comments(account, network):
    post = account.deliver(POST)
    comment = network.resident_says(post.network_id, "Also in Mill Lane?")
    to_post = replace(POST, words="It snows.", pictures=(), answers=post.network_id)
    to_comment = replace(
        POST, words="Yes, at six.", pictures=(), answers=f"{post.network_id}/{comment}"
    )

    delivered = [account.deliver(to_post), account.deliver(to_comment)]

    assert asked(network)[-2:] == [
        f"POST {post.network_id}/comments",
        f"POST {comment}/replies",
    ]
    for answer, where in zip([to_post, to_comment], delivered, strict=True):
        seen = account.read_back(where.network_id)
        assert seen is not None
        assert differences(answer, seen) == ()
        found = account.look_for(answer)
        assert found is not None
        assert found.network_id == where.network_id
    assert account.look_for(replace(to_post, words="No.")) is None


def test_what_residents_say_is_heard_and_below_its_post(account, network):
    post = account.deliver(POST)
    first = network.resident_says(post.network_id, "Also in Mill Lane?")
    account.deliver(replace(POST, words="Yes.", pictures=(), answers=post.network_id))
    second = network.resident_says(first, "And Elm Road?", **{"from": None})
    naming = network.resident_names_account("Thanks @exampleton.roads")

    hearing = account.hear()

    assert [(one.kind, one.network_id, one.answers) for one in hearing.heard] == [
        (Kind.ANSWER, f"{post.network_id}/{first}", post.network_id),
        (Kind.ANSWER, f"{post.network_id}/{second}", post.network_id),
        (Kind.MENTION, naming, None),
    ]
    assert hearing.heard[0].author == Profile(
        RESIDENT["id"], "ada", "ada", "https://www.instagram.com/ada/"
    )
    assert (hearing.heard[0].url, hearing.heard[1].author.stable_id) == (post.url, "")
    assert [one.network_id for one in account.hear(hearing.after).heard] == [naming]
    assert account.hear("2027-01-01T00:00:00+00:00").after == "2027-01-01T00:00:00+00:00"


def test_what_stands_below_is_listed_without_our_own_answers(account, network):
    post = account.deliver(POST).network_id
    first = network.resident_says(post, "Also in Mill Lane?")
    account.deliver(replace(POST, words="Yes.", pictures=(), answers=f"{post}/{first}"))
    second = network.resident_says(first, "Thanks")
    broken = network.resident_says(post, "…")
    network.things[broken]["timestamp"] = "soon"

    below = account.below(post)

    assert [one.network_id for one in below.heard] == [f"{post}/{first}", f"{post}/{second}"]
    assert below.unreadable == 1
    answers = account.below(f"{post}/{first}").heard
    assert [one.network_id for one in answers] == [f"{post}/{second}"]


def test_nothing_below_a_post_is_nothing(account):
    assert account.below(account.deliver(POST).network_id).heard == ()


def test_comment_is_hidden_and_shown_again(account, network):
    post = account.deliver(POST).network_id
    comment = network.resident_says(post, "An insult")

    account.hide(f"{post}/{comment}")
    assert network.things[comment]["hidden"] is True
    account.show(f"{post}/{comment}")
    assert network.things[comment]["hidden"] is False


def test_post_is_taken_down_where_leave_was_given_and_a_second_time_is_well(account):
    post = account.deliver(POST).network_id

    account.remove(post)
    account.remove(post)

    assert account.read_back(post) is None


def test_post_is_for_a_person_to_take_down_where_leave_was_not_given(http, network):
    account = Instagram(http, network.url, {**SECRETS, "granted": "instagram_basic"})
    post = account.deliver(POST).network_id

    with pytest.raises(RejectedError, match="Somebody has to delete it in Instagram's app"):
        account.remove(post)
    assert network.posts() == [post]
    del network.things[post]
    account.remove(post)


def test_answer_is_taken_down_without_leave_to_delete_posts(http, network):
    account = Instagram(http, network.url, {**SECRETS, "granted": "instagram_basic"})
    post = account.deliver(POST).network_id
    answer = account.deliver(replace(POST, words="Yes.", pictures=(), answers=post)).network_id

    account.remove(answer)

    assert account.read_back(answer) is None


def test_account_says_how_it_presents_itself(account, network):
    described = Described(
        display_name="Roads team",
        about="Roads of Exampleton",
        links=("https://exampleton.example",),
        followers=510,
        following=12,
    )

    assert account.describe() == described
    del network.things[ACCOUNT]["name"]
    assert account.describe() == replace(described, display_name=NAME)


def test_what_is_left_of_the_day_s_posts_is_told(account):
    before = account.quota()
    account.deliver(POST)

    assert before == Quota(used=0, most=100, span=timedelta(days=1))
    assert account.quota() == replace(before, used=1)


@pytest.mark.parametrize(("seconds", "span"), [(-5, 0), (10**30, 366 * 86_400)])
def test_a_span_is_never_absurd(account, network, seconds, span):
    told = {"quota_usage": 1, "config": {"quota_total": 2, "quota_duration": seconds}}
    network.breaks(LIMIT, httpx.Response(200, json={"data": [told]}))

    assert account.quota().span == timedelta(seconds=span)


@pytest.mark.parametrize("data", [[], "x", [7], [{"quota_usage": 1, "config": 3}]])
def test_a_quota_that_cannot_be_read_is_asked_for_later(account, network, data):
    network.breaks(LIMIT, httpx.Response(200, json={"data": data}))

    with pytest.raises(TryLaterError):
        account.quota()


def test_numbers_of_a_post_are_those_that_are_explained(account, network):
    post = account.deliver(POST).network_id
    network.things[post] |= {"like_count": 7, "comments_count": 2}

    numbers = account.measure(post)

    assert numbers == {
        "likes": 7,
        "comments": 2,
        "views": 20,
        "viewers": 21,
        "saves": 22,
        "shares": 23,
    }
    assert set(numbers) == set(Instagram.measures())


def leave_given(network: InstagramServer) -> dict[str, str]:
    with open_http(allow_private=frozenset([network.place])) as http:
        leave = Instagram.ask_leave(http, network.url, APPLICATION)
        network.challenge = parse_qs(urlsplit(leave.address).query)["code_challenge"][0]
        answer = {"state": leave.state, "code": "the-code"}
        return dict(
            Instagram.take_leave(http, network.url, APPLICATION, leave=leave, answer=answer)
        )


def test_leave_is_asked_with_every_right(http):
    address = Instagram.ask_leave(http, "https://graph.facebook.com", APPLICATION).address

    (scope,) = parse_qs(urlsplit(address).query)["scope"]
    assert scope.split(",") == list(Instagram.rights())


def test_leave_opens_the_account_of_each_page_that_has_one(http, network):
    network.new("page", name="Without Instagram", access_token="EAAother")

    secrets = leave_given(network) | OF_APPLICATION

    assert Instagram.offered(http, network.url, secrets) == (
        Offered(
            Profile(ACCOUNT, NAME, "Roads team", f"https://www.instagram.com/{NAME}/"),
            {
                "token": PAGE_TOKEN,
                "account": ACCOUNT,
                "username": NAME,
                "granted": " ".join(network.granted),
            },
        ),
    )


def test_leave_to_delete_need_not_be_given(http, network):
    network.granted.remove("instagram_manage_contents")

    (offered,) = Instagram.offered(http, network.url, leave_given(network) | OF_APPLICATION)

    assert "instagram_manage_contents" not in offered.secrets["granted"]
    assert offered.secrets["person"] == PERSON


def test_leave_to_post_has_to_be_given(network):
    network.granted.remove("instagram_content_publish")

    with pytest.raises(RejectedError, match="we also have to post"):
        leave_given(network)


def test_rights_that_facebook_needs_are_not_ended_with_ours(http, network):
    network.granted.append("pages_manage_posts")

    assert Instagram(http, network.url, {**SECRETS, "person": PERSON}).revoke() == ""

    assert network.granted == ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]


def test_account_is_asked_for_where_only_the_token_of_its_page_was_typed(http, network):
    account = Instagram(http, network.url, {"token": PAGE_TOKEN, **OF_APPLICATION})

    account.deliver(POST)

    assert asked(network)[0] == "GET me"
    assert (account.secrets["account"], account.secrets["username"]) == (ACCOUNT, NAME)
    assert PAGE in network.things


def test_set_up_names_the_exact_address_to_come_back_to():
    steps = Instagram.to_set_up("https://tabard.example/back")

    assert [step for step in steps if step.endswith(": https://tabard.example/back")] != []
