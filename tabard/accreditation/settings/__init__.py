"""What a council sets of applying, of being accredited and of the trust ladder."""

from tabard.accreditation.settings.applying import (
    DAYS_TO_ANSWER,
    DAYS_TO_APPEAL,
    DAYS_TO_CONNECT,
    DECLINE_REASONS,
    MANAGER_AGREES,
    MANAGER_QUESTIONS,
    NAMING_RULE,
    REMIND_AFTER,
    SEND_BACK_REASONS,
)
from tabard.accreditation.settings.governing import (
    DAYS_BETWEEN_CHASING,
    DAYS_TO_HEAR_A_SUSPENSION,
    DAYS_TO_REVIEW_A_SUSPENSION,
    NIGHT_HOUR,
)
from tabard.accreditation.settings.ladder import (
    DAYS_TO_APPEAL_A_MOVE,
    FIRST_RUNG,
    WEEKS_TO_REVIEW,
    ladder_rules,
)
from tabard.accreditation.settings.renewing import (
    MOST_DAYS_PUT_OFF,
    RENEWAL_AGREES,
    RENEWAL_MONTHS,
    RENEWAL_REMINDERS,
    REVIEW_QUESTIONS,
    reminder_steps,
)

__all__ = [
    "DAYS_BETWEEN_CHASING",
    "DAYS_TO_ANSWER",
    "DAYS_TO_APPEAL",
    "DAYS_TO_APPEAL_A_MOVE",
    "DAYS_TO_CONNECT",
    "DAYS_TO_HEAR_A_SUSPENSION",
    "DAYS_TO_REVIEW_A_SUSPENSION",
    "DECLINE_REASONS",
    "FIRST_RUNG",
    "MANAGER_AGREES",
    "MANAGER_QUESTIONS",
    "MOST_DAYS_PUT_OFF",
    "NAMING_RULE",
    "NIGHT_HOUR",
    "REMIND_AFTER",
    "RENEWAL_AGREES",
    "RENEWAL_MONTHS",
    "RENEWAL_REMINDERS",
    "REVIEW_QUESTIONS",
    "SEND_BACK_REASONS",
    "WEEKS_TO_REVIEW",
    "ladder_rules",
    "reminder_steps",
]
