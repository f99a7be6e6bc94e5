"""Notices of others' rights and what was taken are found; the council's own are not."""

from tabard.checks.api import Facts
from tabard.checks.propriety.copyright import Copyright
from tabard.checks.tests.contract import CheckContract


class TestCopyright(CheckContract):
    check = Copyright
    facts = Facts(own_names=("Exampleton Council",))
    noticed = {
        "⟦©⟧ 2026 Smith": "copyright",
        "Picture: ⟦Getty Images⟧": "copyright",
        "a ⟦photo from Google⟧": "copyright",
        "⟦All rights reserved⟧": "copyright",
        "I ⟦found this picture on⟧ a site": "copyright",
        "⟦(c) 2024⟧ Jones": "copyright",
    }
    left_alone = (
        "© 2026 Exampleton Council",
        "Picture by our ranger",
        "A pic of the new road",
        "Your rights as a tenant",
        "Copyright law explained",
    )
