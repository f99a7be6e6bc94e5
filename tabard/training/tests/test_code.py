"""The code of practice: how somebody stands to it, and what the programme team does with it."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training import actions, queries
from tabard.training.models import (
    CodeAgreement,
    CodeDraft,
    CodeStanding,
    CodeVersion,
    SittingState,
)
from tabard.training.rules import is_prepared
from tabard.training.settings import COURSES_NEEDED
from tabard.training.work.code import shipped_code
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MONTH = timedelta(days=30)
PAST, SOON, LATER = NOW - timedelta(days=1), NOW + timedelta(days=5), NOW + MONTH


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


class TestStanding:
    def test_without_a_version_nobody_has_anything_to_agree_to(self):
        standing = queries.code_standing(make.person(), NOW)

        assert standing == CodeStanding(None, None, None, None, None, is_behind=False)
        assert (standing.may_begin, standing.is_asked) == (True, False)

    def test_who_never_agreed_is_asked_until_the_deadline(self):
        make.code(agree_by=SOON)

        standing = queries.code_standing(make.person(), NOW)

        assert standing == CodeStanding(None, None, 1, SOON, SOON, is_behind=False)
        assert (standing.may_begin, standing.is_asked) == (False, True)

    def test_who_agreed_to_the_newest_is_never_behind(self):
        ada = make.person()
        agreement = make.code_agreement(ada, make.code(agree_by=PAST))

        standing = queries.code_standing(ada, NOW)

        assert standing == CodeStanding(1, agreement.agreed_at, 1, PAST, None, is_behind=False)
        assert (standing.may_begin, standing.is_asked) == (True, False)

    def test_new_version_leaves_time_until_its_deadline_and_not_longer(self):
        ada = make.person()
        agreement = make.code_agreement(ada, make.code(agree_by=PAST))
        make.code(agree_by=SOON)

        before = queries.code_standing(ada, NOW)
        at_it = queries.code_standing(ada, SOON)

        at = agreement.agreed_at
        assert before == CodeStanding(1, at, 2, SOON, SOON, is_behind=False)
        assert at_it == CodeStanding(1, at, 2, SOON, SOON, is_behind=True)
        assert (before.may_begin, at_it.may_begin) == (True, False)

    def test_another_version_gives_no_more_time_for_the_one_before(self):
        ada = make.person()
        make.code_agreement(ada, make.code(agree_by=PAST))
        make.code(agree_by=PAST)
        newest = make.code(agree_by=LATER)

        assert queries.code_standing(ada, NOW).must_agree_by == PAST
        assert queries.code_standing(ada, NOW).is_behind

        make.code_agreement(ada, newest)

        assert not queries.code_standing(ada, NOW).is_behind

    @pytest.mark.parametrize("how_many", [1, 30])
    def test_many_stand_in_one_query(self, how_many, django_assert_num_queries):
        version = make.code(agree_by=PAST)
        people = [make.person() for _ in range(how_many)]
        make.code_agreement(people[0], version)

        with django_assert_num_queries(1):
            found = queries.code_standings([one.pk for one in people], NOW)

        assert [one for one in people if not found[one.pk].is_behind] == people[:1]

    def test_those_behind_are_found_in_the_database(self):
        version = make.code(agree_by=PAST)
        ada, ben = make.person(), make.person()
        make.code_agreement(ada, version)

        assert list(queries.behind(Person.objects.filter(pk__in=[ada.pk, ben.pk]), NOW)) == [ben]


class TestDatabase:
    def test_published_version_is_neither_changed_nor_deleted(self):
        version = make.code()

        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            CodeVersion.objects.update(text="Something else.")
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            version.delete()

    def test_agreement_is_neither_changed_nor_deleted(self):
        agreement = make.code_agreement(make.person(), make.code())

        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            CodeAgreement.objects.update(agreed_at=PAST)
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            agreement.delete()

    @pytest.mark.parametrize(
        ("differs", "name"),
        [
            ({"number": 0}, "code_versions_are_counted_from_one"),
            ({"agree_by": PAST, "published_at": NOW}, "code_version_gives_time_to_agree"),
            ({"number": 2, "what_changed": ""}, "later_code_version_says_what_changed"),
        ],
    )
    def test_version_keeps_to_its_bounds(self, differs, name):
        with pytest.raises(IntegrityError, match=name):
            make.code(**differs)

    def test_there_is_one_draft(self):
        team = make.programme_member()

        with pytest.raises(IntegrityError, match="one_draft_of_the_code"):
            CodeDraft.objects.create(pk=2, text="A", changed_by=team, changed_at=NOW)


class TestLoading:
    def test_first_version_is_the_one_that_comes_with_tabard(self):
        version = actions.load_code(agree_by=LATER)

        assert version is not None
        assert (version.number, version.text) == (1, shipped_code())
        assert kinds() == ["code published"]

    def test_it_is_loaded_once(self):
        make.code(text="Ours.")

        assert actions.load_code(agree_by=LATER) is None
        assert CodeVersion.objects.get().text == "Ours."


@pytest.fixture
def team() -> Person:
    return make.programme_member()


def written(team: Person, text: str = "Be kind, and clear.", why: str = "Clarity.") -> CodeDraft:
    draft = actions.begin_draft(by=team)
    return actions.change_draft(draft, text=text, what_changed=why, change=draft.change, by=team)


def publish(draft: CodeDraft, team: Person, agree_by: datetime = LATER) -> CodeVersion:
    return actions.publish_code(draft, change=draft.change, agree_by=agree_by, by=team)


class TestWriting:
    def test_draft_begins_with_the_words_in_force(self, team):
        make.code(text="Be kind.")

        assert actions.begin_draft(by=team).text == "Be kind."
        assert kinds() == ["code draft begun"]

    def test_without_a_version_it_begins_with_ours(self, team):
        assert actions.begin_draft(by=team).text == shipped_code()

    def test_draft_under_way_is_gone_on_with(self, team):
        draft = written(team)

        again = actions.begin_draft(by=make.programme_member())

        assert (again, again.text) == (draft, "Be kind, and clear.")
        assert kinds() == ["code draft begun", "code draft changed"]

    def test_nobody_overwrites_what_they_have_not_seen(self, team):
        draft = written(team)
        ben = make.programme_member(first_name="Ben", last_name="Hill")
        actions.change_draft(draft, text="Ben's.", what_changed="", change=1, by=ben)

        with pytest.raises(NotAllowedError, match="Ben Hill changed the draft"):
            actions.change_draft(draft, text="Mine.", what_changed="", change=1, by=team)
        with pytest.raises(NotAllowedError, match="Ben Hill changed the draft"):
            publish(draft, team)

        assert CodeDraft.objects.get().text == "Ben's."

    def test_draft_is_thrown_away(self, team):
        make.code(text="Be kind.")

        actions.discard_draft(written(team), by=team)

        assert not CodeDraft.objects.exists()
        assert CodeVersion.objects.get().text == "Be kind."
        assert kinds()[-1] == "code draft thrown away"

    def test_others_neither_write_nor_publish(self, team):
        draft = written(team)
        ada = make.person()

        with pytest.raises(NotAllowedError, match="Only the programme team"):
            actions.begin_draft(by=ada)
        with pytest.raises(NotAllowedError, match="Only the programme team"):
            actions.change_draft(draft, text="A", what_changed="A", change=1, by=ada)
        with pytest.raises(NotAllowedError, match="Only the programme team"):
            publish(draft, ada)
        with pytest.raises(NotAllowedError, match="Only the programme team"):
            actions.discard_draft(draft, by=ada)

        assert CodeDraft.objects.get().change == 1


class TestPublishing:
    def test_version_takes_the_next_number_and_the_draft_is_gone(self, team):
        make.code()

        version = publish(written(team), team)

        assert (version.number, version.text) == (2, "Be kind, and clear.")
        assert (version.what_changed, version.published_by) == ("Clarity.", team)
        assert not CodeDraft.objects.exists()
        entry = Entry.objects.get(kind="code published")
        facts = {"number": 2, "why": "Clarity.", "agree_by": LATER.isoformat(), "by": team.pk}
        assert facts_of(entry) == facts

    def test_first_version_of_a_council_may_be_its_own(self, team):
        assert publish(written(team, why=""), team).number == 1

    @pytest.mark.parametrize(
        ("text", "why", "said"),
        [
            (" ", "Shorter.", "The draft is empty"),
            ("Be kind.", "Nothing.", "Nothing has changed yet"),
            ("Be kinder.", " ", "Say what changed"),
        ],
    )
    def test_unready_draft_is_not_published(self, team, text, why, said):
        make.code(text="Be kind.")

        with pytest.raises(NotAllowedError, match=said):
            publish(written(team, text, why), team)

        assert CodeVersion.objects.count() == 1

    def test_deadline_leaves_a_week_at_least(self, team):
        with pytest.raises(NotAllowedError, match="at least 7 days"):
            publish(written(team), team, SOON)


class TestAgreeing:
    def test_agreement_is_kept_against_the_version_and_recorded(self):
        ada, version = make.person(), make.code()

        actions.agree(version, by=ada)

        assert queries.code_standing(ada, NOW).agreed == version.number
        [entry] = Entry.objects.all()
        assert (entry.kind, entry.people) == ("code agreed to", [ada.pk])
        assert facts_of(entry) == {"number": 1, "by": ada.pk}

    def test_agreeing_twice_leaves_the_first_time(self):
        ada, version = make.person(), make.code()
        first = actions.agree(version, by=ada)

        assert actions.agree(version, by=ada).agreed_at == first.agreed_at
        assert kinds() == ["code agreed to"]

    def test_old_version_is_no_longer_agreed_to(self):
        ada, old = make.person(), make.code()
        make.code()

        with pytest.raises(NotAllowedError, match="There is a newer version"):
            actions.agree(old, by=ada)


class TestPreparation:
    def test_certificate_counts_until_its_date(self):
        ada = make.person()
        assert not queries.preparation_of(ada, NOW).is_trained

        make.sitting(ada, make.edition("pilot"), state=SittingState.PASSED, valid_until=SOON)

        assert queries.preparation_of(ada, NOW).is_trained
        assert not queries.preparation_of(ada, SOON).is_trained

    def test_missed_assessment_is_no_certificate(self):
        ada = make.person()
        make.sitting(ada, make.edition("pilot"), state=SittingState.NOT_PASSED)

        assert not queries.preparation_of(ada, NOW).is_trained

    def test_council_can_ask_for_other_courses(self):
        ada = make.person()
        make.sitting(ada, make.edition("pilot"), state=SittingState.PASSED)
        make.chosen(COURSES_NEEDED, ["pilot", "film"])

        assert not queries.preparation_of(ada, NOW).is_trained
        make.sitting(ada, make.edition("film"), state=SittingState.PASSED)
        assert queries.preparation_of(ada, NOW).is_trained

    def test_council_can_ask_for_none(self):
        make.chosen(COURSES_NEEDED, [])

        assert queries.preparation_of(make.person(), NOW).is_trained

    @pytest.mark.parametrize(
        ("agreed", "trained", "complete"),
        [(True, True, True), (True, False, False), (False, True, False)],
    )
    def test_who_agreed_and_is_trained_is_prepared(self, agreed, trained, complete):
        ada, version = make.person(), make.code()
        if agreed:
            make.code_agreement(ada, version)
        if trained:
            make.sitting(ada, make.edition("pilot"), state=SittingState.PASSED)

        found = queries.preparation_of(ada, NOW)

        assert found.is_complete == complete
        assert (is_prepared(ada, found) is None) == complete
