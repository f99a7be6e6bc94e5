"""When e-mails are sent, and how long is kept what was."""

from datetime import date, datetime

from tabard.council.settings import Lines, Number, YesNo

DAY = "%d %B %Y"


def days_in(lines: list[str]) -> frozenset[date]:
    """Read days that are written one on a line, such as 25 December 2026."""
    return frozenset(datetime.strptime(line, DAY).date() for line in lines)  # noqa: DTZ007 - a day has no zone


def _only_days(lines: list[str]) -> str | None:
    for line in lines:
        try:
            days_in([line])
        except ValueError:
            return f"Write each day like 25 December 2026. “{line}” is not one."
    return None


BATCH_MINUTES = Number(
    "notices.batch_minutes",
    "Minutes in which things that happen become one e-mail",
    default=15,
    least=0,
    most=240,
    help="What is urgent is e-mailed at once, whatever this says.",
)
DAILY_HOUR = Number(
    "notices.daily_hour",
    "Hour of the daily e-mail",
    default=8,
    least=0,
    most=23,
    help="By the council's own clock. Where this is a quiet hour, the e-mail waits for its end.",
)
QUIET_FROM = Number(
    "notices.quiet_from_hour",
    "Hour at which the quiet hours begin",
    default=18,
    least=0,
    most=23,
    help="People can choose hours of their own. Only what is urgent is e-mailed in quiet hours.",
)
QUIET_UNTIL = Number(
    "notices.quiet_until_hour",
    "Hour at which the quiet hours end",
    default=8,
    least=0,
    most=23,
    help="Choose the hour at which they begin, and there are none.",
)
QUIET_WEEKENDS = YesNo("notices.quiet_weekends", "Whether weekends are quiet", default=True)
DAYS_OFF = Lines(
    "notices.days_off",
    "Bank holidays and other days that are quiet",
    default=[],
    check=_only_days,
    help="One on each line, such as 25 December 2026.",
)
KEEP_NOTICES = Number(
    "notices.keep_notices_days",
    "Days that a notice is kept",
    default=365,
    least=31,
    most=3_650,
    help="What happened stays in the record.",
)
KEEP_EMAILS = Number(
    "notices.keep_emails_days",
    "Days that is kept to whom an e-mail went",
    default=90,
    least=1,
    most=3_650,
    help="The words of an e-mail are not kept at all.",
)
