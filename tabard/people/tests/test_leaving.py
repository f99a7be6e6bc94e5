"""Leaving: the date, the day after it, and the way back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people import actions
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db


def told(*, after: int = 0) -> list[tuple[str, dict[str, object]]]:
    """Give the entries of the record with their facts."""
    entries = Entry.objects.filter(pk__gt=after).order_by("pk")
    return [(entry.kind, dict(facts_of(entry))) for entry in entries]


def test_a_leaving_date_is_one_entry_with_what_was_before():
    person, by = make.person(), make.administrator()
    first, second = date(2026, 12, 24), date(2026, 12, 31)

    actions.set_leaving_date(person, first, by=by)
    actions.set_leaving_date(person, second, by=by)
    actions.set_leaving_date(person, second, by=by)
    person = actions.set_leaving_date(person, None, by=by)

    about = {"person": person.pk, "by": by.pk}
    assert person.leaves_on is None
    assert told() == [
        ("leaving date set", about | {"leaves_on": "2026-12-24"}),
        ("leaving date set", about | {"leaves_on": "2026-12-31", "before": "2026-12-24"}),
        ("leaving date taken away", about | {"before": "2026-12-31"}),
    ]


def test_nobody_but_an_administrator_sets_a_leaving_date():
    person = make.person()

    for by in (person, make.programme_member(), make.oversight_officer()):
        with pytest.raises(NotAllowedError, match="Only administrators"):
            actions.set_leaving_date(person, date(2026, 12, 24), by=by)
    assert told() == []


def test_somebody_leaves_on_the_day_after_the_last_working_day():
    person, by = make.person(), make.administrator()
    stays = make.person()
    today = timezone.localdate()
    actions.set_leaving_date(person, today, by=by)
    actions.set_leaving_date(stays, today + timedelta(days=1), by=by)
    last = Entry.objects.latest("pk").pk

    assert actions.see_off() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert (actions.see_off(), actions.see_off()) == (1, 0)

    person.refresh_from_db()
    stays.refresh_from_db()
    assert (person.is_active, person.left_at is None) == (False, False)
    assert (stays.is_active, stays.left_at) == (True, None)
    assert told(after=last) == [
        ("person left", {"person": person.pk, "leaves_on": str(today)}),
        ("sessions ended", {"person": person.pk, "why": "they have left"}),
    ]


def test_who_leaves_is_asked_again_under_the_lock():
    person = make.person()

    assert actions.leave(person).left_at is None
    Person.objects.filter(pk=person.pk).update(leaves_on=timezone.localdate())
    assert actions.leave(person).left_at is None
    assert told() == []


def test_whoever_has_left_has_to_be_let_in_before_another_date():
    person, by = make.person(), make.administrator()
    actions.set_leaving_date(person, timezone.localdate() - timedelta(days=1), by=by)
    person = actions.leave(person)

    with pytest.raises(NotAllowedError, match="has left already"):
        actions.set_leaving_date(person, None, by=by)
    person = actions.reactivate(person, by=by)

    assert (person.is_active, person.left_at, person.leaves_on) == (True, None, None)
    assert actions.see_off() == 0


def test_a_date_to_come_stays_when_somebody_is_let_in_again():
    person, by = make.person(), make.administrator()
    day = timezone.localdate() + timedelta(days=9)
    actions.set_leaving_date(person, day, by=by)
    actions.deactivate(person, by=by)

    assert actions.reactivate(person, by=by).leaves_on == day


def test_sessions_end_at_once_and_do_not_come_back_to_life():
    person, by = make.person(), make.administrator()
    client, other = Client(), Client()
    client.force_login(person)
    other.force_login(by)
    assert client.get("/notices/").status_code == 200

    actions.deactivate(person, by=by)
    assert client.get("/notices/").status_code == 302
    actions.reactivate(person, by=by)

    assert client.get("/notices/").status_code == 302
    assert other.get("/notices/").status_code == 200
    assert [kind for kind, _ in told()] == [
        "sign-in closed",
        "sessions ended",
        "sign-in opened again",
    ]


def test_a_session_from_before_the_keys_were_changed_goes_on_unless_it_was_ended(settings):
    person, by = make.person(), make.administrator()
    client = Client()
    client.force_login(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    # The session itself is found by its cookie, whatever the key.
    person.refresh_from_db()
    known = [f"{one}" for one in person.get_session_auth_fallback_hash()]

    actions.end_sessions(person, why="of a test")
    person.refresh_from_db()

    assert len(known) == 1
    assert set(known).isdisjoint(person.get_session_auth_fallback_hash())
    assert client.get("/notices/").status_code == 302
    assert by != person


def test_an_administrator_does_not_close_their_own_sign_in():
    by = make.administrator()

    with pytest.raises(NotAllowedError, match="Ask another administrator"):
        actions.deactivate(by, by=by)
    with pytest.raises(NotAllowedError, match="Ask another administrator"):
        actions.leave_at_once(by, by=by)


def test_nobody_but_an_administrator_closes_or_opens_a_sign_in():
    person, by = make.person(), make.administrator()

    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.deactivate(person, by=make.programme_member())
    with pytest.raises(NotAllowedError, match="can sign in as it is"):
        actions.reactivate(person, by=by)
    person = actions.deactivate(person, by=by)
    with pytest.raises(NotAllowedError, match="cannot sign in any more"):
        actions.deactivate(person, by=by)
    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.reactivate(person, by=make.programme_member())
