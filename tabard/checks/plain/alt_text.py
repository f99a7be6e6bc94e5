"""Alt text: what a picture shows, for people who do not see it."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Part, Picture, Written
from tabard.checks.saying import Says

WHY = "People who do not see the picture have only these words."
MISSING = Says(
    "alt_text_missing", WHY, "Say what the picture shows, and why it is there.", 0.99, Level.WARNING
)
FILE_NAME = Says(
    "alt_text_file_name",
    WHY,
    "Say what the picture shows instead of naming its file.",
    0.95,
    Level.WARNING,
)
OPENING = Says(
    "alt_text_opening",
    "A screen reader already says that it is an image.",
    "Begin with what the picture shows.",
    0.95,
)
SHORT = Says("alt_text_short", WHY, "Say a little more of what the picture shows.", 0.8)
LONG = Says(
    "alt_text_long",
    "It is read out without a pause, and cannot be skipped through.",
    "Keep to one or two sentences, and put the rest into the post.",
    0.8,
)
REPEATED = Says(
    "alt_text_repeats",
    "It is read out twice, and the picture is still not told.",
    "Say what the picture shows.",
    0.9,
)
OPENS = re.compile(
    r"\W*(?:an? |the |this is an? )?(?:image|picture|photo|photograph|pic|graphic|screenshot"
    r"|illustration)s? (?:of|showing|shows|with)\b"
    r"|\W*alt(?:ernative)?[ -]?text\b|\W*(?:image|picture|photo|graphic)\W*$"
)
NAME = re.compile(
    r"\W*(?:[\w-]+\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg)|(?:img|dsc[fn]?|pxl|image"
    r"|screenshot|wp|photo)[ _-]?[0-9][\w -]*|[\w]+_[\w]+)\W*"
)
SHORTEST, LONGEST = 12, 300
FEWEST_WORDS = 2


class AltText:
    """Looks at the alt text of every picture that is not there for decoration alone."""

    name: ClassVar[str] = "Alt text"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: a picture shows what it shows."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Give at most one finding for each picture: what is worst about its alt text."""
        for which, picture in enumerate(written.pictures):
            says = None if picture.decorative else _judge(picture, written.words.lower)
            if says:
                one = says.of(0, len(picture.alt.written))
                yield Finding(
                    one.kind,
                    one.start,
                    one.end,
                    one.why,
                    one.what_to_do,
                    one.sure,
                    one.level,
                    part=Part.ALT_TEXT,
                    which=which,
                )


def _judge(picture: Picture, words: str) -> Says | None:
    alt = picture.alt.lower.strip()
    # The first that is so says it.
    judgements = (
        (MISSING, not alt),
        (FILE_NAME, NAME.fullmatch(alt) or alt == picture.file_name.lower()),
        (OPENING, OPENS.match(alt)),
        (REPEATED, alt == words.strip()),
        (SHORT, len(alt) < SHORTEST or len(picture.alt.tokens) < FEWEST_WORDS),
        (LONG, len(alt) > LONGEST),
    )
    return next((says for says, so in judgements if so), None)
