"""Freezes: nothing goes from that moment on, nothing is lost, and people decide what goes after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.composing.models import InParts, Message, Picture, Version
from tabard.people.models import Person, Role
from tabard.practice.models import PracticePost
from tabard.practice.tests.make import picture_bytes
from tabard.publishing import actions, queries
from tabard.publishing.actions import Extent
from tabard.publishing.models import (
    FREEZE_LIFECYCLE,
    Delivery,
    DeliveryState,
    Freeze,
    FreezeState,
    Passage,
    Scope,
)
from tabard.publishing.settings import FREEZE_NEEDS_TWO
from tabard.publishing.tests import told
from tabard.publishing.tests.told import after_a_step, delivery_to
from tabard.record.actions import keep_bytes
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.spending.models import Charge
from tabard.spending.tests import make as costs
from tests import make

pytestmark = pytest.mark.django_db

S = DeliveryState


def due(*, minutes: int = 0, by: Person | None = None) -> Delivery:
    """Make a post whose time has come, or came some minutes ago."""
    author = by or make.author()
    at = timezone.now() - timedelta(minutes=minutes)
    return make.delivery(make.approved_message(author, due_at=at))


def state(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def entry(kind: str) -> tuple[list[int], dict[str, Any]]:
    found = Entry.objects.get(kind=kind)
    return found.people, facts_of(found)


# What is stopped


def test_nothing_starts_while_everything_is_frozen():
    delivery, fresh = due(), make.approved_message()
    make.freeze()

    actions.tick()

    assert state(delivery) == S.SCHEDULED
    assert Delivery.objects.get(version__message=fresh).state == S.SCHEDULED


@pytest.mark.parametrize("of", ["service", "account"])
def test_a_narrow_freeze_stops_its_own_and_no_other(of: str):
    stopped = due()
    other = due(by=make.author(of="Parks"))
    message = stopped.version.message
    make.freeze(message.author.service if of == "service" else stopped.version.account)

    actions.tick()

    assert (state(stopped), state(other)) == (S.SCHEDULED, S.DUE)


@pytest.mark.parametrize("gone", ["asked", "dropped", "thawed"])
def test_a_freeze_that_does_not_stand_stops_nothing(gone: str):
    delivery, by, now = due(), make.programme_member(), timezone.now()
    ended: dict[str, Any] = {} if gone == "asked" else {"ended_by": by, "ended_at": now}
    make.freeze(state=gone, **ended)

    actions.tick()

    assert state(delivery) == S.DUE


def test_what_a_worker_has_already_been_given_goes_back_unsent(script):
    delivery = delivery_to(script)
    make.freeze()

    waiting = after_a_step(delivery)

    assert (waiting.state, waiting.try_at, script.heard) == (S.SCHEDULED, None, [])
    assert Entry.objects.filter(kind="delivery frozen").count() == 1


def test_what_is_on_its_way_is_stopped_before_the_network_hears_of_it(script, monkeypatch):
    delivery = delivery_to(script)
    asked = iter([False, True])
    freezes_after_the_claim(monkeypatch, asked)

    waiting = after_a_step(delivery)

    assert (waiting.state, script.heard) == (S.SCHEDULED, [])
    assert waiting.begun_at is not None


def freezes_after_the_claim(monkeypatch, answers) -> None:
    """Have a freeze begin while a post is on its way: it really stands from the moment given."""
    really = queries.is_frozen

    def asked(delivery: Delivery) -> bool:
        if next(answers, False):
            make.freeze()
        return really(delivery)

    monkeypatch.setattr(queries, "is_frozen", asked)


def test_a_picture_that_is_up_already_makes_it_unsure_and_then_it_waits(network, monkeypatch):
    author = make.author()
    message = make.approved_message(author, accounts=[network.account(author)])
    Picture.objects.create(
        message=message,
        blob=keep_bytes(picture_bytes(), media_type="image/png"),
        alt="A van beside a hall.",
        width=8,
        height=6,
    )
    delivery = make.delivery(message, state=S.DUE)
    freezes_after_the_claim(monkeypatch, iter([False, False, True]))

    unsure = after_a_step(delivery)
    looked = after_a_step(delivery)
    waits = after_a_step(delivery)

    assert [one.state for one in (unsure, looked, waits)] == [S.UNSURE, S.DUE, S.SCHEDULED]
    assert not PracticePost.objects.exists()


def test_what_was_stopped_on_its_way_is_not_paid_for(script, monkeypatch):
    costs.price(amount="0.60")
    delivery = delivery_to(script)
    freezes_after_the_claim(monkeypatch, iter([False, True]))

    waiting = after_a_step(delivery)

    assert waiting.state == S.SCHEDULED
    assert not Charge.objects.exists()


def test_confirming_and_taking_down_go_on(script):
    sent = delivery_to(script, state=S.SENT)
    script.says(told.SHOWN)
    make.freeze()

    confirmed = after_a_step(sent)
    Delivery.objects.filter(pk=sent.pk).update(state=S.REMOVING)
    script.says(told.DELETED, told.NOT_THERE)
    removed = after_a_step(sent)

    assert (confirmed.state, removed.state) == (S.CONFIRMED, S.REMOVED)


def test_what_missed_its_time_in_a_freeze_is_not_given_up_by_itself():
    frozen, held = due(minutes=90), due(minutes=90, by=make.author())
    Delivery.objects.filter(pk=held.pk).update(state=S.HELD, problem="It was held before.")
    make.freeze()

    actions.tick()

    assert state(frozen) == S.SCHEDULED


def test_the_worker_asks_once_whether_posts_are_frozen_before_each_change(
    script,
):
    delivery = delivery_to(script)
    make.freeze(make.service("Parks"))
    script.says(told.TAKEN)

    sent = after_a_step(delivery)

    assert sent.state == S.SENT
    assert [heard.method for heard in script.heard] == ["PUT"]


# Who freezes, and who hears of it


def test_one_person_freezes_at_once_and_everybody_concerned_is_told():
    author, member = make.author(), make.programme_member()
    officer, stranger = make.oversight_officer(), make.person()
    duty = make.person(Role.DUTY_OFFICER)

    frozen = actions.freeze(Extent(), by=duty)

    people, facts = entry("posts frozen")
    assert (frozen.state, frozen.begun_by, frozen.why) == (FreezeState.STANDING, duty, "")
    assert people == sorted(one.pk for one in (author, member, officer, duty))
    assert stranger.pk not in people
    assert facts == {"freeze": frozen.pk, "what": "all posts", "by": duty.pk}


def test_a_narrow_freeze_is_told_to_those_whom_it_stops():
    libraries = make.author()
    parks = make.author(of="Parks")
    account = make.account(parks, network="mastodon")
    member = make.programme_member()

    of_service = actions.freeze(Extent(Scope.SERVICE, service=libraries.service), by=member)
    of_account = actions.freeze(Extent(Scope.ACCOUNT, account=account), by=member)

    assert queries.told_of(of_service) == sorted([libraries.pk, member.pk])
    assert queries.told_of(of_account) == sorted([parks.pk, member.pk])
    assert [of_service.of_what, of_account.of_what] == [
        f"posts by {libraries.service}",
        f"posts on {account} (Mastodon)",
    ]


def test_where_two_are_needed_the_second_sets_it_going():
    make.chosen(FREEZE_NEEDS_TWO, value=True)
    first, second = make.programme_member(), make.person(Role.DUTY_OFFICER)
    delivery = due()

    asked = actions.freeze(Extent(), by=first, why="A flood.")
    with pytest.raises(NotAllowedError, match="Somebody else has to agree"):
        actions.begin_freeze(asked, by=first)
    assert Freeze.objects.get().state == FreezeState.ASKED
    frozen = actions.begin_freeze(asked, by=second)
    actions.tick()

    assert (frozen.state, frozen.asked_by, frozen.begun_by) == ("standing", first, second)
    assert state(delivery) == S.SCHEDULED
    assert entry("freeze asked")[0] == [second.pk]


def test_a_freeze_to_which_nobody_agreed_can_be_given_up():
    make.chosen(FREEZE_NEEDS_TWO, value=True)
    member = make.programme_member()

    dropped = actions.drop_freeze(actions.freeze(Extent(), by=member), by=member)

    assert (dropped.state, dropped.ended_by) == (FreezeState.DROPPED, member)
    with pytest.raises(NotNowError):
        actions.begin_freeze(dropped, by=make.programme_member())


def test_the_same_is_not_frozen_twice():
    member = make.programme_member()
    actions.freeze(Extent(), by=member)

    with pytest.raises(NotAllowedError, match="frozen already"):
        actions.freeze(Extent(), by=member)
    with pytest.raises(IntegrityError, match="one_freeze_at_a_time_of_the_same"):
        make.freeze()


@pytest.mark.parametrize(
    "does",
    [
        lambda by: actions.freeze(Extent(), by=by),
        lambda by: actions.begin_freeze(
            make.freeze(state="asked", begun_by=None, begun_at=None), by=by
        ),
        lambda by: actions.drop_freeze(
            make.freeze(state="asked", begun_by=None, begun_at=None), by=by
        ),
        lambda by: actions.say_why_frozen(make.freeze(), by=by, why="A flood."),
        lambda by: actions.thaw(make.freeze(), by=by),
        lambda by: actions.let_pass(make.approved_message(), by=by, because="It warns people."),
    ],
)
def test_nobody_else_freezes_or_thaws(does: Callable[[Person], object]):
    for role in (None, Role.REVIEWER, Role.ADMINISTRATOR, Role.OVERSIGHT_OFFICER, Role.EVALUATOR):
        with pytest.raises(NotAllowedError, match="Only the programme team and duty officers"):
            does(make.person(role) if role else make.person())
        Freeze.objects.all().delete()


def test_the_reason_can_be_said_afterwards_and_has_to_be_said_by_the_end():
    member = make.programme_member()
    frozen = make.freeze(by=member, why="")

    with pytest.raises(NotAllowedError, match="Say why posts were frozen"):
        actions.thaw(frozen, by=member)
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.say_why_frozen(frozen, by=member, why=" ")
    explained = actions.say_why_frozen(frozen, by=member, why="A flood.")
    thawed = actions.thaw(explained, by=member)

    assert (thawed.state, thawed.why, thawed.ended_by) == ("thawed", "A flood.", member)
    assert entry("freeze explained")[1]["why"] == "A flood."


# What goes all the same


def test_what_cannot_wait_goes_although_posts_are_frozen():
    delivery, other = due(minutes=90), due()
    make.freeze()
    member = make.programme_member()

    passage = actions.let_pass(delivery.version.message, by=member, because="It warns people.")
    actions.let_pass(delivery.version.message, by=member, because="Pressed twice.")
    actions.tick()

    assert (state(delivery), state(other)) == (S.DUE, S.SCHEDULED)
    assert Passage.objects.get() == passage
    author = delivery.version.message.author
    assert entry("message let pass") == (
        [author.pk],
        {"message": delivery.version.message_id, "by": member.pk, "why": "It warns people."},
    )


def test_a_post_that_is_approved_anew_passes_no_more():
    delivery = due()
    message = delivery.version.message
    make.freeze()
    member = make.programme_member()
    actions.let_pass(message, by=member, because="It warns people.")

    Message.objects.filter(pk=message.pk).update(approved_at=timezone.now())
    actions.tick()
    waits = state(delivery)
    actions.let_pass(message, by=member, because="It still warns people.")
    actions.tick()

    assert (waits, state(delivery)) == (S.SCHEDULED, S.DUE)
    assert Passage.objects.get().because == "It still warns people."


def test_the_reason_of_a_freeze_that_is_over_stays():
    member = make.programme_member()
    thawed = actions.thaw(make.freeze(by=member), by=member)

    with pytest.raises(NotNowError):
        actions.say_why_frozen(thawed, by=member, why="Something else.")


def test_nobody_lets_their_own_post_pass_nor_one_that_is_not_approved():
    author = make.accreditation(make.programme_member()).person
    own = make.approved_message(author)
    waiting = make.waiting_message()

    with pytest.raises(NotAllowedError, match="Somebody else has to let your own posts go"):
        actions.let_pass(own, by=author, because="It warns people.")
    with pytest.raises(NotAllowedError, match="Only a post that is approved"):
        actions.let_pass(waiting, by=author, because="It warns people.")
    with pytest.raises(NotAllowedError, match="Say why it cannot wait"):
        actions.let_pass(own, by=make.programme_member(), because=" ")


# What goes after


def test_after_a_freeze_what_is_still_right_goes_and_the_others_hear():
    right, wrong, later = due(minutes=90), due(minutes=5), due(minutes=-600)
    frozen = make.freeze()

    thawed = actions.thaw(
        frozen, by=frozen.asked_by, still_right=[right.version.message, later.version.message]
    )
    actions.tick()

    assert [state(one) for one in (right, wrong, later)] == [S.DUE, S.EXPIRED, S.SCHEDULED]
    expired = Delivery.objects.get(pk=wrong.pk)
    assert expired.problem == f"Its time passed while posts were frozen: {thawed.why}"
    people, facts = entry("delivery expired")
    message = wrong.version.message
    assert people == told.both(message)
    assert facts == {
        "delivery": wrong.pk,
        "message": message.pk,
        "account": wrong.version.account_id,
        "why": expired.problem,
    }
    assert Delivery.objects.get(pk=later.pk).due_at == later.due_at


def test_what_another_freeze_stops_as_well_waits_for_that_one():
    delivery = due(minutes=90)
    frozen = make.freeze()
    narrow = make.freeze(delivery.version.account)

    assert not queries.posts_behind(frozen, timezone.now()).exists()
    actions.thaw(frozen, by=frozen.asked_by)
    actions.tick()

    assert state(delivery) == S.SCHEDULED
    assert list(queries.posts_behind(narrow, timezone.now())) == [delivery.version.message]


@pytest.mark.parametrize("posts", [1, 3])
def test_a_thaw_takes_the_same_queries_however_many_wait(posts: int, django_assert_num_queries):
    for _ in range(posts):
        due(minutes=90)
    frozen = make.freeze()

    with django_assert_num_queries(14):
        actions.thaw(frozen, by=frozen.asked_by)

    assert Delivery.objects.filter(state=S.EXPIRED).count() == posts


def test_the_parts_of_a_thread_that_waited_say_which_they_are():
    message = make.approved_message(make.author(), words="One. Two.", in_parts=InParts.PLAIN)
    Version.objects.filter(message=message).update(parts=["One.", "Two."])
    first = make.delivery(message, state=S.CONFIRMED)
    second = make.delivery(message, part=2)
    frozen = make.freeze()

    actions.thaw(frozen, by=frozen.asked_by)

    assert (state(first), state(second)) == (S.CONFIRMED, S.EXPIRED)
    facts = entry("delivery expired")[1]
    assert (facts["part"], facts["parts"]) == (2, 2)


# What the database promises


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("freeze_is_of_everything_one_service_or_one_account", {"scope": "service"}),
        ("freeze_that_stood_says_since_when_and_by_whom", {"begun_at": None}),
        ("freeze_that_is_over_says_when_and_by_whom", {"state": "thawed"}),
        (
            "freeze_ends_with_its_reason",
            {"state": "thawed", "why": "", "ended_at": timezone.now()},
        ),
    ],
)
def test_a_freeze_is_whole(name: str, differs: dict[str, Any]):
    if "ended_at" in differs:
        differs = {**differs, "ended_by": make.programme_member()}

    with pytest.raises(IntegrityError, match=name):
        make.freeze(**differs)


@pytest.mark.parametrize(
    ("name", "differs"),
    [
        ("passage_not_given_by_the_author", {"because": "It warns people."}),
        ("passage_says_why", {"because": ""}),
    ],
)
def test_a_passage_is_whole(name: str, differs: dict[str, str]):
    message = make.approved_message()
    by = message.author if differs["because"] else make.programme_member()

    with pytest.raises(IntegrityError, match=name):
        Passage.objects.create(
            message=message, author=message.author, by=by, at=timezone.now(), **differs
        )


def test_every_state_of_a_freeze_can_be_reached():
    reached = {FREEZE_LIFECYCLE.initial} | {to for _, _, to in FREEZE_LIFECYCLE.arrows()}

    assert reached == set(FreezeState)


# Pages


def as_(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def page(client: Client, name: str, **about: int) -> str:
    return client.get(reverse(f"publishing:{name}", kwargs=about)).content.decode()


def test_freezing_and_letting_go_by_the_pages(client: Client):
    member, author = make.programme_member(), make.author()
    delivery = due(minutes=90, by=author)
    as_(client, member)
    assert "Posts were never frozen." in page(client, "freezes")

    answer = client.post(reverse("publishing:freezes"), {"scope": "everything", "why": ""})
    frozen = Freeze.objects.get()
    assert answer["Location"] == reverse("publishing:freeze", args=[frozen.pk])
    shown = page(client, "freeze", freeze_id=frozen.pk)
    assert "Frozen: all posts" in shown
    assert delivery.version.message.words in shown
    client.post(answer["Location"], {"why": "A flood."})
    thaw = reverse("publishing:thaw", args=[frozen.pk])
    assert "Why were posts frozen?" not in client.get(thaw).content.decode()
    client.post(thaw, {"still_right": [delivery.version.message_id]})
    actions.tick()

    assert state(delivery) == S.DUE
    assert Freeze.objects.get().state == FreezeState.THAWED
    shown = page(client, "freeze", freeze_id=frozen.pk)
    assert "ended it" in shown
    assert "A flood." in shown


def test_everybody_sees_on_every_page_that_posts_are_frozen(client: Client):
    frozen, somebody = make.freeze(why=""), make.person()
    as_(client, somebody)

    shown = client.get(reverse("publishing:posts")).content.decode()

    assert "Frozen: all posts." in shown
    assert reverse("publishing:freeze", args=[frozen.pk]) in shown
    theirs = page(client, "freeze", freeze_id=frozen.pk)
    assert "It is not said yet why." in theirs
    assert "What would have gone by now" not in theirs


def test_residents_are_not_told_of_a_freeze(client: Client):
    make.freeze()

    assert "Frozen" not in client.get(reverse("directory:list")).content.decode()


def test_two_people_freeze_by_the_pages(client: Client):
    make.chosen(FREEZE_NEEDS_TWO, value=True)
    first, second = make.programme_member(), make.programme_member()
    as_(client, first)
    client.post(reverse("publishing:freezes"), {"scope": "everything", "why": "A flood."})
    asked = Freeze.objects.get()
    assert "Somebody else has to agree" in page(client, "freeze", freeze_id=asked.pk)
    assert "Frozen: all posts" not in page(client, "freezes")

    as_(client, second)
    assert "Agree, and freeze now" in page(client, "freeze", freeze_id=asked.pk)
    client.post(reverse("publishing:begin_freeze", args=[asked.pk]))

    assert Freeze.objects.get().state == FreezeState.STANDING


def test_a_freeze_that_was_asked_for_is_given_up_by_the_pages(client: Client):
    make.chosen(FREEZE_NEEDS_TWO, value=True)
    as_(client, make.programme_member())
    client.post(reverse("publishing:freezes"), {"scope": "everything"})
    asked = Freeze.objects.get()

    client.post(reverse("publishing:drop_freeze", args=[asked.pk]))

    assert "gave it up" in page(client, "freeze", freeze_id=asked.pk)


@pytest.mark.parametrize("of", ["service", "account"])
def test_a_narrow_freeze_asks_of_what(client: Client, of: str):
    author = make.author()
    account = make.account(author)
    chosen = {"service": author.service, "account": account}
    as_(client, make.programme_member())

    answer = client.post(reverse("publishing:freezes"), {"scope": of})
    assert f"Choose the {of} to freeze" in answer.content.decode()
    client.post(
        reverse("publishing:freezes"),
        {"scope": of, "service": author.service.pk, "account": account.pk},
    )

    frozen = Freeze.objects.get()
    assert {"service": frozen.service, "account": frozen.account} == {
        "service": None,
        "account": None,
        of: chosen[of],
    }


def test_a_post_is_let_pass_by_the_pages(client: Client):
    message: Message = due().version.message
    frozen = make.freeze()
    as_(client, make.programme_member())
    address = reverse("publishing:let_pass", args=[message.pk])
    assert address in page(client, "freeze", freeze_id=frozen.pk)

    missing = client.post(address, {"because": ""}).content.decode()
    client.post(address, {"because": "It warns people."})

    assert "Say why, in a sentence or two" in missing
    assert Passage.objects.get().because == "It warns people."
    assert address not in page(client, "freeze", freeze_id=frozen.pk)


def test_a_thaw_without_the_reason_asks_for_it_and_keeps_what_was_ticked(client: Client):
    message = due().version.message
    frozen = make.freeze(why="")
    as_(client, make.programme_member())
    address = reverse("publishing:thaw", args=[frozen.pk])

    shown = client.post(address, {"why": "", "still_right": [message.pk]}).content.decode()

    assert "Say why, in a sentence or two" in shown
    [box] = [line for line in shown.split("<input") if f'id="post-{message.pk}"' in line]
    assert "checked" in box.partition(">")[0]
    assert Freeze.objects.get().state == FreezeState.STANDING


def test_of_very_many_that_wait_the_first_are_asked_about(client: Client, monkeypatch):
    monkeypatch.setattr("tabard.publishing.views.freezes.MOST_ASKED", 1)
    due(minutes=2)
    due(minutes=1)
    frozen = make.freeze()
    as_(client, make.programme_member())

    assert "These are the first 1." in page(client, "thaw", freeze_id=frozen.pk)


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_of_a_freeze_takes_the_same_queries(
    client: Client, posts: int, django_assert_num_queries
):
    for _ in range(posts):
        due()
    frozen = make.freeze()
    as_(client, make.programme_member())
    address = reverse("publishing:freeze", args=[frozen.pk])
    client.get(address)

    with django_assert_num_queries(11):
        client.get(address)
