"""What stands in the DNS beside addresses: the texts (TXT records) of a name."""

from collections.abc import Callable

import dns.exception
import dns.resolver

from tabard.common.env import env

# Seconds for everything that is asked about one name.
PATIENCE = 5.0

type Texts = Callable[[str], list[str]]


class NoAnswerError(Exception):
    """The DNS cannot be asked just now, which says nothing of the name."""


def ask_texts(name: str) -> list[str]:
    """Give the texts of a name; where there is no such name, there are none."""
    try:
        found = _resolver().resolve(
            name, "TXT", lifetime=PATIENCE, search=False, raise_on_no_answer=False
        )
    except dns.resolver.NXDOMAIN:
        return []
    except dns.exception.DNSException as error:
        raise NoAnswerError(f"The DNS says nothing of {name} just now.") from error
    return [b"".join(one.strings).decode("utf-8", "replace") for one in found]


def _resolver() -> dns.resolver.Resolver:
    """Ask the server that the operator has chosen, or the machine's own."""
    chosen = env("DNS", default="")
    if not chosen:
        return dns.resolver.Resolver()
    host, _, port = chosen.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [host.strip("[]")], int(port)
    return resolver
