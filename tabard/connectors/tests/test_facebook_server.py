"""Facebook's connector and a server that checks each request by the tables of Meta's client."""

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
    Described,
    Kind,
    Offered,
    Picture,
    Post,
    Profile,
    RejectedError,
    SeenPicture,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.meta import Facebook
from tabard.connectors.tests import meta_server
from tabard.connectors.tests.facebook_server import RESIDENT, FacebookServer
from tabard.connectors.tests.meta_server import PAGE, PAGE_TOKEN, PERSON
from tabard.connectors.tests.network_server import running

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
POST = Post("Gritting tonight: https://roads.example/grit. Drive well!", (), "key-1", AT)
PICTURES = (
    Picture(b"a picture", "image/png", "A gritter", 4, 3),
    Picture(b"another", "image/jpeg", "A road in snow", 4, 3),
)
WITH_PICTURES = replace(POST, pictures=PICTURES)
APPLICATION = Application(
    meta_server.APPLICATION, meta_server.SECRET, "https://tabard.example/back"
)
OF_APPLICATION = {"client_id": APPLICATION.client_id, "client_secret": APPLICATION.client_secret}
SECRETS = {"token": PAGE_TOKEN, "page": PAGE, **OF_APPLICATION}


@pytest.fixture
def network() -> Iterator[FacebookServer]:
    with running(FacebookServer()) as network:
        yield network


@pytest.fixture
def http(network: FacebookServer) -> Iterator[Client]:
    with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
        yield http


@pytest.fixture
def account(http: Client, network: FacebookServer) -> Facebook:
    return Facebook(http, network.url, SECRETS)


def asked(network: FacebookServer) -> list[str]:
    return [one.replace(f"{meta_server.GRAPH}/", "") for one in network.asked()]


def test_post_with_a_link_is_one_request_and_shows_its_card(account, network):
    delivered = account.deliver(POST)

    assert asked(network) == [f"POST {PAGE}/feed"]
    assert network.heard[0].form["link"] == "https://roads.example/grit"
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert (seen.url, differences(POST, seen)) == (delivered.url, ())


def test_pictures_come_first_and_keep_their_alt_texts(account, network):
    delivered = account.deliver(WITH_PICTURES)

    assert asked(network) == [f"POST {PAGE}/photos"] * 2 + [f"POST {PAGE}/feed"]
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert differences(WITH_PICTURES, seen) == ()


def test_one_picture_is_read_back_too(account):
    post = replace(POST, pictures=PICTURES[:1])

    seen = account.read_back(account.deliver(post).network_id)

    assert seen is not None
    assert seen.pictures == (SeenPicture("A gritter", None),)


def test_decorative_picture_goes_without_an_alt_text(account):
    post = replace(POST, pictures=(replace(PICTURES[0], alt=""),))

    seen = account.read_back(account.deliver(post).network_id)

    assert seen is not None
    assert differences(post, seen) == ()


@pytest.mark.parametrize("fault", [httpx.Response(503), Fault.CUT_AFTER], ids=str)
def test_trouble_after_facebook_wrote_leads_to_one_post(account, network, fault):
    network.breaks("POST /v26.0/{page}/feed", fault, after=True)

    with pytest.raises(UnsureError):
        account.deliver(WITH_PICTURES)
    found = account.look_for(WITH_PICTURES)

    assert [found] == [seen for seen, _ in account.said().posts]


def test_trouble_before_facebook_wrote_leads_to_one_post(account, network):
    network.breaks("POST /v26.0/{page}/feed", httpx.Response(503))

    with pytest.raises(UnsureError):
        account.deliver(POST)

    assert account.look_for(POST) is None
    account.deliver(POST)
    assert len(account.said().posts) == 1


def test_second_delivery_without_looking_finds_the_first(account):
    first = account.deliver(POST)

    assert account.deliver(POST) == first
    assert len(account.said().posts) == 1


def test_same_words_as_of_long_ago_are_rejected_and_not_taken_for_ours(account, network):
    account.deliver(POST)
    later = replace(POST, created_at=network.now + timedelta(hours=1))

    with pytest.raises(RejectedError, match="same words twice"):
        account.deliver(later)


def test_access_that_ran_out_is_for_a_person_and_tells_no_token(account, network):
    del network.owners[PAGE_TOKEN]

    with pytest.raises(AccessLostError, match="Connect the account again") as lost:
        account.deliver(POST)

    assert PAGE_TOKEN not in f"{lost.value!r}"


def test_waiting_is_as_long_as_the_busiest_part_says(account, network):
    usage = (
        '{"1": [{"estimated_time_to_regain_access": 5}, {"estimated_time_to_regain_access": 9}]}'
    )
    busy = meta_server.NoError(80001, "Too many calls").answer
    busy.headers["X-Business-Use-Case-Usage"] = usage
    network.breaks("POST /v26.0/{page}/feed", busy)

    with pytest.raises(TryLaterError, match="asks us to wait") as waiting:
        account.deliver(POST)

    assert waiting.value.until is not None
    wait = waiting.value.until - datetime.now(UTC)  # noqa: TID251 - the connector's own clock
    assert timedelta(minutes=8, seconds=50) < wait <= timedelta(minutes=9)


def test_answer_to_a_resident_stands_below_and_is_found_again(account, network):
    post = account.deliver(POST)
    comment = network.resident_says(post.network_id, "Also in Mill Lane?")
    answer = replace(POST, words="Yes, at six.", answers=comment, pictures=PICTURES[:1])

    delivered = account.deliver(answer)

    assert asked(network)[-2:] == [f"POST {PAGE}/photos", f"POST {comment}/comments"]
    seen = account.read_back(delivered.network_id)
    assert seen is not None
    assert differences(answer, seen) == ()
    assert account.look_for(answer) == seen
    assert account.look_for(replace(answer, words="No.")) is None


def test_answer_with_two_pictures_is_rejected_before_anything_is_sent(account, network):
    with pytest.raises(RejectedError, match="one picture"):
        account.deliver(replace(WITH_PICTURES, answers="1_2"))

    assert network.heard == []


def test_what_residents_say_is_heard_once_and_below_its_post(account, network):
    post = account.deliver(POST).network_id
    first = network.resident_says(post, "Also in Mill Lane?")
    account.deliver(replace(POST, words="Yes.", answers=post))
    naming = network.resident_names_page("Thanks, Roads team")

    hearing = account.hear()

    heard = [(one.kind, one.network_id, one.answers) for one in hearing.heard]
    assert heard == [(Kind.ANSWER, first, post), (Kind.MENTION, naming, None)]
    assert hearing.heard[0].author == Profile(
        RESIDENT["id"],
        RESIDENT["name"],
        RESIDENT["name"],
        f"https://www.facebook.com/{RESIDENT['id']}",
    )
    later = network.resident_says(post, "And Elm Road?")
    assert [one.network_id for one in account.hear(hearing.after).heard] == [naming, later]
    assert account.hear(account.hear(hearing.after).after).unreadable == 0


def test_what_stands_below_a_post_is_listed_without_our_own_answers(account, network):
    post = account.deliver(POST).network_id
    comment = network.resident_says(post, "Also in Mill Lane?", **{"from": None})
    account.deliver(replace(POST, words="Yes.", answers=post))
    broken = network.resident_says(post, "…")
    network.things[broken]["created_time"] = "soon"

    hearing = account.below(post)

    assert [one.network_id for one in hearing.heard] == [comment]
    assert hearing.heard[0].author.display_name == "Somebody on Facebook"
    assert hearing.unreadable == 1


def test_nothing_heard_leaves_the_place_as_it_was(account):
    assert account.hear("2026-11-23T09:00:00+00:00").after == "2026-11-23T09:00:00+00:00"


def test_comment_is_hidden_and_shown_again(account, network):
    comment = network.resident_says(account.deliver(POST).network_id, "An insult")

    account.hide(comment)
    account.hide(comment)
    assert network.things[comment]["is_hidden"] is True
    account.show(comment)
    assert network.things[comment]["is_hidden"] is False


def test_post_is_changed_where_it_stands(account):
    post = account.deliver(POST).network_id

    account.edit(post, replace(POST, words="Gritting is put off."))

    seen = account.read_back(post)
    assert seen is not None
    assert seen.words == "Gritting is put off."


def test_post_is_taken_down_and_a_second_time_is_well(account):
    post = account.deliver(POST).network_id

    account.remove(post)
    account.remove(post)

    assert account.read_back(post) is None


def test_page_says_how_it_presents_itself(account):
    assert account.describe() == Described(
        display_name="Roads team",
        about="Roads of Exampleton",
        links=("https://exampleton.example", "https://roads.example"),
        followers=1203,
        following=None,
        verified=True,
    )


def test_numbers_of_a_post_are_those_that_are_explained(account, network):
    post = account.deliver(POST).network_id
    network.things[post] |= {
        "reactions": {"data": [], "summary": {"total_count": 12}},
        "comments": {"data": [], "summary": {"total_count": 3}},
    }

    numbers = account.measure(post)

    assert numbers == {
        "reactions": 12,
        "comments": 3,
        "shares": 0,
        "views": 10,
        "viewers": 11,
        "clicks": 12,
    }
    assert set(numbers) == set(Facebook.measures())


def test_small_page_is_told_less(account, network):
    post = account.deliver(POST).network_id
    few = meta_server.NoError(100, "The Page has too few followers").answer
    network.breaks("GET /v26.0/{what}/insights", few)

    assert account.measure(post) == {"shares": 0}


def leave_given(network: FacebookServer) -> dict[str, str]:
    with open_http(allow_private=frozenset([network.place])) as http:
        leave = Facebook.ask_leave(http, network.url, APPLICATION)
        address = urlsplit(leave.address)
        network.challenge = parse_qs(address.query)["code_challenge"][0]
        answer = {"state": leave.state, "code": "the-code"}
        return dict(Facebook.take_leave(http, network.url, APPLICATION, leave=leave, answer=answer))


def test_leave_is_asked_on_facebooks_page_with_every_right(http):
    leave = Facebook.ask_leave(http, "https://graph.facebook.com", APPLICATION)

    address = urlsplit(leave.address)
    said = {key: value for key, (value,) in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        "https://www.facebook.com/v26.0/dialog/oauth"
    )
    assert said["scope"].split(",") == list(Facebook.rights())
    assert (said["redirect_uri"], said["state"]) == (APPLICATION.back_to, leave.state)


def test_leave_opens_each_page_by_a_token_of_its_own(http, network):
    other = network.new("page", name="Libraries", link="https://www.facebook.com/12")
    other |= {"access_token": "EAAother", "tasks": ["CREATE_CONTENT"]}
    network.new("page", name="Only read", link="https://www.facebook.com/13", access_token="x")

    secrets = leave_given(network) | OF_APPLICATION
    offered = Facebook.offered(http, network.url, secrets)

    granted = " ".join(network.granted)
    assert offered == (
        Offered(
            Profile(PAGE, "exampleton.roads", "Roads team", network.things[PAGE]["link"]),
            {"token": PAGE_TOKEN, "page": PAGE, "granted": granted},
        ),
        Offered(
            Profile(other["id"], other["id"], "Libraries", "https://www.facebook.com/12"),
            {"token": "EAAother", "page": other["id"], "granted": granted},
        ),
    )


def test_more_pages_than_one_list_holds_are_all_offered(http, network):
    for number in range(120):
        page = network.new("page", name=f"Team {number}", link="https://www.facebook.com/12")
        page |= {"access_token": f"EAA{number}", "tasks": ["CREATE_CONTENT"]}

    offered = Facebook.offered(http, network.url, leave_given(network) | OF_APPLICATION)

    assert len(offered) == 121


def test_person_of_one_page_alone_is_remembered_to_end_the_leave(http, network):
    (offered,) = Facebook.offered(http, network.url, leave_given(network) | OF_APPLICATION)

    assert offered.secrets["person"] == PERSON
    assert Facebook(http, network.url, {**offered.secrets, **OF_APPLICATION}).revoke() == ""
    assert network.granted == []


def test_leave_without_a_right_is_not_enough(network):
    network.granted.remove("pages_manage_posts")

    with pytest.raises(RejectedError, match="we also have to post as the Page"):
        leave_given(network)


def test_rights_of_another_network_are_not_ended_with_ours(http, network):
    network.granted.append("instagram_basic")
    secrets = {**SECRETS, "person": PERSON, "granted": ""}

    assert Facebook(http, network.url, secrets).revoke() == ""

    assert network.granted == ["pages_show_list", "pages_read_engagement", "instagram_basic"]


def test_leave_for_several_pages_is_ended_by_hand(account, network):
    assert "Business integrations" in account.revoke()

    assert network.heard == []


def test_person_whom_facebook_does_not_know_any_more_leaves_nothing_to_do(http, network):
    secrets = {**SECRETS, "person": "5550", "granted": ""}

    assert Facebook(http, network.url, secrets).revoke() == ""


def test_page_is_asked_for_where_only_its_token_was_typed(http, network):
    account = Facebook(http, network.url, {"token": PAGE_TOKEN, **OF_APPLICATION})

    account.deliver(POST)

    assert asked(network) == ["GET me", f"POST {PAGE}/feed"]
    assert account.secrets["page"] == PAGE


def test_application_is_tried_out(http, network):
    Facebook.try_out(http, network.url, APPLICATION)

    assert asked(network) == [f"GET {APPLICATION.client_id}"]


def test_application_of_another_name_is_not_known(http, network):
    network.owners[f"5|{meta_server.SECRET}"] = "5"

    with pytest.raises(RejectedError, match="does not know this application"):
        Facebook.try_out(http, network.url, replace(APPLICATION, client_id="5"))


def test_set_up_names_the_exact_address_to_come_back_to():
    steps = Facebook.to_set_up("https://tabard.example/back")

    assert [step for step in steps if step.endswith(": https://tabard.example/back")] != []
