"""The pages of applications and accreditations."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
)
from tabard.common.templatetags.moments import day
from tabard.people.models import Person, Role
from tabard.training.models import SittingState
from tests import make

pytestmark = pytest.mark.django_db

S = ApplicationState
# Session, person, council and what the frame of every page counts.
CHROME = 4
WISH: dict[str, Any] = {
    "purpose": "To say where the <mobile> library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky"],
    "handles": {"bluesky": "ada.example"},
}
ENTERED = {
    "purpose": WISH["purpose"],
    "audience": WISH["audience"],
    "networks": ["bluesky"],
    "handle_bluesky": "ada.example",
}


@pytest.fixture
def manager() -> Person:
    return make.person(first_name="Sam", last_name="Patel")


@pytest.fixture
def ada(manager) -> Person:
    return make.person(last_name="Okafor", manager=manager)


@pytest.fixture
def team() -> Person:
    return make.programme_member(first_name="Priya", last_name="Nair")


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def to(name: str, *about: Any) -> str:
    return reverse(f"accreditation:{name}", args=[one.pk for one in about])


def endorsed(ada: Person) -> Application:
    return make.application(
        ada, state=S.ENDORSED, endorsed_by=ada.manager, endorsed_at=timezone.now()
    )


def last_day(days: int = 100) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"until_day": f"{day.day}", "until_month": f"{day.month}", "until_year": f"{day.year}"}


class TestMine:
    """Where my application is, how I stand, what comes next."""

    def test_somebody_new_is_shown_the_way(self, ada):
        page = words(by(ada).get(to("mine")))

        assert "Not accredited" in page
        assert to("apply") in page
        assert "Apply to be accredited" in page

    def test_somebody_without_a_manager_reads_what_to_do(self):
        page = words(by(make.person()).get(to("mine")))

        assert "Ask the administrator to enter one." in page
        assert to("apply") not in page

    def test_application_under_way_is_told_step_by_step(self, ada):
        one = actions.apply(ada, **WISH)

        page = words(by(ada).get(to("mine")))

        assert "With the line manager" in page
        assert "It is with Sam Patel, who endorses it" in page
        assert 'aria-current="step"' in page
        assert to("withdraw", one) in page
        assert "You can apply" not in page

    def test_application_sent_back_shows_the_words_and_the_way_on(self, ada, manager):
        one = actions.apply(ada, **WISH)
        actions.send_back(one, by=manager, reason="Say <where>.\nAnd when.")

        page = words(by(ada).get(to("mine")))

        assert "Say &lt;where&gt;.<br>And when." in page
        assert to("change", one) in page

    def test_accredited_person_goes_on_to_connect(self, ada, team):
        actions.accredit(endorsed(ada), by=team, until=timezone.now() + timedelta(days=365))

        page = words(by(ada).get(to("mine")))

        assert "What comes next: connect your accounts" in page
        assert reverse("accounts:connect", args=[Ticket.objects.get().pk]) in page
        assert "Apply for more networks or a longer time" in page

    def test_suspended_person_reads_why_and_is_offered_nothing(self, ada):
        make.ticket(ada)
        make.accreditation(ada, state="suspended", reason="A complaint.")

        page = words(by(ada).get(to("mine")))

        assert "Your accreditation is suspended: A complaint." in page
        assert "What comes next" not in page
        assert to("apply") not in page

    def test_declined_person_reads_what_would_change_it(self, ada, team):
        actions.decline(endorsed(ada), by=team, reason="Too many.", would_change="A new topic.")

        page = words(by(ada).get(to("mine")))

        assert "Too many." in page
        assert "A new topic." in page
        assert "Apply again" in page

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_page_asks_as_often_for_many_tickets(self, ada, how_many, django_assert_num_queries):
        actions.apply(ada, **WISH)
        for _ in range(how_many):
            make.ticket(ada)
        client = by(ada)

        with django_assert_num_queries(CHROME + 6):
            client.get(to("mine"))


class TestApplying:
    """Apply, change, take back."""

    def test_form_says_what_happens_next_and_who_the_manager_is(self, ada):
        page = words(by(ada).get(to("apply")))

        assert "What happens next" in page
        assert "Sam Patel, your line manager, endorses your application" in page
        assert "Practice network" in page

    def test_application_is_sent(self, ada):
        answer = by(ada).post(to("apply"), ENTERED, follow=True)

        one = Application.objects.get()
        assert {name: getattr(one, name) for name in WISH} == WISH
        assert answer.redirect_chain == [(to("mine"), 302)]
        assert "Your application is with Sam Patel now." in words(answer)

    def test_nothing_typed_is_lost(self, ada):
        answer = by(ada).post(to("apply"), {**ENTERED, "audience": ""})

        page = words(answer)
        assert "Enter which residents it is for" in page
        assert "<title> Error:" in page
        assert "To say where the &lt;mobile&gt; library stops." in page
        assert 'value="ada.example"' in page
        assert not Application.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_somebody_without_a_manager_is_refused(self, method):
        answer = getattr(by(make.person()), method)(to("apply"), ENTERED)

        assert answer.status_code == 403
        assert "Nobody is entered as your line manager." in words(answer)

    def test_second_application_is_refused(self, ada):
        actions.apply(ada, **WISH)

        answer = by(ada).post(to("apply"), ENTERED)

        assert answer.status_code == 403
        assert "You have an application under way." in words(answer)

    def test_change_shows_the_words_and_what_was_written(self, ada, manager):
        one = actions.apply(ada, **WISH)
        actions.send_back(one, by=manager, reason="Say where.")

        page = words(by(ada).get(to("change", one)))

        assert "Say where." in page
        assert 'value="ada.example"' in page

    def test_changed_application_is_sent_again(self, ada, manager):
        one = actions.apply(ada, **WISH)
        actions.send_back(one, by=manager, reason="Say where.")

        answer = by(ada).post(to("change", one), {**ENTERED, "audience": "Oakford."}, follow=True)

        one.refresh_from_db()
        assert (one.state, one.audience) == (S.APPLIED, "Oakford.")
        assert "Your application is with Sam Patel again." in words(answer)

    def test_application_that_was_not_sent_back_is_not_changed(self, ada):
        one = actions.apply(ada, **WISH)

        answer = by(ada).get(to("change", one))

        assert answer.status_code == 409
        assert "not possible any more: it is with the line manager now." in words(answer)

    def test_application_is_taken_back_after_asking(self, ada):
        one = actions.apply(ada, **WISH)
        client = by(ada)

        asked = client.get(to("withdraw", one))
        one.refresh_from_db()
        assert (asked.status_code, one.state) == (200, S.APPLIED)
        client.post(to("withdraw", one))

        one.refresh_from_db()
        assert one.state == S.WITHDRAWN

    @pytest.mark.parametrize("name", ["change", "withdraw"])
    def test_application_of_somebody_else_is_refused(self, manager, ada, name):
        one = make.application(ada, state=S.SENT_BACK)

        answer = by(manager).post(to(name, one), ENTERED)

        assert answer.status_code == 403
        assert "Only the person who applied" in words(answer)


class TestDeciding:
    """What waits for managers and the programme team, and what they decide."""

    def test_nothing_waiting_says_what_comes_here(self, ada, team):
        assert "Nothing is waiting for you." in words(by(ada).get(to("waiting")))
        assert "endorsed ones from everybody" in words(by(team).get(to("waiting")))

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_list_asks_as_often_for_many_rows(self, team, how_many, django_assert_num_queries):
        for _ in range(how_many):
            make.application(make.person(manager=team))
            endorsed(make.person(manager=make.person()))
        client = by(team)

        with django_assert_num_queries(CHROME + 2):
            page = words(client.get(to("waiting")))

        assert page.count("To endorse") == page.count("To decide") == how_many

    def test_application_is_shown_whole_with_its_timeline(self, ada, manager):
        one = actions.apply(ada, **WISH)

        page = words(by(manager).get(to("application", one)))

        assert "To say where the &lt;mobile&gt; library stops." in page
        assert "Bluesky: ada.example" in page
        assert ", by Ada Okafor" in page

    @pytest.mark.parametrize(
        ("who", "shown", "hidden"),
        [
            ("manager", ["endorse", "send_back"], ["accredit", "decline", "withdraw"]),
            ("ada", ["withdraw"], ["endorse", "send_back", "accredit", "decline", "change"]),
            ("team", [], ["endorse", "send_back", "accredit", "decline", "withdraw"]),
        ],
    )
    def test_only_what_one_may_do_is_offered(self, request, ada, who, shown, hidden):
        one = make.application(ada)

        page = words(by(request.getfixturevalue(who)).get(to("application", one)))

        assert [name for name in [*shown, *hidden] if to(name, one) in page] == shown

    def test_programme_team_is_offered_three_decisions(self, ada, team):
        one = endorsed(ada)

        page = words(by(team).get(to("application", one)))

        assert all(to(name, one) in page for name in ("accredit", "send_back", "decline"))

    def test_panel_reads_that_the_applicant_holds_a_certificate(self, ada, team):
        one = make.application(ada)
        assert "Holds no certificate." in words(by(team).get(to("application", one)))
        until = timezone.now() + timedelta(days=9)
        make.sitting(ada, state=SittingState.PASSED, valid_until=until)

        shown = words(by(team).get(to("application", one)))

        assert f"Speaking for the council: holds a certificate until {day(until)}" in shown

    def test_certificate_that_ran_out_is_told_as_such(self, ada, team):
        one, until = make.application(ada), timezone.now() - timedelta(days=9)
        make.sitting(ada, state=SittingState.PASSED, valid_until=until)

        shown = words(by(team).get(to("application", one)))

        assert f"held a certificate until {day(until)}" in shown

    def test_applicant_without_a_certificate_is_shown_the_way(self, ada, team):
        one = make.application(ada)

        assert "See the training" in words(by(ada).get(to("application", one)))
        assert "See the training" not in words(by(team).get(to("application", one)))

    def test_others_do_not_see_an_application(self, ada):
        answer = by(make.reviewer()).get(to("application", make.application(ada)))

        assert answer.status_code == 403
        assert "This application is between other people." in words(answer)

    def test_application_that_never_was_is_not_found(self, team):
        assert by(team).get("/accreditation/applications/999/").status_code == 404

    def test_manager_endorses(self, ada, manager):
        one = make.application(ada)

        answer = by(manager).post(to("endorse", one), follow=True)

        one.refresh_from_db()
        assert one.state == S.ENDORSED
        assert "You have endorsed Ada Okafor." in words(answer)

    def test_endorsing_is_not_done_by_following_a_link(self, ada, manager):
        assert by(manager).get(to("endorse", make.application(ada))).status_code == 405

    def test_manager_sends_back_with_words(self, ada, manager):
        one = make.application(ada)
        client = by(manager)
        assert client.get(to("send_back", one)).status_code == 200

        lacking = client.post(to("send_back", one), {"reason": " "})
        client.post(to("send_back", one), {"reason": "Say where."})

        one.refresh_from_db()
        assert "Enter what has to change" in words(lacking)
        assert (one.state, one.reason) == (S.SENT_BACK, "Say where.")

    def test_programme_team_accredits_until_the_end_of_a_day(self, ada, team):
        one = endorsed(ada)
        client = by(team)
        assert "can then connect these accounts" in words(client.get(to("accredit", one)))

        answer = client.post(to("accredit", one), last_day(), follow=True)

        given = Accreditation.objects.get()
        day = timezone.localtime(given.until)
        assert (day.date() - timezone.localdate()).days == 100
        assert f"Ada Okafor is accredited until {day:%-d %B %Y}." in words(answer)

    def test_day_that_is_over_is_refused_beside_it(self, ada, team):
        answer = by(team).post(to("accredit", endorsed(ada)), last_day(-1))

        assert "The last day must be after today" in words(answer)
        assert not Accreditation.objects.exists()

    def test_suspended_person_is_not_accredited(self, ada, team):
        one = endorsed(ada)
        make.accreditation(ada, state="suspended", reason="A complaint.")

        answer = by(team).get(to("accredit", one))

        assert answer.status_code == 403
        assert "The accreditation of Ada Okafor is suspended." in words(answer)

    def test_programme_team_declines_with_reasons(self, ada, team):
        one = endorsed(ada)
        client = by(team)
        assert client.get(to("decline", one)).status_code == 200

        lacking = client.post(to("decline", one), {"reason": "Too many."})
        client.post(to("decline", one), {"reason": "Too many.", "would_change": "A new topic."})

        one.refresh_from_db()
        assert "Enter what would change the answer" in words(lacking)
        assert "Too many." in words(lacking)
        assert (one.state, one.would_change) == (S.DECLINED, "A new topic.")

    @pytest.mark.parametrize("name", ["accredit", "decline"])
    def test_manager_does_not_decide(self, ada, manager, name):
        answer = by(manager).get(to(name, endorsed(ada)))

        assert answer.status_code == 403
        assert "Only the programme team decides applications." in words(answer)

    def test_time_to_connect_is_given_again(self, ada, team):
        given = actions.accredit(endorsed(ada), by=team, until=timezone.now() + timedelta(days=9))
        Ticket.objects.update(until=timezone.now())
        client = by(team)
        page = words(client.get(to("application", given.application)))
        assert to("reopen", given) in page

        answer = client.post(to("reopen", given), follow=True)

        assert "Ada Okafor has 30 days to connect accounts." in words(answer)
        assert to("reopen", given) not in words(answer)
        assert Ticket.objects.filter(until__gt=timezone.now()).count() == 1

    def test_time_to_connect_is_not_offered_to_others(self, ada, manager, team):
        given = actions.accredit(endorsed(ada), by=team, until=timezone.now() + timedelta(days=9))
        Ticket.objects.update(until=timezone.now())

        page = words(by(manager).get(to("application", given.application)))

        assert to("reopen", given) not in page
        assert by(manager).post(to("reopen", given)).status_code == 403


class TestGoverning:
    """Who is accredited, and suspending, resuming and ending it."""

    def test_nobody_accredited_says_where_applications_wait(self, team):
        page = words(by(team).get(to("people")))

        assert "Nobody is accredited yet." in page
        assert to("waiting") in page

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_list_asks_as_often_for_many_people(self, team, how_many, django_assert_num_queries):
        for _ in range(how_many):
            make.accreditation(state="suspended", reason="A complaint.")
            make.accreditation()
        client = by(team)

        with django_assert_num_queries(CHROME + 2):
            page = words(client.get(to("people")))

        assert page.count("A complaint.") == how_many

    @pytest.mark.parametrize("who", [make.person, make.reviewer])
    def test_others_do_not_see_the_list(self, who):
        assert by(who()).get(to("people")).status_code == 403

    def test_oversight_officer_sees_the_list_without_ways_to_applications(self, ada):
        one = make.accreditation(ada)

        page = words(by(make.oversight_officer()).get(to("people")))

        assert to("suspend", one) in page
        assert to("application", one.application) not in page

    def test_nobody_is_offered_to_decide_about_themselves(self, manager):
        one = make.accreditation(make.programme_member(manager=manager))

        page = words(by(one.person).get(to("people")))

        assert to("suspend", one) not in page

    def test_second_page_goes_on(self, team):
        for _ in range(26):
            make.accreditation()

        page = words(by(team).get(to("people"), {"page": "2"}))

        assert page.count("tabard-row__title") == 1

    def test_accreditation_is_suspended_resumed_and_ended(self, ada):
        one = make.accreditation(ada)
        client = by(make.oversight_officer())
        steps = [
            ("suspend", {"reason": "A complaint."}, AccreditationState.SUSPENDED, "is suspended."),
            ("resume", {}, AccreditationState.ACTIVE, "is in force again."),
            ("end", {"reason": "Ada has left."}, AccreditationState.ENDED, "has ended."),
        ]

        for name, entered, state, told in steps:
            assert client.get(to(name, one)).status_code == 200
            answer = client.post(to(name, one), entered, follow=True)
            one.refresh_from_db()
            assert one.state == state
            assert f"The accreditation of Ada Okafor {told}" in words(answer)

    @pytest.mark.parametrize("name", ["suspend", "end"])
    def test_reason_has_to_be_given(self, ada, name):
        one = make.accreditation(ada)

        answer = by(make.oversight_officer()).post(to(name, one), {"reason": " "})

        one.refresh_from_db()
        assert "There is a problem" in words(answer)
        assert one.state == AccreditationState.ACTIVE

    @pytest.mark.parametrize("name", ["suspend", "resume", "end"])
    def test_others_are_refused(self, ada, manager, name):
        one = make.accreditation(ada, state="suspended", reason="A complaint.")

        answer = by(manager).post(to(name, one), {"reason": "Why."})

        assert answer.status_code == 403

    def test_accreditation_in_force_is_not_resumed(self, ada, team):
        assert by(team).get(to("resume", make.accreditation(ada))).status_code == 409


def test_nobody_sees_these_pages_without_signing_in(client, ada):
    one = make.accreditation(ada)
    addresses = [to(name) for name in ("mine", "apply", "waiting", "people")]
    addresses += [
        to(name, one.application)
        for name in ("application", "change", "withdraw", "send_back", "accredit", "decline")
    ]
    addresses += [to(name, one) for name in ("suspend", "resume", "end")]

    for address in addresses:
        assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_application_of_an_ended_accreditation_says_when_and_why_it_ended():
    ada, team = make.person(manager=make.person()), make.person(Role.PROGRAMME_TEAM)
    accreditation = make.accreditation(ada)
    actions.end(accreditation, by=team, reason="She works elsewhere now.")
    browser = Client()
    browser.force_login(ada)

    answer = browser.get(reverse("accreditation:application", args=[accreditation.application.pk]))

    page = words(answer)
    ended_on = day(Accreditation.objects.get(pk=accreditation.pk).changed_at)
    assert f"Ended on {ended_on}: She works elsewhere now." in page
    assert "Accredited until" not in page
    assert "Accreditation ended" in page
    assert f"by {team}" in page
