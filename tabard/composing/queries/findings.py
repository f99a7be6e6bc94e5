"""Questions about what checks noticed, and how often they were right."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from tabard.accounts.models import Account
from tabard.checks.api import About, Level, Part, all_checks
from tabard.composing.models import (
    ANSWERED,
    FINDING_LIFECYCLE,
    RIGHT,
    Finding,
    FindingState,
    LinkedPage,
    Message,
    Precision,
    Seen,
    links_to_read,
    post_of,
)
from tabard.composing.settings import CHECKS_OFF

# In characters: of what was noticed, as much as is shown.
LONGEST_EXCERPT = 80
NOTHING_KNOWN = Precision(0, 0)


def precisions(checks: Collection[str]) -> dict[str, Precision]:
    """Give for each of these checks that found something how often it was right."""
    if not checks:
        return {}
    counted = (
        Finding.objects.filter(check_name__in=checks, state__in=ANSWERED)
        .values("check_name")
        .annotate(of=Count("pk"), right=Count("pk", filter=Q(state__in=RIGHT)))
        .order_by("check_name")
    )
    return {row["check_name"]: Precision(row["right"], row["of"]) for row in counted}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: what it is called, what it is about, and how often it was right."""

    name: str
    title: str
    about: str
    is_off: bool
    precision: Precision

    @property
    def percent(self) -> str:
        """The share that was right."""
        return f"{self.precision.share:.0%}"

    @property
    def low(self) -> str:
        """The lower end of the range in which the true share lies."""
        return f"{self.precision.interval[0]:.0%}"

    @property
    def high(self) -> str:
        """The upper end of the range in which the true share lies."""
        return f"{self.precision.interval[1]:.0%}"


def check_rows() -> list[CheckRow]:
    """Give every installed check, by what it is about."""
    known, off = precisions(set(all_checks())), set(CHECKS_OFF.value)
    rows = [
        CheckRow(
            name,
            kind.name,
            str(kind.about).capitalize(),
            name in off,
            known.get(name, NOTHING_KNOWN),
        )
        for name, kind in all_checks().items()
    ]
    order = [str(about).capitalize() for about in About]
    return sorted(rows, key=lambda row: (order.index(row.about), row.title))


def check_title(name: str) -> str:
    """Give what a check is called; of one that is not installed any more, its short name."""
    kind = all_checks().get(name)
    return kind.name if kind else name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that a check noticed, as it is shown to an author or a reviewer."""

    fingerprint: str
    title: str
    level: str
    excerpt: str
    why: str
    what_to_do: str
    because: str = ""
    can_answer: bool = False
    is_upheld: bool = False
    number: int | None = None
    # The account that says it, if it stands in what is said there alone.
    account: Account | None = None
    is_relaxed: bool = False
    precision: Precision = NOTHING_KNOWN
    part: str = str(Part.WORDS)

    @property
    def is_of_others(self) -> bool:
        """Whether it stands on a page of somebody else's, to which a link leads."""
        return self.part in {Part.LINKED_PAGE, Part.RESHARED}


def noticed_while_writing(
    seen: Iterable[Seen], findings: Iterable[Finding], because: Mapping[str, str]
) -> list[Noticed]:
    """Give what is noticed now, as its author sees it, with the reasons given until now."""
    seen = list(seen)
    known = precisions({one.finding.check for one in seen})
    kept = {one.fingerprint: one for one in findings}
    return [
        Noticed(
            one.fingerprint,
            check_title(one.finding.check),
            str(one.finding.level),
            one.excerpt,
            one.finding.why,
            one.finding.what_to_do,
            because=because.get(one.fingerprint) or _because(kept.get(one.fingerprint)),
            can_answer=one.finding.level != Level.STOP,
            account=one.account,
            is_relaxed=one.is_relaxed,
            precision=known.get(one.finding.check, NOTHING_KNOWN),
            part=str(one.finding.part),
        )
        for one in seen
    ]


def _because(finding: Finding | None) -> str:
    return finding.because if finding else ""


def noticed_in(
    message: Message, findings: Iterable[Finding], pages: Mapping[str, LinkedPage]
) -> list[Noticed]:
    """Give what was noticed in a message and is still there, as a reviewer sees it."""
    findings = [one for one in findings if one.state != FindingState.HEEDED]
    known = precisions({one.check_name for one in findings})
    return [
        Noticed(
            one.fingerprint,
            check_title(one.check_name),
            one.level,
            excerpt_of(_text(message, one, pages)[one.start : one.end]),
            one.why,
            one.what_to_do,
            because=one.because,
            account=one.account,
            is_upheld=one.state == FindingState.UPHELD,
            is_relaxed=one.state == FindingState.RELAXED,
            number=one.pk if one.state in FINDING_LIFECYCLE.moves["uphold"].starts else None,
            precision=known.get(one.check_name, NOTHING_KNOWN),
            part=one.part,
        )
        for one in findings
    ]


def _text(message: Message, finding: Finding, pages: Mapping[str, LinkedPage]) -> str:
    """Give the text that a finding is in."""
    if finding.part == Part.ALT_TEXT:
        return next(iter(message.alts[finding.which :]), "")
    versions = message.versions.all()
    said = [one.words for one in versions if one.account_id == finding.account_id]
    words = said[0] if said else message.words
    if finding.part == Part.RESHARED:
        return post_of(words, pages)
    if finding.part == Part.LINKED_PAGE:
        linked = [pages.get(one) for one in links_to_read(words)][finding.which :]
        return linked[0].title if linked and linked[0] else ""
    return words


def excerpt_of(words: str) -> str:
    """Give what was noticed, as much of it as is shown."""
    return words if len(words) <= LONGEST_EXCERPT else f"{words[:LONGEST_EXCERPT]}…"
