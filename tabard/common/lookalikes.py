"""Which names a reader could take for one another."""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

# What Unicode's confusables leave apart and a hasty reader does not: small letters and digits of
# most typefaces, and Cyrillic and Greek ones as far as they are taken for Latin in handles.
LOOKS = {
    "b": "\u0432\u03b2",
    "e": "\u03b53",
    "f": "\u0493",
    "h": "\u043d",
    "k": "\u043a\u03ba",
    "l": "i!",
    "rn": "\u043c",
    "s": "5",
    "t": "\u0442\u03c4",
    "vv": "w",
    "x": "\u03c7",
}
LETTERS = {ord(sign): letter for letter, signs in LOOKS.items() for sign in signs}
# What people overlook between letters, and what cannot be seen at all.
OVERLOOKED = str.maketrans("", "", "_-. \u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
# Entries of the data come wrapped in marks that keep their direction.
DIRECTION = "\u200e\u200f"
MOST_SKELETONS = 50_000


@cache
def prototypes() -> Mapping[int, str]:
    """Give for each sign what it is drawn like, as Unicode's confusables have it (UTS 39).

    The data come with confusable-homoglyphs, which keeps both directions of each pair: those who
    share a prototype are the rays of a star, and the prototype, which may be two letters, is its
    centre.
    """
    told = json.loads((files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    near: defaultdict[str, set[str]] = defaultdict(set)
    for sign, others in told.items():
        for other in others:
            one, two = sign.strip(DIRECTION), other["c"].strip(DIRECTION)
            near[one].add(two)
            near[two].add(one)
    return {
        ord(sign): centre
        for sign in near
        if len(sign) == 1 and (centre := _centre(sign, near)) != sign
    }


def _centre(sign: str, near: Mapping[str, set[str]]) -> str:
    """Give the sign of a star to which all others lead; of two alone, the longer or smaller."""
    return min({sign, *near[sign]}, key=lambda one: (-len(near[one]), -len(one), one))


@lru_cache(MOST_SKELETONS)
def skeleton(name: str) -> str:
    """Give what is left of a name for a hasty reader: equal skeletons, confusable names."""
    seen: list[str] = []
    while name not in seen:
        seen.append(name)
        name = _barer(name)
    # A few rare signs lead to each other in a circle: any of it stands for all.
    return min(seen[seen.index(name) :])


def _barer(name: str) -> str:
    # Ours first: Unicode leads some of these signs to letters of which no reader has heard.
    taken = unicodedata.normalize("NFD", name).translate(LETTERS)
    drawn = taken.translate(prototypes())
    plain = unicodedata.normalize("NFKD", drawn.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return letters.translate(LETTERS).translate(OVERLOOKED)


def looks_like(name: str, ours: Iterable[str]) -> str:
    """Find which of our names this one could be taken for; the name itself is no look-alike."""
    seen = skeleton(name)
    return next((one for one in ours if one != name.lower() and skeleton(one) == seen), "")
