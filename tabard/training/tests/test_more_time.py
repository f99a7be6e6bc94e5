"""More time: the code's deadline and certificates wait for somebody until a day."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.training import actions, queries, rules
from tabard.training.models import ArrangementKind, Sitting, SittingKind, SittingState
from tabard.training.work.forgetting import forget_arrangements
from tests import make

pytestmark = pytest.mark.django_db

K, S = ArrangementKind, SittingState
NOW = timezone.now()
DAY = timedelta(days=1)
LAST = NOW + 40 * DAY


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


@pytest.fixture
def team() -> Person:
    return make.programme_member()


def give(ada: Person, team: Person, *kinds: ArrangementKind, until=LAST):
    return actions.arrange(ada, kinds=kinds or [K.MORE_TIME], until=until, by=team)


def hold(ada: Person, *, left: timedelta) -> Sitting:
    return make.sitting(ada, make.edition("pilot"), state=S.PASSED, valid_until=NOW + left)


class TestCode:
    def test_deadline_waits_until_the_day_and_not_longer(self, ada, team):
        make.code(agree_by=NOW + 9 * DAY)
        other = make.person()

        give(ada, team)

        assert queries.code_standing(ada, NOW).must_agree_by == LAST
        assert queries.code_standing(other, NOW).must_agree_by == NOW + 9 * DAY
        late = NOW + 20 * DAY
        with time_machine.travel(late):
            everybody = Person.objects.filter(pk__in=[ada.pk, other.pk])
            assert list(queries.behind(everybody, late)) == [other]
        over = LAST + DAY
        with time_machine.travel(over):
            assert queries.code_standing(ada, over).is_behind

    def test_deadline_that_is_over_is_opened_again(self, ada, team):
        make.code(agree_by=NOW - DAY)
        assert queries.code_standing(ada, NOW).is_behind

        give(ada, team)

        assert not queries.code_standing(ada, NOW).is_behind

    def test_later_deadline_stays_as_it_is(self, ada, team):
        make.code(agree_by=NOW + 60 * DAY)

        give(ada, team)

        assert queries.code_standing(ada, NOW).must_agree_by == NOW + 60 * DAY

    def test_who_has_agreed_has_nothing_to_wait_for(self, ada, team):
        make.code_agreement(ada)

        give(ada, team)

        assert queries.code_standing(ada, NOW).must_agree_by is None

    def test_other_arrangements_do_not_put_it_off(self, ada, team):
        make.code(agree_by=NOW - DAY)

        give(ada, team, K.NO_PAUSE, K.ON_PAPER, K.READ_ALOUD)

        assert queries.code_standing(ada, NOW).is_behind

    def test_person_is_told_of_the_new_deadline(self, ada, team):
        make.code(agree_by=NOW - DAY)
        ask = Person.objects.filter(pk=ada.pk)
        assert actions.remind_of_code(ask) == 1

        give(ada, team)

        assert actions.remind_of_code(ask) == 1
        assert Entry.objects.latest("pk").kind == "code to be agreed to"


class TestCertificate:
    def test_it_stays_valid_until_the_day_and_can_be_renewed(self, ada, team):
        held = hold(ada, left=2 * DAY)

        give(ada, team)

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (LAST, NOW + 2 * DAY)
        late = NOW + 30 * DAY
        assert queries.preparation_of(ada, late).is_trained
        progress = queries.progress_of(ada, held.edition)
        assert rules.kinds_open(held.edition, progress, late) == [SittingKind.REFRESHER]
        assert rules.may_begin(held.edition, progress, NOW) is None

    def test_one_that_has_run_out_stays_so(self, ada, team):
        held = hold(ada, left=-DAY)

        give(ada, team)

        assert not queries.preparation_of(ada, NOW).is_trained
        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (NOW - DAY, None)

    def test_one_that_counts_still_as_they_were_away_is_valid_until_the_day(self, ada, team):
        held = hold(ada, left=-DAY)
        make.absence(ada, since=-3, until=-1)

        give(ada, team)

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (LAST, NOW - DAY)

    def test_another_day_is_arranged_after_its_own_day_has_passed(self, ada, team):
        held = hold(ada, left=2 * DAY)
        give(ada, team)

        with time_machine.travel(NOW + 20 * DAY):
            give(ada, team, until=LAST + 9 * DAY)

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (LAST + 9 * DAY, NOW + 2 * DAY)

    def test_one_that_lasts_longer_and_those_of_others_stay_as_they_are(self, ada, team):
        longer, others = hold(ada, left=90 * DAY), hold(make.person(), left=DAY)

        give(ada, team)

        for held in (longer, others):
            before = held.valid_until
            held.refresh_from_db()
            assert (held.valid_until, held.own_until) == (before, None)

    def test_renewing_is_reckoned_from_its_own_day(self, ada, team):
        held = hold(ada, left=2 * DAY)
        give(ada, team)

        begun = actions.begin(held.edition, by=ada)
        for asked in queries.answers_of(begun):
            actions.answer(asked, chosen=asked.question.right_choices, by=ada)
        renewed = actions.finish(begun, by=ada)

        assert renewed.valid_until
        assert renewed.valid_until < NOW + 2 * DAY + 735 * DAY

    @pytest.mark.parametrize("ends", [True, False])
    def test_it_is_taken_back_when_it_ends_early_or_something_else_is_arranged(
        self, ada, team, ends
    ):
        held = hold(ada, left=2 * DAY)
        arranged = give(ada, team)

        if ends:
            actions.end_arrangement(arranged, by=team)
        else:
            give(ada, team, K.NO_PAUSE)

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (NOW + 2 * DAY, None)

    def test_another_day_takes_the_place_of_the_first(self, ada, team):
        held = hold(ada, left=2 * DAY)
        give(ada, team)

        give(ada, team, until=NOW + 10 * DAY)

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (NOW + 10 * DAY, NOW + 2 * DAY)

    def test_after_the_day_it_has_run_out_and_nothing_is_kept_of_the_arrangement(self, ada, team):
        held = hold(ada, left=2 * DAY)
        give(ada, team)

        with time_machine.travel(LAST + DAY):
            forget_arrangements()

        held.refresh_from_db()
        assert (held.valid_until, held.own_until) == (LAST, None)
        assert not queries.preparation_of(ada, LAST + DAY).is_trained

    def test_other_arrangements_do_not_lengthen_it(self, ada, team):
        held = hold(ada, left=2 * DAY)

        give(ada, team, K.NO_PAUSE)

        held.refresh_from_db()
        assert held.own_until is None

    def test_database_lets_more_time_shorten_nothing(self, ada):
        with pytest.raises(IntegrityError, match="more_time_lengthens_a_certificate"):
            make.sitting(ada, state=S.PASSED, valid_until=NOW, own_until=NOW + DAY)


def test_person_reads_until_when_they_have_time(ada, team):
    give(ada, team)
    client = Client()
    client.force_login(ada)

    shown = client.get(reverse("training:courses")).content.decode()

    assert f"until {day(LAST)}: More time." in shown
    assert "You have until then to agree to the code of practice" in shown


def test_record_does_not_say_what_is_arranged(ada, team):
    give(ada, team, K.MORE_TIME)

    assert "more" not in str(Entry.objects.values()).replace("more_time", "")
