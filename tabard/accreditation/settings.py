"""What a council sets of applying and being accredited."""

from tabard.council.settings import Number

DAYS_TO_CONNECT = Number(
    "accreditation.days_to_connect",
    "Days to connect the accounts after the decision",
    default=30,
    least=1,
    most=365,
    help="When they are over, the programme team can open the time again.",
)
