"""The pages on which accounts that exist are brought in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.keeping.models import Adoption
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

# Session, person, council and what the frame of every page counts.
CHROME = 4
SAID = {
    "brought": "pseudonym",
    "network": "bluesky",
    "handle": "pothole.example",
    "connects": "",
    "public_name": "The Pothole Poet",
    "service": "",
    "shows": "name",
    "profile": "Verses on roads.",
    "older_posts": "outside",
    "consents": "on",
}


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_somebody_proposes_their_own_account_and_sees_where_it_is():
    ada = make.author()
    client = browser(ada)
    assert "keeps its handle and its followers" in words(client.get(reverse("keeping:adopting")))

    page = words(client.post(reverse("keeping:propose"), SAID, follow=True))

    assert "Proposed. The programme team decides, and you are told." in page
    assert "With the programme team" in page
    assert "They stay outside: the council does not answer for them." in page
    assert "Given on" in page
    assert "The Pothole Poet" in words(client.get(reverse("keeping:adopting")))


@pytest.mark.parametrize(
    ("differs", "problem"),
    [
        ({"brought": ""}, "Choose whose account it is today"),
        ({"network": ""}, "Choose a network"),
        ({"handle": " "}, "Enter the handle"),
        ({"public_name": ""}, "Enter the name that residents see"),
        ({"shows": ""}, "Choose whether the people are named"),
        ({"profile": ""}, "Enter what its profile will say"),
        ({"profile": "x" * 501}, "The profile must be 500 characters or fewer"),
        ({"older_posts": ""}, "Choose what its posts from before count as"),
        ({"consents": ""}, "Say that you agree: it is your account"),
        ({"public_name": "x" * 101}, "The name must be 100 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_beside_the_question(differs: dict[str, str], problem: str):
    page = words(browser(make.author()).post(reverse("keeping:propose"), SAID | differs))

    assert problem in page
    assert not Adoption.objects.exists()


def test_older_posts_stay_outside_unless_somebody_chooses_otherwise():
    page = words(browser(make.author()).get(reverse("keeping:propose")))

    assert 'value="outside" checked' in page
    assert 'value="included" checked' not in page


def test_half_a_proposal_is_saved_and_gone_once_it_is_sent():
    client = browser(make.author())
    half = {"public_name": "The <Pothole> Poet", "brought": "pseudonym", "seen": "0"}

    page = words(client.post(reverse("keeping:propose"), half | {"do": "save"}, follow=True))

    assert "What you wrote is saved, and not sent yet." in page
    assert not Adoption.objects.exists()
    again = words(client.get(reverse("keeping:propose")))
    assert "The &lt;Pothole&gt; Poet" in again
    assert 'value="pseudonym" checked' in again
    client.post(reverse("keeping:propose"), SAID | {"seen": "1", "do": "send"})
    assert Adoption.objects.get().public_name == "The Pothole Poet"
    assert "The &lt;Pothole&gt; Poet" not in words(client.get(reverse("keeping:propose")))


def test_proposal_is_saved_as_one_goes_and_a_second_tab_overwrites_nothing():
    client = browser(make.author())
    half = {"profile": "Verses.", "seen": "0"}
    part = client.post(reverse("keeping:propose"), half, headers={"HX-Request": "true"})
    assert words(part).startswith('<div id="saved"')

    answer = client.post(reverse("keeping:propose"), half | {"profile": "Other."})

    assert answer.status_code == 409
    assert "Nothing was overwritten" in words(answer)
    assert "Other." in words(answer)
    assert not Adoption.objects.exists()


def test_own_account_is_not_connected_by_somebody_else():
    grace = make.author()
    said = SAID | {"connects": str(grace.pk)}

    page = words(browser(make.author()).post(reverse("keeping:propose"), said))

    assert "Only you can connect an account of your own" in page


def test_account_under_one_s_own_name_needs_no_other_name():
    said = SAID | {"brought": "own", "public_name": "", "shows": "people"}

    browser(make.author()).post(reverse("keeping:propose"), said)

    assert Adoption.objects.get().public_name == ""


def test_account_that_is_proposed_already_is_said_so():
    make.adoption(handle="pothole.example")

    page = words(browser(make.author()).post(reverse("keeping:propose"), SAID))

    assert "Somebody has proposed this account already." in page


def test_programme_team_agrees_and_the_owner_is_led_to_connecting():
    ada, team = make.author(), make.programme_member()
    adoption = make.adoption(ada)
    address = reverse("keeping:adoption", args=[adoption.pk])
    client = browser(team)
    assert "For you to decide" in words(client.get(reverse("keeping:adoptions")))
    assert "leave to connect this account and no other" in words(client.get(address))

    page = words(client.post(reverse("keeping:agree", args=[adoption.pk]), follow=True))

    assert f"Agreed. {ada} can connect it now." in page
    adoption.refresh_from_db()
    connect = reverse("accounts:connect", args=[adoption.ticket_id])
    own = browser(ada)
    assert connect in words(own.get(address))
    assert "Sign in as" in words(own.get(connect, follow=True))
    assert "It keeps its handle and its followers" in words(own.get(connect, follow=True))


def test_programme_team_reads_what_to_look_at_in_the_names():
    adoption = make.adoption(
        make.author(), brought="team", public_name="Press Office", handle="roads.example"
    )
    address = reverse("keeping:adoption", args=[adoption.pk])

    page = words(browser(make.programme_member()).get(address))

    assert "Look at the names before you agree" in page
    assert "“Press Office” cannot be the name of an account." in page
    assert "Look at the names" not in words(browser(adoption.proposer).get(address))


def test_programme_team_reads_why_it_cannot_agree_yet():
    adoption = make.adoption(make.person())

    page = words(
        browser(make.programme_member()).get(reverse("keeping:adoption", args=[adoption.pk]))
    )

    assert "is not accredited now" in page
    assert reverse("keeping:agree", args=[adoption.pk]) not in page


def test_programme_team_declines_and_says_why():
    ada, adoption = make.author(), make.adoption()
    adoption = make.adoption(ada)
    client = browser(make.programme_member())
    address = reverse("keeping:decline", args=[adoption.pk])
    assert "Enter why it is declined" in words(client.post(address, {"reason": ""}))

    client.post(address, {"reason": "It sells paintings."})

    page = words(browser(ada).get(reverse("keeping:adoption", args=[adoption.pk])))
    assert "It sells paintings." in page
    assert "Declined" in page


def test_programme_team_sends_it_back_and_the_proposer_takes_up_what_is_offered():
    ada = make.author()
    adoption = make.adoption(ada, brought="pseudonym", public_name="The Poet")
    client = browser(make.programme_member())
    address = reverse("keeping:send_back", args=[adoption.pk])
    assert address in words(client.get(reverse("keeping:adoption", args=[adoption.pk])))
    assert "Enter what has to change" in words(client.post(address, {"reason": ""}))

    client.post(address, {"reason": "Too short.", "offered_name": "The Oakford Poet"})

    page = words(browser(ada).get(reverse("keeping:adoption", args=[adoption.pk])))
    assert "Sent back to whoever proposed it" in page
    assert "Too short." in page
    assert "The programme team would agree to the name The Oakford Poet." in page
    again = reverse("keeping:propose_again", args=[adoption.pk])
    form = words(browser(ada).get(again))
    assert 'value="The Oakford Poet"' in form
    missing = words(browser(ada).post(again, {"public_name": "", "profile": "Verses."}))
    assert "Enter the name that residents see" in missing
    refused = browser(ada).post(again, {"public_name": "The Mayor", "profile": "Verses."})
    assert "“The Mayor” cannot be the name of an account." in words(refused)

    browser(ada).post(again, {"public_name": "The Oakford Poet", "profile": "Verses."})

    adoption.refresh_from_db()
    assert (adoption.state, adoption.public_name) == ("proposed", "The Oakford Poet")


def test_proposer_takes_it_back():
    ada = make.author()
    adoption = make.adoption(ada)
    client = browser(ada)
    address = reverse("keeping:withdraw", args=[adoption.pk])
    assert "The account stays as it is." in words(client.get(address))

    page = words(client.post(address, follow=True))

    assert "Taken back." in page
    adoption.refresh_from_db()
    assert adoption.state == "withdrawn"
    assert client.get(address).status_code == 409


def test_more_time_is_given():
    ada = make.author()
    ticket = make.ticket(ada, until=timezone.now())
    adoption = make.adoption(ada, state="agreed", ticket=ticket)
    client = browser(make.programme_member())
    page = words(client.get(reverse("keeping:adoption", args=[adoption.pk])))
    assert "The time to connect it is over." in page

    page = words(client.post(reverse("keeping:give_more_time", args=[adoption.pk]), follow=True))

    assert f"{ada} can connect it now." in page


def test_connected_account_leads_to_what_residents_see():
    ada = make.author()
    account = make.account(ada)
    adoption = make.adoption(ada, state="connected", ticket=make.ticket(ada), account=account)

    page = words(browser(ada).get(reverse("keeping:adoption", args=[adoption.pk])))

    assert "It has been the council’s since" in page  # noqa: RUF001 - as the page has it
    assert reverse("directory:account", args=[account.pk]) in page


def test_page_says_when_nobody_has_proposed_anything():
    page = words(browser(make.programme_member()).get(reverse("keeping:adoptions")))

    assert "Nobody has proposed an account yet." in page


@pytest.mark.parametrize("how_many", [1, 20])
def test_page_of_proposals_asks_as_often_for_many(how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.adoption()
    client = browser(make.programme_member())
    client.get(reverse("keeping:adoptions"))

    with django_assert_num_queries(CHROME + 3):
        client.get(reverse("keeping:adoptions"))
