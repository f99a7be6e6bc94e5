"""Every word that stands in an e-mail about notices."""

from typing import Any

from tabard.council.settings import Template, UnfitError


class LinkWords(Template):
    """The words of a link, of which there have to be some."""

    def _fit(self, value: Any) -> str:
        text = super()._fit(value)
        if not text:
            raise UnfitError("Enter some words: without them nobody could follow the link.")
        return text


COUNCIL, FIRST_NAME, THINGS = "Exampleton County Council", "Ada", "3 things"
ONE = "Sam Okafor approved your post 12."
ABOUT = {"council": COUNCIL, "first_name": FIRST_NAME, "things": THINGS}
HELP = "The list of what happened, with its links, stands after it."

SUBJECT_ONE = Template(
    "notices.subject_one",
    "Subject of an e-mail about one thing",
    default="{council}: {what}",
    names={"council": COUNCIL, "first_name": FIRST_NAME, "what": ONE},
    one_line=True,
)
SUBJECT_SEVERAL = Template(
    "notices.subject_several",
    "Subject of an e-mail about several things",
    default="{council}: {things} for you in Tabard",
    names=ABOUT,
    one_line=True,
)
SUBJECT_DAILY = Template(
    "notices.subject_daily",
    "Subject of the daily e-mail",
    default="{council}: your day in Tabard, {things}",
    names=ABOUT,
    one_line=True,
)
SUBJECT_URGENT = Template(
    "notices.subject_urgent",
    "Subject of an urgent e-mail",
    default="Please look now: {what}",
    names={"council": COUNCIL, "first_name": FIRST_NAME, "what": ONE},
    one_line=True,
)
OPENING_SOON = Template(
    "notices.opening_soon",
    "Opening of an e-mail",
    default="Hello {first_name},\n\nthis concerns you in Tabard:",
    names=ABOUT,
    help=HELP,
)
OPENING_DAILY = Template(
    "notices.opening_daily",
    "Opening of the daily e-mail",
    default="Hello {first_name},\n\nthis has happened in Tabard since the last daily e-mail:",
    names=ABOUT,
    help=HELP,
)
OPENING_URGENT = Template(
    "notices.opening_urgent",
    "Opening of an urgent e-mail",
    default="Hello {first_name},\n\nplease look at this now:",
    names=ABOUT,
    help=HELP,
)
CLOSING = Template(
    "notices.closing",
    "Closing of every e-mail",
    default="{council}",
    names=ABOUT,
    help="It stands below the list. The links to choose and to stop e-mails follow by themselves.",
)
HEADING_WAITING = Template(
    "notices.heading_waiting",
    "Heading in an e-mail: what waits for you",
    default="What waits for you",
    names={},
    one_line=True,
)
HEADING_MINE = Template(
    "notices.heading_mine",
    "Heading in an e-mail: what happened to yours",
    default="What happened to yours",
    names={},
    one_line=True,
)
HEADING_LOOKED_AFTER = Template(
    "notices.heading_looked_after",
    "Heading in an e-mail: what you look after",
    default="What you look after",
    names={},
    one_line=True,
)
ONE_THING = Template(
    "notices.one_thing",
    "What {things} says of one",
    default="1 thing",
    names={},
    one_line=True,
)
SEVERAL_THINGS = Template(
    "notices.several_things",
    "What {things} says of several",
    default="{number} things",
    names={"number": "3"},
    one_line=True,
)


MORE = LinkWords(
    "notices.more",
    "Link to what an e-mail has no room for",
    default="And {number} more",
    names={"number": "7"},
    one_line=True,
)
CHOOSE = LinkWords(
    "notices.choose",
    "Link to choose what one is e-mailed",
    default="Choose what you are e-mailed, and when",
    names={},
    one_line=True,
)
STOP = LinkWords(
    "notices.stop",
    "Link to stop e-mails",
    default="Get no more e-mails like this one",
    names={},
    one_line=True,
)
REASON = Template(
    "notices.reason",
    "Why an urgent e-mail comes at any hour",
    default="You get this at any hour, because {because}.",
    names={"because": "a post may put somebody in danger"},
    one_line=True,
)
BECAUSE_SUSPENSION = Template(
    "notices.because_suspension",
    "What {because} says of a suspension",
    default="you have to know at once when somebody may not speak for the council",
    names={},
    one_line=True,
)
BECAUSE_DANGER = Template(
    "notices.because_danger",
    "What {because} says of a post that has to go",
    default="a post may put somebody in danger",
    names={},
    one_line=True,
)
BECAUSE_FREEZE = Template(
    "notices.because_freeze",
    "What {because} says of a freeze of posts",
    default="you have to know at once when no post goes",
    names={},
    one_line=True,
)
BECAUSE_SECURITY = Template(
    "notices.because_security",
    "What {because} says of the safety of accounts and sign-ins",
    default="an account or a sign-in may be in the wrong hands",
    names={},
    one_line=True,
)
