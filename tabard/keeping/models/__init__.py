"""How accounts come to the council, and what becomes of them when their holders go."""

from tabard.keeping.models.adoptions import (
    ADOPTION_LIFECYCLE,
    LONGEST_PROFILE,
    LONGEST_REASON,
    OWN,
    Adoption,
    AdoptionState,
    Brought,
    OlderPosts,
)
from tabard.keeping.models.placings import Placing
from tabard.keeping.models.recalls import (
    LONGEST_PROBLEM,
    RECALL_LIFECYCLE,
    OlderPost,
    Recall,
    RecallState,
)
from tabard.keeping.models.successions import (
    AGREED,
    FAREWELL_STAYS,
    OPEN,
    SUCCESSION_LIFECYCLE,
    Cause,
    Farewell,
    Outcome,
    Succession,
    SuccessionState,
)

__all__ = [
    "ADOPTION_LIFECYCLE",
    "AGREED",
    "FAREWELL_STAYS",
    "LONGEST_PROBLEM",
    "LONGEST_PROFILE",
    "LONGEST_REASON",
    "OPEN",
    "OWN",
    "RECALL_LIFECYCLE",
    "SUCCESSION_LIFECYCLE",
    "Adoption",
    "AdoptionState",
    "Brought",
    "Cause",
    "Farewell",
    "OlderPost",
    "OlderPosts",
    "Outcome",
    "Placing",
    "Recall",
    "RecallState",
    "Succession",
    "SuccessionState",
]
