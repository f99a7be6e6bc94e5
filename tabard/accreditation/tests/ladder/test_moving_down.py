"""Moving down never deletes access to conversations already begun."""

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tabard.accounts import actions as accounts
from tabard.accounts.models import AccessLock, Account, Connection, Holding, Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import Accreditation, Rung
from tabard.people.models import Person
from tabard.practice.models import PracticeThread, ThreadPost
from tabard.training import actions as training
from tabard.training.models import Rehearsal
from tabard.training.work.scenarios.playing import Said
from tests import make

pytestmark = pytest.mark.django_db

KEPT: list[type[Model]] = [
    *(Account, Connection, Holding, Ticket, AccessLock, PracticeThread, ThreadPost, Rehearsal)
]


def everything() -> dict[str, list[dict[str, object]]]:
    return {
        model.__name__: [
            {
                name: bytes(value) if isinstance(value, memoryview) else value
                for name, value in row.items()
            }
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in KEPT
    }


@pytest.fixture
def ada() -> Person:
    make.council(is_demonstration=True)
    return make.person(first_name="Ada", manager=make.person())


@pytest.mark.parametrize("to", [Rung.SAMPLED, Rung.CHECKED])
def test_nothing_that_somebody_holds_or_has_begun_is_touched_by_a_move_down(ada, to):
    one = make.accreditation(ada, rung=Rung.FREE)
    make.account(ada)
    make.shared_account(ada, make.person())
    make.ticket(ada)
    accounts.lock_access(make.person())
    begun = make.rehearsal(ada, None, "Sorry!")
    thread = reverse("practice:thread", args=[begun.thread_id])
    before = everything()
    assert all(before.values())

    actions.move(one, to=to, by=make.programme_member(), reason="Too hasty.")

    assert Accreditation.objects.get().rung == to
    assert everything() == before
    browser = Client()
    browser.force_login(ada)
    page = browser.get(thread)
    assert page.status_code == 200
    assert "Sorry!" in page.content.decode()


def test_a_conversation_that_was_begun_goes_on_after_a_move_down(ada):
    one = make.accreditation(ada, rung=Rung.FREE)
    begun = make.rehearsal(ada, None, "Sorry!")
    posts = ThreadPost.objects.count()
    actions.move(one, to=Rung.CHECKED, by=make.programme_member(), reason="Too hasty.")

    training.reply(begun, Said("I am asking an inspector to go there today."), by=ada)

    assert ThreadPost.objects.count() > posts
