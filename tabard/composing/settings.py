"""What a council sets of how posts are written, and of the checks and what is its own in them."""

from tabard.checks.api import Level, Phrase, all_checks
from tabard.checks.patterns import UnfitPatternError, compiled
from tabard.connectors import api
from tabard.connectors.links import find_hashtags
from tabard.council.settings import Lines, Number, YesNo

PARTED = "|"
LEVELS = ", ".join(Level)


def _unknown_checks(names: list[str]) -> str | None:
    known = all_checks()
    unknown = [name for name in names if name not in known]
    if not unknown:
        return None
    return f"There is no check “{unknown[0]}”. The checks are: {', '.join(known)}."


def _unfit_levels(lines: list[str]) -> str | None:
    for line in lines:
        name, _, level = (part.strip() for part in line.partition("="))
        if unknown := _unknown_checks([name]):
            return unknown
        if level not in set(Level):
            return f"Write “{name} = ” and one of {LEVELS}."
    return None


def _unfit_phrases(lines: list[str]) -> str | None:
    for line in lines:
        try:
            phrase_of(line)
        except ValueError as unfit:
            return f"“{line[:60]}”: {unfit}"
    return None


def _unfit_patterns(lines: list[str]) -> str | None:
    for line in lines:
        try:
            compiled(line)
        except UnfitPatternError as unfit:
            return f"“{line[:60]}”: {unfit}"
    return None


def _unfit_swearwords(lines: list[str]) -> str | None:
    for line in lines:
        word, _, level = (part.strip() for part in line.partition("="))
        if not word or level not in set(Level):
            return f"Write the word, then = and one of {LEVELS}."
    return None


def phrase_of(line: str) -> Phrase:
    """Read a phrase as a council writes it; ValueError says what is missing."""
    parts = [part.strip() for part in line.split(PARTED)]
    if len(parts) not in {3, 4} or not all(parts):
        raise ValueError("Write the words, why it matters, and what to do, parted by |.")
    words, why, what_to_do = parts[:3]
    level = parts[3] if len(parts) == 4 else str(Level.ADVICE)  # noqa: PLR2004 - the fourth part
    if level not in set(Level):
        raise ValueError(f"The last part is one of {LEVELS}.")
    return Phrase(words, why, what_to_do, Level(level))


def levels_of(lines: list[str]) -> dict[str, Level]:
    """Read the levels that a council gives to checks."""
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): Level(level.strip()) for name, _, level in pairs}


def _unfit_hashtags(lines: list[str]) -> str | None:
    for line in lines:
        found = [one.text for one in find_hashtags(line)]
        if found != [line.removeprefix("#")] or "#" in found[0]:
            return f"“{line[:60]}” is no hashtag. Write one on each line, such as #OakfordPark."
    return None


def _unfit_mentions(lines: list[str]) -> str | None:
    for line in lines:
        try:
            mentions_of([line])
        except ValueError as unfit:
            return f"“{line[:60]}”: {unfit}"
    return None


def mentions_of(lines: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read whom posts can name, each with networks and handles; ValueError says what is missing."""
    return [_mention(*(part.strip() for part in line.split(PARTED))) for line in lines]


def _mention(name: str, *handles: str) -> tuple[str, list[tuple[str, str]]]:
    pairs = [tuple(part.strip() for part in one.split("=", 1)) for one in handles]
    known = api.all_connectors()
    if not name or not pairs:
        raise ValueError("Write the name, then a network = the handle there, parted by |.")
    for network, *handle in pairs:
        if network not in known:
            raise ValueError(f"There is no network “{network}”. There are: {', '.join(known)}.")
        if not handle or not handle[0].startswith("@") or " " in handle[0]:
            raise ValueError(f"Write the handle on {network} with its @, such as @police.example.")
    return name, [(network, handle) for network, handle in pairs]


CHECKS_OFF = Lines(
    "composing.checks_off",
    "Checks that are switched off",
    default=[],
    check=_unknown_checks,
    help="One on each line, by the short name that the page of the checks gives.",
)
CHECK_LEVELS = Lines(
    "composing.check_levels",
    "Checks that are taken more or less seriously",
    default=[],
    check=_unfit_levels,
    help="One on each line, such as “phone = advice”. Advice can be passed over, a warning wants a "
    "reason, and a stop has to be put right.",
)
OWN_NUMBERS = Lines(
    "composing.own_numbers",
    "Telephone numbers that are the council's own, or public",
    default=[],
    help="One on each line. They may stand in any post.",
)
OWN_ADDRESSES = Lines(
    "composing.own_addresses",
    "Addresses that are the council's own, or public",
    default=[],
    help="One on each line, such as Town Hall, High Street, EX1 1AA. They may stand in any post.",
)
OWN_DOMAINS = Lines(
    "composing.own_domains",
    "Domains that are the council's own, beside its main one",
    default=[],
    help="One on each line, without www. E-mail addresses there may stand in any post.",
)
PLACES = Lines(
    "composing.places",
    "Places, parks, schools and buildings of the area",
    default=[],
    help="One on each line. None of them is taken for the name of a person.",
)
ROADS = Lines(
    "composing.roads",
    "Roads of the area",
    default=[],
    help="One on each line. None of them is taken for the name of a person.",
)
EXEMPT_PROJECTS = Lines(
    "composing.exempt_projects",
    "Projects that must not be named in public",
    default=[],
    help="One on each line, as colleagues write it. A post that names one is stopped.",
)
PUBLIC_REFERENCES = Lines(
    "composing.public_references",
    "References that are public",
    default=[],
    check=_unfit_patterns,
    help="One regular expression on each line, such as CAS-2026-[0-9]+. What it fits as a whole is "
    "not taken for a resident's case or complaint.",
)
CASE_REFERENCES = Lines(
    "composing.case_references",
    "References of cases and complaints, as the council writes them",
    default=[],
    check=_unfit_patterns,
    help="One regular expression on each line, such as SR[0-9]{6}. What it finds stays private.",
)
ALLOWED = Lines(
    "composing.allowed",
    "Words that no check is to mind",
    default=[],
    help="One on each line, such as the name of a village that looks like a swearword.",
)
SWEARWORDS = Lines(
    "composing.swearwords",
    "Swearwords that the council adds",
    default=[],
    check=_unfit_swearwords,
    help="One on each line, with its level: word = advice, warning or stop.",
)
INTERNAL_HOSTS = Lines(
    "composing.internal_hosts",
    "Web addresses that residents cannot open",
    default=[],
    help="One host on each line, such as intranet.example.gov.uk.",
)
BUSINESSES = Lines(
    "composing.businesses",
    "Businesses that posts should not promote",
    default=[],
    help="One on each line.",
)
PHRASES = Lines(
    "composing.phrases",
    "Words that the council wants to be noticed",
    default=[],
    check=_unfit_phrases,
    help="One on each line: the words | why it matters | what to do | advice, warning or stop. "
    "For example: tip | residents say recycling centre | Write “recycling centre” | advice",
)
HASHTAGS = Lines(
    "composing.hashtags",
    "Hashtags that posts are offered",
    default=[],
    check=_unfit_hashtags,
    help="One on each line, with its #, each word with a capital: #OakfordPark. Whoever types # in "
    "a post is shown them.",
)
MENTIONS = Lines(
    "composing.mentions",
    "Whom posts are offered to name, beside the council's own accounts",
    default=[],
    check=_unfit_mentions,
    help="One on each line: the name | a network = the handle there | another = the handle there. "
    "For example: County Police | x = @countypolice | bluesky = @police.example.uk",
)
MOST_PARTS = Number(
    "composing.most_parts",
    "The most posts into which one is split as a thread",
    default=10,
    least=2,
    most=25,
    help="A post that would need more has to be shortened. Residents seldom read a long thread to "
    "its end, and some networks charge for each post of it.",
)
READ_PAGES = YesNo(
    "composing.read_pages",
    "Whether pages that posts link to are read",
    default=True,
    help="Each page is fetched once while its post is written, so that title and picture are shown "
    "beside the link, and links that lead nowhere are noticed.",
)
READ_AGAIN_AFTER = Number(
    "composing.read_pages_again_after",
    "Hours after which a linked page is read again",
    default=24,
    least=1,
    most=720,
    help="Only while somebody writes a post that links to it.",
)
REMIND_BEFORE = Number(
    "composing.remind_before",
    "Hours before its time when reviewers are reminded of a post",
    default=4,
    least=1,
    most=240,
    help="Those are reminded who are on the rota of that day, or all of them where nobody is.",
)
REMIND_AFTER = Number(
    "composing.remind_after",
    "Hours after which reviewers are reminded of a post without a time",
    default=4,
    least=1,
    most=240,
    help="It is to go as soon as it is approved.",
)
ESCALATE_BEFORE = Number(
    "composing.escalate_before",
    "Hours before its time when everybody who reviews is told of a post",
    default=1,
    least=1,
    most=240,
    help="The programme team is among them.",
)
ESCALATE_AFTER = Number(
    "composing.escalate_after",
    "Hours after which everybody who reviews is told of a post without a time",
    default=24,
    least=1,
    most=240,
    help="The programme team is among them.",
)
LOOKING_MINUTES = Number(
    "composing.looking_minutes",
    "Minutes for which others see who is looking at a post that waits for a review",
    default=10,
    least=1,
    most=120,
    help="They are counted from when somebody last opened it. Others can decide all the same.",
)
