"""What happened to an application, as the record tells it."""

from typing import Any

import pytest
from django.db import transaction

from tabard.accreditation import actions, queries
from tabard.accreditation.models import ApplicationState
from tabard.record.actions import record
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


def test_what_nobody_did_is_done_by_the_product():
    one = make.application()
    with transaction.atomic():
        record("application waits", application=one.pk, applicant=one.applicant_id, how_many=5)

    event = queries.events(one)[-1]

    assert (event.what, event.by) == ("Reminded whoever has it", "Tabard")
