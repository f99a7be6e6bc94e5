"""What the worker does for accreditation."""

import pytest

from tabard.accreditation.models import AccreditationState
from tabard.accreditation.work.code import remind_of_code
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def test_those_with_a_standing_hear_of_the_code_and_nobody_else():
    holder = make.accreditation().person
    suspended = make.accreditation(state=AccreditationState.SUSPENDED, reason="Danger.").person
    make.accreditation(state=AccreditationState.ENDED, reason="She left.")
    gone = make.accreditation().person
    gone.is_active = False
    gone.save()
    make.person()
    make.code()

    assert remind_of_code() == 2
    [entry] = Entry.objects.all()
    assert (entry.kind, entry.people) == ("code to be agreed to", [holder.pk, suspended.pk])
