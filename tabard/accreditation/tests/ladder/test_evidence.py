"""What is kept of somebody's posts, and how it is counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation import actions, queries
from tabard.accreditation.models import Evidence, EvidenceKind, Tally
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.people.models import Person
from tabard.training.models import SittingState
from tests import make

pytestmark = pytest.mark.django_db
K = EvidenceKind
NOW = timezone.now()


def tally_of(person: Person, weeks: int = 12) -> Tally:
    one = queries.in_force(person)
    assert one is not None
    return queries.tallies([one], weeks=weeks, now=timezone.now())[one.pk]


def test_evidence_is_kept_once_by_its_source():
    ada, reviewer = make.author(), make.reviewer()
    said = actions.Said(reviewer, "A name was in it.")

    kept = actions.add_evidence(ada, K.FINDING, source="finding 7", about=("finding", 7), said=said)
    again = actions.add_evidence(ada, K.FINDING, source="finding 7", about=("finding", 7))

    assert kept is not None
    assert (kept.words, kept.by, kept.url) == ("A name was in it.", reviewer, "")
    assert again is None
    assert Evidence.objects.get() == kept
    assert last_entry() == ("evidence added", [ada.pk])
    assert last_facts() == {
        "evidence": kept.pk,
        "person": ada.pk,
        "seen": "Something was found afterwards",
        "finding": 7,
    }


def test_evidence_of_no_kind_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="evidence_is_of_a_kind"):
        Evidence.objects.create(
            person=make.author(), kind="gossip", at=NOW, source="x", about="x", number=1
        )


def test_evidence_about_a_post_leads_to_it():
    one = make.evidence(number=12)

    assert one.url == reverse("publishing:post", args=[12])


@pytest.mark.parametrize("weeks", [0, 1, 5])
def test_what_counts_was_seen_lately_and_on_this_rung(weeks):
    ada = make.accreditation(rung_since=NOW - timedelta(weeks=4)).person
    make.evidence(ada, at=NOW - timedelta(weeks=weeks))

    assert tally_of(ada, weeks=2).unchanged == (1 if weeks < 2 else 0)
    assert tally_of(ada, weeks=9).unchanged == (1 if weeks < 4 else 0)


def test_time_on_an_earlier_accreditation_does_not_reach_into_this_one():
    ada = make.accreditation(
        state="ended", reason="Why.", rung_since=NOW - timedelta(weeks=50)
    ).person
    make.accreditation(ada, rung_since=NOW - timedelta(days=2))
    make.evidence(ada, at=NOW - timedelta(weeks=1))

    assert tally_of(ada).unchanged == 0


def test_every_kind_is_counted_for_its_person_alone():
    ada = make.author()
    for place, kind in enumerate(K):
        for _ in range(place + 1):
            make.evidence(ada, kind)
            make.evidence(make.author(), kind)

    assert tally_of(ada) == Tally(
        unchanged=1,
        changed=2,
        sent_back=3,
        findings=4,
        concerns=5,
        answered=7,
        open_concerns=5,
        has_certificates=False,
    )


def test_concern_is_open_until_it_is_closed_however_old():
    ada = make.author()
    for number in (1, 2):
        make.evidence(ada, K.CONCERN, about="concern", number=number, at=NOW - timedelta(days=900))
    make.evidence(ada, K.CONCERN_CLOSED, about="concern", number=1)
    make.evidence(ada, K.CONCERN_CLOSED, about="message", number=2)

    found = tally_of(ada)

    assert (found.open_concerns, found.concerns) == (1, 0)


def test_certificate_and_code_are_counted():
    ada = make.trusted_author()
    make.code(agree_by=NOW)

    found = tally_of(ada)

    assert (found.has_certificates, found.is_behind_the_code) == (True, True)


@pytest.mark.parametrize("how_many", [1, 30])
def test_many_are_counted_with_as_many_queries_as_one(how_many, django_assert_num_queries):
    edition = make.edition("pilot")
    found = [make.accreditation() for _ in range(how_many)]
    for one in found:
        make.evidence(one.person)
        make.sitting(one.person, edition, state=SittingState.PASSED)

    with django_assert_num_queries(5):
        tallies = queries.tallies(found, weeks=12, now=timezone.now())

    assert [tallies[one.pk] for one in found] == [Tally(unchanged=1)] * how_many
