"""A business card that telephones and address books read: vCard 4.0 (RFC 6350)."""

from collections.abc import Iterator
from datetime import UTC

from tabard.directory.queries.badges import Badge
from tabard.directory.work.words import one_line

# Octets of a line without its end (RFC 6350, section 3.2).
LONGEST_LINE = 75


def card(badge: Badge) -> str:
    """Write the card; its lines end as the standard asks."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(badge))


def _lines(badge: Badge) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID:{badge.page}"
    yield f"FN:{_escaped(badge.name)}"
    yield f"N:{_escaped(badge.last_name)};{_escaped(badge.first_name)};;;"
    yield f"TITLE:{_escaped(badge.job_title)}"
    yield f"ORG:{_escaped(badge.council)};{_escaped(badge.service)}"
    yield f"EMAIL;TYPE=work:{_escaped(badge.email)}"
    yield f"URL;TYPE=work:{badge.page}"
    for profile in badge.profiles:
        # RFC 9554, section 3.5.
        yield f"SOCIALPROFILE;SERVICE-TYPE={_quoted(profile.network)}:{one_line(profile.address)}"
    yield f"NOTE:{_escaped(f'Official accounts of {badge.council}: check them at {badge.page}')}"
    yield f"REV:{badge.since.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _escaped(words: str) -> str:
    """Escape what has a meaning in a text value (RFC 6350, section 3.4)."""
    said = one_line(words).replace("\\", "\\\\")
    return said.replace(",", "\\,").replace(";", "\\;")


def _quoted(words: str) -> str:
    """Quote the value of a parameter, which may hold anything but quotation marks."""
    return '"{}"'.format(one_line(words).replace('"', "'"))


def _folded(line: str) -> str:
    """Break a line after 75 octets at the most, and never inside a character."""
    parts, part = [], ""
    for sign in line:
        if len(f"{part}{sign}".encode()) > LONGEST_LINE:
            parts.append(part)
            # The space that begins what goes on counts, too.
            part = " "
        part += sign
    return "\r\n".join([*parts, part])
