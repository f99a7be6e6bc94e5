"""The applicant's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accounts.queries import names_kept_for
from tabard.accreditation import actions
from tabard.accreditation.models import (
    Application,
)
from tabard.accreditation.tests.pages import CHROME, ENTERED, WISH, S, by, endorsed, to, words
from tabard.common.rules import NotAllowedError
from tests import make

pytestmark = pytest.mark.django_db


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
        assert "Apply for more networks" in page

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

        with django_assert_num_queries(CHROME + 24):
            client.get(to("mine"))


class TestApplying:
    """Apply, change, take back."""

    @pytest.mark.usefixtures("without_x")
    def test_name_that_x_does_not_take_is_explained_with_shorter_ones_in_the_page(self, ada):
        said = {"networks": ["x"], "handle_x": "own", "own_x": "stevehillSurreyCouncil"}

        page = words(by(ada).post(to("apply"), ENTERED | said))

        assert (
            "“stevehillSurreyCouncil” cannot be used. It has 22 characters, and X allows 15. "
            "You could use ada_okafor"
        ) in page
        assert "Tabard cannot connect X yet." in page
        assert not Application.objects.exists()

    @pytest.mark.usefixtures("without_x")
    def test_name_on_a_network_that_cannot_be_connected_is_kept_and_no_leave_is_given(
        self, ada, manager, team
    ):
        said = {"networks": ["x"], "handle_x": "own", "own_x": "ada_okafor"}
        by(ada).post(to("apply"), ENTERED | said)
        one = Application.objects.get()
        actions.endorse(one, by=manager)

        given = actions.accredit(one, by=team, until=timezone.now() + timedelta(days=365))

        assert not Ticket.objects.exists()
        assert [kept.handle for kept in names_kept_for(ada)] == ["ada_okafor"]
        page = words(by(ada).get(to("mine")))
        assert "Your handle on X is kept for you: ada_okafor." in page
        with pytest.raises(NotAllowedError, match="is connected, or can be"):
            actions.reopen(given, by=team)

    def test_form_says_what_happens_next_and_who_the_manager_is(self, ada):
        page = words(by(ada).get(to("apply")))

        assert "What happens next" in page
        assert "Sam Patel, your line manager, endorses it, or sends it back with words." in page
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
