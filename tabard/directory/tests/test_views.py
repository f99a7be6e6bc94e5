"""The public pages, read by nobody in particular."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tabard.accounts.models import AccountState
from tabard.accreditation.models import Accreditation
from tabard.composing.models import Picture
from tabard.connectors.api import all_connectors
from tabard.directory.tests import make
from tabard.directory.views.residents import ON_A_PAGE
from tabard.people.models import Absence, Person
from tabard.publishing.models import DeliveryState
from tests.make import author as make_author
from tests.make import council as make_council
from tests.make import person as make_person
from tests.make import service as make_service

pytestmark = pytest.mark.django_db

DIRECTORY, CHECK = "/directory/", "/directory/check/"


@pytest.fixture(autouse=True)
def council() -> None:
    make_council()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def check(client: Client, text: str) -> str:
    answer = client.get(CHECK, {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def person_page(person: Person) -> str:
    return f"{DIRECTORY}people/{person.pk}/"


def test_the_directory_shows_services_and_people(client: Client):
    person = make.voice(first_name="Grace", of="Highways", handle="grace.example")

    shown = page(client, DIRECTORY)

    assert f'href="{person_page(person)}"' in shown
    assert f'href="{DIRECTORY}services/{person.service_id}/"' in shown
    assert "<bdi>@grace.example</bdi> on" in shown
    assert "Bluesky" in shown


def test_an_empty_directory_says_so(client: Client):
    assert "Nobody has an official account yet." in page(client, DIRECTORY)


def test_a_search_shows_who_was_found(client: Client):
    make.voice(first_name="Grace")
    make.voice(first_name="Hamza")

    shown = page(client, f"{DIRECTORY}?q=grace")

    assert "1 result for “grace”" in shown
    assert "Grace" in shown
    assert "Hamza" not in shown


def test_a_search_that_finds_nobody_says_what_to_do(client: Client):
    assert "Nobody was found." in page(client, f"{DIRECTORY}?q=zzz")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("x" * 101, "Enter at most 100 characters"),
        ("a\x00b", "There are characters in it that no name has"),
    ],
)
def test_a_search_that_can_not_be_is_explained_and_shows_everybody(
    client: Client, words: str, problem: str
):
    make.voice(first_name="Grace")

    shown = client.get(DIRECTORY, {"q": words}).content.decode()

    assert "There is a problem" in shown
    assert problem in shown
    assert "Grace" in shown


def test_hostile_words_are_shown_as_words(client: Client):
    make.voice(handle="<script>x</script>")

    for address in (DIRECTORY, f"{DIRECTORY}?q=%3Cscript%3E", f"{CHECK}?q=%3Cscript%3E"):
        assert "<script>x" not in page(client, address)
        assert "<script>”" not in page(client, address)


def test_many_people_have_pages(client: Client):
    for number in range(ON_A_PAGE + 1):
        make.voice(last_name=f"Person{number:03}")

    assert f"Person{ON_A_PAGE:03}" not in page(client, DIRECTORY)
    assert f"Person{ON_A_PAGE:03}" in page(client, f"{DIRECTORY}?page=2")
    assert page(client, f"{DIRECTORY}?page=x") == page(client, DIRECTORY)


def test_a_service_shows_who_speaks_for_it(client: Client):
    person, other = make.voice(of="Highways"), make.voice(of="Libraries")

    shown = page(client, f"{DIRECTORY}services/{person.service_id}/")

    assert person.name in shown
    assert other.name not in shown


def test_a_service_in_which_nobody_speaks_says_so(client: Client):
    service = make_service("Silence")

    assert "Nobody in this service" in page(client, f"{DIRECTORY}services/{service.pk}/")


def test_a_service_that_is_not_there_is_not_found(client: Client):
    assert client.get(f"{DIRECTORY}services/999/").status_code == 404


def test_a_person_is_shown_with_purpose_accounts_and_posts(client: Client):
    person = make.voice(first_name="Grace", last_name="Adeyemi", handle="grace.example")
    post = make.picture(make.post(person, words="Mill Lane is open."), alt="A road.")

    shown = page(client, person_page(person))

    assert "To tell residents what the mobile library does." in shown
    assert 'href="https://bsky.app/profile/' in shown
    assert "Official since" in shown
    assert "Mill Lane is open." in shown
    assert f'src="{make.address(post)}"' in shown
    assert 'alt="A road."' in shown
    assert f'href="{post.url}"' in shown


def test_a_post_that_the_network_shows_differently_is_not_shown_as_the_same(client: Client):
    person = make.voice()
    differs = {"expected": "Something.", "found": "Something else."}
    make.post(
        person,
        words="It opens at ten.",
        differences=[{"what": "words", **differs}, {"what": "alt text of picture 1", **differs}],
    )

    shown = " ".join(page(client, person_page(person)).split())

    note = shown.index("The network shows this post differently from how it was sent:")
    assert "words, alt text of picture 1. Here is what was sent." in shown
    assert note < shown.index("It opens at ten.")


def test_a_post_that_arrived_as_it_was_sent_has_no_such_note(client: Client):
    person = make.voice()
    make.post(person)

    assert "differently" not in page(client, person_page(person))


def test_a_person_without_posts_says_so(client: Client):
    assert "No post has been confirmed yet." in page(client, person_page(make.voice()))


@pytest.mark.parametrize("by_author", [True, False])
def test_a_post_that_was_taken_down_is_told_without_its_words(client: Client, by_author: bool):  # noqa: FBT001 - a parameter of the test
    person = make.voice()
    by = person if by_author else make_person()
    make.post(
        person,
        state=DeliveryState.REMOVED,
        words="Something wrong.",
        taken_down_by=by,
        taken_down_because="A secret reason.",
    )

    shown = " ".join(page(client, person_page(person)).split())

    who = "its author" if by_author else "the council"
    assert f"was taken down by {who} on" in shown
    assert "No post is out at the moment." in shown
    assert "No post has been confirmed yet." not in shown
    assert "Something wrong." not in shown
    assert "secret" not in shown


def test_former_and_lost_accounts_are_told_as_such(client: Client):
    person = make.voice()
    lost = make.account(person, handle="lost.example")
    lost.state = AccountState.LOST
    lost.save()
    make.account(
        person, handle="old.example", state=AccountState.ENDED, official_until=timezone.now()
    )

    shown = page(client, person_page(person))

    assert "<bdi>@old.example</bdi></a>, until" in shown
    assert "so we cannot say who uses it now" in shown


def test_a_practice_account_is_labelled_in_a_demonstration(client: Client):
    make_council(is_demonstration=True)
    person = make.voice(network="practice")

    for address in (DIRECTORY, person_page(person)):
        assert "Practice network (demonstration)" in page(client, address)


def test_somebody_who_never_spoke_has_no_page(client: Client):
    assert client.get(person_page(make_person())).status_code == 404
    assert client.get(person_page(make_author())).status_code == 404
    practising = make.voice(network="practice")
    Accreditation.objects.update(state="ended", reason="Because.")
    assert client.get(person_page(practising)).status_code == 404


def test_page_of_somebody_who_is_suspended_says_no_more_than_that_they_do_not_speak_now(
    client: Client,
):
    person = make.voice(handle="grace.example")
    make.post(person)
    Accreditation.objects.update(state="suspended", reason="A quarrel.")

    shown = page(client, person_page(person))

    assert f"{person.name} does not speak for Exampleton County Council at the moment." in shown
    assert "<bdi>@grace.example</bdi>" in shown
    assert "A quarrel." not in shown
    assert "suspended" not in shown.lower()
    assert "The van is in Oakford." not in shown
    assert person.name not in page(client, DIRECTORY)


def test_page_of_somebody_who_is_gone_names_nobody_and_leads_on(client: Client):
    person = make.voice(handle="grace.example", first_name="Adalbert")
    account, rangers = person.holdings.get().account, make.account(handle="rangers.example")
    account.state, account.official_until = AccountState.ENDED, timezone.now()
    account.successor = rangers
    account.save()
    Accreditation.objects.update(state="ended", reason="Left the council.")

    shown = page(client, person_page(person))

    assert "Nobody speaks from here any more" in shown
    assert "Adalbert" not in shown
    assert f'href="{DIRECTORY}accounts/{account.pk}/"' in shown
    assert f'href="{DIRECTORY}accounts/{rangers.pk}/"' in shown


def test_a_picture_is_served_with_its_kind(client: Client):
    post = make.picture(make.post(make.voice()), b"bytes of a picture")

    answer = client.get(make.address(post))

    assert answer.content == b"bytes of a picture"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("state", set(DeliveryState) - {DeliveryState.CONFIRMED})
def test_a_picture_of_a_post_that_is_not_confirmed_is_not_served(
    client: Client, state: DeliveryState
):
    post = make.picture(make.post(make.voice(), state=state))

    assert client.get(make.address(post)).status_code == 404


def test_pictures_that_are_not_for_residents_are_not_served(client: Client):
    practising = make.picture(make.post(make.voice(network="practice")))
    without = make.post(make.voice())
    suspended = make.picture(make.post(make.voice()))
    Accreditation.objects.filter(person=suspended.version.message.author).update(
        state="suspended", reason="Because."
    )

    mark = practising.version.message.shown[0].mark
    numbers = [practising.pk, without.pk, suspended.pk, 999]
    answers = [client.get(f"{DIRECTORY}pictures/{number}/{mark}/") for number in numbers]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert Picture.objects.count() == 2


def test_pictures_are_shown_that_were_sent_there_and_no_others(client: Client):
    person = make.voice()
    post = make.post(person)
    for number in range(5):
        make.picture(post, b"%d" % number, alt=f"Picture {number}.")
    network = post.version.account.network

    shown = page(client, person_page(person))

    taken = all_connectors()[network].limits.pictures
    assert re.findall(r'alt="(Picture [0-9]\.)"', shown) == [f"Picture {n}." for n in range(taken)]
    left = [one.mark for one in post.version.message.shown[taken:]]
    answers = [client.get(f"{DIRECTORY}pictures/{post.pk}/{mark}/") for mark in left]
    assert [answer.status_code for answer in answers] == [404] * len(left)


def test_the_check_begins_with_a_question(client: Client):
    shown = page(client, CHECK)

    assert "Paste a link to an account or to a post" in shown
    assert "There is a problem" not in shown


def test_the_check_says_ours_with_the_person(client: Client):
    person = make.voice(handle="grace.example")

    shown = check(client, "@grace.example")

    assert "Yes, this is ours" in shown
    assert "tabard-verdict--ours" in shown
    assert f'href="{person_page(person)}"' in shown
    assert "What you can do" not in shown


def test_the_check_says_not_ours_and_what_to_do(client: Client):
    shown = check(client, "@eve.example")

    assert "No, this is not ours" in shown
    assert "mailto:social@exampleton.example" in shown


def test_the_check_says_what_it_knows_of_a_post(client: Client):
    make.voice(handle="grace.example")

    shown = check(client, "https://bsky.app/profile/grace.example/post/3kabc")

    assert "We do not know this post." in shown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Paste a link or a handle"),
        ("   ", "Paste a link or a handle"),
        ("x" * 10_000, "at most 500 characters"),
        ("ada\x00", "no link or handle has"),
    ],
)
def test_a_question_that_can_not_be_is_explained_and_kept(client: Client, text: str, problem: str):
    shown = check(client, text)

    assert "There is a problem" in shown
    assert problem in shown
    assert text.strip()[:200].replace("\x00", "") in shown


@pytest.mark.parametrize("text", ["\u202eevil", "a\u2066b", "\x1b[31m", "\ud7ff", "💥" * 100])
def test_hostile_characters_get_an_answer(client: Client, text: str):
    shown = check(client, text)

    assert any(answer in shown for answer in ("We are not sure", "No, this is not ours"))
    assert "Yes, this is ours" not in shown


@pytest.mark.parametrize("address", [DIRECTORY, CHECK, f"{DIRECTORY}pictures/1/mark/"])
def test_the_pages_are_only_read(client: Client, address: str):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_directory_asks_the_database_as_often_for_three_as_for_one(
    client: Client, how_many: int, django_assert_num_queries
):
    for number in range(how_many):
        make.voice(of=f"Service {number}")

    # The council, how many people, the people, their accounts, services; the council for the frame.
    with django_assert_num_queries(7):
        client.get(DIRECTORY)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_service_asks_as_often_for_three_as_for_one(
    client: Client, how_many: int, django_assert_num_queries
):
    people = [make.voice() for _ in range(how_many)]

    with django_assert_num_queries(7):
        client.get(f"{DIRECTORY}services/{people[0].service_id}/")


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_person_asks_as_often_for_three_posts_as_for_one(
    client: Client, how_many: int, django_assert_num_queries
):
    person = make.voice()
    for _ in range(how_many):
        make.account(person)
        make.picture(make.post(person))
        make.post(person, state=DeliveryState.REMOVED, taken_down_by=person)

    with django_assert_num_queries(11):
        client.get(person_page(person))


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_check_asks_as_often_among_three_accounts_as_among_one(
    client: Client, how_many: int, django_assert_num_queries
):
    for number in range(how_many):
        make.voice(handle=f"grace{number}.example")

    with django_assert_num_queries(9):
        client.get(CHECK, {"q": "https://bsky.app/profile/grace0.example/post/3kabc"})
    with django_assert_num_queries(5):
        client.get(CHECK, {"q": "https://bsky.app/profile/eve.example"})


@pytest.mark.parametrize("is_told", [True, False])
def test_residents_read_that_somebody_is_away_only_where_they_are_told(
    client: Client,
    is_told: bool,  # noqa: FBT001 - a case
):
    person = make.voice(first_name="Grace")
    Absence.objects.create(person=person, since=timezone.localdate(), is_told=is_told)

    shown = page(client, person_page(person))

    told = "Grace is away at the moment. Colleagues answer meanwhile."
    assert (told in shown) == is_told


def test_absence_that_is_over_or_was_called_off_is_not_told(client: Client):
    person = make.voice()
    today = timezone.localdate()
    day = timedelta(days=1)
    Absence.objects.create(person=person, since=today - 3 * day, until=today - day, is_told=True)
    Absence.objects.create(person=person, since=today, is_told=True, called_off_at=timezone.now())

    assert "away" not in page(client, person_page(person))
