"""Questions across courses, sittings and certificates, and about the code of practice."""

from tabard.training.queries.code import (
    behind,
    code_standing,
    code_standings,
    history,
    newest_code,
    to_be_told,
    versions_since,
    who_agreed,
    with_code,
)
from tabard.training.queries.learning import (
    Outcome,
    answers_of,
    certificates,
    certificates_of,
    current_editions,
    editions_for,
    latest_sitting,
    latest_sittings,
    neighbours,
    outcome_of,
    unanswered,
)
from tabard.training.queries.preparation import is_trained, preparation_of

__all__ = [
    "Outcome",
    "answers_of",
    "behind",
    "certificates",
    "certificates_of",
    "code_standing",
    "code_standings",
    "current_editions",
    "editions_for",
    "history",
    "is_trained",
    "latest_sitting",
    "latest_sittings",
    "neighbours",
    "newest_code",
    "outcome_of",
    "preparation_of",
    "to_be_told",
    "unanswered",
    "versions_since",
    "who_agreed",
    "with_code",
]
