"""The most that a council lets be spent on posts in a month."""

from tabard.council.settings import Number

COUNCIL_CAP = Number(
    "spending.council_cap",
    "US dollars that may be spent on posts in a month, from all accounts together",
    default=250,
    most=100_000,
    help="Networks such as X charge for each post. What would go over this waits, and its author "
    "is told. With 0 nothing is sent that costs anything.",
)
ACCOUNT_CAP = Number(
    "spending.account_cap",
    "US dollars that may be spent on posts in a month from one account",
    default=25,
    most=100_000,
    help="For every account that has no cap of its own; the page of what was spent gives it one.",
)
