"""Pages that posts link to are read once, by the worker, whatever their servers do."""

import gzip
import io
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import time_machine
from django.test import Client as DjangoClient
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.common.http import Client, open_http
from tabard.common.rules import NotAllowedError
from tabard.common.tests.broken import dripping
from tabard.common.tests.scripted import Fault, Script, scripted
from tabard.composing import actions, queries, tasks
from tabard.composing.actions import Draft
from tabard.composing.models import Finding, LinkedPage, Message, Outcome, Picture
from tabard.composing.settings import READ_AGAIN_AFTER, READ_PAGES
from tabard.composing.work import MOST_BYTES, checking, forget_pages, read_page
from tabard.composing.work.reading import MOST_OF_PAGE, look_up
from tabard.people.models import Person, Role
from tabard.record.actions import keep_bytes
from tests import make

pytestmark = pytest.mark.django_db

GARDEN = "https://garden.gov.uk/bees"
HTMX = {"HX-Request": "true"}
PREVIEW, SAVE = "/messages/preview/", "/messages/save/"
TITLE = "<!doctype html><title>Bees</title></head>"


@pytest.fixture(autouse=True)
def _council():
    make.council()


@pytest.fixture(name="server")
def a_server() -> Iterator[Script]:
    with scripted() as script:
        yield script


@pytest.fixture(name="author")
def an_author() -> Person:
    author = make.author()
    make.account(author)
    return author


def written(author: Person, words: str = f"See {GARDEN}.") -> Message:
    return actions.write(Draft(words, []), by=author)


def page(address: str = GARDEN, **differs) -> LinkedPage:
    return LinkedPage.objects.create(address=address, asked_at=timezone.now(), **differs)


def read(server: Script | str, path: str = "/", *, deadline: float = 5.0) -> LinkedPage:
    """Read a page of a server of this machine, as the worker would."""
    place = server if isinstance(server, str) else server.place
    asked = page(f"http://{place}{path}")
    with open_http(deadline=deadline, allow_private=frozenset([place])) as http:
        read_page(asked, http=http)
    asked.refresh_from_db()
    return asked


def html(content: str | bytes, **headers: str) -> httpx.Response:
    kind = {"Content-Type": "text/html; charset=utf-8", **headers}
    return httpx.Response(200, content=content, headers=kind)


def to(place: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"Location": place})


def photo(size: tuple[int, int] = (1600, 900)) -> httpx.Response:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG")
    return httpx.Response(200, content=out.getvalue(), headers={"Content-Type": "image/png"})


def jobs() -> list[dict[str, int]]:
    asked = ProcrastinateJob.objects.filter(task_name="tabard.composing.tasks.read")
    return list(asked.order_by("pk").values_list("args", flat=True))


# When


def test_page_is_asked_for_when_a_post_is_saved_and_read_by_nobody_in_the_request(author: Person):
    written(author)

    asked = LinkedPage.objects.get()
    assert (asked.address, asked.read_at, asked.is_being_read) == (GARDEN, None, True)
    assert jobs() == [{"page_id": asked.pk}]


def test_page_is_asked_for_once_however_often_a_post_is_saved(author: Person):
    message = written(author)
    actions.save(message, Draft(f"See {GARDEN} and {GARDEN}!", []), by=author, page="a" * 16)

    assert len(jobs()) == LinkedPage.objects.count() == 1


def test_what_one_account_alone_says_is_read_too(author: Person):
    account = author.holdings.get().account
    own = {account.pk: "https://one.gov.uk"}

    actions.write(Draft("https://all.gov.uk", [account], own_words=own), by=author)

    assert {one.address for one in LinkedPage.objects.all()} == {
        "https://all.gov.uk",
        "https://one.gov.uk",
    }


@pytest.mark.parametrize(
    "words",
    [
        "No link.",
        "https://exampleton.example/potholes",
        "http://a.test http://b.invalid",
        f"https://long.gov.uk/{'a' * 600}",
    ],
)
def test_nothing_is_asked_where_there_can_be_no_page(author: Person, words: str):
    written(author, words)

    assert (jobs(), LinkedPage.objects.count()) == ([], 0)


def test_no_more_than_ten_links_are_followed(author: Person):
    written(author, " ".join(f"https://n{number}.gov.uk" for number in range(40)))

    assert len(jobs()) == 10


def test_council_can_have_no_page_read(author: Person):
    make.chosen(READ_PAGES, value=False)

    written(author)

    assert jobs() == []


def test_page_is_read_again_once_it_is_old(author: Person):
    make.chosen(READ_AGAIN_AFTER, 2)
    now = timezone.now()
    page(read_at=now - timedelta(hours=1), outcome="read", title="Bees")
    message = written(author)
    assert jobs() == []

    with time_machine.travel(now + timedelta(hours=1, minutes=1)):
        actions.rewrite(message, Draft(f"Look: {GARDEN}", []), by=author)

        assert len(jobs()) == 1
        # Until then it stays as it was.
        assert queries.latest_pages([GARDEN])[GARDEN].title == "Bees"


def test_page_whose_reader_died_is_asked_for_anew(author: Person):
    message = written(author)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert LinkedPage.objects.get().trouble == Outcome.NOT_NOW.label

        actions.rewrite(message, Draft(f"Look: {GARDEN}", []), by=author)

    assert (len(jobs()), LinkedPage.objects.count()) == (2, 1)


def test_pages_are_read_on_two_lanes_so_that_deliveries_have_the_rest(author: Person):
    written(author, " ".join(f"https://n{number}.gov.uk" for number in range(5)))

    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {"pages-0", "pages-1"}


def test_task_lets_nothing_private_in_whatever_the_operator_allows(server: Script, monkeypatch):
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", server.place)
    server.says(html(TITLE))
    asked = page(f"http://{server.place}/")
    other = page(f"https://{server.place}/")

    tasks.read(asked.pk)
    tasks.read(other.pk)

    found = LinkedPage.objects.values_list("outcome", "title")
    assert (list(found), server.heard) == ([("insecure", ""), ("private", "")], [])


def test_task_reads_nothing_twice():
    done = page(read_at=timezone.now(), outcome="read", title="Bees")

    tasks.read(done.pk)
    tasks.read(0)

    assert LinkedPage.objects.get().title == "Bees"


def test_pages_of_long_ago_are_forgotten_unless_a_post_went_with_them(author: Person):
    message = written(author)
    kept = page("https://kept.gov.uk", read_at=timezone.now(), outcome="read")
    message.linked_pages.add(kept)

    with time_machine.travel(timezone.now() + timedelta(days=29)):
        forget_pages()
        assert LinkedPage.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        forget_pages()

    assert list(LinkedPage.objects.all()) == [kept]


# What a page says


def test_title_description_and_picture_are_read(server: Script):
    server.says(
        html(
            '<meta property="og:title" content="Bees &amp; badgers">'
            '<meta name="description" content="Where\n they live">'
            '<meta property="og:image" content="/bees.png"><title>Home</title></head>'
        ),
        photo(),
    )

    found = read(server, "/bees")

    assert (found.outcome, found.status, found.title, found.description, found.site) == (
        "read",
        200,
        "Bees & badgers",
        "Where they live",
        "127.0.0.1",
    )
    assert [one.path for one in server.heard] == ["/bees", "/bees.png"]
    assert found.picture is not None
    with Image.open(io.BytesIO(bytes(found.picture.content))) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1000, 563))
    assert (found.width, found.height, found.trouble) == (1000, 563, "")


@pytest.mark.parametrize(
    "picture",
    [
        photo((20, 20)),
        httpx.Response(404),
        html("<svg></svg>"),
        Fault.CUT_AFTER,
        to("/elsewhere"),
        httpx.Response(200, content=b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ],
    ids=["a dot", "none", "a drawing", "cut", "a circle", "broken"],
)
def test_page_whose_picture_cannot_be_had_is_read_without_it(server: Script, picture):
    server.says(html(f'<meta property="og:image" content="/a.png">{TITLE}'), picture)

    found = read(server)

    assert (found.outcome, found.title, found.picture) == ("read", "Bees", None)


def test_picture_elsewhere_is_fetched_through_the_same_door(server: Script):
    for address in ("http://10.0.0.1/a.png", "file:///etc/passwd", "https://[broken/"):
        server.says(html(f'<meta property="og:image" content="{address}">{TITLE}'))

        assert read(server).picture is None
        LinkedPage.objects.all().delete()

    assert {one.path for one in server.heard} == {"/"}


def test_what_nobody_sees_is_taken_out_and_length_has_an_end(server: Script):
    server.says(html(f"<title>\u202eevil\u200b\x07 {'long ' * 200}\x00</title>"))

    found = read(server)

    assert found.title.startswith("evil long long")
    assert (len(found.title) <= 200, found.title[-1]) == (True, "…")


# Where it leads


def test_every_address_that_it_is_sent_on_to_is_noted(server: Script):
    server.says(to("/b", 301), to(f"{server.url}/c"), html(TITLE))

    found = read(server, "/a")

    assert found.led_to == [f"{server.url}/b", f"{server.url}/c"]
    assert (found.outcome, found.title) == ("read", "Bees")


def test_endless_way_comes_to_an_end(server: Script):
    server.says(to("/round"))

    found = read(server)

    assert (found.outcome, len(found.led_to), len(server.heard)) == ("leads_on", 6, 6)
    assert found.trouble == "It leads from address to address, and arrives nowhere."


def test_way_to_a_private_server_is_not_gone(server: Script):
    with scripted() as other:
        for scheme, outcome in (("https", "private"), ("http", "insecure")):
            server.says(to(f"{scheme}://{other.place}/secret"))

            assert read(server, f"/{scheme}").outcome == outcome
        assert other.heard == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (httpx.Response(404), "gone"),
        (httpx.Response(410), "gone"),
        (httpx.Response(403), "not_now"),
        (httpx.Response(429), "not_now"),
        (httpx.Response(503), "not_now"),
        (
            httpx.Response(200, content=b"%PDF", headers={"Content-Type": "application/pdf"}),
            "no_page",
        ),
        (httpx.Response(200, content=b"<title>x</title>"), "no_page"),
        (html(gzip.compress(TITLE.encode()), **{"Content-Encoding": "gzip"}), "not_now"),
        (Fault.CUT_BEFORE, "not_now"),
        (Fault.CUT_AFTER, "not_now"),
        (b"220 mail.example ESMTP\r\n", "not_now"),
        (to("https://garden.gov.uk:bees/"), "not_now"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n", "not_now"),
    ],
)
def test_what_cannot_be_read_says_why_and_has_no_title(server: Script, answer, outcome: str):
    server.says(answer)

    found = read(server)

    assert (found.outcome, found.title, found.description, found.picture) == (outcome, "", "", None)
    assert found.trouble


@pytest.mark.parametrize("drop", [b"", b"a: b\r\n"], ids=["silent", "slow"])
def test_slow_server_is_left(drop: bytes):
    with dripping(b"HTTP/1.1 200 OK\r\n", drop) as place:
        assert read(place, deadline=0.3).outcome == "not_now"


def test_endless_page_is_read_as_far_as_its_head():
    first = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Bees</title>"
    with dripping(first + b"</he", b"ad>" + bytes(2**14)) as place:
        assert read(place, deadline=5.0).title == "Bees"
    with dripping(first, b" " * 2**17) as place:
        assert read(place, "/2", deadline=5.0).title == "Bees"


def test_head_that_comes_too_late_is_not_waited_for(server: Script):
    server.says(html(b" " * MOST_OF_PAGE + TITLE.encode()))

    found = read(server)

    assert (found.outcome, found.title, found.has_card) == ("read", "", False)


@contextmanager
def told(error: Exception) -> Iterator[Client]:
    def resolve(_host: str, _port: int) -> list[str]:
        raise error

    with open_http(allow_private=frozenset(), resolve=resolve) as http:
        yield http


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), "nowhere"),
        (UnicodeError("label too long"), "nowhere"),
        # Nobody could be asked, which says nothing of the name.
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "not_now"),
        (OSError("no network"), "not_now"),
    ],
)
def test_name_is_unknown_only_where_somebody_said_so(error: Exception, outcome: str):
    with told(error) as http:
        assert look_up(GARDEN, http=http).outcome == outcome


def test_address_that_is_none_is_nowhere():
    with told(OSError()) as http:
        assert look_up("https://garden.gov.uk:bees/", http=http).outcome == "nowhere"


def test_pictures_have_an_end_below_that_of_uploads():
    assert MOST_BYTES > 5_000_000


# What is kept with a post


def test_post_goes_with_its_pages_as_they_were_handed_in(author: Person):
    draft = Draft(f"See {GARDEN}", [author.holdings.get().account])
    message = actions.write(draft, by=author)
    LinkedPage.objects.update(read_at=timezone.now(), outcome="read", title="Bees")
    actions.submit(message, by=author)
    page(read_at=timezone.now(), outcome="read", title="Wasps")

    message.refresh_from_db()
    assert queries.pages_of(message, message.words)[GARDEN].title == "Bees"

    actions.take_back(message, by=author)
    message.refresh_from_db()
    assert queries.pages_of(message, message.words)[GARDEN].title == "Wasps"


def test_page_that_nobody_has_seen_does_not_go_out_with_a_post(author: Person):
    reviewer = make.person(Role.REVIEWER)
    draft = Draft(f"See {GARDEN}", [author.holdings.get().account])
    message = actions.submit(actions.write(draft, by=author), by=author)
    assert message.linked_pages.count() == 1

    actions.approve(message, by=reviewer, submitted_at=message.submitted_at)

    assert message.linked_pages.count() == 0


# What is shown


def signed_in(person: Person) -> DjangoClient:
    client = DjangoClient()
    client.force_login(person)
    return client


def words_of(answer) -> str:
    """Give what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def shown(author: Person, words: str, **differs: str) -> str:
    """Write a post on one account, and give the part of its page that says how it will look."""
    accounts = [one.account_id for one in author.holdings.all()]
    asked = {"words": words, "accounts": accounts, "when": "now", **differs}
    return signed_in(author).post(PREVIEW, asked, headers=HTMX).content.decode()


def test_link_is_shown_with_title_site_and_picture(author: Person):
    page_read = make.linked_page(led_to=["https://www.garden.gov.uk/bees/"])

    part = shown(author, f"See {GARDEN}.")

    assert "Bees in your garden" in part
    assert "garden.gov.uk (the link leads on to it)" in " ".join(part.split())
    assert f'src="/messages/linked/{page_read.pk}/picture/"' in part
    # The network of the account makes no card of it.
    assert "tabard-linked" not in part


def test_network_that_makes_a_card_shows_it_in_the_preview_unless_there_is_a_picture():
    author = make.author()
    make.account(author, network="bluesky", handle="ada.example")
    make.linked_page(description="Where they live")
    without = actions.write(Draft(GARDEN, [author.holdings.get().account]), by=author)
    with_picture = make.message(author, accounts=[author.holdings.get().account], words=GARDEN)
    blob = keep_bytes(b"pixel", media_type="image/jpeg")
    Picture.objects.create(message=with_picture, blob=blob, width=8, height=6)

    client = signed_in(author)
    pages = [client.get(f"/messages/{one.pk}/edit/") for one in (without, with_picture)]

    cards = [one.content.decode().count('class="tabard-linked"') for one in pages]
    assert cards == [1, 0]
    assert "Bees in your garden Where they live garden.gov.uk" in words_of(pages[0])


def test_page_on_its_way_is_said_and_asked_for_again_until_it_is_there(author: Person):
    client = signed_in(author)
    saved = client.post(SAVE, {"words": f"See {GARDEN}.", "when": "now", "page": "a" * 16})

    assert saved["HX-Trigger"] == '{"pages-asked": {}}'
    waiting = shown(author, f"See {GARDEN}.")
    assert "Reading the page." in waiting
    assert 'hx-trigger="load delay:2s"' in waiting

    LinkedPage.objects.update(read_at=timezone.now(), outcome="gone")

    there = shown(author, f"See {GARDEN}.")
    assert Outcome.GONE.label in there
    assert "load delay" not in there
    saved = client.post(SAVE, {"words": f"See {GARDEN}.", "when": "now", "page": "b" * 16})
    assert "HX-Trigger" not in saved


def test_without_scripts_the_page_of_the_draft_says_how_it_stands(author: Person):
    client = signed_in(author)
    client.post("/messages/write/", {"words": f"See {GARDEN}.", "when": "now", "do": "draft"})

    answer = client.get(f"/messages/{Message.objects.get().pk}/edit/")

    assert "What it says shows here, or when you come back." in words_of(answer)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("https://exampleton.example/potholes", "An address for examples, so there is no page"),
        (GARDEN, "The page is read once the post is saved."),
    ],
)
def test_page_that_was_never_asked_for_is_explained(author: Person, words: str, told: str):
    part = shown(author, words)

    assert told in part
    assert "load delay" not in part


def test_page_without_a_title_is_explained(author: Person):
    make.linked_page(title="", picture=None)

    assert "The page has no title" in shown(author, GARDEN)


def test_nothing_is_said_of_links_where_there_are_none(author: Person):
    assert "Where the links lead" not in shown(author, "No link.")


def test_what_a_page_calls_itself_is_words_and_never_markup(author: Person):
    make.linked_page(title="<script>alert(1)</script>", picture=None)

    part = shown(author, GARDEN)

    assert "<script>" not in part
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in part


def test_reviewer_sees_the_page_as_it_was_handed_in(author: Person):
    make.linked_page()
    draft = Draft(GARDEN, [author.holdings.get().account])
    message = actions.submit(actions.write(draft, by=author), by=author)
    make.linked_page(title="Something else")

    answer = signed_in(make.person(Role.REVIEWER)).get(f"/reviews/{message.pk}/")

    assert "Bees in your garden" in words_of(answer)
    assert "Something else" not in words_of(answer)


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_links_cost_as_much_as_one(author: Person, how_many: int, django_assert_num_queries):
    # Each is noticed, so that the checks ask as much.
    addresses = [f"https://n{number}.gov.uk/?utm_id=1" for number in range(how_many)]
    for address in addresses:
        make.linked_page(address=address)
    message = actions.write(Draft(" ".join(addresses), []), by=author)
    client = signed_in(author)
    client.get(f"/messages/{message.pk}/edit/")

    with django_assert_num_queries(21):
        client.get(f"/messages/{message.pk}/edit/")


def test_picture_of_a_page_is_given_as_it_was_kept(author: Person):
    pictured, bare = make.linked_page(), make.linked_page(picture=None)
    client = signed_in(author)

    answer = client.get(f"/messages/linked/{pictured.pk}/picture/")

    assert (answer["Content-Type"], answer.content) == ("image/jpeg", b"pixel")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/messages/linked/{bare.pk}/picture/").status_code == 404


# What the checks make of it


def noticed(message: Message) -> list[tuple[str, str, str, str]]:
    found = Finding.objects.filter(message=message).order_by("pk")
    return [(one.kind, one.part, one.level, one.state) for one in found]


@pytest.fixture(name="election")
def an_election(monkeypatch) -> None:
    monkeypatch.setattr(checking, "KEPT_FOR", -1.0)
    make.occasion(kind="election", candidates=["Jane Doe"], parties=[], slogans=["Roads first"])


@pytest.mark.usefixtures("election")
def test_candidate_in_the_title_of_a_linked_page_stops_a_post(author: Person):
    page_read = make.linked_page(title="Why I vote for bees, by Jane Doe")
    message = actions.write(Draft(GARDEN, [author.holdings.get().account]), by=author)

    assert ("candidate", "linked page", "stop", "open") in noticed(message)
    with pytest.raises(NotAllowedError):
        actions.submit(message, by=author)
    answer = signed_in(author).get(f"/messages/{message.pk}/edit/")
    assert "Pre-election period (on a page that is linked to): Jane Doe" in words_of(answer)

    page_read.title = "Bees"
    page_read.save()
    actions.submit(message, by=author)
    assert ("candidate", "linked page", "stop", "heeded") in noticed(message)


@pytest.mark.usefixtures("election")
def test_title_that_a_reviewer_sees_is_the_one_that_was_noticed(author: Person):
    make.linked_page(title="Hustings in Oakford")
    draft = Draft(GARDEN, [author.holdings.get().account])
    message = actions.write(draft, by=author)
    (found,) = Finding.objects.filter(message=message, kind="political")
    draft = replace(draft, because={found.fingerprint: "It is about bees."})
    message = actions.submit(actions.rewrite(message, draft, by=author), by=author)
    make.linked_page(title="Something else")

    answer = signed_in(make.person(Role.REVIEWER)).get(f"/reviews/{message.pk}/")

    assert "(on a page that is linked to): Hustings" in words_of(answer)


@pytest.mark.usefixtures("election")
def test_post_of_somebody_else_is_looked_at_by_what_it_says(author: Person):
    shared = "https://bsky.app/profile/jane.example/post/3m6abcdefgh22"
    make.linked_page(address=shared, title="Jane on Bluesky", description="Roads first!")
    draft = Draft(f"Well said: {shared}", [author.holdings.get().account])

    message = actions.write(draft, by=author)

    assert ("slogan", "reshared post", "stop", "open") in noticed(message)
    kept = queries.noticed_in(
        message, message.findings.all(), queries.pages_of(message, message.words)
    )
    assert "Roads first" in [one.excerpt for one in kept]


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("gone", ["link_broken"]),
        ("nowhere", ["link_broken"]),
        ("private", ["link_internal"]),
        ("not_now", []),
        ("no_page", []),
        ("leads_on", []),
        ("insecure", []),
    ],
)
def test_link_is_noticed_only_for_what_is_known_of_it(
    author: Person, outcome: str, found: list[str]
):
    make.linked_page(outcome=outcome, title="", picture=None)

    message = written(author)

    assert [kind for kind, *_ in noticed(message) if kind.startswith("link_")] == found


def test_link_whose_page_is_still_being_read_is_not_noticed(author: Person):
    assert noticed(written(author)) == []


def test_title_that_has_gone_since_leaves_nothing_to_show(author: Person):
    message = written(author)
    message.findings.create(
        check_name="pre_election",
        kind="candidate",
        part="linked page",
        level="stop",
        which=3,
        start=0,
        end=4,
        fingerprint="f" * 32,
        shown_at=timezone.now(),
    )

    (found,) = queries.noticed_in(message, message.findings.all(), {})

    assert found.excerpt == ""
