"""Parting what somebody wrote into words that can be compared, each with its place in the text."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex
import snowballstemmer

STEMMER = snowballstemmer.stemmer("english")
# Left and right quotation marks, a grave and an acute accent: people take any for an apostrophe.
QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019\u0060\u00b4", "'"))
PIECE = regex.compile(
    r"(?P<word>\p{N}+(?:,\p{N}{3})+|[\p{L}\p{N}]+(?:['&@.:/_-]?[\p{L}\p{N}]+)*)"
    r"|(?P<end>[.!?\n]+)"
    r"|(?P<pause>[,;:()\u2013\u2014]|\s-\s)"
    r"|(?P<picture>[\p{Extended_Pictographic}])"
)
# How people write what they say: one word for several, shortened or run together.
SPOKEN: Mapping[str, tuple[str, ...]] = {
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "dont": ("do", "not"),
    "didnt": ("did", "not"),
    "doesnt": ("does", "not"),
    "isnt": ("is", "not"),
    "wasnt": ("was", "not"),
    "arent": ("are", "not"),
    "havent": ("have", "not"),
    "hasnt": ("has", "not"),
    "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"),
    "couldnt": ("could", "not"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "youre": ("you", "are"),
    "youve": ("you", "have"),
    "weve": ("we", "have"),
    "theyre": ("they", "are"),
    "thats": ("that", "is"),
    "its": ("it", "is"),
    "whats": ("what", "is"),
    "let's": ("let", "us"),
    "lets": ("let", "us"),
    "u": ("you",),
    "ur": ("your",),
    "r": ("are",),
    "pls": ("please",),
    "plz": ("please",),
    "thx": ("thanks",),
    "ta": ("thanks",),
    "cheers": ("thanks",),
    "thankyou": ("thank", "you"),
    "soz": ("sorry",),
    "gonna": ("going", "to"),
    "gona": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("have", "to"),
    "tmrw": ("tomorrow",),
    "tomoz": ("tomorrow",),
    "dm": ("message",),
    "dms": ("message",),
}
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "n't": ("not",),
    "'ve": ("have",),
    "'ll": ("will",),
    "'re": ("are",),
    "'d": ("would",),
    "'m": ("am",),
}
# After these “'s” is “is”; after any other word it says whose something is, and is left off.
BEFORE_IS = frozenset(["it", "that", "there", "what", "who", "here", "he", "she", "where", "how"])


@dataclass(frozen=True, slots=True)
class Word:
    """One word, its stem, and where in the text it stands; a sentence and a clause by number."""

    says: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int


def parted(text: str) -> tuple[Word, ...]:
    """Part a text into words; the places are those in the text as it was written."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    sentence = clause = 0
    for found in PIECE.finditer(text.translate(QUOTES)):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind == "end":
            sentence, clause = sentence + 1, clause + 1
        elif kind == "pause":
            clause += 1
        else:
            for said in spoken(found.group()):
                if said == "but":
                    clause += 1
                yield Word(said, stem(said), start, end, sentence, clause)


def spoken(word: str) -> tuple[str, ...]:
    """Write one word out in full: “won't” is “will not”, “u” is “you”."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    if plain in SPOKEN:
        return SPOKEN[plain]
    for ending, stands_for in ENDINGS.items():
        if plain.endswith(ending) and plain != ending:
            return (plain.removesuffix(ending), *stands_for)
    if plain.endswith("'s"):
        before = plain.removesuffix("'s")
        return (before, "is") if before in BEFORE_IS else (before,)
    return (plain,)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Give what the forms of a word have in common: “posts” and “posted” are “post”."""
    return str(STEMMER.stemWord(word))
