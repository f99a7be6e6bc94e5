"""Two who decide at once: the second reads who was quicker and what they decided."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import Accreditation, Application, ApplicationState
from tabard.accreditation.tests.pages import AGREES, by, endorsed, last_day, to, words
from tabard.common.lifecycle import NotNowError
from tabard.common.locking import lock
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

S = ApplicationState
SAID = {"reason": "Too many of us do this.", "would_change": "A topic of your own."}


@pytest.fixture
def priya() -> Person:
    return make.programme_member(first_name="Priya", last_name="Nair")


@pytest.fixture
def jamal() -> Person:
    return make.programme_member(first_name="Jamal", last_name="Carter")


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts_and_the_other_reads_it(ada, priya, jamal):
    one = endorsed(ada)
    ready = Barrier(2)

    def decline() -> str:
        return _told(ready, lambda: actions.decline(one, by=priya, **SAID))

    def accredit() -> str:
        until = timezone.now() + timedelta(days=365)
        return _told(ready, lambda: actions.accredit(one, by=jamal, until=until))

    with ThreadPoolExecutor(2) as both:
        told = [done.result() for done in (both.submit(decline), both.submit(accredit))]

    one.refresh_from_db()
    assert sorted(map(bool, told)) == [False, True]
    quicker = (
        "Priya Nair declined this application on"
        if one.state == S.DECLINED
        else ("Jamal Carter accredited Ada Okafor on")
    )
    assert max(told).startswith(f"Somebody was quicker: {quicker}")
    assert Accreditation.objects.count() == (one.state == S.ACCREDITED)
    decisions = Entry.objects.filter(kind__in=["application declined", "accredited"])
    assert decisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_second_decision_waits_for_the_first_and_then_reads_it(ada, priya, jamal):
    one = endorsed(ada)
    held, asked = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            lock(one)
            held.set()
            asked.wait(5)
            actions.decline(one, by=priya, **SAID)
        connection.close()

    def second() -> str:
        held.wait(5)
        asked.set()
        return _told(None, lambda: actions.send_back(one, by=jamal, reason="More."))

    with ThreadPoolExecutor(2) as both:
        done, told = both.submit(first), both.submit(second)

    done.result()
    assert told.result().startswith("Somebody was quicker: Priya Nair declined this application")
    assert told.result().endswith(": Too many of us do this.")


def _told(ready: Barrier | None, act: object) -> str:
    """Act as soon as the other is ready, too; give what is said when somebody was quicker."""
    try:
        if ready:
            ready.wait(5)
        act()  # type: ignore[operator]  # one of the actions above
    except NotNowError as quicker:
        return str(quicker)
    finally:
        connection.close()
    return ""


@pytest.mark.django_db
class TestPages:
    """What was typed stays, and the page says who was quicker."""

    @pytest.fixture
    def one(self, ada, priya) -> Application:
        return actions.decline(endorsed(ada), by=priya, **SAID)

    @pytest.mark.parametrize(
        ("page", "said"),
        [
            ("decline", {"reason": "My own <words>.", "would_change": "Less."}),
            ("send_back", {"reason": "My own <words>."}),
        ],
    )
    def test_second_decision_keeps_what_was_typed(self, one, jamal, page, said):
        answer = by(jamal).post(to(page, one), said)

        shown = words(answer)
        assert answer.status_code == 409
        assert "Somebody was quicker: Priya Nair declined this application on" in shown
        assert "My own &lt;words&gt;." in shown
        assert "What you wrote is still here" in shown
        one.refresh_from_db()
        assert (one.state, one.reason) == (S.DECLINED, SAID["reason"])

    def test_day_that_was_chosen_too_late_is_still_there(self, one, jamal):
        answer = by(jamal).post(to("accredit", one), last_day())

        assert answer.status_code == 409
        assert 'value="' + last_day()["until_day"] + '"' in words(answer)
        assert not Accreditation.objects.exists()

    def test_page_that_is_opened_too_late_says_who_decided(self, one, jamal):
        answer = by(jamal).get(to("accredit", one))

        assert answer.status_code == 409
        assert "Priya Nair declined this application on" in words(answer)

    def test_second_endorsement_reads_who_endorsed(self, ada, manager):
        one = make.application(ada)
        stand_in = make.person(first_name="Bo", last_name="Li")
        make.stand_in(manager, stand_in)
        actions.endorse(one, by=stand_in)

        answer = by(manager).post(to("endorse", one), AGREES)

        assert answer.status_code == 409
        assert "Somebody was quicker: Bo Li endorsed it on" in words(answer)

    def test_accredited_meanwhile_is_said_with_the_name(self, ada, priya, jamal):
        one = endorsed(ada)
        actions.accredit(one, by=priya, until=timezone.now() + timedelta(days=9))

        answer = by(jamal).post(to("decline", one), SAID)

        assert "Somebody was quicker: Priya Nair accredited Ada Okafor on" in words(answer)
