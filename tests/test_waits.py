"""How long is waited between tries, wherever something is tried again."""

import pytest

from tabard.accounts.work import revoking
from tabard.common.waiting import Waits
from tabard.keeping.work import recalling
from tabard.notices import rules as notices
from tabard.publishing import rules as publishing

# In seconds, after as many tries as the place says.
FROM_A_MINUTE = [60 << tries for tries in range(9)]


@pytest.mark.parametrize(
    ("waits", "seconds"),
    [
        (publishing.WAITS, [*(2 << tries for tries in range(12)), 7_200, 7_200]),
        (notices.WAITS, [*FROM_A_MINUTE[:6], 3_600, 3_600]),
        (recalling.WAITS, [*FROM_A_MINUTE, 21_600, 21_600]),
        (revoking.WAITS, [*FROM_A_MINUTE, 21_600, 21_600]),
    ],
)
def test_waits_double_from_the_first_to_the_longest(waits: Waits, seconds: list[int]):
    assert [waits.after(tries).total_seconds() for tries in range(len(seconds))] == seconds
