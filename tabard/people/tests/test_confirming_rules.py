"""Who has confirmed at the council's sign-on that it is them, and who has not."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.confirming import LEEWAY, has_confirmed
from tabard.people.sign_on import Said

ASKED = datetime(2026, 11, 29, 12, tzinfo=UTC)
ADA, SLY = Person(pk=1, first_name="Ada"), Person(pk=2, first_name="Sly")
seconds = st.integers(-7_200, 7_200).map(lambda number: timedelta(seconds=number))


def refusal(
    there: Person | None, shown_at: datetime | None, now: datetime = ASKED
) -> Refused | None:
    said = Said(provider="p", uid="7", shown_at=shown_at)
    return has_confirmed(ADA, there, said, asked_at=ASKED, now=now)


@given(shown=seconds, back=st.integers(0, 600).map(lambda number: timedelta(seconds=number)))
def test_somebody_confirms_exactly_by_a_sign_in_between_the_question_and_now(shown, back):
    in_time = -LEEWAY <= shown <= back + LEEWAY

    assert (refusal(ADA, ASKED + shown, ASKED + back) is None) == in_time


@given(shown=st.one_of(st.none(), seconds))
def test_nobody_confirms_for_another(shown):
    shown_at = None if shown is None else ASKED + shown

    for there in (SLY, None):
        told = refusal(there, shown_at)
        assert told == Refused("Whoever signed in at the council's sign-on is not you.")


def test_a_sign_in_of_no_time_confirms_nobody():
    told = refusal(ADA, None)

    assert told is not None
    assert told.why.startswith("The council's sign-on did not say when you signed in there")
