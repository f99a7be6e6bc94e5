"""Parting what somebody wrote into words that can be compared, each with its place in the text."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import regex
import snowballstemmer

STEMMER = snowballstemmer.stemmer("english")
# Left and right quotation marks, a grave and an acute accent: people take any for an apostrophe.
QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019\u0060\u00b4", "'"))
PIECE = regex.compile(
    r"(?P<word>\p{N}+(?:,\p{N}{3})+|[\p{L}\p{N}]+(?:['&@.:/_-]?[\p{L}\p{N}]+)*)"
    r"|(?P<end>[.!?\n\u2026]+)"
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
    "ill": ("i", "will"),
    "id": ("i", "would"),
    "hes": ("he", "is"),
    "shes": ("she", "is"),
    "theres": ("there", "is"),
    "wheres": ("where", "is"),
    "hows": ("how", "is"),
    "whos": ("who", "is"),
    "dunno": ("do", "not", "know"),
    "should've": ("should", "have"),
    "shouldve": ("should", "have"),
    "could've": ("could", "have"),
    "couldve": ("could", "have"),
    "gunna": ("going", "to"),
    "defo": ("definitely",),
    "defs": ("definitely",),
    "yous": ("you",),
    "ya": ("you",),
    "ure": ("you", "are"),
    "asap": ("soon",),
    "info": ("information",),
    "sos": ("sorry",),
    "apols": ("apologies",),
    "ty": ("thank", "you"),
    "tysm": ("thank", "you"),
    "tks": ("thanks",),
    "thks": ("thanks",),
    "thnx": ("thanks",),
    "cllr": ("councillor",),
    "abt": ("about",),
    "bc": ("because",),
    "cos": ("because",),
    "2moro": ("tomorrow",),
    "tmr": ("tomorrow",),
    "2day": ("today",),
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
# “Sooo sorry”: no word has three of a letter in a row.
LONG_DRAWN = regex.compile(r"(\p{L})\1{2,}")
# After these “'s” is “is”; after any other word it says whose something is, and is left off.
BEFORE_IS = frozenset(["it", "that", "there", "what", "who", "here", "he", "she", "where", "how"])

# What follows the last word of a sentence, up to and with its end.
END = regex.compile(r"[^\p{L}\p{N}]*?[.!?\n\u2026]+")
# Many people leave the question mark out, but hardly anybody writes a full stop instead.
BEGIN_A_QUESTION = frozenset(
    [
        "what",
        "which",
        "who",
        "whose",
        "where",
        "when",
        "how",
        "why",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "have",
        "has",
    ]
)
BEFORE_A_QUESTION = frozenset(["hi", "hello", "hey", "oh", "so", "and", "ok", "okay", "well"])


@dataclass(frozen=True, slots=True)
class Word:
    """One word, its stem, and where in the text it stands; a sentence and a clause by number."""

    says: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    # Whether its sentence is a question.
    is_asked: bool = False


def parted(text: str) -> tuple[Word, ...]:
    """Part a text into words; the places are those in the text as it was written."""
    words = tuple(_words(text))
    asked = set(_questions(words, text))
    return tuple(replace(word, is_asked=word.sentence in asked) for word in words)


def _questions(words: Sequence[Word], text: str) -> Iterator[int]:
    """Give the numbers of sentences that end with a question mark, or begin as a question does."""
    for number, sentence in groupby(words, key=lambda word: word.sentence):
        said = list(sentence)
        first = next((word.says for word in said if word.says not in BEFORE_A_QUESTION), "")
        ends = END.match(text, said[-1].end)
        if (ends and "?" in ends.group()) or (first in BEGIN_A_QUESTION and not ends):
            yield number


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
    plain = LONG_DRAWN.sub(r"\1", unicodedata.normalize("NFKC", word).casefold())
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
