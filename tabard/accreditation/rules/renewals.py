"""Who may renew, endorse a renewal, look at it and decide it."""

from datetime import datetime, timedelta

from django.utils import timezone

from tabard.accreditation.models import (
    RENEWAL_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Renewal,
    RenewalState,
    Today,
)
from tabard.accreditation.rules.applications import has_a_manager
from tabard.accreditation.rules.ladder import not_in_line
from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.training.models import Preparation

SUSPENDED = "The accreditation is suspended, so its renewal waits until that is decided."


def may_begin_renewal(
    person: Person, accreditation: Accreditation | None, *, opens: int, now: datetime
) -> Refused | None:
    """Whoever is accredited renews in the last days, and after them for as long as it takes."""
    ended = accreditation is not None and accreditation.state == AccreditationState.ENDED
    if accreditation is None or ended or accreditation.person_id != person.pk:
        return Refused("You have no accreditation to renew.")
    if accreditation.state == AccreditationState.SUSPENDED:
        return Refused(SUSPENDED)
    return _is_not_its_time(accreditation, opens, now) or has_a_manager(person)


def _is_not_its_time(accreditation: Accreditation, opens: int, now: datetime) -> Refused | None:
    if accreditation.last_working_day is not None:
        last = day(accreditation.last_working_day)
        return Refused(f"Your accreditation ends with your last working day, {last}.")
    first = opens_on(accreditation, opens)
    if timezone.localdate(now) < timezone.localdate(first):
        return Refused(f"You can renew your accreditation from {day(first)}.")
    return None


def opens_on(accreditation: Accreditation, opens: int) -> datetime:
    """Give the day from which an accreditation can be renewed."""
    return accreditation.until - timedelta(days=opens)


def may_see_renewal(person: Person, renewal: Renewal, today: Today) -> Refused | None:
    """The person, their line manager, whoever stands in or endorsed, and the programme team."""
    concerned = (
        person.pk in {renewal.person_id, renewal.endorsed_by_id}
        or _is_manager(person, renewal, today)
        or person.runs_the_pilot
    )
    return None if concerned else Refused("This renewal is between other people.")


def _is_manager(person: Person, renewal: Renewal, today: Today) -> bool:
    """Say whether somebody is the line manager, or acts for them today."""
    return person.manages(renewal.person) or renewal.person.manager_id in today.acts_for


def _is_held_up(renewal: Renewal) -> Refused | None:
    if renewal.accreditation.state == AccreditationState.SUSPENDED:
        return Refused(SUSPENDED)
    return None


def may_review_oneself(person: Person, renewal: Renewal, _today: Today) -> Refused | None:
    """The person looks back, while it is their turn."""
    if person.pk != renewal.person_id:
        return Refused("Only the person whose accreditation it is looks back on it.")
    return _is_held_up(renewal)


def may_send(
    person: Person, renewal: Renewal, today: Today, preparation: Preparation
) -> Refused | None:
    """Whoever is prepared sends their review, to a manager who is there to read it."""
    return (
        may_review_oneself(person, renewal, today)
        or has_a_manager(person)
        or stays_prepared(renewal, preparation)
    )


def stays_prepared(renewal: Renewal, preparation: Preparation) -> Refused | None:
    """An accreditation goes on for those whose agreement to the code and certificates hold."""
    if not preparation.code.may_begin:
        return Refused(f"{renewal.person} has not agreed to the code of practice in time.")
    if not preparation.is_trained:
        return Refused(f"{renewal.person} holds no valid certificate of the training now.")
    return None


def may_endorse_renewal(person: Person, renewal: Renewal, today: Today) -> Refused | None:
    """The line manager endorses again, or whoever stands in; nobody their own."""
    if person.pk == renewal.person_id:
        return Refused("Nobody endorses their own renewal.")
    if not _is_manager(person, renewal, today):
        return Refused(
            f"Only the line manager of {renewal.person}, or whoever stands in, can do this."
        )
    return _is_held_up(renewal)


def may_decide_renewal(person: Person, renewal: Renewal, _today: Today) -> Refused | None:
    """The programme team, where it is asked: nobody in the person's line, nor after endorsing."""
    return _is_on_the_panel(person, renewal) or _is_held_up(renewal)


def _is_on_the_panel(person: Person, renewal: Renewal) -> Refused | None:
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides this.")
    if person.pk == renewal.person_id:
        return Refused("Somebody else has to decide about your own renewal.")
    if person.pk == renewal.endorsed_by_id:
        return Refused("You have endorsed this renewal, so somebody else has to decide it.")
    return not_in_line(person, renewal.person, renewal.line)


def may_look(person: Person, renewal: Renewal, _today: Today) -> Refused | None:
    """Somebody of the programme team asks once to look, before the manager has answered."""
    refusal = _is_on_the_panel(person, renewal)
    if refusal is None and renewal.looks_id is not None:
        return Refused(f"{renewal.looks} looks at this renewal already.")
    return refusal


def may_send_renewal_back(person: Person, renewal: Renewal, today: Today) -> Refused | None:
    """Whoever has the renewal on their desk gives it back with words."""
    if renewal.state == RenewalState.ASKED:
        return may_decide_renewal(person, renewal, today)
    return may_endorse_renewal(person, renewal, today)


def may_give_up(person: Person, renewal: Renewal, _today: Today) -> Refused | None:
    """The person alone says that the accreditation need not go on."""
    if person.pk != renewal.person_id:
        return Refused("Only the person whose accreditation it is can say this.")
    return None


MAY_WITH_RENEWAL = {
    "send": may_review_oneself,
    "endorse": may_endorse_renewal,
    "send_back": may_send_renewal_back,
    "renew": may_decide_renewal,
    "look": may_look,
    "give_up": may_give_up,
}
# Where each can be done; to look at a renewal changes no state, and comes before it is endorsed.
STARTS = {
    **{name: move.starts for name, move in RENEWAL_LIFECYCLE.moves.items()},
    "look": {RenewalState.OPEN, RenewalState.SENT, RenewalState.SENT_BACK},
}


def renewal_moves(person: Person, renewal: Renewal, today: Today) -> list[str]:
    """Give what this person can do about a renewal now."""
    return [
        move
        for move, may in MAY_WITH_RENEWAL.items()
        if renewal.state in STARTS[move] and may(person, renewal, today) is None
    ]
