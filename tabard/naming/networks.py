"""What a network lets an account be called: lengths, signs, and where they may stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST_ANYWHERE = 253
LONGEST_LABEL = 63
# A host name: what a handle on Bluesky is.
DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HandleRule:
    """What one network takes: from `least` to `most` of its signs, and nothing of `wrong`.

    `joiners` are the signs that may part words, the usual one first. Where a handle is part of a
    host name, the rule is about its first label; where a server may stand behind it, as in
    name@server, about what stands before that. Proposals keep within `offered` characters where
    some servers take less than the network.
    """

    name: str
    least: int
    most: int
    signs: str
    said: str
    joiners: str = ""
    # A pattern that must not be found in a handle, and what to do about it.
    wrong: tuple[tuple[str, str], ...] = ()
    in_domain: bool = False
    at_server: bool = False
    offered: tuple[int, int] = (1, LONGEST_ANYWHERE)

    def label_of(self, handle: str) -> str:
        """Give the part of a handle that tells one account from another."""
        bare = handle.removeprefix("@")
        if self.at_server:
            return bare.partition("@")[0]
        return bare.partition(".")[0] if self.in_domain else bare

    def problem_with(self, handle: str) -> str:
        """Say why the network would not take a handle, in words for people; nothing if it would."""
        return next(self._problems(handle), "")

    def _problems(self, handle: str) -> Iterator[str]:
        label = self.label_of(handle)
        if len(label) > self.most:
            yield f"It has {len(label)} characters, and {self.name} allows {self.most}."
        if len(label) < self.least:
            yield f"It has {len(label)} characters, and {self.name} needs at least {self.least}."
        if not re.fullmatch(f"[{self.signs}]*", label):
            yield f"{self.name} allows {self.said} only."
        for pattern, words in self.wrong:
            if re.search(pattern, label, re.IGNORECASE):
                yield words
        yield from self._problems_of_its_place(handle.removeprefix("@"))

    def _problems_of_its_place(self, handle: str) -> Iterator[str]:
        """Say what is wrong with the domain, or the server, that a handle belongs to."""
        if self.in_domain and not _is_host(handle):
            yield f"A handle on {self.name} is an address, such as name.council.gov.uk."
        _, at, server = handle.partition("@")
        if self.at_server and at and not _is_host(server):
            yield "Behind the name stands its server, such as name@social.council.gov.uk."


def _is_host(name: str) -> bool:
    return len(name) <= LONGEST_ANYWHERE and DOMAIN.fullmatch(name) is not None


ONLY_NUMBERS = (r"^[0-9]+$", "It needs at least one letter.")


def _x() -> HandleRule:
    """Give the rule of X: help.x.com, “Help with username registration” and “Username rules”.

    4 to 15 characters; letters, numbers and underscores; not “Twitter” or “Admin”.
    """
    return HandleRule(
        name="X",
        least=4,
        most=15,
        signs="A-Za-z0-9_",
        said="letters, numbers and underscores",
        joiners="_",
        wrong=((r"twitter|admin", "X keeps the words Twitter and Admin for itself."),),
    )


def _instagram() -> HandleRule:
    """Give the rule of Instagram: its help pages on usernames, and what its form says.

    Up to 30 characters; letters, numbers, full stops and underscores; no full stop at an end, and
    no two together.
    """
    return HandleRule(
        name="Instagram",
        least=1,
        most=30,
        signs="A-Za-z0-9._",
        said="letters, numbers, full stops and underscores",
        joiners="_.",
        wrong=(
            (r"^\.|\.$", "A full stop must not stand at the beginning or the end."),
            (r"\.\.", "Two full stops must not stand together."),
            ONLY_NUMBERS,
        ),
    )


def _facebook() -> HandleRule:
    """Give the rule of a Facebook page's username: facebook.com/help/105399436216001.

    5 to 50 characters; letters, numbers and full stops, which make no difference; no generic
    extension such as .com. The most is what the form takes; the page does not name it.
    """
    return HandleRule(
        name="Facebook",
        least=5,
        most=50,
        signs="A-Za-z0-9.",
        said="letters, numbers and full stops",
        joiners=".",
        wrong=(
            (r"^\.|\.$|\.\.", "A full stop must stand between letters or numbers."),
            (r"\.(com|net|org)$", "It must not end like an address of the web."),
            ONLY_NUMBERS,
        ),
    )


def _pinterest() -> HandleRule:
    """Give the rule of Pinterest: help.pinterest.com, “Edit your profile”, and its form.

    3 to 30 characters; letters, numbers and underscores, not numbers alone.
    """
    return HandleRule(
        name="Pinterest",
        least=3,
        most=30,
        signs="A-Za-z0-9_",
        said="letters, numbers and underscores",
        joiners="_",
        wrong=(ONLY_NUMBERS, (r"^_|_$", "An underscore must stand between letters or numbers.")),
    )


def _linkedin() -> HandleRule:
    """Give the rule of a LinkedIn address: linkedin.com/help/linkedin/answer/87.

    3 to 100 letters or numbers, without the word LinkedIn; hyphens are what it puts in itself.
    """
    return HandleRule(
        name="LinkedIn",
        least=3,
        most=100,
        signs="A-Za-z0-9-",
        said="letters, numbers and hyphens",
        joiners="-",
        wrong=(
            (r"linkedin", "LinkedIn keeps its own name for itself."),
            (r"^-|-$|--", "A hyphen must stand between letters or numbers."),
        ),
    )


def _mastodon() -> HandleRule:
    """Give the rule of a Mastodon server: mastodon/mastodon, app/models/account.rb.

    Up to 30 characters; letters, numbers and underscores. The same name can be had on every
    server, so that a whole handle is name@server.
    """
    return HandleRule(
        name="Mastodon",
        least=1,
        most=30,
        signs="A-Za-z0-9_",
        said="letters, numbers and underscores",
        joiners="_",
        at_server=True,
    )


def _bluesky() -> HandleRule:
    """Give the rule of Bluesky: atproto.com/specs/handle.

    A host name of at most 253 characters, under the council's domain or the server's; its first
    label has up to 63 letters, numbers and hyphens, with no hyphen at an end. Servers that hand
    out names themselves take 3 to 18 (bluesky-social/atproto, packages/pds/src/handle/index.ts).
    """
    return HandleRule(
        name="Bluesky",
        least=1,
        most=LONGEST_LABEL,
        signs="A-Za-z0-9-",
        said="letters, numbers and hyphens",
        joiners="-",
        in_domain=True,
        offered=(3, 18),
    )


def _practice() -> HandleRule:
    """Give the rule of the practice network: 3 to 30 small letters, numbers and underscores."""
    return HandleRule(
        name="The practice network",
        least=3,
        most=30,
        signs="a-z0-9_",
        said="small letters, numbers and underscores",
        joiners="_",
    )


RULES: Mapping[str, HandleRule] = {
    "bluesky": _bluesky(),
    "facebook": _facebook(),
    "instagram": _instagram(),
    "linkedin": _linkedin(),
    "mastodon": _mastodon(),
    "pinterest": _pinterest(),
    "practice": _practice(),
    "x": _x(),
}


def label_of(handle: str, network: str) -> str:
    """Give the part of a handle that tells one account from another on its network."""
    return RULES[network].label_of(handle) if network in RULES else handle.removeprefix("@")


def are_the_same(one: str, other: str, network: str) -> bool:
    """Say whether two handles name one account; one without its server fits on any."""
    first, second = (handle.strip().removeprefix("@").casefold() for handle in (one, other))
    if network in RULES and RULES[network].at_server and not ("@" in first and "@" in second):
        first, second = label_of(first, network), label_of(second, network)
    return first == second


def problem_with(handle: str, network: str) -> str:
    """Say why a network would not take a handle; of one without a rule only what holds for all."""
    if len(handle.split()) > 1:
        return "A handle has no spaces."
    if network in RULES:
        return RULES[network].problem_with(handle)
    if len(handle) > LONGEST_ANYWHERE:
        return f"It has {len(handle)} characters, and {LONGEST_ANYWHERE} are the most anywhere."
    return ""
