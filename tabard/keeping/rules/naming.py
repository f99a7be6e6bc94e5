"""Which names residents can be shown, and what is to be seen of an account that comes in."""

from tabard.common.rules import Refused
from tabard.keeping.models import Adoption
from tabard.naming.known import Known
from tabard.naming.networks import RULES, label_of, problem_with


def is_whole(network: str, handle: str) -> Refused | None:
    """An account that exists is named as the network knows it, with what belongs to its handle."""
    # An account that exists has its letters already, however they are typed.
    why = problem_with(handle.lower(), network)
    if why:
        return Refused(why)
    if network in RULES and RULES[network].at_server and "@" not in handle.removeprefix("@"):
        return Refused("Enter the handle with its server, such as name@social.council.gov.uk.")
    return None


def may_be_named(name: str, known: Known) -> Refused | None:
    """No account is shown under a reserved name, or one like a councillor's."""
    why = known.problem_with_words(name)
    return Refused(f"“{name}” cannot be the name of an account. {why}") if why else None


def to_be_looked_at(adoption: Adoption, known: Known) -> list[str]:
    """Say what the panel has to look at in the names of an account before it agrees."""
    handle = known.problem_with(label_of(adoption.handle, adoption.network))
    named = may_be_named(adoption.public_name, known)
    return [
        *([f"The handle {adoption} needs a look. {handle}"] if handle else []),
        *([named.why] if named else []),
    ]
