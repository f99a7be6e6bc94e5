"""What the first page and the navigation are made of, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from tabard.accreditation.models import (
    UNDER_WAY,
    Application,
    ApplicationState,
    Standing,
    StandingKind,
)
from tabard.training.models import Preparation


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things wait for one person, by stage, and whether somebody reports to them."""

    notices: int
    applications: int
    reviews: int
    sent_back: int
    tickets: int
    lost: int
    stopped: int
    code: int
    leads: bool
    # What is frozen just now, which concerns everybody.
    freezes: int = 0
    moves: int = 0
    appeals: int = 0
    suspensions: int = 0
    suspended: int = 0
    renewal: int = 0
    renewals: int = 0
    samples: int = 0
    # The applications again, by what is to be done.
    to_endorse: int = 0
    to_decide: int = 0
    overturned: int = 0
    to_hear: int = 0
    successions: int = 0
    adoptions: int = 0
    farewells: int = 0
    experiments: int = 0
    results: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits: how many, of what, and the page where it is done."""

    count: int
    words: str
    page: str
    # Which thing, where the page is of one alone.
    thing: int | None = None

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.page, args=None if self.thing is None else [self.thing])


APPLICATIONS = "accreditation:waiting"
SUSPENSIONS = "accreditation:suspensions"
LADDER = "accreditation:ladder"
EXPERIMENTS = "composing:experiments"
LEAVERS = "accounts of leavers to decide"
# What can wait: the count, for one and for several, and the page where it is done.
TASKS = (
    ("reviews", "post to review", "posts to review", "composing:waiting"),
    ("samples", "sent post to look at", "sent posts to look at", "publishing:samples"),
    ("to_endorse", "application to endorse", "applications to endorse", APPLICATIONS),
    ("to_decide", "application to decide", "applications to decide", APPLICATIONS),
    (
        "overturned",
        "application to accredit after its appeal, once the applicant is ready",
        "applications to accredit after their appeals, once the applicants are ready",
        APPLICATIONS,
    ),
    (
        "to_hear",
        "appeal of an application to hear",
        "appeals of applications to hear",
        APPLICATIONS,
    ),
    ("suspended", "suspension to read", "suspensions to read", "accreditation:mine"),
    ("suspensions", "suspension to see to", "suspensions to see to", SUSPENSIONS),
    ("renewal", "accreditation to renew", "accreditations to renew", "accreditation:renew"),
    ("renewals", "renewal to look at", "renewals to look at", "accreditation:renewals"),
    ("moves", "move on the ladder to decide", "moves on the ladder to decide", LADDER),
    ("appeals", "appeal to decide", "appeals to decide", LADDER),
    ("experiments", "experiment to decide", "experiments to decide", EXPERIMENTS),
    (
        "results",
        "experiment of yours that waits for its result",
        "experiments of yours that wait for their results",
        EXPERIMENTS,
    ),
    ("adoptions", "adoption to decide", "adoptions to decide", "keeping:adoptions"),
    ("successions", "account of a leaver to decide", LEAVERS, "keeping:leavers"),
    ("farewells", "farewell post to write", "farewell posts to write", "keeping:going"),
    ("sent_back", "post sent back to you", "posts sent back to you", "publishing:posts"),
    ("stopped", "post that did not go", "posts that did not go", "publishing:posts"),
    ("lost", "account to connect again", "accounts to connect again", "accounts:mine"),
    ("code", "change of the code to agree to", "changes of the code to agree to", "training:code"),
    ("tickets", "account to connect", "accounts to connect", "accounts:mine"),
    ("notices", "unread notice", "unread notices", "notices:list"),
)


def tasks(
    counts: Counts, application: Application | None, preparation: Preparation | None = None
) -> list[Task]:
    """Put what waits into words, and leave out what does not."""
    found = [(getattr(counts, name), words) for name, *words in TASKS]
    waiting = [
        Task(count, one if count == 1 else several, page)
        for count, (one, several, page) in found
        if count
    ]
    waiting = [*_to_prepare(preparation), *waiting] if preparation else waiting
    if application is not None and application.state == ApplicationState.SENT_BACK:
        change = Task(1, "application to change", "accreditation:change", application.pk)
        return [change, *waiting]
    return waiting


def _to_prepare(preparation: Preparation) -> Iterator[Task]:
    """Give what an applicant has still to do before they can be accredited."""
    if not preparation.is_trained:
        yield Task(1, "course to pass before you can be accredited", "training:courses")
    if not preparation.code.may_begin:
        words = "code of practice to agree to before you can be accredited"
        yield Task(1, words, "training:code")
    left = preparation.practice.needed - preparation.practice.passed
    if left > 0:
        several = "" if left == 1 else "s"
        words = f"practice scenario{several} to pass before you can be accredited"
        yield Task(left, words, "training:scenarios")


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A post of somebody's that another person took down, until its author has looked."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Stands:
    """How somebody stands, in words, the page that says more, and whether to offer to apply."""

    words: str
    more: str
    url: str
    offers_to_apply: bool = False


def stands(standing: Standing, application: Application | None, *, may_apply: bool) -> Stands:
    """Say how somebody stands, and where their last application is."""
    mine = reverse("accreditation:mine")
    if application is not None and application.state in UNDER_WAY:
        return Stands(_together(standing, _under_way(application)), "See your application", mine)
    if application is not None and _is_declined(application, standing):
        url = reverse("accreditation:application", args=[application.pk])
        words = _together(standing, "Your application was declined.")
        return Stands(words, "See why, and what would change the answer", url)
    can = " You can apply." if may_apply and standing.kind == StandingKind.NONE else ""
    offers = may_apply and standing.kind != StandingKind.LAPSED
    return Stands(f"{standing.why}{can}", "See your accreditation", mine, offers)


def _is_declined(application: Application, standing: Standing) -> bool:
    """Say whether the last answer to somebody who may not speak was no."""
    return (
        application.state in {ApplicationState.DECLINED, ApplicationState.UPHELD}
        and standing.kind in {StandingKind.NONE, StandingKind.ENDED}
        and (standing.since is None or application.applied_at > standing.since)
    )


def _together(standing: Standing, words: str) -> str:
    if standing.kind == StandingKind.NONE:
        return words
    end = "" if standing.why.endswith((".", ".”")) else "."
    return f"{standing.why}{end} {words}"


WITH_OTHERS: dict[str, str] = {
    ApplicationState.SENT_BACK: "Your application was sent back to you.",
    ApplicationState.ENDORSED: "Your application is with the programme team.",
    ApplicationState.APPEALED: "Your appeal is with whoever hears it.",
}


def _under_way(application: Application) -> str:
    manager = application.applicant.manager
    if application.state in WITH_OTHERS:
        return WITH_OTHERS[application.state]
    if manager is None:
        return "Your application waits: nobody is entered as your line manager."
    return f"Your application is with {manager}."


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    count: int = 0
