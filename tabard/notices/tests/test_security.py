"""People hear at once of what is done to their sign-in, whoever did it."""

from collections.abc import Callable
from datetime import date

import pytest

from tabard.notices import actions
from tabard.notices.models import Notice
from tabard.people import actions as people
from tabard.people.actions import second_step, sessions, sign_on
from tabard.people.models import Person
from tabard.record import actions as record_actions
from tests import make

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[tuple[str, bool, str]]:
    record_actions.chain()
    actions.follow()
    found = Notice.objects.filter(person=person).order_by("pk")
    return [(notice.words, notice.is_urgent, notice.url) for notice in found]


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (sessions.note_password_set, "You chose another password."),
        (sign_on.note_connected, "You connected the council's sign-on."),
        (sign_on.disconnect, "You gave up the council's sign-on."),
        (second_step.note_new_codes, "You made other recovery codes."),
        (
            lambda person: second_step.note_code_used(person, left=9),
            "You used a recovery code; 9 are left.",
        ),
    ],
)
def test_what_is_done_in_ones_name_is_told_at_once(do: Callable[[Person], None], words: str):
    person, other = make.person(), make.person()

    do(person)

    assert told(person) == [(words, True, "/security/")]
    assert told(other) == []


def test_whoever_can_sign_in_again_is_told_and_who_let_them_is_not():
    by, person = make.administrator(first_name="Stephen", last_name="Achebe"), make.person()
    person = people.deactivate(person, by=by)
    assert told(person) == []

    people.reactivate(person, by=by)

    assert told(person) == [("Stephen Achebe let you sign in again.", True, "/security/")]
    assert told(by) == []


def test_a_last_working_day_is_told_when_it_is_set_and_taken_away():
    by, person = make.administrator(), make.person()

    person = people.set_leaving_date(person, date(2031, 12, 24), by=by)
    people.set_leaving_date(person, None, by=by)

    assert told(person) == [
        ("Your last working day was set to 24 December 2031.", False, "/more/"),
        ("Your leaving date was taken away.", False, "/more/"),
    ]
