"""The network's pages."""

import hashlib
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tabard.practice import work
from tabard.practice.models import PracticePost
from tabard.practice.tests import make

pytestmark = pytest.mark.django_db

BANNER = "Practice network: nothing here leaves this council"


@pytest.fixture
def visitor() -> Client:
    """Somebody who is not signed in, at a council that is there to be looked at."""
    make.council(is_demonstration=True)
    return Client()


@pytest.fixture
def staff() -> Client:
    """Somebody signed in at a real council."""
    make.council(is_demonstration=False)
    client = Client()
    client.force_login(make.person())
    return client


def addresses() -> list[str]:
    account = make.account("reader")
    shown = make.illustrated_post(account=account)
    sha256 = shown.pictures.get().upload.sha256
    return [
        "/practice/",
        "/practice/@reader",
        f"/practice/@reader/post/{shown.key}",
        f"/practice/pictures/{sha256}",
    ]


def test_pages_of_a_real_council_ask_people_to_sign_in(client):
    make.council(is_demonstration=False)

    pages = addresses()
    ways = [unquote(client.get(page)["Location"]) for page in pages]

    assert ways == [f"{reverse('account_login')}?next={page}" for page in pages]


def test_pages_of_a_real_council_are_open_to_its_staff(staff):
    statuses = [staff.get(address).status_code for address in addresses()]

    assert statuses == [200, 200, 200, 200]


def test_pages_of_a_demonstration_are_open_to_everybody(visitor):
    statuses = [visitor.get(address).status_code for address in addresses()]

    assert statuses == [200, 200, 200, 200]


def test_every_page_says_that_nothing_leaves_the_council(visitor):
    post = make.post(account=make.account("writer"), key="gone")
    work.take_down(post.account, post.key)
    pages = [*addresses()[:3], "/practice/@writer/post/gone"]

    assert all(BANNER in visitor.get(page).content.decode() for page in pages)


def test_pages_take_no_posts(visitor):
    statuses = [visitor.post(address).status_code for address in addresses()]

    assert statuses == [405, 405, 405, 405]


@pytest.mark.parametrize("how_many", [1, 3])
def test_timeline_asks_as_much_for_three_posts_as_for_one(
    visitor, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make.illustrated_post()

    with django_assert_num_queries(5):
        answer = visitor.get("/practice/")

    assert len(answer.context["page"]) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_profile_asks_as_much_for_three_posts_as_for_one(
    visitor, how_many, django_assert_num_queries
):
    account = make.account("reader")
    for colour in ["red", "green", "blue"][:how_many]:
        make.illustrated_post(account=account, colour=colour)

    with django_assert_num_queries(6):
        answer = visitor.get("/practice/@reader")

    assert len(answer.context["page"]) == how_many


def test_timeline_without_posts_says_so(visitor):
    assert "Nobody has posted anything yet." in visitor.get("/practice/").content.decode()


def test_profile_without_posts_says_so(visitor):
    make.account("reader")

    assert "Aisha Khan has no posts." in visitor.get("/practice/@reader").content.decode()


def test_timeline_is_newest_first_and_paged(visitor):
    account = make.account()
    posts = [make.post(account=account) for _ in range(21)]

    first = visitor.get("/practice/").context["page"]
    second = visitor.get("/practice/?page=2").context["page"]

    assert (list(first), list(second)) == (posts[:0:-1], posts[:1])


def test_profile_shows_only_its_own_posts_whatever_the_capitals(visitor):
    account = make.account("reader")
    make.post()
    own = make.post(account=account)

    page = visitor.get("/practice/@READER").context["page"]

    assert list(page) == [own]


def test_post_that_was_taken_down_is_in_no_list(visitor):
    post = make.post(account=make.account("reader"))
    work.take_down(post.account, post.key)

    lists = [visitor.get(page).context["page"] for page in ["/practice/", "/practice/@reader"]]

    assert [list(page) for page in lists] == [[], []]


def test_post_that_was_taken_down_says_so(visitor):
    post = make.post("Ten o'clock", account=make.account("reader"), key="one")
    work.take_down(post.account, post.key)

    answer = visitor.get("/practice/@reader/post/one")

    page = answer.content.decode()
    assert (answer.status_code, "This post was taken down by its author." in page) == (410, True)
    assert "Ten" not in page


def test_words_stand_as_they_were_written(visitor):
    words = "<b>Hello</b>\n  & goodbye"
    make.post(words, account=make.account("reader"), key="one")

    page = visitor.get("/practice/@reader/post/one").content.decode()

    assert '"auto">&lt;b&gt;Hello&lt;/b&gt;\n  &amp; goodbye</p>' in page


def test_links_in_words_are_links_and_nothing_else_is(visitor):
    words = 'See https://exampleton.example/?a=1&b="x" or javascript:alert(1)'
    make.post(words, account=make.account("reader"), key="one")

    page = visitor.get("/practice/@reader/post/one").content.decode()

    assert (
        'See <a class="govuk-link" href="https://exampleton.example/?a=1&amp;b=" '
        'rel="nofollow noopener">https://exampleton.example/?a=1&amp;b=</a>'
        "&quot;x&quot; or javascript:alert(1)</p>"
    ) in page


def test_picture_is_shown_with_its_alt_text(visitor):
    account = make.account("reader")
    picture = make.picture(account, alt='A "cat"')
    make.post("", account=account, key="one", pictures=(picture,))

    page = visitor.get("/practice/@reader/post/one").content.decode()

    assert f'src="/practice/pictures/{picture.sha256}"' in page
    assert 'alt="A &quot;cat&quot;"' in page
    assert "tabard-message__words" not in page


def test_picture_comes_as_it_was_sent_and_as_what_it_is(visitor):
    upload = make.illustrated_post().pictures.get().upload

    answer = visitor.get(f"/practice/pictures/{upload.sha256}")

    assert hashlib.sha256(answer.content).hexdigest() == upload.sha256
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "image/png",
        "nosniff",
        "private, max-age=300",
    )


def test_picture_that_no_post_shows_is_not_found(visitor):
    picture = make.picture(make.account())

    assert visitor.get(f"/practice/pictures/{picture.sha256}").status_code == 404


def test_picture_of_a_post_that_was_taken_down_is_not_found(visitor):
    post = make.illustrated_post()
    sha256 = post.pictures.get().upload.sha256
    work.take_down(post.account, post.key)

    assert visitor.get(f"/practice/pictures/{sha256}").status_code == 404


def test_picture_that_somebody_else_still_shows_stays(visitor):
    gone, kept = make.illustrated_post(), make.illustrated_post()
    sha256 = kept.pictures.get().upload.sha256
    work.take_down(gone.account, gone.key)

    assert visitor.get(f"/practice/pictures/{sha256}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/practice/@nobody",
        "/practice/@a%00b",
        "/practice/@reader/post/never",
        "/practice/@nobody/post/one",
        "/practice/@reader/post/%00",
        "/practice/pictures/" + "a" * 64,
        "/practice/pictures/x%00",
    ],
)
def test_what_is_not_there_is_not_found(visitor, address):
    make.post(account=make.account("reader"), key="one")

    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "%00", "9" * 30])
def test_page_that_cannot_be_shows_another(visitor, page):
    make.post()

    answer = visitor.get(f"/practice/?page={page}")

    assert (answer.status_code, len(answer.context["page"])) == (200, 1)


def test_time_shown_is_the_networks_own(visitor):
    post = make.post(account=make.account("reader"), key="one")
    post.created_at -= timedelta(days=400)
    post.save()

    page = visitor.get("/practice/@reader/post/one").content.decode()

    assert PracticePost.objects.get().received_at.strftime("%Y") in page
    assert post.created_at.strftime("%B %Y") not in page
