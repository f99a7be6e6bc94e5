"""Links that say nothing are found; those that do are not."""

from tabard.checks.plain.link_text import LinkText
from tabard.checks.tests.contract import CheckContract


class TestLinkText(CheckContract):
    check = LinkText
    noticed = {
        "⟦Click here⟧: https://example.org": "link_text",
        "To apply, ⟦read more⟧ https://example.org": "link_text",
        "⟦Link in bio⟧": "link_text",
        "⟦Find out more⟧": "link_text",
    }
    left_alone = (
        "Apply for a permit: https://example.org",
        "Find out more about bees at the library",
        "Look here comes the snow",
    )
