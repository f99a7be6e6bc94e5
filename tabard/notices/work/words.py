"""The words of each kind of notice, which a council can change."""

from tabard.council.settings import Template, places_in
from tabard.notices.work.telling import TOLD
from tabard.record.queries import SENTENCES

# What stands for a place in the example of a notice.
EXAMPLES = {
    "account": "@exampleton_rangers",
    "agreed": "exampleton_rangers",
    "applicant": "Ada Lovelace",
    "author": "Ada Lovelace",
    "because": ": The date is wrong.",
    "by": "Sam Okafor",
    "due_at": "5 December 2026 at 10:30am",
    "handle": "exampleton_ranger",
    "message": "“The mobile library is in Oakford on…”",
    "network": "Bluesky",
    "person": "Ada Lovelace",
    "post": "post “The mobile library is in Oakford on…”",
    "sign": "A resident complained",
    "title": "Riddles from the museum",
    "until": "5 December 2027",
}


def _example(place: str) -> str:
    whose = place.removesuffix("_s")
    if whose != place:
        return f"{EXAMPLES.get(whose, 'Ada Lovelace')}'s"
    return EXAMPLES.get(place, place.replace("_", " "))


class NoticeWords(Template):
    """The words of one kind of notice; as a sentence they begin with a capital."""

    def example(self, value: str) -> str:
        """Show a notice."""
        said = super().example(value)
        return f"{said[:1].upper()}{said[1:]}"


# What is asked of those who are told, where the record only says what was done. Of these kinds
# none but the line manager, and whoever acts for them, is told.
ASKED = {
    "application made": "{by} asks you to endorse an application to be accredited.",
    "application made again": "{by} changed an application to be accredited, and asks you again to "
    "endorse it.",
}


def _words(kind: str) -> NoticeWords:
    sentence = ASKED.get(kind, SENTENCES[kind])
    return NoticeWords(
        f"notices.words_{kind.replace(' ', '_').replace('-', '_')}",
        f"Notice: {kind}",
        default=sentence,
        names={place: _example(place) for place in places_in(sentence)},
        one_line=True,
        help="The record keeps its own words.",
    )


# The words of each kind of notice. An e-mail says the same, without reasons and without posts.
WORDS = {kind: _words(kind) for kind in TOLD}
