"""How amounts of money read."""

from decimal import Decimal

import pytest

from tabard.common.templatetags.money import dollars


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "$0.00"),
        ("0.2", "$0.20"),
        ("0.0150", "$0.015"),
        ("0.0160", "$0.016"),
        ("25", "$25.00"),
        ("1234.5000", "$1,234.50"),
        ("0.0001", "$0.0001"),
        ("100000", "$100,000.00"),
    ],
)
def test_dollars_have_cents_and_more_where_there_is_more(amount: str, shown: str):
    assert dollars(Decimal(amount)) == shown
