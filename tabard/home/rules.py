"""Which pages are offered to whom; each page asks for itself who may."""

from collections.abc import Callable
from dataclasses import dataclass

from tabard.home.models import Counts
from tabard.people.models import Person

type Asked = Callable[[Person, Counts], bool]


def everybody(_person: Person, _waiting: Counts) -> bool:
    """Offer it to all who are signed in."""
    return True


def reviewers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who review posts."""
    return person.reviews_messages


def deciders(person: Person, waiting: Counts) -> bool:
    """Offer it to the programme team, whoever leads somebody, and whoever else can do it today."""
    return person.runs_the_pilot or waiting.leads or waiting.applications > 0


def renewers(person: Person, waiting: Counts) -> bool:
    """Offer it to the programme team, whoever leads somebody, and whoever stands in for them."""
    return person.runs_the_pilot or waiting.leads or waiting.renewals > 0


def the_team(person: Person, _waiting: Counts) -> bool:
    """Offer it to the programme team."""
    return person.runs_the_pilot


def overseers(person: Person, _waiting: Counts) -> bool:
    """Offer it to oversight officers and the programme team."""
    return person.oversees or person.runs_the_pilot


def readers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who see the posts of all."""
    return person.oversees or person.reviews_messages


def seers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who see how well accounts work."""
    return person.oversees or person.runs_the_pilot or person.keeps_networks


def watchers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who see what is on its way from everybody."""
    return person.freezes_posts or person.oversees


def freezers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who can stop all posts."""
    return person.freezes_posts


def keepers(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who keep the settings."""
    return person.keeps_settings


def administrators(person: Person, _waiting: Counts) -> bool:
    """Offer it to those who keep the staff."""
    return person.keeps_staff


@dataclass(frozen=True, slots=True)
class Offer:
    """One page, by its short name, with what somebody does there."""

    page: str
    label: str
    words: str
    to: Asked = everybody


# Every place in the product, by what people come for, in the order in which they stand.
GROUPS: dict[str, tuple[Offer, ...]] = {
    "Posts": (
        Offer("publishing:posts", "Your posts", "Write, and see what became of each"),
        Offer("publishing:calendar", "Calendar", "See what goes out, from whom and when"),
        Offer("composing:pool", "Material", "Put what is offered into your own words"),
        Offer("composing:experiments", "Experiments", "Try something new, with a stop rule"),
        Offer("composing:checks", "Checks", "See what they look for, and how often rightly"),
        Offer("composing:waiting", "Reviews", "Check posts before they go", reviewers),
        Offer("publishing:samples", "Samples", "Look at posts after they went", reviewers),
        Offer("publishing:all", "All posts", "See what everybody has sent", readers),
    ),
    "Standing": (
        Offer("accreditation:mine", "Accreditation", "Apply, and see where you stand"),
        Offer("directory:badge", "Your badge", "Show it on your e-mails and profiles"),
        Offer("training:courses", "Training", "Learn, and hold a certificate"),
        Offer("training:code", "Code of practice", "Read it, and agree to it"),
        Offer("accounts:mine", "Accounts", "Connect the accounts that you hold"),
    ),
    "The pilot": (
        Offer("publishing:queue", "Queue", "See what is on its way, and what is stuck", watchers),
        Offer("publishing:freezes", "Freeze", "Stop all posts in an emergency", freezers),
        Offer("accreditation:waiting", "Applications", "Endorse or decide them", deciders),
        Offer("accreditation:renewals", "Renewals", "Endorse again those of your team", renewers),
        Offer("accreditation:people", "People", "See who is accredited, until when", overseers),
        Offer("accreditation:suspensions", "Suspensions", "Tell, and look again", overseers),
        Offer("accreditation:ladder", "Moves", "Decide who is trusted how far", overseers),
        Offer("keeping:leavers", "Leavers", "Decide what becomes of their accounts", overseers),
        Offer("keeping:adoptions", "Adoptions", "Take in accounts that exist already", overseers),
        Offer("keeping:all", "All accounts", "See who holds which, and share them", overseers),
        Offer("spending:spending", "Spending", "See what posts cost, and the caps", overseers),
        Offer("accounts:connections", "Connections", "See which accounts work", seers),
        Offer("training:passed", "Certificates", "See who has passed the assessment", the_team),
        Offer("training:arrangements", "Arrangements", "Give more time, or other ways", the_team),
        Offer("people:everybody", "Staff", "Enter and change staff, give roles", administrators),
        Offer("accounts:networks", "Networks", "Let people connect accounts", administrators),
        Offer("council:settings", "Settings", "Change what the council decides itself", keepers),
        Offer("council:days", "Days", "Enter events, elections and other silences", keepers),
        Offer("notices:preview", "Words of e-mails", "See a whole e-mail, change it", keepers),
        Offer("notices:emails", "E-mails", "See what was sent, and what was not", administrators),
    ),
    "You": (
        Offer("notices:list", "Notices", "Read what you were told"),
        Offer("notices:preferences", "Your e-mails", "Choose what you are e-mailed, and when"),
        Offer("disclosure:record", "Record", "Read what was done, and by whom"),
        Offer("people:away", "Away", "Say when you are, and who stands in"),
        Offer("mfa_index", "Security", "Keep your sign-in safe"),
    ),
    "For residents": (
        Offer("directory:list", "Find people", "See who speaks for the council"),
        Offer("directory:check", "Check an account", "Find out whether it is ours"),
        Offer("composing:learned", "What we try", "Read what was learned from experiments"),
        Offer("practice:timeline", "Practice network", "See what people try out inside"),
    ),
}
OFFERS = {offer.page: offer for group in GROUPS.values() for offer in group}


def offered(person: Person, waiting: Counts) -> dict[str, list[Offer]]:
    """Give every page that is of use to somebody, by group; groups with none are left out."""
    found = {
        group: [offer for offer in offers if offer.to(person, waiting)]
        for group, offers in GROUPS.items()
    }
    return {group: offers for group, offers in found.items() if offers}
