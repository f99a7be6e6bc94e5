"""Posts that nobody reviewed: they leave, unless something speaks against it by then."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import Rung
from tabard.composing import actions as composing
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person
from tabard.publishing import actions, queries
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.tests import told
from tabard.publishing.tests.test_walks import about
from tabard.publishing.tests.told import after_a_step
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
S = DeliveryState


def let_go(author: Person, *, server: str = "http://127.0.0.1:1", **differs) -> Message:
    account = make.account(author, server=server)
    message = make.message(author, accounts=[account], words=told.WORDS, **differs)
    return composing.submit(message, by=author)


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def move_down(author: Person) -> None:
    author.accreditations.update(rung=Rung.CHECKED)


def certificate_runs_out(author: Person) -> None:
    author.sittings.update(valid_until=timezone.now())


def code_is_overdue(_author: Person) -> None:
    make.code(agree_by=timezone.now())


def lapse(author: Person) -> None:
    author.accreditations.update(until=timezone.now())


SETBACKS = [move_down, certificate_runs_out, code_is_overdue, lapse]


def test_post_is_delivered_as_any_other_and_says_how_it_went(script):
    author = make.trusted_author()
    message = let_go(author, server=script.url)
    actions.tick()
    delivery = Delivery.objects.get()
    script.says(*about((told.TAKEN, told.SHOWN), delivery.once_only_key))

    after_a_step(delivery)
    after_a_step(delivery)

    assert Delivery.objects.get().state == S.CONFIRMED
    titles = [step.title for step in queries.timeline(message)]
    assert titles[0] == "Sent without a review before it, on the rung “free”"
    assert "Approved" not in titles


@pytest.mark.parametrize("setback", SETBACKS)
def test_scheduled_post_goes_to_review_once_its_author_s_posts_are_checked_first(setback):
    author = make.trusted_author()
    message = let_go(author, due_at=in_an_hour())
    actions.tick()
    setback(author)

    actions.tick()

    found = Message.objects.get(pk=message.pk)
    assert (found.state, Delivery.objects.get().state) == (MessageState.WAITING, S.HELD)
    assert found.said == Delivery.objects.get().problem
    approved = composing.approve(found, by=make.reviewer(), submitted_at=found.submitted_at)
    actions.tick()
    assert (approved.is_reviewed, Delivery.objects.get().state) == (True, S.SCHEDULED)


@pytest.mark.parametrize("setback", SETBACKS)
def test_due_post_is_asked_about_again_just_before_it_leaves(script, setback):
    author = make.trusted_author()
    let_go(author, server=script.url)
    actions.tick()
    setback(author)

    delivery = after_a_step(Delivery.objects.get())

    assert (delivery.state, script.heard) == (S.HELD, [])
    assert delivery.version.message.state == MessageState.WAITING


def test_reviewed_post_of_somebody_who_is_moved_down_leaves():
    author = make.trusted_author()
    message = make.approved_message(author, due_at=in_an_hour())
    actions.tick()
    move_down(author)

    actions.tick()

    assert Delivery.objects.get().state == S.SCHEDULED
    assert Message.objects.get(pk=message.pk).state == MessageState.APPROVED


def test_suspension_holds_what_was_let_go_and_its_end_releases_it():
    author = make.trusted_author()
    let_go(author, due_at=in_an_hour())
    actions.tick()
    author.accreditations.update(state="suspended", reason="Why.")
    actions.tick()
    held = Delivery.objects.get()
    author.accreditations.update(state="active", reason="")

    actions.tick()

    assert (held.state, held.problem) == (S.HELD, "Your accreditation is suspended: Why.")
    assert Delivery.objects.get().state == S.SCHEDULED


def test_post_stays_when_its_author_no_longer_holds_the_account():
    author = make.trusted_author()
    let_go(author, due_at=in_an_hour())
    actions.tick()
    author.holdings.update(until=timezone.now())

    actions.tick()

    held = Delivery.objects.get()
    assert (held.state, held.problem) == (S.HELD, f"You do not hold {held.version.account}.")


def test_what_is_in_order_is_not_asked_about():
    let_go(make.trusted_author(), due_at=in_an_hour())
    actions.tick()

    assert not queries.to_ask_about(timezone.now()).exists()


@pytest.mark.parametrize(
    ("author", "button"),
    [(make.trusted_author, b'value="send"'), (make.author, b'value="submit"')],
)
def test_page_of_a_draft_offers_what_would_happen(author, button: bytes):
    make.council()
    message = make.message(author())
    client = Client()
    client.force_login(message.author)

    page = client.get(reverse("publishing:post", args=[message.pk])).content

    assert button in page


def test_page_never_says_approved_of_what_was_let_go():
    make.council()
    author = make.trusted_author()
    message = let_go(author)
    client = Client()
    client.force_login(author)

    pages = [
        client.get(reverse("publishing:posts")).content.decode(),
        client.get(reverse("publishing:post", args=[message.pk])).content.decode(),
    ]

    assert all("Approved" not in page for page in pages)
    assert "Sent, about to be scheduled" in pages[1]
    assert "message approved" not in Entry.objects.values_list("kind", flat=True)
