"""Which names a reader could take for one another."""

import unicodedata
from collections.abc import Iterable

# Signs that look like a Latin letter: Cyrillic and Greek ones as far as they are taken for it in
# handles (after Unicode's confusables, UTS 39), and digits.
LOOKS = {
    "a": "\u0430\u03b1",
    "b": "\u0432\u03b2",
    "c": "\u0441",
    "d": "\u0501",
    "e": "\u0435\u03b53",
    "f": "\u0493",
    "g": "\u0261",
    "h": "\u04bb\u043d",
    "j": "\u0458",
    "k": "\u043a\u03ba",
    "l": "i1|!\u0131\u0456\u04cf\u03b9\u0142",
    "m": "\u043c",
    "n": "\u03b7",
    "o": "0\u043e\u03bf",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "r": "\u0433",
    "s": "5\u0455",
    "t": "\u0442\u03c4",
    "u": "\u03c5",
    "v": "\u0475\u03bd",
    "w": "\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443\u03b3",
}
LETTERS = {ord(sign): letter for letter, signs in LOOKS.items() for sign in signs}
PAIRS = (("rn", "m"), ("vv", "w"))
# What people overlook between letters.
OVERLOOKED = str.maketrans("", "", "_-.")


def skeleton(name: str) -> str:
    """Give what is left of a name for a hasty reader: equal skeletons, confusable names."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    said = letters.translate(LETTERS).translate(OVERLOOKED)
    for pair, letter in PAIRS:
        said = said.replace(pair, letter)
    return said


def looks_like(name: str, ours: Iterable[str]) -> str:
    """Find which of our names this one could be taken for; the name itself is no look-alike."""
    seen = skeleton(name)
    return next((one for one in ours if one != name.lower() and skeleton(one) == seen), "")
