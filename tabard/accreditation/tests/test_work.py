"""What the worker does for accreditation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation.models import AccreditationState
from tabard.accreditation.work.training import remind_of_certificates, remind_of_code
from tabard.record.models import Entry
from tabard.training.models import SittingState
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


def test_those_with_a_standing_hear_that_a_certificate_runs_out_and_nobody_else():
    soon = timezone.now() + timedelta(days=20)
    pilot = make.edition("pilot")
    holder = make.accreditation().person
    make.sitting(holder, pilot, state=SittingState.PASSED, valid_until=soon)
    make.sitting(make.person(), pilot, state=SittingState.PASSED, valid_until=soon)

    assert remind_of_certificates() == 1
    [entry] = Entry.objects.all()
    assert (entry.kind, entry.people) == ("certificate runs out", [holder.pk])
