"""What waits for somebody on a list is what the rules let them do, along a whole line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.models import ApplicationState, Today
from tabard.common.rules import Refused
from tabard.keeping.queries import adoptions, successions
from tabard.keeping.rules import adopting, succeeding
from tabard.people.models import Person, Role
from tabard.people.queries import line_of
from tests import make

pytestmark = pytest.mark.django_db
TODAY = Today(now=timezone.now())


def the_line() -> tuple[Person, list[Person]]:
    """Make somebody, and all who decide: two above them, two below, and two beside them."""
    chief, beside = make.programme_member(), make.programme_member()
    boss = make.person(Role.PROGRAMME_TEAM, manager=make.person(manager=chief))
    ada = make.person(Role.PROGRAMME_TEAM, manager=boss)
    below = make.person(Role.PROGRAMME_TEAM, manager=make.person(manager=ada))
    cousin = make.person(Role.PROGRAMME_TEAM, manager=make.person(manager=chief))
    return ada, [chief, boss, ada, below, beside, cousin]


def an_appeal(ada: Person) -> Any:
    move = make.move(make.accreditation(ada), by=make.programme_member())
    return make.move_appeal(move)


def a_question(ada: Person) -> Any:
    told = {"told_by": make.person(), "told_at": timezone.now(), "told_words": "I rang."}
    return make.suspension(make.accreditation(ada), asked_at=timezone.now(), **told)


def an_application(ada: Person) -> Any:
    # Whose line was empty when it was endorsed.
    return make.application(ada, state=ApplicationState.ENDORSED, endorsed_by=make.person())


def a_renewal(ada: Person) -> Any:
    return make.renewal(make.accreditation(ada), state="asked")


def may_decide_application(by: Person, application: Any) -> Refused | None:
    application.line = queries.line_now(application)
    return rules.may_decide(by, application, TODAY)


def may_decide_renewal(by: Person, renewal: Any) -> Refused | None:
    renewal.line = queries.renewal_line(renewal)
    return rules.may_decide_renewal(by, renewal, TODAY)


def may_decide_adoption(by: Person, adoption: Any) -> Refused | None:
    adoption.line = adoptions.line_now(adoption.proposer, adoption.connects)
    return adopting.may_decide(by, adoption)


def may_decide_succession(by: Person, succession: Any) -> Refused | None:
    succession.line = sorted(line_of(succession.person))
    return succeeding.may_decide(by, succession)


@dataclass(frozen=True)
class Listed:
    """Something that waits: how it is made, on which list it is, and the rule of who may."""

    made: Callable[[Person], Any]
    waits_for: Callable[[Person], QuerySet[Any]]
    may: Callable[[Person, Any], Refused | None]


LISTS = {
    "proposal": Listed(
        lambda ada: make.proposal(make.accreditation(ada)),
        queries.proposals_to_decide,
        lambda by, one: rules.may_decide_proposal(by, one, line_of(one.person)),
    ),
    "appeal": Listed(
        an_appeal,
        queries.moves_to_hear,
        lambda by, one: rules.may_hear_move(by, one, line_of(one.person)),
    ),
    "suspension": Listed(
        a_question,
        queries.suspensions_to_tend,
        lambda by, one: rules.may_hear_suspension(by, one, line_of(one.person)),
    ),
    "application": Listed(an_application, queries.waiting_for, may_decide_application),
    "renewal": Listed(a_renewal, queries.renewals_for, may_decide_renewal),
    "adoption": Listed(make.adoption, adoptions.waiting_for, may_decide_adoption),
    "adoption of another": Listed(
        lambda ada: make.adoption(connects=ada, brought="team", public_name="Rangers"),
        adoptions.waiting_for,
        may_decide_adoption,
    ),
    "succession": Listed(
        lambda ada: make.succession(make.account(ada)),
        successions.to_decide,
        may_decide_succession,
    ),
}


def those(people: Iterable[Person], holds: Callable[[Person], bool]) -> list[int]:
    return [person.pk for person in people if holds(person)]


@pytest.mark.parametrize("name", LISTS)
def test_list_holds_what_the_rule_allows_and_nothing_else(name: str):
    ada, people = the_line()
    listed = LISTS[name]
    one = listed.made(ada)

    shown = those(people, lambda by: listed.waits_for(by).filter(pk=one.pk).exists())

    assert shown == those(people, lambda by: listed.may(by, one) is None)
    *_, beside, cousin = people
    assert shown == [beside.pk, cousin.pk]


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_list_is_one_query_however_much_waits(name: str, how_many: int, django_assert_num_queries):
    for _ in range(how_many):
        LISTS[name].made(make.person(manager=make.person()))
    team = make.programme_member()

    with django_assert_num_queries(1):
        assert len(LISTS[name].waits_for(team)) == how_many
