"""Every page of this app asks who is there."""

import pytest
from django.urls import reverse

from tabard.accreditation.tests.pages import to
from tests import make

pytestmark = pytest.mark.django_db


def test_nobody_sees_these_pages_without_signing_in(client, ada):
    one = make.accreditation(ada)
    addresses = [to(name) for name in ("mine", "apply", "waiting", "people")]
    addresses += [
        to(name, one.application)
        for name in ("application", "change", "withdraw", "send_back", "accredit", "decline")
    ]
    addresses += [to(name, one) for name in ("suspend", "resume", "end")]

    for address in addresses:
        assert client.get(address)["Location"].startswith(reverse("account_login"))
