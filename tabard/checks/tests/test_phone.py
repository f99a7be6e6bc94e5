"""Telephone numbers of people are found in every form; numbers of services are not."""

from tabard.checks.api import Facts
from tabard.checks.personal.phone import Phone
from tabard.checks.tests.contract import CheckContract


class TestPhone(CheckContract):
    check = Phone
    facts = Facts(numbers=("01483 999999", "+44 20 7946 0000"))
    noticed = {
        "Call me on ⟦(01483) 123456⟧.": "phone",
        "ring ⟦01483 123456⟧ or ⟦01483-123-456⟧": "phone",
        "⟦07700900123⟧": "phone",
        "⟦07700 900123⟧, ⟦07700 900 123⟧, ⟦0770 090 0123⟧": "phone",
        "⟦07700.900.123⟧": "phone",
        "⟦+44 7700 900123⟧ or ⟦+44 (0)7700 900123⟧": "phone",
        "⟦+447700900123⟧; ⟦0044 7700 900123⟧; ⟦(+44) 7700 900123⟧": "phone",
        "tel: ⟦020 7946 0958⟧": "phone",
        "⟦(020) 7946 0958 ext 12⟧": "phone",
        "home ⟦01483 123456, ext. 4⟧": "phone",
        "mobile ⟦7700 900123⟧": "phone",
        "text ⟦O7700 900123⟧": "phone",
        "DM me, ⟦07 123 456 789⟧": "phone",
        "my number is ⟦07 700 900 123⟧": "phone",
        "abroad ⟦+353 1 234 5678⟧": "phone",
        "⟦016977 2345⟧": "phone",
        "Isle of Man ⟦07624 312345⟧": "phone",
        "order from my mum on ⟦01483 123456⟧": "phone",
        "⟦07700\u200b 900\u2011123⟧": "phone",
    }
    left_alone = (
        "Call us on 01483 999999 or +44 (0)20 7946 0000",
        "0300 200 1003, 0800 123 4567, 0808 800 5000, 0345 600 9009, 09011 123456",
        "999, 101, 111, 105, text 60066",
        "the library on 01483 543599",
        "Ring 01483 505050 to speak to our customer service team",
        "01/02/2024, 07.30-09.00, 01.02.2024 10.30",
        "Order 07700900123 and ref 01483123456",
        "https://example.org/07700900123",
        "£07700900123",
        "your order number, such as 7700900123",
        "00 44",
        "+12 34",
        "04 1234567890, 07000 123456",
        "01 23 45 67 89 0",
        "population 1234567890",
        "2024-2025 2025-2026",
    )
