"""Loading the demonstration council over real HTTP, as `make demo` does."""

import io
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tabard.accounts.models import Account, AccountState
from tabard.accounts.queries import open_tickets
from tabard.accreditation.models import Accreditation, Application, ApplicationState
from tabard.accreditation.queries import open_proposals, waiting_appeals
from tabard.composing.models import Message, MessageState
from tabard.council.models import Council
from tabard.directory.queries import people as directory
from tabard.home.actions import posts
from tabard.keeping.models import Adoption
from tabard.keeping.queries.adoptions import of_account
from tabard.keeping.queries.holders import holds_of
from tabard.people.models import Person, Role
from tabard.publishing.models import Delivery, DeliveryState, Sample, SampleState
from tabard.record import actions as record
from tabard.record.queries import breaks
from tabard.training.queries import certificates, practice_standing, rehearsals_of
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(
    live_server: LiveServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """Serve the practice network, let it be called, and give the folder for the sign-ins."""
    place = urlsplit(live_server.url).netloc
    settings.PRACTICE_URL = f"http://{place}/practice/api"
    settings.PUBLIC_URL = f"http://{place}"
    settings.DATA = tmp_path
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", place)
    return tmp_path


def load() -> str:
    out = io.StringIO()
    call_command("load_demonstration", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("web")
def test_the_council_stands_as_the_story_tells():
    load()

    assert Council.here().is_demonstration
    assert {role for person in Person.objects.all() for role in person.roles} == set(Role)
    assert {one.state for one in Application.objects.all()} == set(ApplicationState)
    assert {account.state for account in Account.objects.all()} == {
        AccountState.CONNECTED,
        AccountState.ENDED,
    }
    assert sorted(message.state for message in Message.objects.all()) == sorted(
        [MessageState.APPROVED] * 13 + [MessageState.WAITING] * 2 + [MessageState.WRITING]
    )
    assert sorted(delivery.state for delivery in Delivery.objects.all()).count("confirmed") == 5
    assert Delivery.objects.filter(state=DeliveryState.REMOVING).count() == 1
    assert len(directory.people(Council.here())) == 9
    drawn = Sample.objects.get()
    assert (drawn.author.last_name, drawn.state) == ("MacRae", SampleState.WAITING)


@pytest.mark.usefixtures("web")
def test_three_rangers_hold_one_account_and_each_is_known_by_their_posts():
    load()

    rangers = Account.objects.get(kind="team")
    assert {hold.holding.person.first_name: hold.posts for hold in holds_of(rangers)} == {
        "Eilidh": 0,
        "Callum": 0,
        "Wren": 1,
    }
    said = Message.objects.filter(versions__account=rangers)
    assert {message.author.first_name for message in said} == {"Callum", "Wren"}


@pytest.mark.usefixtures("web")
def test_people_stand_on_every_rung_and_one_is_proposed_for_another():
    load()

    rungs = {one.person.first_name: one.rung for one in Accreditation.objects.all()}
    assert {"Grace": "free", "Eilidh": "sampled", "Sam": "checked"}.items() <= rungs.items()
    proposed = open_proposals().get()
    assert (proposed.person.first_name, proposed.to_rung) == ("Sam", "sampled")
    assert waiting_appeals().get().person.first_name == "Callum"


@pytest.mark.usefixtures("web")
def test_whoever_was_accredited_or_can_be_had_passed_the_assessment():
    load()

    certified = {held.person_id for held in certificates() if held.is_valid}
    accredited = {one.person_id for one in Accreditation.objects.all()}
    can_be = Application.objects.filter(state=ApplicationState.ENDORSED)
    assert certified == accredited | {one.applicant_id for one in can_be}


@pytest.mark.usefixtures("web")
def test_one_account_was_adopted_and_another_is_proposed():
    load()

    poet = Account.objects.get(handle="the_pothole_poet")
    adoption = of_account(poet)
    assert adoption is not None
    assert (poet.public_name, poet.shows_people) == ("The Pothole Poet", False)
    assert [one.handle for one in Adoption.objects.filter(state="proposed")] == [
        "the_scam_spotter",
        "exampleton_reads",
    ]


@pytest.mark.usefixtures("web")
def test_whoever_was_accredited_had_practised_and_somebody_is_in_the_middle_of_it():
    load()

    for one in Accreditation.objects.all():
        assert practice_standing(one.person).is_enough
    ffion = Person.objects.get(first_name="Ffion")
    assert {one.state for one in rehearsals_of(ffion).values()} == {"passed", "under_way"}


def test_everybody_signs_in_with_what_was_written_down(web: Path):
    load()

    file = web / "sign-ins.txt"
    words = file.read_text(encoding="utf-8")
    password = words.split("password ")[1].split()[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(person.email in words for person in Person.objects.all())
    for person in Person.objects.filter(roles__contains=[Role.REVIEWER]):
        request = RequestFactory().post("/")
        assert authenticate(request, email=person.email, password=password) == person


@pytest.mark.usefixtures("web")
def test_grace_has_leave_to_connect_accounts_elsewhere():
    load()

    grace = Person.objects.get(first_name="Grace")
    assert [ticket.network for ticket in open_tickets(grace)] == ["bluesky", "mastodon"]


@pytest.mark.usefixtures("web")
def test_the_record_tells_it_all_and_holds():
    load()
    record.chain()

    assert list(breaks()) == []


def test_a_second_time_changes_nothing(web: Path):
    load()
    before = (web / "sign-ins.txt").read_text(encoding="utf-8")
    counts = [thing.objects.count() for thing in (Person, Accreditation, Message, Delivery)]

    said = load()

    assert "there already" in said
    assert (web / "sign-ins.txt").read_text(encoding="utf-8") == before
    assert counts == [thing.objects.count() for thing in (Person, Accreditation, Message, Delivery)]


def test_without_a_web_server_nothing_is_loaded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    settings.PRACTICE_URL = "http://127.0.0.1:9/practice/api"
    settings.DATA = tmp_path
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", "127.0.0.1:9")

    with pytest.raises(CommandError, match="does not answer at http://127") as error:
        load()

    assert "\n" not in str(error.value)
    assert not Person.objects.exists()


@pytest.mark.usefixtures("web")
def test_a_council_that_is_there_is_left_alone():
    make.council(name="Real County Council", domain="real.example")

    with pytest.raises(CommandError, match="where Real County Council lives"):
        load()


@pytest.mark.usefixtures("web")
def test_after_a_try_that_broke_off_one_starts_over():
    make.council()

    with pytest.raises(CommandError, match="start over with make demo-reset"):
        load()


@pytest.mark.usefixtures("web")
def test_a_post_that_does_not_arrive_is_said_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posts, "STEPS", 1)

    with pytest.raises(CommandError, match="did not arrive on the practice network"):
        load()
