"""The pages of the trust ladder."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import EvidenceKind, Move, MoveAppeal, Proposal, Rung
from tabard.accreditation.tests.pages import by, to
from tabard.notices import actions as notices
from tabard.record import actions as record
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _council():
    make.council()


def main_of(answer) -> str:
    """Give what stands in the middle of a page, without its frame and its way back."""
    page = answer.content.decode()
    return re.sub(r'<a href="[^"]*" class="govuk-back-link">.*?</a>', "", page).split("<main")[1]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def words_of(answer) -> str:
    return words(answer.content.decode())


def tell() -> None:
    record.chain()
    notices.follow()


def test_person_sees_exactly_what_the_panel_and_oversight_see():
    one = make.accreditation()
    make.evidence(one.person, EvidenceKind.SENT_BACK, words="Say where.")
    make.proposal(one)
    make.move_appeal(make.move(one))
    page = to("evidence", one)

    own = main_of(by(one.person).get(page))
    officer = main_of(by(make.oversight_officer()).get(page))
    panel = main_of(by(make.programme_member()).get(page))

    assert "Say where." in own
    assert own == officer
    # The panel has one button more, and the person could appeal.
    [button] = re.findall(r'<a href="[^"]*/move/".*?</a>', panel, re.DOTALL)
    assert words(panel.replace(button, "")) == words(own)
    assert "Decide on another rung" in button


def test_page_tells_rung_needs_evidence_and_moves():
    one = make.accreditation()
    make.evidence(one.person, number=12)
    make.evidence(one.person, EvidenceKind.FINDING, about="finding", number=3)
    make.move(one, reason="Two names too many.")

    page = words_of(by(one.person).get(to("evidence", one)))

    assert "Free Posts go at once. They are looked at when somebody raises a concern." in page
    assert "Checked Here now A reviewer checks every post before it goes." in page
    assert "At least 10 posts reviewed without change 1 so far Not yet" in page
    assert "At most 1 post sent back 0 so far Met" in page
    assert "Reviewed without change Post 12" in page
    assert "Something was found afterwards Finding 3" in page
    assert "From “free” to “checked”" in page
    assert "“Two names too many.” Appeal against this move" in page


def test_page_without_evidence_says_when_it_begins():
    one = make.accreditation()

    page = words_of(by(one.person).get(to("evidence", one)))

    assert "Nothing yet. It begins with the first review of a post." in page
    assert "There was no move yet." in page


def test_top_rung_is_told_what_would_lead_down_and_that_nothing_is_lost():
    one = make.trusted_author().accreditations.get()

    page = words_of(by(one.person).get(to("evidence", one)))

    assert "A move down to “sampled” is proposed after trouble with 3 posts in that time" in page
    assert "Nobody is moved without a decision by a person." in page
    assert "Drafts, posts and accounts stay where they are." in page
    assert "What a move up" not in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_evidence_page_asks_as_much_for_many(how_many, django_assert_num_queries):
    one = make.accreditation()
    for _ in range(how_many):
        make.evidence(one.person)
        make.move(one)
    client = by(one.person)

    with django_assert_num_queries(21):
        client.get(to("evidence", one))


@pytest.mark.parametrize("how_many", [1, 25])
def test_list_asks_as_much_for_many(how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.proposal()
        make.move_appeal()
    client = by(make.programme_member())

    with django_assert_num_queries(8):
        client.get(to("ladder"))


def test_list_says_what_somebody_else_has_to_decide():
    boss = make.programme_member()
    make.proposal(make.accreditation(make.person(manager=boss, last_name="Near")))
    make.proposal(make.accreditation(make.person(manager=make.person(), last_name="Far")))
    make.move_appeal(make.move(by=boss))

    page = words_of(by(boss).get(to("ladder")))

    assert page.count("Somebody else has to decide this one.") == 2
    assert page.index("Near") < page.index("Somebody else", page.index("Proposals"))


def test_empty_list_says_when_something_comes():
    page = words_of(by(make.programme_member()).get(to("ladder")))

    assert "Nothing is proposed now. Every rung is looked at on its day, overnight." in page


@pytest.mark.parametrize(
    ("decision", "rung", "told"),
    [("follow", Rung.SAMPLED, "is on “sampled” now."), ("set_aside", Rung.CHECKED, "stays on")],
)
def test_panel_decides_a_proposal(decision, rung, told):
    proposal = make.proposal()
    client = by(make.programme_member())

    answer = client.post(
        to("proposal", proposal), {"decision": decision, "reason": "Because."}, follow=True
    )

    assert told in words_of(answer)
    assert Proposal.objects.get().accreditation.rung == rung
    assert "Because." in words_of(client.get(to("proposal", proposal)))


def test_proposal_is_not_decided_without_a_choice_and_a_reason():
    proposal = make.proposal()

    answer = by(make.programme_member()).post(to("proposal", proposal), {"reason": " "})

    assert "Choose what you decide" in words_of(answer)
    assert "Enter why" in words_of(answer)
    assert Proposal.objects.get().state == "open"


def test_person_reads_their_proposal_and_cannot_decide_it():
    proposal = make.proposal()
    client = by(proposal.person)

    page = words_of(client.get(to("proposal", proposal)))
    answer = client.post(to("proposal", proposal), {"decision": "follow", "reason": "Me."})

    assert "The programme team decides, and tells you why." in page
    assert "What do you decide?" not in page
    assert answer.status_code == 403
    assert not Move.objects.exists()


def test_oversight_reads_a_proposal_and_why_they_cannot_decide_it():
    proposal = make.proposal()

    page = words_of(by(make.oversight_officer()).get(to("proposal", proposal)))

    assert "Only the programme team decides about rungs." in page


def test_panel_moves_somebody_by_hand():
    one = make.accreditation()
    client = by(make.programme_member())

    page = words_of(client.get(to("move", one)))
    answer = client.post(to("move", one), {"to": "free", "reason": "A trainer."}, follow=True)

    assert "Sampled Posts go at once. Some are looked at afterwards." in page
    assert "is on “free” now." in words_of(answer)
    assert Move.objects.get().reason == "A trainer."


@pytest.mark.parametrize("sent", [{"to": "checked"}, {"to": "moon"}, {}])
def test_move_to_nowhere_is_said_so(sent):
    one = make.accreditation()

    answer = by(make.programme_member()).post(to("move", one), {**sent, "reason": "Why."})

    assert answer.status_code == 200
    assert not Move.objects.exists()


def test_appeal_goes_its_way():
    move = make.move()
    person, officer = by(move.person), by(make.oversight_officer())

    made = person.post(to("appeal_move", move), {"words": "I had asked."}, follow=True)
    appeal = MoveAppeal.objects.get()
    again = person.get(to("appeal_move", move))
    listed = words_of(officer.get(to("ladder")))
    mine = words_of(person.get(to("mine")))
    decided = officer.post(
        to("hear_move", appeal), {"decision": "overturn", "answer": "So it was."}, follow=True
    )

    assert "Your appeal is made." in words_of(made)
    assert "Appeal: waiting to be heard" in words_of(made)
    assert "against the move to “checked” waits for an answer." in mine
    assert "waits for an answer" not in words_of(person.get(to("mine")))
    assert again.status_code == 403
    assert f"{move.person} Moved from “free” to “checked”" in listed
    assert "The move is taken back." in words_of(decided)
    page = words_of(person.get(to("hear_move", appeal)))
    assert "Overturned by" in page
    assert "So it was." in page


def test_move_that_is_upheld_stands():
    appeal = make.move_appeal()

    answer = by(make.programme_member()).post(
        to("hear_move", appeal), {"decision": "uphold", "answer": "It was right."}, follow=True
    )

    assert "The move stands." in words_of(answer)
    assert MoveAppeal.objects.get().state == "upheld"


def test_whoever_moved_reads_the_appeal_and_why_somebody_else_decides():
    appeal = make.move_appeal()

    page = words_of(by(appeal.moved_by).get(to("hear_move", appeal)))

    assert "You decided the move, so somebody else has to decide the appeal." in page
    assert "What do you decide?" not in page


def test_appeal_without_words_is_asked_for_them():
    move = make.move()

    answer = by(move.person).post(to("appeal_move", move), {"words": ""})

    assert "Enter what should be looked at again" in words_of(answer)


def test_own_page_shows_the_ladder_what_would_move_and_every_reason():
    one = make.accreditation()
    make.proposal(one)

    page = words_of(by(one.person).get(to("mine")))

    assert "Checked You are here" in page
    assert "Every post of yours is checked before it goes:" in page
    assert "You have no certificate of the course “pilot” yet. See your training" in page
    assert "A move to “sampled” is proposed for you." in page
    assert "What would move you up to “sampled”" in page
    assert "People decide, never the numbers alone, and you can appeal." in page


def test_own_page_of_a_trusted_person_says_that_posts_go():
    author = make.trusted_author()

    page = words_of(by(author).get(to("mine")))

    assert "Your posts go without a review before them. You can always ask for one." in page


def test_page_of_everybody_leads_to_the_evidence():
    one = make.accreditation()

    page = by(make.oversight_officer()).get(to("people")).content.decode()

    assert f'href="{to("evidence", one)}">On “checked”' in page


def test_first_page_counts_what_waits_for_the_panel():
    make.proposal()
    make.move_appeal()

    page = words_of(by(make.programme_member()).get(reverse("home:start")))

    assert "1 move on the ladder to decide" in page
    assert "1 appeal to decide" in page


def test_own_proposal_and_that_of_the_own_team_wait_for_somebody_else():
    boss = make.programme_member()
    make.proposal(make.accreditation(boss))
    make.proposal(make.accreditation(make.person(manager=boss)))
    make.move_appeal(make.move(by=boss))

    page = words_of(by(boss).get(reverse("home:start")))

    assert "to decide" not in page


def test_people_are_told_of_what_is_proposed_and_decided():
    one = make.trusted_author("checked").accreditations.get()
    one.review_on = timezone.localdate()
    one.save()
    for _ in range(10):
        make.evidence(one.person)
    panel = make.programme_member()
    actions.propose(timezone.now())
    tell()

    assert "The rules of the ladder propose to move" in words_of(
        by(panel).get(reverse("notices:list"))
    )
    actions.follow(Proposal.objects.get(), by=panel, reason="Careful.")
    tell()
    page = words_of(by(one.person).get(reverse("notices:list")))
    assert f"{panel} moved you from “checked” to “sampled”: Careful." in page


def test_evidence_that_is_not_on_the_first_page_is_on_the_next():
    one = make.accreditation()
    for number in range(103):
        make.evidence(
            one.person, words=f"Words {number}.", at=timezone.now() - timedelta(hours=number)
        )
    client = by(make.oversight_officer())

    first = words_of(client.get(to("evidence", one)))
    second = words_of(client.get(to("evidence", one), {"page": "2"}))

    assert [first.count("“Words"), second.count("“Words")] == [100, 3]
    assert ["Words 99." in first, "Words 100." in second] == [True, True]
    assert 'page=2"' in client.get(to("evidence", one)).content.decode()
