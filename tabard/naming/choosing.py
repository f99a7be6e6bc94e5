"""What somebody can call an account: proposals, and what is wrong with a handle of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from tabard.naming.known import Known, may_be_called
from tabard.naming.proposals import Whose, proposals

MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Naming:
    """The council's naming rule for one person, and the names that they cannot have."""

    whose: Whose
    templates: Sequence[str]
    known: Known

    def proposals(self, network: str) -> list[str]:
        """Give handles that work on a network, the best first."""
        return proposals(network, self.whose, self.templates, self.known)

    def problem_with(self, handle: str, network: str) -> str:
        """Say why a handle does not do, and which ones would; nothing if it does."""
        refusal = may_be_called(handle, network, self.known)
        if refusal is None:
            return ""
        others = self.proposals(network)[:MOST_ALTERNATIVES]
        could = f" You could use {_either(others)}." if others else ""
        return f"“{handle}” cannot be used. {refusal.why}{could}"


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
