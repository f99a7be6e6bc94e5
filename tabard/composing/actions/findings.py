"""What checks noticed about a message, and what its author and a reviewer made of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tabard.accounts.models import Account
from tabard.composing import rules
from tabard.composing.actions.experiments import add_sign
from tabard.composing.models import (
    FINDING_LIFECYCLE,
    LONGEST_SAID,
    Finding,
    FindingState,
    Message,
    Seen,
    SignKind,
)
from tabard.composing.work import COULD_NOT_LOOK, look_at, running
from tabard.people.models import Person
from tabard.record.actions import record

MOVED = (
    "level",
    "part",
    "account",
    "which",
    "start",
    "end",
    "why",
    "what_to_do",
    "state",
    "answered_at",
)


def look_again(message: Message, because: Mapping[str, str], *, by: Person) -> list[Finding]:
    """Have a message checked as it stands now, and keep what came of what was noticed before.

    `because` gives for some findings, by their fingerprint, why they are kept. Given is what is
    noticed now.
    """
    seen = look_at(message)
    held = {one.fingerprint: one for one in message.findings.select_for_update()}
    now = timezone.now()
    broken = {one.finding.check for one in seen.values() if one.finding.kind == COULD_NOT_LOOK}
    seen = {mark: one for mark, one in seen.items() if one.finding.check not in broken}
    # What a check does not look for any more says nothing of whether it was right.
    asked = running() - broken
    gone = [one for mark, one in held.items() if mark not in seen and one.check_name in asked]
    _heed(gone, now)
    _keep(message, seen, held, now)
    _dismiss(message, because, by=by, now=now)
    return list(message.findings.filter(fingerprint__in=list(seen)))


def _heed(gone: Iterable[Finding], now: datetime) -> None:
    """Note that what was noticed is not there any more."""
    changed = [one for one in gone if one.state in FINDING_LIFECYCLE.moves["heed"].starts]
    for one in changed:
        one.state, one.answered_at = FINDING_LIFECYCLE.after(one.state, "heed"), now
    Finding.objects.bulk_update(changed, ["state", "answered_at"])


def _keep(
    message: Message, seen: Mapping[str, Seen], held: Mapping[str, Finding], now: datetime
) -> None:
    """Keep what is noticed for the first time, and where the rest stands by now."""
    Finding.objects.bulk_create(
        [
            Finding(
                message=message, fingerprint=mark, shown_at=now, **_of(one), **_at_first(one, now)
            )
            for mark, one in seen.items()
            if mark not in held
        ]
    )
    there = [one for mark, one in held.items() if mark in seen]
    for one in there:
        for name, value in _of(seen[one.fingerprint]).items():
            setattr(one, name, value)
        _see_again(one, seen[one.fingerprint], now)
    Finding.objects.bulk_update(there, MOVED)


def _at_first(seen: Seen, now: datetime) -> dict[str, Any]:
    """Give where something stands that is noticed for the first time."""
    return {"state": FindingState.RELAXED, "answered_at": now} if seen.is_relaxed else {}


def _see_again(finding: Finding, seen: Seen, now: datetime) -> None:
    """Let something that was noticed before stand where it stands by now."""
    if seen.is_relaxed and FINDING_LIFECYCLE.allows(finding.state, "relax"):
        finding.state = FINDING_LIFECYCLE.after(finding.state, "relax")
        finding.answered_at = now
    elif not seen.is_relaxed and FINDING_LIFECYCLE.allows(finding.state, "come_back"):
        finding.state = FINDING_LIFECYCLE.after(finding.state, "come_back")
        finding.answered_at = None


def _of(seen: Seen) -> dict[str, str | int | Account | None]:
    one = seen.finding
    return {
        "check_name": one.check,
        "kind": one.kind,
        "level": str(one.level),
        "part": str(one.part),
        "account": seen.account,
        "which": one.which,
        "start": one.start,
        "end": one.end,
        "why": one.why,
        "what_to_do": one.what_to_do,
    }


def _dismiss(message: Message, because: Mapping[str, str], *, by: Person, now: datetime) -> None:
    """Note why its author keeps what was noticed; of a stop there is no keeping."""
    for one in message.findings.filter(fingerprint__in=list(because)):
        why = because[one.fingerprint].strip()[:LONGEST_SAID]
        may = FINDING_LIFECYCLE.moves["dismiss"].starts
        if not why or one.state not in may or rules.can_be_dismissed(one):
            continue
        one.state, one.answered_at = FINDING_LIFECYCLE.after(one.state, "dismiss"), now
        one.because = why
        one.save(update_fields=["state", "answered_at", "because"])
        _record("finding dismissed", one, by=by, why=why)


def let_be(message: Message, findings: Iterable[Finding], *, by: Person) -> None:
    """Note that a message is handed in with advice that was passed over."""
    passed_over = [one for one in findings if one.state == FindingState.OPEN]
    if not passed_over:
        return
    for one in passed_over:
        one.state = FINDING_LIFECYCLE.after(one.state, "let_be")
        one.answered_at = timezone.now()
    Finding.objects.bulk_update(passed_over, ["state", "answered_at"])
    checks = sorted({one.check_name for one in passed_over})
    record("advice passed over", message=message.pk, by=by.pk, checks=checks)


def uphold(message: Message, findings: Iterable[int], *, by: Person) -> None:
    """Say that checks were right in what the author kept, as a reviewer sees it."""
    kept = message.findings.select_for_update().filter(
        pk__in=list(findings), state__in=FINDING_LIFECYCLE.moves["uphold"].starts
    )
    for one in kept:
        one.state, one.answered_at = FINDING_LIFECYCLE.after(one.state, "uphold"), timezone.now()
        one.save(update_fields=["state", "answered_at"])
        _record("finding upheld", one, by=by)
        add_sign(message, SignKind.FINDING, f"finding {one.pk}", by=by, said=one.why)


def _record(kind: str, finding: Finding, *, by: Person, why: str = "") -> None:
    told = {"why": why} if why else {}
    record(
        kind,
        concerns=(),
        message=finding.message_id,
        finding=finding.pk,
        check=finding.check_name,
        by=by.pk,
        **told,
    )
