"""Who can decide, review or speak takes a second step to come in, or gets nowhere."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation.models import AccreditationState
from tabard.council import actions as council
from tabard.home.second_step import OPEN
from tabard.people import second_step
from tabard.people.models import Person, Role, StandIn
from tabard.people.settings import SECOND_STEP
from tests import make
from tests.test_who_may import PAGES, Page
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
SET_UP = "/security/second-step/"
# Every page that is open without a second step, so that nobody adds one unseen.
SIGNING_IN = {
    "account_login",
    "account_inactive",
    "sign_on",
    "sign_on_back",
    "saml_answer",
    "saml_back",
    "saml_metadata",
    "connect_sign_on",
    "begin_connecting",
    "disconnect_sign_on",
    "mfa_authenticate",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "account_change_password",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "confirm_at_sign_on",
    "confirm_there",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_activate_totp",
    "home:second_step",
    "sessions",
    "end_session",
    "end_other_sessions",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
EVERYWHERE = [page for page in PAGES if not page.name.startswith("practice:")]


def came_in(person: Person) -> Client:
    """Sign somebody in by one step."""
    client = Client()
    client.force_login(person)
    session = client.session
    del session[second_step.KEY]
    session.save()
    return client


def code() -> str:
    counter = list(totp.yield_hotp_counters_from_time())[-1]
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))


def led_to(client: Client, address: str = "/notices/") -> str:
    answer = client.get(address)
    return answer.url.split("?")[0] if answer.status_code == 302 else ""


def address_of(page: Page, world: World) -> str:
    about = {name: world.things.get(str(thing), thing) for name, thing in page.about.items()}
    about = {name: 1 if thing == "application" else thing for name, thing in about.items()}
    return reverse(page.name, kwargs=about)


def test_every_page_and_action_but_those_of_sign_in_waits_for_a_second_step():
    world = make_world()
    person = make.person(*Role)
    addresses = [(page, address_of(page, world)) for page in EVERYWHERE]

    reached = set()
    for page, address in addresses:
        with transaction.atomic():
            answer = getattr(came_in(person), page.method)(address)
            transaction.set_rollback(True)
        if answer.status_code != 302 or not answer.url.startswith(SET_UP):
            reached.add(address)

    assert [one for one in reached if not one.startswith(OPEN)] == []
    assert {page.name for page, address in addresses if address.startswith(OPEN)} == SIGNING_IN


@pytest.mark.parametrize("role", Role)
def test_every_role_that_can_do_something_to_others_needs_one(role: Role):
    needs = role != Role.EVALUATOR

    assert led_to(came_in(make.person(role))) == (SET_UP if needs else "")


def test_somebody_who_only_works_here_needs_none():
    assert led_to(came_in(make.person(manager=make.person()))) == ""


def test_a_line_manager_needs_one():
    manager = make.person()
    make.person(manager=manager)

    assert led_to(came_in(manager)) == SET_UP


def test_whoever_stands_in_for_a_manager_needs_one():
    today = timezone.localdate()
    stands_in = make.person()
    StandIn.objects.create(
        person=make.person(), stands_in=stands_in, since=today, until=today + timedelta(days=1)
    )

    assert led_to(came_in(stands_in)) == SET_UP


def test_an_accredited_person_needs_one_until_it_ends():
    accreditation = make.accreditation()
    client = came_in(accreditation.person)
    assert led_to(client) == SET_UP

    accreditation.state, accreditation.reason = AccreditationState.ENDED, "Moved on."
    accreditation.save()

    assert led_to(client) == ""


@pytest.mark.parametrize(("network", "way"), [("bluesky", SET_UP), ("practice", "")])
def test_leave_to_connect_needs_one_but_not_to_practise(network, way):
    person = make.person()
    until = timezone.now() + timedelta(days=1)
    Ticket.objects.create(person=person, network=network, until=until)

    assert led_to(came_in(person)) == way


@pytest.mark.parametrize(("network", "way"), [("bluesky", SET_UP), ("practice", "")])
def test_holding_an_account_needs_one_but_not_to_practise(network, way):
    person = make.person()
    make.account(person, network=network)

    assert led_to(came_in(person)) == way


def test_the_page_says_why_and_keeps_where_somebody_wanted_to_go():
    client = came_in(make.reviewer())

    answer = client.get("/notices/?page=2")
    page = client.get(answer.url)

    assert answer.url == "/security/second-step/?next=%2Fnotices%2F%3Fpage%3D2"
    assert "because you are a reviewer" in page.content.decode()


def test_a_part_of_a_page_leads_the_whole_page_there():
    answer = came_in(make.reviewer()).get("/notices/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith(SET_UP)


def test_a_council_can_do_without():
    council.change(SECOND_STEP, value=False, seen=True, by=make.administrator())

    assert led_to(came_in(make.reviewer())) == ""


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_way():
    reviewer = make.reviewer()
    reviewer.set_password("three random words")
    reviewer.save()
    client = came_in(reviewer)
    client.post("/sign-in/confirm/", {"password": "three random words"})
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    client.post("/security/app/", {"code": code()})

    assert Authenticator.objects.filter(user=reviewer, type="totp").exists()
    assert led_to(client) == ""


def test_a_session_from_before_it_was_set_up_has_to_take_it():
    reviewer = make.reviewer()
    client = came_in(reviewer)
    totp.TOTP.activate(reviewer, SECRET)
    assert led_to(client) == "/sign-in/confirm/code/"

    answer = client.post("/sign-in/confirm/code/?next=/notices/", {"code": code()})

    assert answer.url == "/notices/"
    assert led_to(client) == ""


def test_signing_in_with_a_code_is_two_steps_and_removing_the_app_closes_the_way_everywhere():
    reviewer = make.reviewer()
    reviewer.set_password("three random words")
    reviewer.save()
    totp.TOTP.activate(reviewer, SECRET)
    client, elsewhere = Client(), Client()
    elsewhere.force_login(reviewer)
    client.post("/sign-in/", {"login": reviewer.email, "password": "three random words"})
    client.post("/sign-in/code/", {"code": code()})
    assert led_to(client) == ""

    client.post("/sign-in/confirm/", {"password": "three random words"})
    client.post("/security/app/remove/")

    assert led_to(client) == SET_UP
    assert led_to(elsewhere) == "/sign-in/"


def test_a_page_asks_the_database_nothing_more_of_whoever_took_it(django_assert_num_queries):
    reviewer = make.reviewer()
    client = Client()
    client.force_login(reviewer)
    client.get("/security/second-step/")

    with django_assert_num_queries(2):
        assert client.get("/security/second-step/").status_code == 302
