"""Who stands in the directory, and what is shown of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import AccountState
from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.council.models import Council
from tabard.directory.queries import people as queries
from tabard.directory.queries.accounts import public_posts
from tabard.directory.tests import make
from tabard.people.models import Person
from tabard.publishing.models import DeliveryState
from tests.make import council as make_council
from tests.make import person as make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council()


def found(council: Council, words: str = "") -> list[Person]:
    return list(queries.search(council, words))


def end_accounts(person: Person) -> None:
    for holding in person.holdings.all():
        holding.account.state, holding.account.official_until = "ended", timezone.now()
        holding.account.save()


def test_an_accredited_person_with_an_account_is_shown(council: Council):
    person = make.voice()

    assert found(council) == [person]


@pytest.mark.parametrize("state", [AccreditationState.SUSPENDED, AccreditationState.ENDED])
def test_somebody_who_may_not_speak_is_not_shown(council: Council, state: AccreditationState):
    make.voice()
    Accreditation.objects.update(state=state, reason="Because.")

    assert found(council) == []


def test_somebody_whose_accreditation_lapsed_is_shown(council: Council):
    person = make.voice()
    Accreditation.objects.update(until=timezone.now() - timedelta(days=1))

    assert found(council) == [person]


def test_somebody_who_left_is_not_shown(council: Council):
    make.voice()
    Person.objects.update(is_active=False)

    assert found(council) == []


def test_somebody_without_an_account_is_not_shown(council: Council):
    make_person()

    assert found(council) == []


def test_somebody_whose_account_ended_or_is_held_no_longer_is_not_shown(council: Council):
    end_accounts(make.voice())
    make.voice().holdings.update(until=timezone.now())

    assert found(council) == []


def test_somebody_whose_connection_is_lost_is_shown(council: Council):
    person = make.voice()
    account = person.holdings.get().account
    account.state = AccountState.LOST
    account.save()

    assert found(council) == [person]


def test_practice_accounts_are_shown_in_a_demonstration_only(council: Council):
    person = make.voice(network="practice")

    assert found(council) == []
    assert found(make_council(is_demonstration=True)) == [person]


def test_only_accounts_for_residents_are_shown_of_somebody(council: Council):
    person = make.voice(handle="ada.example")
    make.account(person, handle="ada", network="practice")

    [shown] = found(council)

    assert [holding.account.handle for holding in vars(shown)["open_holdings"]] == ["ada.example"]


@pytest.mark.parametrize(
    "words",
    ["grace", "ADEYEMI", "grace adeyemi", "adey ace", "librarian", "roads", "fixes", "  grace  "],
)
def test_somebody_is_found_by_name_job_service_and_handle(council: Council, words: str):
    person = make.voice(
        first_name="Grace", last_name="Adeyemi", of="Roads", handle="grace_fixes.example"
    )
    make.voice(of="Museums")
    Person.objects.exclude(pk=person.pk).update(job_title="Curator")

    assert found(council, words) == [person]


@pytest.mark.parametrize("words", ["grace zzz", "%", "_", "'; DROP TABLE", "\\"])
def test_whoever_is_not_meant_is_not_found(council: Council, words: str):
    make.voice(first_name="Grace", handle="grace.example")

    assert found(council, words) == []


def test_only_so_many_words_are_looked_for(council: Council):
    person = make.voice(first_name="Grace")

    assert found(council, "grace " * queries.MOST_WORDS + "zzz") == [person]


def test_services_are_shown_by_name_with_how_many_speak(council: Council):
    make.voice(of="Roads")
    make.voice(of="Libraries")
    make.voice(of="Libraries")
    make_person(of="Silence")

    services = [(one.name, vars(one)["voices"]) for one in queries.services(council)]

    assert services == [("Libraries", 2), ("Roads", 1)]


def test_a_voice_has_its_purpose_and_its_accounts_now_and_formerly(council: Council):
    person = make.voice(handle="ada.example")
    former = make.account(person, handle="old.example")
    former.state, former.official_until = AccountState.ENDED, timezone.now()
    former.save()
    former.holdings.update(until=timezone.now())

    voice = queries.voice(person, council)

    assert voice.purpose == "To tell residents what the mobile library does."
    assert [account.handle for account in voice.accounts] == ["ada.example"]
    assert voice.former == [former]


def test_former_practice_accounts_are_shown_in_a_demonstration_only(council: Council):
    person = make.voice()
    former = make.account(person, network="practice", state="ended", official_until=timezone.now())

    assert queries.voice(person, council).former == []
    demonstration = make_council(is_demonstration=True)
    assert queries.voice(person, demonstration).former == [former]


def test_the_latest_confirmed_posts_come_newest_first_and_nothing_else(council: Council):
    person = make.voice()
    first, second = make.post(person), make.post(person)
    for state in set(DeliveryState) - {DeliveryState.CONFIRMED}:
        make.post(person, state=state)

    assert queries.latest_posts(queries.voice(person, council)) == [second, first]


def test_posts_of_an_earlier_holder_are_not_shown_as_this_person_s(council: Council):
    person, earlier = make.voice(), make.voice()
    make.post(earlier)
    earlier.holdings.update(person=person)

    assert queries.latest_posts(queries.voice(person, council)) == []


def test_posts_that_were_taken_down_are_told_apart(council: Council):
    person = make.voice()
    removed = make.post(person, state=DeliveryState.REMOVED)
    make.post(person)

    assert queries.taken_down(queries.voice(person, council)) == [removed]


def test_what_the_directory_may_show_of_posts(council: Council):
    shown, silent, practising = make.voice(), make.voice(), make.voice(network="practice")
    public = make.post(shown)
    make.post(shown, state=DeliveryState.REMOVED)
    hidden = make.post(practising)
    make.post(silent)
    Accreditation.objects.filter(person=silent).update(state="suspended", reason="Because.")

    assert list(public_posts(council)) == [public]
    demonstration = make_council(is_demonstration=True)
    assert set(public_posts(demonstration)) == {public, hidden}
