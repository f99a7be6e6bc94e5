"""An appeal: asked for once, in time, and heard by somebody who had no part in the answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation import actions, queries, rules
from tabard.accreditation.models import Accreditation, Application, ApplicationState, Today
from tabard.accreditation.settings import DAYS_TO_APPEAL
from tabard.accreditation.tests.pages import by, endorsed, last_day, to, words
from tabard.accreditation.tests.told import last_entry
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Absence, Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

S = ApplicationState
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.fixture
def officer() -> Person:
    return make.oversight_officer(first_name="Mo", last_name="Holt")


@pytest.fixture
def one(ada, team) -> Application:
    """An application that was declined today."""
    application = endorsed(ada)
    return actions.decline(application, by=team, reason="Too many.", would_change="A topic.")


@pytest.fixture
def appealed(one, ada) -> Application:
    return actions.appeal(one, by=ada, words="You have overlooked the villages.")


def why(person: Person, application: Application, **differs: Any) -> str:
    today = Today(**{"now": timezone.now(), **differs})
    refusal = rules.may_hear(person, application, today)
    return refusal.why if refusal else ""


def test_declining_promises_until_when_one_can_appeal(one):
    days = (one.appeal_until - one.decided_at).days

    assert days == DAYS_TO_APPEAL.value == 28


def test_appeal_goes_to_those_who_had_no_part(one, ada, team, officer):
    other = make.programme_member()

    actions.appeal(one, by=ada, words="You have overlooked the villages.")

    one.refresh_from_db()
    assert (one.state, one.appeal) == (S.APPEALED, "You have overlooked the villages.")
    assert one.appealed_at
    assert last_entry() == ("application appealed", sorted([officer.pk, other.pk]))
    assert [list(queries.waiting_for(who)) for who in (officer, other, team)] == [[one], [one], []]


def test_nobody_appeals_twice_or_for_somebody_else(one, ada, manager, officer):
    with pytest.raises(NotAllowedError, match="Only the person who applied"):
        actions.appeal(one, by=manager, words="For Ada.")
    actions.appeal(one, by=ada, words="Once.")
    with pytest.raises(NotNowError):
        actions.appeal(one, by=ada, words="Twice.")
    actions.uphold(one, by=officer, answer="It stands.")
    with pytest.raises(NotNowError):
        actions.appeal(one, by=ada, words="Again.")


def test_nobody_appeals_when_the_time_is_over(one, ada):
    Application.objects.update(appeal_until=timezone.now())

    with pytest.raises(NotAllowedError, match="The time to appeal is over"):
        actions.appeal(one, by=ada, words="Late.")


@pytest.mark.parametrize(
    ("since", "until", "away"),
    [(20, 11, 10), (20, 15, 6), (20, 16, 5), (3, None, 4), (9, None, 10), (60, 40, 0)],
)
def test_days_to_appeal_do_not_run_while_the_applicant_is_away(one, ada, since, until, away):
    # Declined 33 days ago, with 28 days to appeal.
    decided_at = timezone.now() - timedelta(days=33)
    promised = decided_at + timedelta(days=28)
    Application.objects.update(decided_at=decided_at, appeal_until=promised)
    one.refresh_from_db()
    make.absence(ada, since=-since, until=None if until is None else -until)
    Absence.objects.create(
        person=ada,
        since=timezone.localdate() - timedelta(days=30),
        called_off_at=timezone.now(),
    )
    make.absence(make.person(), since=-33, until=60)

    assert queries.appeal_ends(one) == promised + timedelta(days=away)
    is_open = away > 5
    assert (to("appeal", one) in words(by(ada).get(to("mine")))) == is_open
    if is_open:
        assert actions.appeal(one, by=ada, words="I was away.").state == S.APPEALED
        return
    with pytest.raises(NotAllowedError, match="The time to appeal is over"):
        actions.appeal(one, by=ada, words="I was away.")


def test_absence_of_somebody_else_puts_nothing_off(one, ada, team):
    make.absence(team, since=-1)
    make.absence(ada.manager, since=-1)

    assert queries.appeal_ends(one) == one.appeal_until


def test_nobody_appeals_after_they_applied_again(one, ada):
    make.application(ada)

    with pytest.raises(NotAllowedError, match="You have applied again since"):
        actions.appeal(one, by=ada, words="Both.")


@pytest.mark.usefixtures("appealed")
def test_whoever_appeals_does_not_apply_until_it_is_answered(ada):
    with pytest.raises(NotAllowedError, match="under way"):
        actions.apply(ada, purpose="Else.", audience="All.", networks=["practice"], handles={})


def test_answer_that_stands_is_the_last(appealed, ada, manager, team, officer):
    actions.uphold(appealed, by=officer, answer="It is as it was.")

    appealed.refresh_from_db()
    assert (appealed.state, appealed.heard_by) == (S.UPHELD, officer)
    assert (appealed.answer, appealed.decided_by) == ("It is as it was.", team)
    assert last_entry() == ("answer upheld", sorted([ada.pk, manager.pk, team.pk]))
    assert rules.moves_open_to(ada, appealed, Today(now=timezone.now())) == []


def test_answer_that_is_overturned_accredits(appealed, ada, manager, team, officer):
    given = actions.overturn(appealed, by=officer, answer="The villages.", until=NEXT_YEAR)

    appealed.refresh_from_db()
    assert given is not None
    assert (appealed.state, appealed.heard_by, given.person) == (S.ACCREDITED, officer, ada)
    assert given.until == NEXT_YEAR
    assert Ticket.objects.get().person == ada
    overturned, accredited = Entry.objects.filter(kind__in=["answer overturned", "accredited"])
    assert overturned.people == sorted([ada.pk, manager.pk, team.pk])
    assert accredited.people == sorted([ada.pk, manager.pk])


def test_appeal_accredits_nobody_past_a_suspension(appealed, ada, officer):
    make.accreditation(ada, state="suspended", reason="A complaint.")
    with pytest.raises(NotAllowedError, match="is suspended"):
        actions.overturn(appealed, by=officer, answer="Yes.", until=NEXT_YEAR)

    appealed.refresh_from_db()
    assert appealed.state == S.APPEALED


def test_answer_that_is_overturned_holds_for_whoever_is_not_prepared_yet(
    appealed, ada, manager, team, officer
):
    make.code()

    given = actions.overturn(appealed, by=officer, answer="The villages.", until=NEXT_YEAR)

    assert given is None
    appealed.refresh_from_db()
    assert (appealed.state, appealed.heard_by, appealed.answer) == (
        S.ENDORSED,
        officer,
        "The villages.",
    )
    assert not Accreditation.objects.exists()
    assert not Ticket.objects.exists()
    assert last_entry() == (
        "answer overturned for later",
        sorted([ada.pk, manager.pk, team.pk]),
    )
    with pytest.raises(NotAllowedError, match="overturned the answer, so this is not declined"):
        actions.decline(appealed, by=team, reason="Still.", would_change="Nothing.")


def test_whoever_was_not_prepared_is_accredited_once_they_are_by_whom_else_so_ever(
    appealed, ada, team, officer
):
    version = make.code()
    actions.overturn(appealed, by=officer, answer="The villages.", until=NEXT_YEAR)
    with pytest.raises(NotAllowedError, match="has not agreed to the code of practice"):
        actions.accredit(appealed, by=team, until=NEXT_YEAR)
    make.code_agreement(ada, version)

    given = actions.accredit(appealed, by=team, until=NEXT_YEAR)

    appealed.refresh_from_db()
    assert (given.person, given.until, appealed.state) == (ada, NEXT_YEAR, S.ACCREDITED)
    # Who had declined, and who heard the appeal, stays known.
    assert (appealed.decided_by, appealed.heard_by) == (team, officer)


def test_whoever_heard_the_appeal_can_carry_out_the_answer(appealed, ada):
    hearer, version = make.programme_member(), make.code()
    actions.overturn(appealed, by=hearer, answer="The villages.", until=NEXT_YEAR)
    make.code_agreement(ada, version)

    assert actions.accredit(appealed, by=hearer, until=NEXT_YEAR).person == ada


def test_appeal_is_taken_back_with_the_application(appealed, ada):
    actions.withdraw(appealed, by=ada)

    appealed.refresh_from_db()
    assert appealed.state == S.WITHDRAWN


def test_appeals_are_heard_by_programme_team_and_oversight_officers(appealed, officer):
    assert why(officer, appealed) == why(make.programme_member(), appealed) == ""
    assert why(make.reviewer(), appealed).startswith("Only the programme team and oversight")


def test_nobody_hears_their_own_appeal_or_after_endorsing_or_deciding(appealed, team, officer):
    had_part = "You have endorsed or decided this application"
    assert why(team, appealed).startswith(had_part)
    appealed.endorsed_by = officer
    assert why(officer, appealed).startswith(had_part)
    appealed.applicant = officer
    assert why(officer, appealed) == "Nobody hears their own appeal."


def test_nobody_hears_an_appeal_of_their_own_line(appealed, officer):
    appealed.line = [officer.pk]

    assert why(officer, appealed) == (
        "You and Ada Okafor are in the same line of management, "
        "so somebody else has to decide this."
    )


class TestPages:
    """The applicant appeals; somebody else answers."""

    def test_declined_person_is_offered_an_appeal_until_the_day(self, one, ada):
        page = words(by(ada).get(to("mine")))

        assert to("appeal", one) in page
        assert "You can appeal until" in page

    def test_appeal_is_sent(self, one, ada):
        page = words(by(ada).get(to("appeal", one)))
        assert "You can appeal once, until" in page

        answer = by(ada).post(to("appeal", one), {"words": "The villages."}, follow=True)

        one.refresh_from_db()
        assert one.appeal == "The villages."
        assert "With whoever hears the appeal" in words(answer)
        assert to("appeal", one) not in words(answer)

    def test_appeal_without_words_is_asked_for_again(self, one, ada):
        answer = by(ada).post(to("appeal", one), {"words": " "})

        assert "Enter why the answer should be another one" in words(answer)

    def test_appeal_waits_for_an_oversight_officer_with_everything(self, appealed, officer):
        listed = words(by(officer).get(to("waiting")))
        assert "Appeal to hear" in listed

        page = words(by(officer).get(to("application", appealed)))

        assert "You have overlooked the villages." in page
        assert to("hear", appealed) in page

    def test_appeal_is_upheld_with_words(self, appealed, officer, ada):
        said = {"outcome": "uphold", "answer": "It <stands>."}

        answer = by(officer).post(to("hear", appealed), said, follow=True)

        appealed.refresh_from_db()
        assert appealed.state == S.UPHELD
        assert "The answer to Ada Okafor stays as it was." in words(answer)
        mine = words(by(ada).get(to("mine")))
        assert "It &lt;stands&gt;." in mine
        assert "Apply again" in mine

    def test_appeal_is_overturned_until_a_day(self, appealed, officer):
        said = {"outcome": "overturn", "answer": "The villages.", **last_day()}

        answer = by(officer).post(to("hear", appealed), said, follow=True)

        appealed.refresh_from_db()
        assert appealed.state == S.ACCREDITED
        assert "Ada Okafor is accredited until" in words(answer)

    def test_appeal_of_somebody_unprepared_is_overturned_for_later(self, appealed, officer, ada):
        make.code()
        page = words(by(officer).get(to("hear", appealed)))
        assert "Ada Okafor has not agreed to the code of practice yet." in page
        assert "the programme team accredits the applicant later" in page
        assert "What is the last day" not in page

        answer = by(officer).post(
            to("hear", appealed), {"outcome": "overturn", "answer": "The villages."}, follow=True
        )

        appealed.refresh_from_db()
        assert (appealed.state, appealed.answer) == (S.ENDORSED, "The villages.")
        assert "The programme team accredits Ada Okafor once ready." in words(answer)
        mine = words(by(ada).get(to("mine")))
        assert "gave another answer, which holds" in mine
        assert "The programme team accredits you" in mine

    def test_what_was_overturned_waits_for_the_applicant_and_is_not_declined(
        self, appealed, officer, ada, team
    ):
        version = make.code()
        actions.overturn(appealed, by=officer, answer="The villages.", until=None)

        page, listed = (
            words(by(team).get(to(*at))) for at in [("application", appealed), ["waiting"]]
        )

        lacking = "Ada Okafor has not agreed to the code of practice yet."
        assert "It waits until Ada can be accredited" in page
        assert lacking in page
        assert to("send_back", appealed) in page
        assert to("decline", appealed) not in page
        assert to("accredit", appealed) not in page
        assert "What do you decide?" not in page
        assert "Not ready yet" in listed
        assert lacking in listed
        assert "To decide" not in listed

        make.code_agreement(ada, version)

        page, listed = (
            words(by(team).get(to(*at))) for at in [("application", appealed), ["waiting"]]
        )
        assert "It can be accredited now" in page
        assert to("accredit", appealed) in page
        assert to("decline", appealed) not in page
        assert "To accredit" in listed
        assert lacking not in listed

    def test_what_was_written_is_kept_when_the_answer_is_refused(self, appealed, officer, ada):
        make.accreditation(ada, state="suspended", reason="A complaint.")
        said = {"outcome": "overturn", "answer": "The villages.", **last_day()}

        answer = by(officer).post(to("hear", appealed), said)

        assert answer.status_code == 403
        page = words(answer)
        assert "The accreditation of Ada Okafor is suspended." in page
        assert "What you wrote is still here" in page
        assert "The villages." in page
        appealed.refresh_from_db()
        assert appealed.state == S.APPEALED

    def test_what_was_written_stays_when_something_is_missing(self, appealed, officer):
        said = {"outcome": "overturn", "answer": "The villages.", "until_day": "3"}

        page = words(by(officer).post(to("hear", appealed), said))

        assert "The villages." in page
        assert 'value="overturn" checked' in page
        assert "must include a month and year" in page

    def test_whoever_decided_does_not_hear_it(self, appealed, team, ada):
        assert by(team).get(to("hear", appealed)).status_code == 403
        assert by(ada).get(to("hear", appealed)).status_code == 403

    def test_appeal_that_is_answered_is_not_answered_again(self, appealed, officer):
        actions.uphold(appealed, by=make.oversight_officer(), answer="It stands.")

        answer = by(officer).get(to("hear", appealed))

        assert answer.status_code == 409
        assert "heard the appeal and upheld the answer on" in words(answer)
