"""The part of the story in which accreditations come to their end."""

import tomllib

import pytest

from tabard.accreditation.models import Renewal, RenewalState, StandingKind
from tabard.accreditation.queries import standing
from tabard.home.actions.loading import STORY
from tabard.home.actions.renewing import renew
from tabard.home.actions.story import DemonstrationError
from tests import make

pytestmark = pytest.mark.django_db
TOLD = tomllib.loads(STORY.read_text(encoding="utf-8"))["renewals"]


def test_somebody_renews_soon_somebody_waits_for_the_manager_and_somebody_has_lapsed():
    people = {one["name"]: make.prepared(make.person(manager=make.person())) for one in TOLD}
    for person in people.values():
        make.accreditation(person)

    renew(TOLD, people)

    stand = {
        name: (standing(person).kind, Renewal.objects.get(person=person).state)
        for name, person in people.items()
    }
    assert stand == {
        "Bronwen Ellis": (StandingKind.ACCREDITED, RenewalState.OPEN),
        "Farah Siddiqui": (StandingKind.ACCREDITED, RenewalState.SENT),
        "Joanna Zielinska": (StandingKind.LAPSED, RenewalState.OPEN),
    }


def test_story_says_whose_renewal_is_missing():
    with pytest.raises(DemonstrationError, match="has nothing to renew"):
        renew([{"name": "Ada", "days_left": 9, "answers": []}], {"Ada": make.person()})
