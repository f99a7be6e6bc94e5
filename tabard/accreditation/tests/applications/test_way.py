"""What happened to an application, and where it is on its way."""

from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation import actions, queries
from tabard.accreditation.models import Application, ApplicationState
from tabard.people.models import Person
from tabard.record.models import Disclosure
from tests import make

pytestmark = pytest.mark.django_db


S = ApplicationState


WISH: dict[str, Any] = {
    "purpose": "To say where the mobile library stops.",
    "audience": "Villages without a library.",
    "networks": ["practice"],
    "handles": {},
}


def marks(application: Application, tickets: tuple[Ticket, ...] = ()) -> list[tuple[str, str]]:
    return [
        (step.mark, step.words) for step in queries.steps_of(application, tickets, timezone.now())
    ]


def test_events_tell_what_the_record_holds_in_order():
    manager, ada = make.person(last_name="Patel"), make.person(last_name="Okafor")
    ada.manager = manager
    ada.save()
    one = actions.apply(ada, **WISH)
    actions.send_back(one, by=manager, reason="Say where.")
    actions.apply_again(one, by=ada, **WISH)
    make.application()

    told = [(one.what, one.by, one.words, one.is_setback) for one in queries.events(one)]

    assert told == [
        ("Applied", "Ada Okafor", "", False),
        ("Sent back", "Ada Patel", "Say where.", True),
        ("Changed and sent again", "Ada Okafor", "", False),
    ]


@pytest.mark.parametrize("how_many", [1, 3])
def test_events_are_three_queries(how_many, django_assert_num_queries):
    manager = make.person()
    ada = make.person(manager=manager)
    one = actions.apply(ada, **WISH)
    for _ in range(how_many):
        actions.send_back(one, by=manager, reason="Say where.")
        actions.apply_again(one, by=ada, **WISH)

    with django_assert_num_queries(3):
        assert len(queries.events(one)) == 1 + 2 * how_many


def test_erased_words_and_names_leave_the_event():
    manager = make.person()
    one = actions.apply(make.person(manager=manager), **WISH)
    actions.send_back(one, by=manager, reason="Say where.")
    facts = Disclosure.objects.filter(entry__kind="application sent back", name__in=["why", "by"])
    facts.update(value=None, salt=None)

    event = queries.events(one)[-1]

    assert (event.what, event.by, event.words) == ("Sent back", "somebody", "")


class TestSteps:
    """Where an application is, told to the applicant."""

    def applicant(self) -> Person:
        return make.person(manager=make.person(last_name="Patel"))

    def test_new_application_is_with_the_manager(self):
        assert marks(make.application(self.applicant())) == [
            ("done", "You said what you do and whom it is for."),
            ("now", "It is with Ada Patel, who endorses it or sends it back with words."),
            ("later", "They agree until a date, or decline and say why."),
            ("later", "Then you can write your first post."),
        ]

    def test_application_sent_back_by_the_manager_says_so(self):
        one = make.application(self.applicant(), state=S.SENT_BACK)

        assert marks(one)[1:3] == [
            ("problem", "Sent back by Ada Patel, your line manager."),
            ("later", "They agree until a date, or decline and say why."),
        ]

    def test_endorsed_application_is_with_the_programme_team(self):
        ada = self.applicant()
        one = make.application(ada, state=S.ENDORSED, endorsed_by=ada.manager)

        assert marks(one)[1:3] == [
            ("done", "Endorsed by Ada Patel, your line manager."),
            (
                "now",
                "It is with the programme team, who agree, decline or send it back with words.",
            ),
        ]

    def test_application_sent_back_by_the_programme_team_says_so(self):
        ada = self.applicant()
        one = make.application(ada, state=S.SENT_BACK, endorsed_by=ada.manager)

        assert marks(one)[2] == ("problem", "Sent back by the programme team.")

    def test_declined_application_has_nothing_to_come(self):
        ada = self.applicant()
        one = make.application(
            ada,
            state=S.DECLINED,
            reason="No.",
            would_change="More.",
            endorsed_by=ada.manager,
            decided_by=make.programme_member(last_name="Nair"),
        )

        assert [mark for mark, _ in marks(one)] == ["done", "done", "problem"]
        assert marks(one)[2][1] == "Declined by Ada Nair for the programme team."

    def test_agreed_application_says_what_to_connect(self):
        ada = self.applicant()
        one = make.application(
            ada,
            state=S.ACCREDITED,
            endorsed_by=ada.manager,
            decided_by=make.programme_member(last_name="Nair"),
        )
        ticket = make.ticket(ada, network="bluesky")
        day = f"{timezone.localtime(ticket.until):%-d %B %Y}"

        assert marks(one, (ticket,))[2:] == [
            ("done", "Agreed by Ada Nair for the programme team."),
            ("now", f"You can connect: Bluesky until {day}."),
        ]
        assert marks(one)[3] == ("done", "There is nothing left to connect.")

    def test_withdrawn_application_ends_there(self):
        one = make.application(self.applicant(), state=S.WITHDRAWN)

        assert [mark for mark, _ in marks(one)] == ["done", "problem"]
