"""Where somebody is signed in, and how that ends."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people.actions.sessions import end_session
from tabard.people.models import Person
from tabard.people.queries import sessions_of
from tabard.people.rules.devices import device
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "three random words"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LOGIN_REDIRECT_URL = "mfa_index"


@pytest.fixture
def ada() -> Person:
    person = make.person()
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(person: Person, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def page_of(client: Client) -> Any:
    return client.get("/security/sessions/")


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def is_signed_in(client: Client) -> bool:
    return client.get("/security/").status_code == 200


def test_somebody_sees_where_they_are_signed_in_and_nobody_else_does(ada):
    here, _phone = sign_in(ada), sign_in(ada, IPHONE)
    other = make.person()
    other.set_password(PASSWORD)
    other.save()
    sign_in(other)

    page = words(page_of(here))

    assert page.count("Signed in ") == 2
    assert "Safari on iPhone" in page
    assert page.count("Firefox on Windows") == 1
    assert page.count("You are here") == 1


def test_one_of_them_is_ended(ada):
    here, phone = sign_in(ada), sign_in(ada, IPHONE)
    there = UserSession.objects.get(user_agent=IPHONE)

    page = here.post(f"/security/sessions/{there.pk}/end/", follow=True)

    assert "You are signed out there." in words(page)
    assert (is_signed_in(here), is_signed_in(phone)) == (True, False)
    entry = Entry.objects.get(kind="session ended")
    assert entry.people == [ada.pk]


def test_all_others_are_ended_and_this_one_goes_on(ada):
    here, phone, tablet = sign_in(ada), sign_in(ada, IPHONE), sign_in(ada)
    before = here.session.session_key

    page = here.post("/security/sessions/others/end/", follow=True)

    assert "everywhere but here" in words(page)
    assert words(page).count("Signed in ") == 1
    assert [is_signed_in(one) for one in (here, phone, tablet)] == [True, False, False]
    assert here.session.session_key != before
    assert Entry.objects.filter(kind="sessions ended").count() == 1


def test_nobody_ends_the_session_of_somebody_else(ada):
    here = sign_in(ada)
    other = make.person()
    client = Client()
    client.force_login(other)
    there = UserSession.objects.get()

    assert client.post(f"/security/sessions/{there.pk}/end/").status_code == 404
    with pytest.raises(NotAllowedError, match="somebody else"):
        end_session(there, by=other)
    assert is_signed_in(here)


def test_a_session_that_is_over_is_not_shown(ada):
    here, _phone = sign_in(ada), sign_in(ada, IPHONE)
    there = UserSession.objects.get(user_agent=IPHONE)
    over = timezone.now() - timedelta(minutes=1)
    Session.objects.filter(session_key=there.session_key).update(expire_date=over)

    assert [one.user_agent for one in sessions_of(ada)] == [FIREFOX]
    assert "iPhone" not in words(page_of(here))


def test_another_password_ends_all_other_sessions(ada):
    here, phone = sign_in(ada), sign_in(ada, IPHONE)
    new = "lamp otter gravel"

    here.post("/security/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_signed_in(here), is_signed_in(phone)) == (True, False)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_same_however_many_there_are(ada, how_many, django_assert_num_queries):
    clients = [sign_in(ada) for _ in range(how_many)]
    page_of(clients[0])

    with django_assert_num_queries(5):
        page_of(clients[0])


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit Chrome/130 Safari/537 Edg/130", "Edge on Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile Safari", "Chrome on Android"),
        ("curl/8", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(user_agent, name):
    assert device(user_agent) == name
