"""Sees to it that those who speak for the council hear of the code, and of their certificates."""

from tabard.accreditation.queries import with_standing
from tabard.training import actions as training


def remind_of_code() -> int:
    """Tell those with a standing who have yet to agree to the code; say how many were told."""
    return training.remind_of_code(with_standing())


def remind_of_certificates() -> int:
    """Tell those with a standing whose certificate runs out soon, or has; say how many."""
    return training.remind_of_certificates(with_standing())
