"""What a council sets of renewals."""

from collections.abc import Sequence

from tabard.common.waiting import days_before, wrong_with_days_or_no_day
from tabard.council.settings import Lines, Number


def _in_words(lines: Sequence[str]) -> str:
    first, *others = days_before(lines)
    then = f", and is reminded {' and '.join(map(str, others))} days before it" if others else ""
    return f"Somebody can renew from {first} days before the last day{then}."


RENEWAL_REMINDERS = Lines(
    "accreditation.renewal_reminders",
    "Days before the end of an accreditation on which its person is told to renew it",
    default=["60", "30", "7"],
    check=wrong_with_days_or_no_day,
    example=_in_words,
    help="One on each line. From the first of these days on it can be renewed.",
)
RENEWAL_MONTHS = Number(
    "accreditation.renewal_months",
    "Months for which an accreditation is renewed",
    default=12,
    least=1,
    most=24,
    help="Counted from the day on which it ends. The programme team can choose an earlier day "
    "where it is asked.",
)
MOST_DAYS_PUT_OFF = Number(
    "accreditation.most_days_put_off",
    "Days at the most for which the end of an accreditation is put off",
    default=400,
    least=0,
    most=1_000,
    help="It is put off while its person is away or suspended, so that they have some days to "
    "renew when they are back. Long enough for a year of parental leave. After them it runs out, "
    "and posts are checked first until it is renewed.",
)
REVIEW_QUESTIONS = Lines(
    "accreditation.review_questions",
    "Questions with which somebody looks back before they renew",
    default=[
        "What went well?",
        "What was hard?",
        "What would you do differently?",
        "Who answers while you are away, and does that still work?",
    ],
    help="One on each line. A few are enough: it should take no longer than ten minutes.",
)
RENEWAL_AGREES = Lines(
    "accreditation.renewal_agrees",
    "What a line manager agrees to by endorsing again",
    default=[
        "I have seen what came of it, and it is worth the working time that it takes.",
        "I stand behind it when a post that kept to the code of practice draws criticism.",
        "I tell the programme team when the job changes, or when somebody leaves.",
    ],
    help="One on each line.",
)


def reminder_steps() -> list[int]:
    """Give the days before the end on which people are told, the first one first."""
    return days_before(RENEWAL_REMINDERS.value)
