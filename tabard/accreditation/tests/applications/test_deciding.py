"""The pages of those who endorse and decide."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import (
    Accreditation,
)
from tabard.accreditation.settings import MANAGER_AGREES, SEND_BACK_REASONS
from tabard.accreditation.tests.pages import (
    AGREES,
    CHROME,
    WISH,
    S,
    by,
    endorsed,
    last_day,
    to,
    words,
)
from tabard.accreditation.tests.told import last_entry, last_facts, last_facts_of
from tabard.common.templatetags.moments import day
from tabard.people.models import Role
from tabard.training.models import SittingState
from tests import make

pytestmark = pytest.mark.django_db


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

        # The rows and their number; for those endorsed the code, courses, and practice.
        with django_assert_num_queries(CHROME + 8):
            page = words(client.get(to("waiting")))

        assert page.count("To endorse") == page.count("To decide") == how_many
        lacking = "holds no valid certificate of the training yet."
        assert page.count(lacking) == how_many

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

    def test_panel_reads_that_the_applicant_holds_a_certificate(self, manager, team):
        ada = make.person(manager=manager)
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

    def test_applicant_without_a_certificate_is_shown_the_way(self, manager, team):
        ada = make.person(manager=manager)
        one = make.application(ada)

        assert "See the training" in words(by(ada).get(to("application", one)))
        assert "See the training" not in words(by(team).get(to("application", one)))

    def test_application_says_whether_the_applicant_agreed_to_the_code(self, ada, team):
        one, version = make.application(ada), make.code()
        link = reverse("training:code")

        before = words(by(ada).get(to("application", one)))
        make.code_agreement(ada, version)
        after = words(by(ada).get(to("application", one)))

        assert "Has not agreed to the code of practice." in before
        assert link in before
        assert "Has agreed to version 1 of the code of practice." in after
        assert link not in words(by(team).get(to("application", one)))

    def test_who_is_not_prepared_cannot_be_accredited_yet(self, ada, team):
        one = endorsed(ada)
        make.code()

        page = words(by(team).get(to("application", one)))
        answer = by(team).get(to("accredit", one))

        assert "Ada Okafor has not agreed to the code of practice yet." in page
        assert to("accredit", one) not in page
        assert answer.status_code == 403

    def test_others_do_not_see_an_application(self, ada):
        answer = by(make.reviewer()).get(to("application", make.application(ada)))

        assert answer.status_code == 403
        assert "This application is between other people." in words(answer)

    def test_application_that_never_was_is_not_found(self, team):
        assert by(team).get("/accreditation/applications/999/").status_code == 404

    def test_manager_endorses(self, ada, manager):
        one = make.application(ada)

        answer = by(manager).post(to("endorse", one), AGREES, follow=True)

        one.refresh_from_db()
        assert (one.state, one.endorsed_by, one.endorsed_for) == (S.ENDORSED, manager, None)
        assert "You have endorsed Ada Okafor." in words(answer)

    def test_manager_reads_what_to_ask_and_what_they_agree_to(self, ada, manager):
        page = words(by(manager).get(to("application", make.application(ada))))

        assert "What would residents miss without this?" in page
        assert "Posting is part of the job" in page
        assert "on their behalf" not in page

    def test_endorsing_without_agreeing_is_asked_for_again(self, ada, manager):
        one = make.application(ada)

        page = words(by(manager).post(to("endorse", one), {}))

        one.refresh_from_db()
        assert one.state == S.APPLIED
        assert "Say that you have talked about it and agree" in page
        assert "What would residents miss without this?" in page

    def test_whoever_stands_in_endorses_on_behalf_of_the_manager(self, ada, manager, team):
        one = make.application(ada)
        bo = make.person(first_name="Bo", last_name="Li")
        make.stand_in(manager, bo)

        assert "for Sam Patel" in words(by(bo).get(to("waiting")))
        page = words(by(bo).get(to("application", one)))
        assert "You act for Sam Patel today" in page
        by(bo).post(to("endorse", one), AGREES)

        one.refresh_from_db()
        assert (one.endorsed_by, one.endorsed_for) == (bo, manager)
        kind, told = last_entry()
        assert (kind, told) == (
            "application endorsed for somebody",
            sorted([ada.pk, manager.pk, team.pk]),
        )
        assert last_facts()["manager"] == manager.pk
        shown = words(by(ada).get(to("application", one)))
        assert "Endorsed on behalf of the line manager" in shown
        assert ", on behalf of Sam Patel" in shown

    def test_whoever_stood_in_before_or_for_others_does_not_endorse(self, ada, manager):
        one = make.application(ada)
        before, other = make.person(), make.person()
        make.stand_in(manager, before, until=timezone.localdate() - timedelta(days=1))
        make.stand_in(make.person(), other)

        for person in (before, other):
            assert by(person).get(to("application", one)).status_code == 403
            assert by(person).post(to("endorse", one), AGREES).status_code == 403

    def test_nobody_endorses_themselves_by_standing_in(self, ada, manager):
        make.stand_in(manager, ada)
        one = make.application(ada)

        assert by(ada).post(to("endorse", one), AGREES).status_code == 403
        assert "Nothing is waiting for you." in words(by(ada).get(to("waiting")))

    def test_endorsing_is_not_done_by_following_a_link(self, ada, manager):
        assert by(manager).get(to("endorse", make.application(ada))).status_code == 405

    def test_manager_sends_back_with_words(self, ada, manager):
        one = make.application(ada)
        client = by(manager)
        assert client.get(to("send_back", one)).status_code == 200

        lacking = client.post(to("send_back", one), {"reason": " "})
        client.post(to("send_back", one), {"reason": "Say where."})

        one.refresh_from_db()
        assert "Choose what has to change, or say it in your own words" in words(lacking)
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

    def test_what_the_manager_agreed_to_is_kept_when_the_words_change(self, ada, manager, team):
        one = make.application(ada)
        by(manager).post(to("endorse", one), AGREES)

        make.chosen(MANAGER_AGREES, ["Something else."])

        one.refresh_from_db()
        assert one.agreed_to == MANAGER_AGREES.default
        assert last_facts()["agreed_to"] == MANAGER_AGREES.default
        page = words(by(team).get(to("application", one)))
        assert MANAGER_AGREES.default[0] in page
        assert "Something else." not in page

    def test_nobody_agrees_to_words_that_they_have_not_read(self, ada, manager):
        one = make.application(ada)
        make.chosen(MANAGER_AGREES, ["Something else."])

        page = words(by(manager).post(to("endorse", one), AGREES))

        assert "What you agree to has changed. Read it again" in page
        assert "Something else." in page
        one.refresh_from_db()
        assert one.state == S.APPLIED

    def test_panel_says_why_it_agreed_and_the_applicant_reads_it(self, ada, team):
        one = endorsed(ada)

        by(team).post(to("accredit", one), last_day() | {"because": "The <villages>."})

        one.refresh_from_db()
        assert one.agreed_because == "The <villages>."
        assert last_facts_of("accredited")["why"] == "The <villages>."
        page = words(by(ada).get(to("mine")))
        assert "Why it was agreed" in page
        assert "The &lt;villages&gt;." in page

    def test_application_is_sent_back_for_reasons_of_the_council(self, ada, manager):
        one = actions.apply(ada, **WISH)
        reason = SEND_BACK_REASONS.default[0]

        by(manager).post(to("send_back", one), {"reasons": [reason], "reason": ""})

        one.refresh_from_db()
        assert (one.reasons, one.reason, one.why_not) == ([reason], "", reason)
        assert reason in words(by(ada).get(to("mine")))

        actions.apply_again(one, by=ada, **WISH)
        one.refresh_from_db()
        assert one.reasons == []

    def test_programme_team_can_name_who_stands_in_for_the_manager(self, ada, manager, team):
        one = make.application(ada)
        address = reverse("people:name_stand_in", args=[manager.pk])

        assert address in words(by(team).get(to("application", one)))
        assert address not in words(by(manager).get(to("application", one)))
        assert address not in words(by(ada).get(to("application", one)))

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

    def test_words_of_whoever_may_no_longer_decide_are_kept(self, ada, team):
        one = endorsed(ada)
        team.roles = []
        team.save()
        said = {"reason": "Too many.", "would_change": "A new topic."}
        assert by(team).post(to("decline", one), said).status_code == 403

        team.roles = [Role.PROGRAMME_TEAM]
        team.manager = ada
        team.save()
        answer = by(team).post(to("decline", one), said)

        assert answer.status_code == 403
        page = words(answer)
        assert "are in the same line of management" in page
        assert "Too many." in page
        assert "A new topic." in page
        one.refresh_from_db()
        assert one.state == S.ENDORSED

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
