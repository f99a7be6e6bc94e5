"""Links for staff alone are found."""

from tabard.checks.api import Facts
from tabard.checks.links.internal_link import InternalLink
from tabard.checks.tests.contract import CheckContract


class TestInternalLink(CheckContract):
    check = InternalLink
    facts = Facts(internal_hosts=("*.council.example",))
    noticed = {
        "⟦https://intranet.example.org/a⟧": "link_internal",
        "⟦http://10.1.2.3/⟧": "link_internal",
        "⟦https://wiki/a⟧": "link_internal",
        "⟦https://docs.council.example/a⟧": "link_internal",
        "⟦https://council.sharepoint.com/a⟧": "link_internal",
        "⟦file://server/a⟧": "link_internal",
        "⟦http://[::1]/⟧": "link_internal",
    }
    left_alone = (
        "https://example.org/intranet",
        "https://8.8.8.8/",
        "https://[broken",
        "www.example.org",
    )
