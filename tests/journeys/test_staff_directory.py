"""A directory of staff at the real web server: let in by an administrator, and checked whole."""

import pytest
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from tests.demonstration import Demonstration
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey
ADMINISTRATOR = "Stephen Achebe"
# Whoever is told of without a word on it is active, so that there is nothing to take away.
OTHERWISE = {("User", "check_remove_attribute", "Attribute 'active' was not removed")}


def test_a_directory_that_is_let_in_finds_a_whole_scim_server(
    as_: People, demonstration: Demonstration
):
    somebody = as_(ADMINISTRATOR).visit("/people/tokens/")
    somebody.fill("Name of the system", "A directory").choose("90 days").press("Make a token")
    somebody.sees("Confirm that it is you").fill("Password", demonstration.password).press(
        "Confirm"
    )
    secret = somebody.page.locator(".govuk-inset-text code").inner_text()

    with Client(
        base_url=f"{demonstration.url}/scim/v2/", headers={"Authorization": f"Bearer {secret}"}
    ) as client:
        results = check_server(SyncSCIMClient(client))

    found = {status: [one for one in results if one.status == status] for status in Status}
    wrong = {(one.resource_type, one.title, one.reason) for one in found[Status.ERROR]}
    assert wrong == OTHERWISE
    assert len(found[Status.SUCCESS]) >= 80
    somebody.visit("/people/tokens/").sees("Last used on")
