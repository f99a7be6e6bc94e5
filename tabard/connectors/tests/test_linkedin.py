"""LinkedIn's connector: what it asks, and what follows from the answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, Script, scripted
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Card,
    Delivered,
    Described,
    Heard,
    Hearing,
    Kind,
    Leave,
    Named,
    Picture,
    Post,
    Profile,
    RejectedError,
    SeenCard,
    SeenPicture,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.linkedin import LinkedIn, little
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract

PAGE = "urn:li:organization:2414183"
URN = "urn:li:share:7123456789012345678"
URL = f"https://www.linkedin.com/feed/update/{URN}/"
WORDS = "Gritting (tonight): https://roads.example/gritting_now. Drive well! 👩‍👩‍👧 #Winter_2026"
LITTLE = (
    r"Gritting \(tonight\): https://roads.example/gritting\_now. Drive well! 👩‍👩‍👧 "
    r"{hashtag|\#|Winter\_2026}"
)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MILLISECONDS = round(AT.timestamp() * 1000)
POST = Post(WORDS, (), "key-1", AT)
PICTURE = Picture(b"a picture", "image/png", "A gritter", 4, 3)
SECRETS = {
    "token": "the-linkedin-token",
    "organization": "2414183",
    "client_id": "client",
    "client_secret": "the-client-secret",
}
TOLD = {
    "id": URN,
    "commentary": LITTLE,
    "visibility": "PUBLIC",
    "lifecycleState": "PUBLISHED",
    "createdAt": MILLISECONDS,
}
ORGANIZATION = {"localizedName": "Exampleton", "vanityName": "exampleton-county-council"}
COMMENT = "urn:li:comment:(urn:li:activity:71,7201)"
COMMENTED = {
    "commentUrn": COMMENT,
    "actor": "urn:li:person:ada",
    "message": {"text": "Thank you! https://a.example"},
    "created": {"time": MILLISECONDS},
}
PROFILE = Profile(
    stable_id=PAGE,
    handle="exampleton-county-council",
    display_name="Exampleton",
    url="https://www.linkedin.com/company/exampleton-county-council/",
)
SOMEBODY = Profile("urn:li:person:ada", "", "A member of LinkedIn", "https://www.linkedin.com/")


def json(told: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=told, headers=headers)


def elements(*told: Any) -> httpx.Response:
    return json({"elements": list(told)})


def error(status: int, words: str) -> httpx.Response:
    return json({"status": status, "message": words}, status)


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """Run LinkedIn's pages for people, where tokens are given and ended."""
    with scripted() as pages:
        monkeypatch.setenv("TABARD_LINKEDIN_PAGES", pages.url)
        yield pages


class TestLinkedIn(RecallsContract, ConnectorContract):
    connector = LinkedIn
    secrets = SECRETS
    post = POST
    delivered = Delivered(network_id=URN, url=URL)
    delivered_answer = httpx.Response(201, headers={"x-restli-id": URN})
    seen_answer = json(TOLD)
    gone_answer = error(404, "Not found")
    left_answers = (elements(TOLD),)
    left_nothing_answers = (elements({**TOLD, "commentary": "Something else"}),)
    removed_answer = httpx.Response(204)
    refused_answer = error(422, "These are too many words.")
    lost_answers = (error(401, "Expired"),)
    named_post = URN
    said_at = AT
    said_answers = (
        elements(TOLD, {**TOLD, "visibility": "CONNECTIONS"}, {**TOLD, "createdAt": "then"}),
    )
    before = "3"
    nothing_said_answers = (elements(),)
    profile = PROFILE
    profile_answers = (json(ORGANIZATION),)


class TestLinkedInGivesAccessBack(RevokesContract):
    secrets = SECRETS
    revoked_answers = (httpx.Response(200),)

    @pytest.fixture
    def network(self, pages):
        return pages

    @pytest.fixture
    def account(self, network):
        with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
            yield LinkedIn(http, "https://api.example", SECRETS)

    # Whether it had ended before LinkedIn does not tell apart.
    revoked_before_answers = revoked_answers

    def test_access_that_linkedin_does_not_end_is_for_a_person(self, account, network):
        network.says(error(400, "invalid_request"))

        assert "permitted services" in account.revoke()


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield LinkedIn(http, f"{network.url}/", SECRETS)


def test_a_post_goes_out_in_public_in_the_name_of_the_page(account, network):
    network.says(TestLinkedIn.delivered_answer)

    account.deliver(POST)

    [heard] = network.heard
    assert (heard.method, heard.path) == ("POST", "/rest/posts")
    assert heard.headers["linkedin-version"] == "202610"
    assert heard.headers["x-restli-protocol-version"] == "2.0.0"
    assert heard.headers["authorization"] == "Bearer the-linkedin-token"
    assert heard.json == {
        "author": PAGE,
        "commentary": LITTLE,
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED"},
        "lifecycleState": "PUBLISHED",
    }


CARD = Card("https://garden.gov.uk/bees", "Bees", "Where they live", PICTURE)


def test_page_that_is_linked_to_is_an_article_with_its_picture(account, network):
    image = {"value": {"uploadUrl": f"{network.url}/up", "image": "urn:li:image:1"}}
    network.says(json(image), httpx.Response(201), TestLinkedIn.delivered_answer)

    account.deliver(Post(WORDS, (), "key", AT, card=CARD))

    assert network.heard[1].body == b"a picture"
    assert network.heard[-1].json["content"] == {
        "article": {
            "source": "https://garden.gov.uk/bees",
            "title": "Bees",
            "description": "Where they live",
            "thumbnail": "urn:li:image:1",
        }
    }


def test_page_that_says_little_is_an_article_all_the_same(account, network):
    network.says(TestLinkedIn.delivered_answer)

    account.deliver(Post(WORDS, (), "key", AT, card=Card("https://garden.gov.uk", "Bees")))

    (heard,) = network.heard
    assert heard.json["content"] == {
        "article": {"source": "https://garden.gov.uk", "title": "Bees"}
    }


def test_post_with_pictures_of_its_own_is_no_article(account, network):
    image = {"value": {"uploadUrl": f"{network.url}/up", "image": "urn:li:image:1"}}
    network.says(json(image), httpx.Response(201), TestLinkedIn.delivered_answer)

    account.deliver(Post(WORDS, (PICTURE,), "key", AT, card=CARD))

    assert len(network.heard) == 3
    assert list(network.heard[-1].json["content"]) == ["media"]


@pytest.mark.parametrize("how_many", [1, 2])
def test_pictures_are_brought_first_with_their_alt_texts(account, network, how_many):
    image = {"value": {"uploadUrl": f"{network.url}/up", "image": "urn:li:image:1"}}
    brought = [json(image), httpx.Response(201)] * how_many
    network.says(*brought, TestLinkedIn.delivered_answer)

    account.deliver(Post(WORDS, (PICTURE,) * how_many, "key", AT))

    shown = {"id": "urn:li:image:1", "altText": "A gritter"}
    several = {"multiImage": {"images": [shown, shown]}}
    assert [one.method for one in network.heard] == ["POST", "PUT"] * how_many + ["POST"]
    assert network.heard[1].body == b"a picture"
    assert network.heard[-1].json["content"] == ({"media": shown} if how_many == 1 else several)


def test_decorative_picture_goes_without_an_alt_text(account, network):
    image = {"value": {"uploadUrl": f"{network.url}/up", "image": "urn:li:image:1"}}
    network.says(json(image), httpx.Response(201), TestLinkedIn.delivered_answer)

    account.deliver(Post(WORDS, (replace(PICTURE, alt=""),), "key", AT))

    assert network.heard[-1].json["content"] == {"media": {"id": "urn:li:image:1"}}


@pytest.mark.parametrize(
    ("content", "alts"),
    [
        ({"media": {"id": "urn:li:image:1", "altText": "A gritter"}}, ["A gritter"]),
        ({"media": {"id": "urn:li:image:1"}}, [""]),
        ({"multiImage": {"images": [{"altText": "One"}, {"altText": "Two"}]}}, ["One", "Two"]),
        ({}, []),
    ],
)
def test_pictures_are_seen_with_their_alt_texts(account, network, content, alts):
    network.says(json({**TOLD, "content": content}))

    seen = account.read_back(URN)

    assert seen.pictures == tuple(SeenPicture(alt, None) for alt in alts)


@pytest.mark.parametrize(
    ("content", "card"),
    [
        ({"article": {"source": CARD.address, "title": "Bees"}}, SeenCard(CARD.address, "Bees")),
        ({"media": {"id": "urn:li:image:1"}}, SeenCard()),
    ],
)
def test_article_is_seen_as_the_page_that_is_shown(account, network, content, card):
    network.says(json({**TOLD, "content": content}))

    assert account.read_back(URN).card == card


def test_a_post_that_linkedin_still_works_on_is_looked_at_later(account, network):
    network.says(json({**TOLD, "lifecycleState": "PUBLISH_REQUESTED"}))

    with pytest.raises(TryLaterError, match="still working"):
        account.read_back(URN)


def test_a_post_that_linkedin_has_already_is_looked_for(account, network):
    network.says(error(422, "Content is a duplicate of urn:li:share:7"))

    with pytest.raises(UnsureError):
        account.deliver(POST)


def test_a_post_of_before_with_the_same_words_is_another_one(account, network):
    network.says(elements({**TOLD, "createdAt": MILLISECONDS - 700_000}))

    assert account.look_for(POST) is None


@pytest.mark.parametrize("moment", [None, True, "x", 10**30])
def test_a_post_without_a_time_cannot_be_told_from_others(account, network, moment):
    network.says(elements({**TOLD, "createdAt": moment}))

    with pytest.raises(TryLaterError):
        account.look_for(POST)


def test_want_of_rights_is_for_a_person_to_mend(account, network):
    network.says(error(403, "Not enough permissions"))

    with pytest.raises(AccessLostError, match="Not enough permissions"):
        account.deliver(POST)


def test_a_post_is_changed_where_it_stands(account, network):
    network.says(httpx.Response(204))

    account.edit(URN, Post("Over (now).", (), "key", AT))

    [heard] = network.heard
    assert heard.headers["x-restli-method"] == "PARTIAL_UPDATE"
    assert unquote(heard.path) == f"/rest/posts/{URN}"
    assert heard.json == {"patch": {"$set": {"commentary": r"Over \(now\)."}}}


def test_a_post_that_is_gone_already_is_well(account, network):
    network.says(error(404, "Not found"))

    account.remove(URN)


class TestComments:
    answer = Post("On my way! https://a.example", (), "key", AT, answers="urn:li:activity:71")

    def test_an_answer_is_a_comment_of_the_page(self, account, network):
        network.says(json({"commentUrn": COMMENT}, 201))

        delivered = account.deliver(self.answer)

        [heard] = network.heard
        assert unquote(heard.path) == "/rest/socialActions/urn:li:activity:71/comments"
        assert heard.json == {
            "actor": PAGE,
            "object": "urn:li:activity:71",
            "message": {"text": "On my way! https://a.example"},
        }
        assert delivered.network_id == COMMENT
        assert delivered.url.startswith(
            "https://www.linkedin.com/feed/update/urn:li:activity:71/?commentUrn="
        )

    def test_an_answer_to_a_comment_stands_below_it(self, account, network):
        network.says(json({"commentUrn": COMMENT}, 201))

        account.deliver(Post("Yes.", (), "key", AT, answers=COMMENT))

        assert network.heard[0].json["object"] == "urn:li:activity:71"
        assert network.heard[0].json["parentComment"] == COMMENT

    def test_an_answer_that_is_too_long_or_has_pictures_is_not_sent(self, account, network):
        long = Post("a" * 1251, (), "key", AT, answers=COMMENT)
        shown = Post("a", (PICTURE,), "key", AT, answers=COMMENT)

        with pytest.raises(RejectedError, match="1250"):
            account.deliver(long)
        with pytest.raises(RejectedError, match="without pictures"):
            account.deliver(shown)
        assert network.heard == []

    def test_an_answer_whose_arrival_is_unknown_is_found(self, account, network):
        ours = {**COMMENTED, "actor": PAGE, "message": {"text": self.answer.words}}
        earlier = {**ours, "created": {"time": MILLISECONDS - 700_000}}
        network.says(elements(COMMENTED, earlier, ours))

        assert account.look_for(self.answer).network_id == COMMENT

    def test_an_answer_that_did_not_arrive_is_not_found(self, account, network):
        network.says(elements(COMMENTED))

        assert account.look_for(self.answer) is None

    def test_an_answer_is_read_back_and_taken_down(self, account, network):
        network.says(json({**COMMENTED, "message": {"text": self.answer.words}}))
        seen = account.read_back(COMMENT)
        network.says(httpx.Response(204), error(404, "Gone"), error(404, "Gone"))
        account.remove(COMMENT)
        account.remove(COMMENT)

        assert differences(self.answer, seen) == ()
        assert account.read_back(COMMENT) is None
        assert unquote(network.heard[1].path) == (
            f"/rest/socialActions/urn:li:activity:71/comments/7201?actor={PAGE}"
        )

    @pytest.mark.parametrize("urn", ["", "urn:li:share:1", "urn:li:comment:(x,1)"])
    def test_an_answer_that_names_no_comment_is_unsure(self, account, network, urn):
        network.says(json({"commentUrn": urn}, 201))

        with pytest.raises(UnsureError):
            account.deliver(self.answer)

    def test_what_people_say_below_a_post_is_heard_oldest_first(self, account, network):
        later = {
            **COMMENTED,
            "commentUrn": "urn:li:comment:(urn:li:activity:71,7202)",
            "parentComment": COMMENT,
            "created": {"time": MILLISECONDS + 1000},
        }
        network.says(elements(later, COMMENTED, {"commentUrn": "urn:li:comment:(x,1)"}))

        hearing = account.below(URN)

        assert [one.answers for one in hearing.heard] == [URN, COMMENT]
        assert (hearing.unreadable, hearing.after) == (1, None)
        assert hearing.heard[0] == Heard(
            kind=Kind.ANSWER,
            network_id=COMMENT,
            url="https://www.linkedin.com/feed/update/urn:li:activity:71/"
            "?commentUrn=urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A71%2C7201%29",
            words="Thank you! https://a.example",
            author=SOMEBODY,
            at=AT,
            answers=URN,
        )


class TestNotifications:
    mention = {
        "action": "SHARE_MENTION",
        "sourcePost": "urn:li:share:9",
        "lastModifiedAt": MILLISECONDS + 1,
        "decoratedGeneratedActivity": {
            "share": {
                "entity": "urn:li:share:9",
                "owner": "urn:li:person:ada",
                "text": "Well done, Exampleton!",
            }
        },
    }
    comment = {
        "action": "COMMENT",
        "sourcePost": URN,
        "lastModifiedAt": MILLISECONDS,
        "decoratedGeneratedActivity": {
            "comment": {"entity": COMMENT, "owner": "urn:li:person:ada", "text": "When?"}
        },
    }

    def test_comments_and_mentions_are_heard_oldest_first(self, account, network):
        network.says(elements(self.mention, self.comment, {**self.comment, "action": 7}))

        hearing = account.hear()

        assert hearing.unreadable == 1
        assert hearing.after == str(MILLISECONDS + 1)
        assert [(one.kind, one.words, one.answers) for one in hearing.heard] == [
            (Kind.ANSWER, "When?", URN),
            (Kind.MENTION, "Well done, Exampleton!", None),
        ]
        assert hearing.heard[1].url == "https://www.linkedin.com/feed/update/urn:li:share:9/"

    def test_what_was_heard_before_is_not_heard_again(self, account, network):
        network.says(elements(self.mention, self.comment))

        hearing = account.hear(str(MILLISECONDS))

        assert [one.kind for one in hearing.heard] == [Kind.MENTION]

    def test_where_nothing_was_said_nothing_is_heard(self, account, network):
        network.says(elements())

        assert account.hear() == Hearing((), 0, None)


class TestNumbers:
    def test_a_post_s_numbers_are_named_as_linkedin_means_them(self, account, network):
        numbers = {"impressionCount": 40, "likeCount": 3, "engagement": 0.2}
        network.says(elements({"totalShareStatistics": numbers}))

        assert account.measure(URN) == {"impressionCount": 40, "likeCount": 3}
        assert f"shares=List({URN})" in unquote(network.heard[0].path)
        assert set(account.measure(URN)) <= set(LinkedIn.measures())

    def test_a_post_of_another_kind_is_asked_about_as_such(self, account, network):
        network.says(elements())

        assert account.measure("urn:li:ugcPost:1") == {}
        assert "ugcPosts=List(urn:li:ugcPost:1)" in unquote(network.heard[0].path)

    def test_numbers_that_are_none_are_asked_for_later(self, account, network):
        network.says(elements({"totalShareStatistics": "many"}))

        with pytest.raises(TryLaterError):
            account.measure(URN)

    @pytest.mark.parametrize(
        ("told", "size", "described"),
        [
            (
                {
                    **ORGANIZATION,
                    "localizedDescription": "We mend roads.",
                    "localizedWebsite": "https://exampleton.example",
                },
                {"firstDegreeSize": 812},
                Described(
                    "Exampleton", "We mend roads.", ("https://exampleton.example",), followers=812
                ),
            ),
            (ORGANIZATION, {}, Described("Exampleton", "", ())),
        ],
    )
    def test_the_page_tells_how_it_presents_itself(self, account, network, told, size, described):
        network.says(json(told), json(size))

        assert account.describe() == described


class TestLeave:
    known = Application("client", "the-client-secret", "https://tabard.example/back/")
    leave = Leave("https://www.linkedin.com/oauth/v2/authorization", "the-state", {})
    answer = {"state": "the-state", "code": "the-code"}

    @pytest.fixture
    def http(self, pages, network):
        with open_http(allow_private=frozenset([pages.place, network.place])) as http:
            yield http

    def test_leave_is_asked_on_linkedin_s_page_for_three_rights(self, http, pages):
        leave = LinkedIn.ask_leave(http, "https://api.example", self.known)

        asked = parse_qs(urlsplit(leave.address).query)
        assert leave.address.startswith(f"{pages.url}/oauth/v2/authorization?")
        assert asked["scope"] == [" ".join(LinkedIn.rights())]
        assert "code_challenge" not in asked

    def test_a_code_becomes_a_token_with_its_end(self, http, pages):
        given = {"access_token": "t", "scope": ",".join(LinkedIn.rights()), "expires_in": 60}
        pages.says(json(given))

        kept = LinkedIn.take_leave(http, "", self.known, leave=self.leave, answer=self.answer)

        assert kept["token"] == "t"
        assert kept["expires_at"].isdigit()
        assert parse_qs(pages.heard[0].body.decode())["client_secret"] == ["the-client-secret"]

    def test_a_token_whose_end_is_not_told_is_kept_without(self, http, pages):
        pages.says(json({"access_token": "t", "scope": " ".join(LinkedIn.rights())}))

        kept = LinkedIn.take_leave(http, "", self.known, leave=self.leave, answer=self.answer)

        assert kept == {"token": "t"}

    def test_too_little_leave_is_refused_in_words(self, http, pages):
        pages.says(json({"access_token": "t", "scope": "r_organization_social"}))

        with pytest.raises(RejectedError, match="post as the page"):
            LinkedIn.take_leave(http, "", self.known, leave=self.leave, answer=self.answer)

    def test_pages_that_the_person_may_post_from_are_offered(self, http, network):
        roles = [
            {"organization": PAGE, "role": "ADMINISTRATOR"},
            {"organization": PAGE, "role": "CONTENT_ADMINISTRATOR"},
            {"organization": "urn:li:organization:7", "role": "ANALYST"},
        ]
        network.says(elements(*roles), json({**ORGANIZATION, "primaryOrganizationType": "BRAND"}))

        [offered] = LinkedIn.offered(http, network.url, {"token": "t"})

        assert offered.profile.url == (
            "https://www.linkedin.com/showcase/exampleton-county-council/"
        )
        assert offered.secrets == {"token": "t", "organization": PAGE}
        assert len(network.heard) == 2

    def test_an_application_is_tried_out_where_tokens_are_given(self, http, pages):
        pages.says(error(401, "invalid_client"))

        with pytest.raises(RejectedError, match="does not know this application"):
            LinkedIn.try_out(http, "", self.known)

    def test_the_steps_name_the_address_to_come_back_to(self):
        assert any(self.known.back_to in step for step in LinkedIn.to_set_up(self.known.back_to))

    def test_the_api_is_where_linkedin_has_it(self):
        assert LinkedIn.server() == "https://api.linkedin.com"


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("a_b (c) #d", r"a\_b \(c\) {hashtag|\#|d}"),
        ("#one#two", r"{hashtag|\#|one\#two}"),
        ("50 % off* {really}", r"50 % off\* \{really\}"),
        ("name@council.example", r"name\@council.example"),
    ],
)
def test_words_are_written_so_that_nothing_is_cut_off(plain, written):
    assert little.to_little(plain) == written
    assert little.from_little(written) == plain


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("Thanks, @[Acme \\(UK\\)](urn:li:organization:1)!", "Thanks, Acme (UK)!"),
        ("{hashtag|#|Roads} open", "#Roads open"),
        ("A lonely \\", "A lonely \\"),
        ("{no|template}", "{no|template}"),
    ],
)
def test_little_text_of_others_is_read_as_readers_see_it(told, seen):
    assert little.from_little(told) == seen


def test_words_are_counted_as_long_as_they_can_be():
    assert little.count("(👩)") == 6


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("linkedin.com/company/Exampleton", Named("linkedin", handle="exampleton")),
        ("https://uk.linkedin.com/showcase/a-b/posts/", Named("linkedin", handle="a-b")),
        (f"https://linkedin.com/feed/update/{URN}", Named("linkedin", post_id=URN)),
        ("https://www.linkedin.com/in/somebody/", None),
        ("https://linkedin.com.example/company/a", None),
    ],
)
def test_pages_are_recognised_and_members_are_not(text, named):
    assert LinkedIn.recognise(text) == named


def test_a_cut_connection_while_a_picture_is_brought_has_posted_nothing(account, network):
    network.says(Fault.CUT_AFTER)

    with pytest.raises(TryLaterError):
        account.deliver(Post(WORDS, (PICTURE,), "key", AT))
