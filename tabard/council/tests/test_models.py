"""The council of an installation, and its services."""

import pytest
from django.db import IntegrityError, transaction

from tabard.council.models import Council, Service
from tests import make

pytestmark = pytest.mark.django_db


def test_before_it_is_set_up_the_council_has_no_name():
    here = Council.here()

    assert (here.name, here.contact_email, here.is_demonstration) == ("Your council", "", False)
    assert not Council.objects.exists()


def test_the_council_is_the_one_of_this_installation():
    council = make.council()

    assert Council.here() == council
    assert str(council) == "Exampleton County Council"


def test_the_database_keeps_one_council():
    make.council()

    with pytest.raises(IntegrityError, match="one_council_per_installation"), transaction.atomic():
        Council.objects.create(pk=2, name="Another", short_name="Other", domain="other.example")


def test_services_come_by_name_and_no_two_are_called_the_same():
    make.service("Libraries")
    make.service("Highways")

    assert [str(service) for service in Service.objects.all()] == ["Highways", "Libraries"]
    with pytest.raises(IntegrityError, match="name"), transaction.atomic():
        Service.objects.create(name="Libraries")
