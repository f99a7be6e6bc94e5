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

__all__ = [
    "ADOPTION_LIFECYCLE",
    "LONGEST_PROFILE",
    "LONGEST_REASON",
    "OWN",
    "Adoption",
    "AdoptionState",
    "Brought",
    "OlderPosts",
]
