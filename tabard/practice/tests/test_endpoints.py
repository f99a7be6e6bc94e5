"""The API as a client meets it."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tabard.practice.models import MediaType, PracticePost
from tabard.practice.tests import make

pytestmark = pytest.mark.django_db

SHA256 = "a" * 64


class Caller:
    """A client of the network, as another program would be."""

    def __init__(self, handle: str = "reader", token: str = "") -> None:
        self.account, real = make.account_and_token(handle)
        # A browser's protection against forged forms must not stand in a program's way.
        self._client = Client(
            enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token or real}"}
        )

    def me(self) -> Any:
        return self._client.get("/practice/api/me")

    def forget(self) -> Any:
        return self._client.delete("/practice/api/token")

    def put(self, key: str = "one", content_type: str = "application/json", **change: Any) -> Any:
        sent = {"words": "Hello", "created_at": "2026-11-23T12:00:00Z", "pictures": []} | change
        return self._client.put(address(key), json.dumps(sent), content_type=content_type)

    def put_raw(self, content: bytes) -> Any:
        return self._client.put(address("one"), content, content_type="application/json")

    def get(self, key: str = "one") -> Any:
        return self._client.get(address(key))

    def said(self, before: str = "") -> Any:
        return self._client.get("/practice/api/posts", {"before": before} if before else {})

    def delete(self, key: str = "one") -> Any:
        return self._client.delete(address(key))

    def upload(self, content: bytes, content_type: str = "image/png") -> Any:
        return self._client.post("/practice/api/pictures", content, content_type=content_type)


def address(key: str) -> str:
    return reverse("practice:posts", args=[key])


def problem(answer: Any) -> tuple[int, str, str]:
    said = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert said["status"] == answer.status_code
    return said["status"], said["title"], said["detail"]


@pytest.fixture(autouse=True)
def _public_url(settings):
    settings.PUBLIC_URL = "https://tabard.example"


def test_me_is_whose_token_it_is():
    caller = Caller("reader")

    answer = caller.me()

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "id": f"practice:{caller.account.pk}",
            "handle": "reader",
            "name": "Aisha Khan",
            "url": "https://tabard.example/practice/@reader",
        },
    )


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer \xe9\x00"]
)
def test_without_the_token_nothing_is_answered(header: str | None):
    make.account()
    headers = {} if header is None else {"Authorization": header}

    answer = Client(headers=headers).get("/practice/api/me")

    assert problem(answer) == (
        401,
        "Unauthorized",
        "Send the account's token as Authorization: Bearer.",
    )
    assert answer["WWW-Authenticate"] == "Bearer"


def test_token_hash_is_no_token():
    account = make.account()

    answer = Caller("thief", token=account.token_hash).me()

    assert answer.status_code == 401


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_posts_are_closed_without_a_token(method: str):
    post = make.post(key="one")

    answer = getattr(Client(), method)(address("one"))

    post.refresh_from_db()
    assert (answer.status_code, post.deleted_at) == (401, None)


def test_pictures_are_closed_without_a_token():
    answer = Client().post("/practice/api/pictures", b"", content_type="image/png")

    assert answer.status_code == 401


def test_new_post_is_created():
    answer = Caller().put("3k:a.b")

    assert (answer.status_code, answer.json()) == (
        201,
        {"id": "3k:a.b", "url": "https://tabard.example/practice/@reader/post/3k:a.b"},
    )


def test_same_post_again_is_answered_the_same_but_not_as_new():
    caller = Caller()
    first = caller.put()

    again = caller.put(created_at="2026-11-23T12:00:05Z")

    assert (again.status_code, again.json()) == (200, first.json())
    assert PracticePost.objects.count() == 1


def test_other_post_under_the_key_is_a_conflict():
    caller = Caller()
    caller.put(words="Hello")

    answer = caller.put(words="Goodbye")

    assert problem(answer) == (409, "Conflict", "There is another post with this key.")


def test_post_is_read_back_with_links_and_pictures():
    caller = Caller()
    sha256 = caller.upload(make.picture_bytes()).json()["sha256"]
    words = "Read https://exampleton.example/a (today)."
    caller.put(words=words, pictures=[{"sha256": sha256, "alt": "A cat."}])

    answer = caller.get()

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "id": "one",
            "url": "https://tabard.example/practice/@reader/post/one",
            "words": words,
            "links": ["https://exampleton.example/a"],
            "pictures": [{"sha256": sha256, "alt": "A cat."}],
            "answers": None,
        },
    )


def test_post_that_never_was_is_not_found():
    assert problem(Caller().get("never")) == (404, "Not Found", "There is no post with this key.")


def test_post_of_somebody_else_is_not_found():
    make.post(key="one")

    assert Caller().get("one").status_code == 404


def test_deleted_post_is_gone_and_its_key_with_it():
    caller = Caller()
    caller.put()

    statuses = [
        caller.delete().status_code,
        caller.get().status_code,
        caller.delete().status_code,
        caller.put().status_code,
    ]

    assert statuses == [204, 404, 204, 409]


@pytest.mark.parametrize("key", ["..", "a b", "a\x00b", "x" * 101])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_key_that_cannot_be_is_refused(method: str, key: str):
    answer = getattr(Caller(), method)(key)

    assert problem(answer)[0] == 422


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"words": "x" * 501}, "The words are at most 500 characters."),
        ({"words": ""}, "A post has words or pictures."),
        ({"words": "a\x00"}, "The words hold a character that cannot be shown."),
        ({"words": "\ud800"}, "The words hold a character that cannot be shown."),
        ({"pictures": [{"sha256": SHA256, "alt": ""}]}, f"Bring the picture {SHA256} first."),
        ({"created_at": "0001-01-01T00:00:00+23:59"}, "A post was written after 1999"),
        ({"created_at": "9999-12-31T23:59:59-23:59"}, "A post was written after 1999"),
    ],
)
def test_post_that_is_not_taken_says_why(change: dict[str, Any], why: str):
    status, title, detail = problem(Caller().put(**change))

    assert (status, title, detail.startswith(why)) == (422, "Unprocessable Content", True)


def test_body_that_is_not_json_is_refused():
    assert problem(Caller().put_raw(b"{"))[0] == 422


def test_body_beyond_the_limit_is_refused():
    answer = Caller().put_raw(b" " * 65_537)

    assert problem(answer) == (413, "Content Too Large", "Send at most 65536 bytes.")


def test_post_of_another_media_type_is_refused():
    answer = Caller().put(content_type="text/plain")

    assert problem(answer) == (415, "Unsupported Media Type", "Send application/json.")


def test_too_many_posts_are_told_when_to_come_back():
    caller = Caller()
    for number in range(60):
        caller.put(f"post-{number}")

    answer = caller.put("one-too-many")

    assert problem(answer)[:2] == (429, "Too Many Requests")
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize("media_type", list(MediaType))
def test_picture_is_known_by_its_sha256(media_type: MediaType):
    content = make.picture_bytes(media_type)

    answer = Caller().upload(content, media_type)

    assert answer.json() == {"sha256": hashlib.sha256(content).hexdigest()}


def test_picture_of_an_unknown_kind_is_refused():
    answer = Caller().upload(b"<svg/>", "image/svg+xml")

    assert problem(answer) == (
        415,
        "Unsupported Media Type",
        "Send one of image/jpeg, image/png, image/webp, image/gif.",
    )


def test_what_is_no_picture_is_refused():
    answer = Caller().upload(b"not a picture")

    assert problem(answer) == (422, "Unprocessable Content", "This is not a whole PNG picture.")


def test_picture_of_two_million_bytes_is_taken_and_one_more_is_not():
    caller = Caller()
    # What follows the end of a GIF is never shown, but counts.
    content = make.picture_bytes(MediaType.GIF).ljust(2_000_000, b"\0")

    statuses = [
        caller.upload(content, "image/gif").status_code,
        caller.upload(content + b"\0", "image/gif").status_code,
    ]

    assert statuses == [201, 413]


@pytest.mark.parametrize(
    ("name", "args", "method", "allowed"),
    [
        ("practice:me", [], "post", "GET"),
        ("practice:posts", ["one"], "post", "GET, PUT, DELETE"),
        ("practice:pictures", [], "get", "POST"),
    ],
)
def test_other_methods_are_refused(name: str, args: list[str], method: str, allowed: str):
    answer = getattr(Client(), method)(reverse(name, args=args))

    assert problem(answer) == (405, "Method Not Allowed", f"Use {allowed}.")
    assert answer["Allow"] == allowed


def test_token_that_is_forgotten_opens_nothing_any_more():
    caller = Caller("reader")

    answer = caller.forget()

    assert answer.status_code == 204
    assert caller.me().status_code == 401
    assert caller.forget().status_code == 401


def test_what_was_said_is_listed_newest_first_and_only_what_is_there_still():
    caller, other = Caller(), Caller("other")
    for key in ("one", "two", "three"):
        caller.put(key)
    other.put("not-mine")
    caller.delete("two")

    told = caller.said().json()

    assert [post["id"] for post in told["posts"]] == ["three", "one"]
    assert told["posts"][0]["created_at"] == "2026-11-23T12:00:00+00:00"
    assert told["before"] is None


def test_long_list_goes_on_where_it_ended(monkeypatch):
    monkeypatch.setattr("tabard.practice.api.endpoints.POSTS_ON_A_PAGE", 2)
    caller = Caller()
    for key in ("one", "two", "three"):
        caller.put(key)

    first = caller.said().json()
    second = caller.said(first["before"]).json()

    assert [post["id"] for post in first["posts"] + second["posts"]] == ["three", "two", "one"]
    assert second["before"] is None


@pytest.mark.parametrize("before", ["-1", "x", "1.5"])
def test_place_to_go_on_that_was_never_given_is_a_problem(before):
    assert problem(Caller().said(before))[0] == 422


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_asks_as_often_for_one_post_as_for_three(django_assert_num_queries, how_many):
    caller = Caller()
    for number in range(how_many):
        caller.put(f"key-{number}")

    with django_assert_num_queries(3):
        assert len(caller.said().json()["posts"]) == how_many
