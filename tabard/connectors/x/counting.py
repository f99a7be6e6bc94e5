"""Counts words as X does: by the weights and the links of its public twitter-text, configuration 3.

Most letters count 1, what is from further off in Unicode counts 2, an emoji counts 2 however it is
put together, and a link counts 23 however long it is, also one without https:// before it.
"""

import unicodedata
from collections.abc import Iterator
from importlib.resources import files

import regex

LINK_COUNTS = 23
LONGEST_LINK = 4096
# Of a domain: letters in each part, and parts before the last two.
LONGEST_PART, MOST_PARTS = 63, 125
# More than this is no post, whatever links are in it.
LONGEST = 10_000
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

# How the name of a domain may end, as twitter-text lists it.
ENDINGS = files(__package__).joinpath("endings.txt").read_text(encoding="utf-8").split()
ENDING = r"(?:\L<endings>(?![0-9a-zA-Z@+-])|xn--[0-9a-z-]+)"
SPACES = r"\x09-\x0D\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
DIRECTIONS = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
NO_LETTER = r"\uFFFE\uFEFF\uFFFF"
SIGN = rf"[^!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~${SPACES}{NO_LETTER}{DIRECTIONS}]"
ACCENTED = (
    r"\xC0-\xD6\xD8-\xF6\xF8-\xFF\u0100-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268"
    r"\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
IN_PATH = rf"[a-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{ACCENTED}]"
IN_BRACKETS = rf"\((?:{IN_PATH}+|{IN_PATH}*\({IN_PATH}+\){IN_PATH}*)\)"
ENDS_PATH = rf"(?:[+\-a-z\u0400-\u04FF0-9=_#/{ACCENTED}]|{IN_BRACKETS})"
IN_QUERY = r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"
LINK = regex.compile(
    rf"""(?:[^A-Za-z0-9@\uFF20$\#\uFF03{NO_LETTER}]|^)
    (?<link>
      (?:(?<scheme>https?://)|(?<![-_./]))
      (?<domain>(?:{SIGN}++(?:[_-]++{SIGN}++)*+\.){{0,{MOST_PARTS}}}(?:{SIGN}++(?:-++{SIGN}++)*+\.){ENDING})
      (?::[0-9]+)?
      (?<path>/(?:(?:{IN_PATH}|{IN_BRACKETS})*{ENDS_PATH})?)?
      (?:\?{IN_QUERY}*[a-z0-9\-_&=#/])?
    )""",
    regex.IGNORECASE | regex.VERBOSE,
    endings=ENDINGS,
)
BARE_DOMAIN = regex.compile(
    rf"(?:[a-z0-9{ACCENTED}-]+\.)+{ENDING}", regex.IGNORECASE, endings=ENDINGS
)
SHORT_LINK = regex.compile(r"https?://t\.co/[a-z0-9]+", regex.IGNORECASE)
# These are letters to X unless they are marked as pictures.
LETTERS = "[\\xA9\\xAE]"
PICTOGRAM = rf"""(?:
    \p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}} | \p{{Emoji_Presentation}}
    | {LETTERS}\uFE0F | (?!{LETTERS})\p{{Extended_Pictographic}}\uFE0F?
)"""
EMOJI = regex.compile(
    rf"""\p{{RI}}\p{{RI}}
    | [0-9\#*]\uFE0F?\u20E3
    | {PICTOGRAM}(?:[\U000E0020-\U000E007F]+|(?:\u200D{PICTOGRAM})*)""",
    regex.VERBOSE,
)


def count(words: str) -> int:
    """Count the weight of words."""
    words, whole, place = unicodedata.normalize("NFC", words), 0, 0
    if len(words) > LONGEST:
        return len(words)
    for start, end in links(words):
        whole += _weight(words[place:start]) + LINK_COUNTS
        place = end
    return whole + _weight(words[place:])


def _weight(words: str) -> int:
    """Count what is no link: an emoji 2, other signs 1 or 2."""
    bare, emoji = EMOJI.subn("", words)
    light = sum(any(first <= ord(sign) <= last for first, last in LIGHT) for sign in bare)
    return 2 * (emoji + len(bare)) - light


def links(words: str) -> Iterator[tuple[int, int]]:
    """Give where each link begins and ends."""
    for found in LINK.finditer(words):
        start, end = found.span("link")
        if end - start > LONGEST_LINK or not _can_be_asked_for(found["domain"]):
            continue
        if found["scheme"]:
            short = SHORT_LINK.match(words, start)
            yield start, short.end() if short else end
        else:
            bare = [one.span() for one in BARE_DOMAIN.finditer(found["domain"])]
            yield from ((start + first, start + last) for first, last in bare[:-1])
            yield from (
                (start + first, end if found["path"] else start + last) for first, last in bare[-1:]
            )


def _can_be_asked_for(domain: str) -> bool:
    """Say whether each part of a domain is as short as it must be, written in ASCII."""
    return all(
        len(part if part.isascii() else b"xn--" + part.encode("punycode")) <= LONGEST_PART
        for part in domain.split(".")
    )
