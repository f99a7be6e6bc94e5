"""What happened to a post, as its page tells it."""

import re
from pathlib import Path

import pytest
from django.db import transaction

from tabard.accounts.models import AccountState
from tabard.common.rules import Refused
from tabard.composing import actions as composing
from tabard.composing.actions.rota import CHASED
from tabard.publishing import actions, work
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.queries import Step, timeline
from tabard.publishing.queries.timeline import LEFT_OUT, SAID
from tabard.record.actions import record
from tabard.record.models import Disclosure
from tests import make

LOST = "The connection to @ada is lost."

pytestmark = pytest.mark.django_db


def told(steps: list[Step]) -> list[tuple[str, str, str]]:
    return [(step.title, step.who, step.more) for step in steps]


def test_way_of_a_post_is_told_in_order_with_who_and_why():
    author, reviewer = make.author(), make.reviewer(first_name="Rae")
    account = make.account(author, handle="ada", state=AccountState.LOST)
    message = composing.write(composing.Draft(words="Hello", accounts=[account]), by=author)
    message = composing.submit(message, by=author)
    read_at = message.submitted_at
    composing.send_back(message, by=reviewer, said="Say where.", submitted_at=read_at)
    composing.rewrite(message, composing.Draft(words="Hello.", accounts=[account]), by=author)
    message = composing.submit(message, by=author)
    composing.approve(message, by=reviewer, submitted_at=message.submitted_at)
    actions.tick()
    actions.call_off(message, by=author)

    assert told(timeline(message)) == [
        ("Begun", author.name, ""),
        ("Sent for review", author.name, ""),
        ("Sent back to the author", reviewer.name, "Say where."),
        ("Changed", author.name, ""),
        ("Sent for review", author.name, ""),
        ("Approved", reviewer.name, ""),
        ("Scheduled for @ada", "", ""),
        (
            "Held for @ada",
            "",
            "The connection to @ada is lost. Connect it again to send this post.",
        ),
        ("Will not go to @ada", "", ""),
        ("Called off", author.name, ""),
    ]


def test_changes_one_after_the_other_are_told_once():
    author = make.author()
    message = make.message(author)
    for words in ("One", "Two", "Three"):
        composing.rewrite(message, composing.Draft(words=words, accounts=[]), by=author)

    assert told(timeline(message)) == [("Changed", author.name, "")]


def test_what_did_not_arrive_is_told_as_a_problem():
    delivery = make.delivery(state=DeliveryState.SENT)
    differences = ({"what": "words"}, {"what": "link"})
    with transaction.atomic():
        record(
            "post confirmed",
            message=delivery.version.message_id,
            account=delivery.version.account_id,
            differences=[one["what"] for one in differences],
        )

    [step] = timeline(delivery.version.message)

    assert (step.more, step.tone) == ("Not as it was written: words, link.", "problem")


def test_erased_facts_are_said_to_be_erased():
    message = make.message()
    with transaction.atomic():
        record("message sent back", message=message.pk, by=message.author_id, why="Because.")
    Disclosure.objects.filter(name__in=["by", "why"]).update(value=None, salt=None)

    assert told(timeline(message)) == [("Sent back to the author", "(erased)", "(erased)")]


def test_kind_that_nobody_has_named_is_told_as_it_is():
    message = make.message()
    with transaction.atomic():
        record("something new", message=message.pk)

    assert told(timeline(message)) == [("Something new", "", "")]


def test_timeline_tells_only_of_its_own_post():
    message = make.message()
    composing.take_back(make.waiting_message(message.author), by=message.author)

    assert timeline(message) == []


# One kind, or one of two by what was said.
RECORDED = r'record(?:_each)?\(\s*"([a-z -]+)"(?: if \w+ else "([a-z -]+)")?'


def test_every_kind_that_is_recorded_about_a_post_has_its_words():
    apps = Path(work.__file__).parents[2]
    sources = [
        source
        for app in ("composing", "publishing")
        for source in (apps / app).rglob("*.py")
        if "tests" not in source.parts
    ]
    kinds = {
        kind
        for source in sources
        for either in re.findall(RECORDED, source.read_text(encoding="utf-8"))
        for kind in either
        if kind
    }
    about_no_post = {
        *("jobs of a dead worker taken over", "forgotten deliveries woken", "lots cast"),
        *("calendar address made", "calendar address stopped", "review rota set"),
        *("freeze asked", "freeze explained", "freeze given up", "posts frozen", "posts thawed"),
    }

    of_others = ("experiment ", "material ")
    about_no_post |= {kind for kind in kinds if kind.startswith(of_others)} - set(SAID)

    # Accreditation records it in the same breath as the review that it came of.
    assert (kinds | CHASED) - about_no_post | {"evidence added"} == set(SAID) | LEFT_OUT


def test_queries_do_not_grow_with_the_steps(django_assert_num_queries):
    delivery = make.delivery(state=DeliveryState.HELD)
    message = delivery.version.message
    for _ in range(3):
        with transaction.atomic():
            work.hold(Delivery.objects.get(), Refused("Held."), again=None)

    with django_assert_num_queries(3):
        assert len(timeline(message)) == 3
