"""The pages of those who look after accreditations."""

import pytest

from tabard.accreditation.models import (
    AccreditationState,
)
from tabard.accreditation.tests.pages import CHROME, by, to, words
from tests import make

pytestmark = pytest.mark.django_db


def suspending() -> dict[str, str]:
    day = make.soon()
    told = {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    return {"reason": "A complaint.", **{name: str(part) for name, part in told.items()}}


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

        with django_assert_num_queries(CHROME + 3):
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
            ("suspend", suspending(), AccreditationState.SUSPENDED, "is suspended."),
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
