"""The pages on which it is decided what becomes of the accounts of those who go."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Revocation
from tabard.composing.models import Message
from tabard.keeping.models import Farewell, Outcome, Succession
from tabard.people.models import Person
from tabard.publishing.models import DeliveryState
from tests import make

pytestmark = pytest.mark.django_db

# Session, person, council and what the frame of every page counts.
CHROME = 4


def browser(person: Person | None = None) -> Client:
    client = Client()
    client.force_login(person or make.programme_member())
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(succession: Succession) -> str:
    return reverse("keeping:succession", args=[succession.pk])


def test_page_of_leavers_says_when_there_is_nothing_to_decide():
    page = words(browser().get(reverse("keeping:leavers")))

    assert "Nobody who holds an account alone is about to leave, or has moved." in page


def test_page_of_leavers_shows_what_is_due_when_and_what_is_late():
    soon = make.succession()
    late = make.succession(due_on=timezone.localdate() - timedelta(days=1))

    page = words(browser().get(reverse("keeping:leavers")))

    assert page.index(page_of(late)) < page.index(page_of(soon))
    assert "Late: it was to be decided by" in page
    assert "To be decided by" in page
    assert f"{soon.person}, Libraries. Leaves the council." in page


def test_page_of_leavers_says_what_is_left_to_do_at_the_networks():
    account = make.account(network="mastodon", handle="old@social.example")
    accounts.give_up_access(account, why="Left the council.")
    Revocation.objects.update(
        ended_at=timezone.now(), try_at=None, sealed=b"", left_to_do="Take it away."
    )

    page = words(browser().get(reverse("keeping:leavers")))

    assert "@old@social.example: Take it away." in page


@pytest.mark.parametrize("how_many", [1, 20])
def test_page_of_leavers_asks_as_often_for_many(how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.succession()
    client = browser()
    client.get(reverse("keeping:leavers"))

    with django_assert_num_queries(CHROME + 3):
        client.get(reverse("keeping:leavers"))


def test_account_is_handed_to_a_colleague():
    succession, grace = make.succession(), make.author()
    client = browser()
    shown = words(client.get(page_of(succession)))
    assert "Take down first what should not stay" in shown
    assert f"{grace.name}, Librarian" in shown

    said = {"outcome": "hand_over", "colleague": grace.pk, "farewell": "none"}
    page = words(client.post(page_of(succession), said, follow=True))

    assert "hand it to a colleague. It is done on the day." in page
    assert f"It will go to {grace}, who then connects it anew." in page


def test_account_is_merged_into_another_with_a_farewell():
    succession = make.succession()
    rangers = make.shared_account(make.author())

    said = {"outcome": "merge", "into": rangers.pk, "farewell": "from_others"}
    browser().post(page_of(succession), said)

    succession.refresh_from_db()
    assert (succession.successor, succession.farewell) == (rangers, Farewell.FROM_OTHERS)


def test_account_of_somebody_who_has_left_is_dealt_with_at_once():
    ada = make.gone(make.leaver())
    account = make.account(ada, state="ended", official_until=timezone.now())
    succession = make.succession(account)

    page = words(browser().post(page_of(succession), {"outcome": "archive"}, follow=True))

    assert "archive it. It is done." in page


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"outcome": ""}, "Choose what becomes of this account"),
        ({"outcome": "hand_over"}, "Choose a colleague"),
        ({"outcome": "merge"}, "Choose the account that goes on"),
        (
            {"outcome": "archive", "farewell": "from_others"},
            "Choose the account that goes on, which says goodbye",
        ),
    ],
)
def test_what_is_missing_is_said_beside_the_question(said: dict[str, str], problem: str):
    succession = make.succession()

    assert problem in words(browser().post(page_of(succession), said))

    succession.refresh_from_db()
    assert succession.state == "waiting"


def test_colleague_who_leaves_as_well_is_refused_beside_the_form():
    succession = make.succession()
    leaves = make.leaver(days=3)

    said = {"outcome": "hand_over", "colleague": leaves.pk}
    page = words(browser().post(page_of(succession), said))

    assert "leaves the council by then, too." in page


def test_page_says_how_many_posts_are_out_and_whose_the_account_was():
    ada = make.leaver()
    account = make.account(ada)
    make.delivery(make.approved_message(ada, accounts=[account]), state=DeliveryState.CONFIRMED)
    make.adoption(ada, state="connected", ticket=make.ticket(ada), account=account)
    succession = make.succession(account)

    page = words(browser().get(page_of(succession)))

    assert "own before it was the council" in page
    assert re.search(r"posts on the network ?</dt> <dd[^>]*> ?1 ?</dd>", page)


def test_somebody_who_leaves_sees_what_becomes_of_their_accounts_and_cannot_decide():
    ada = make.leaver()
    succession = make.succession(make.account(ada))
    client = browser(ada)
    mine = words(client.get(reverse("accounts:mine")))
    assert reverse("keeping:going") in mine

    going = words(client.get(reverse("keeping:going")))
    shown = words(client.get(page_of(succession)))

    assert "The programme team decides what becomes of it by" in going
    assert "Nothing that you wrote is deleted." in going
    assert "What becomes of this account?" not in shown
    assert client.post(page_of(succession), {"outcome": "archive"}).status_code == 403


def test_somebody_who_stays_has_nothing_to_see():
    page = words(browser(make.author()).get(reverse("keeping:going")))

    assert "There is nothing to decide about your accounts" in page


def decided(**differs) -> Succession:
    return make.succession(
        state="decided",
        decided_by=make.programme_member(),
        decided_at=timezone.now(),
        **differs,
    )


def test_farewell_post_begins_with_the_council_s_words():
    make.council()
    ada = make.leaver()
    rangers = make.shared_account(make.author(), handle="exampleton_rangers")
    succession = decided(
        account=make.account(ada),
        outcome=Outcome.MERGE,
        successor=rangers,
        farewell=Farewell.FROM_IT,
    )
    client = browser(ada)
    address = reverse("keeping:farewell", args=[succession.pk])
    assert address in words(client.get(page_of(succession)))

    answer = client.post(address)

    message = Message.objects.get()
    assert answer["Location"] == reverse("composing:edit", args=[message.pk])
    assert message.words == (
        "I am leaving Exampleton County Council, so this account falls silent. Thank you for "
        "reading, asking and putting me right. You will find my colleagues at @exampleton_rangers."
    )
    assert message.versions.get().account == succession.account


def test_farewell_post_comes_from_the_account_that_goes_on():
    grace = make.author()
    rangers = make.shared_account(grace)
    succession = decided(
        account=make.account(make.leaver(), handle="ranger_ada"),
        outcome=Outcome.ARCHIVE,
        successor=rangers,
        farewell=Farewell.FROM_OTHERS,
    )

    client = browser(grace)
    there = page_of(succession)
    assert there in words(client.get(reverse("keeping:account", args=[rangers.pk])))
    address = reverse("keeping:farewell", args=[succession.pk])
    assert address in words(client.get(there))
    succession.state, succession.over_at = "done", timezone.now()
    succession.save()
    assert address in words(client.get(there))
    client.post(address)

    message = Message.objects.get()
    assert message.words.startswith("@ranger_ada has fallen silent.")
    assert message.author == grace


def test_successor_of_an_ended_account_is_named_and_taken_away():
    account = make.account(state="ended", official_until=timezone.now())
    rangers = make.shared_account(make.author())
    client = browser()
    address = reverse("keeping:successor", args=[account.pk])
    assert "Nowhere in particular" in words(client.get(address))

    page = words(client.post(address, {"instead": rangers.pk}, follow=True))
    assert "Residents are shown the way to Exampleton Rangers." in page
    client.post(address, {"instead": ""})

    account.refresh_from_db()
    assert account.successor is None


def test_account_that_goes_on_has_no_successor():
    account = make.account()

    answer = browser().get(reverse("keeping:successor", args=[account.pk]))

    assert answer.status_code == 403


def test_account_that_was_handed_over_late_waits_to_be_connected():
    grace = make.author()
    make.account(grace, state="ended", official_until=timezone.now())

    page = words(browser(grace).get(reverse("accounts:mine")))

    assert "It was handed to you" in page
    assert "Connect it" in page
    assert "Disconnect this account" not in page


def test_whoever_goes_reads_what_will_become_of_the_account_and_writes_the_farewell():
    found = make.succession(
        state="decided",
        outcome="archive",
        farewell="from_it",
        decided_by=make.programme_member(),
        decided_at=timezone.now(),
    )
    client = browser(found.person)

    page = words(client.get(reverse("keeping:going")))

    assert "It will be archived." in page
    assert "It is archived" not in page
    assert "A farewell post is to be written" in page
    assert f'action="{reverse("keeping:farewell", args=[found.pk])}"' in page

    client.post(reverse("keeping:farewell", args=[found.pk]))

    assert "A farewell post is to be written" not in words(client.get(reverse("keeping:going")))
