"""With what of that which checks noticed a message may go."""

from collections.abc import Collection, Iterable

from tabard.checks.api import Finding as Noticed
from tabard.checks.api import Level
from tabard.common.rules import Refused
from tabard.composing.models import Finding, FindingState, Seen


def may_go_with(findings: Iterable[Finding]) -> Refused | None:
    """What a check stops is put right first, and a warning is answered with a reason."""
    left = [one for one in findings if one.state != FindingState.HEEDED]
    # Also where it was kept while it was a warning or advice.
    if any(one.level == Level.STOP for one in left):
        return Refused("Put right what the checks stop")
    if any(one.level == Level.WARNING and one.state == FindingState.OPEN for one in left):
        return Refused("Say why you keep what the checks warn of, or change it")
    return None


def is_answered(noticed: Iterable[Seen], answered: Collection[str]) -> Refused | None:
    """What is noticed in a post that is to go is put right, or kept with a reason."""
    left = [one for one in noticed if one.finding.level != Level.ADVICE]
    for one in left:
        if one.finding.level == Level.STOP:
            return Refused(f"Put this right{_where(one)}: {one.excerpt or one.finding.why}")
    for one in left:
        if one.fingerprint not in answered:
            what = one.excerpt or one.finding.why
            return Refused(f"Say why you keep this{_where(one)}, or change it: {what}")
    return None


def _where(seen: Seen) -> str:
    """Name the account that says something differently; nothing where all say it."""
    return f" for {seen.account} on {seen.account.network_name}" if seen.account else ""


def nothing_stops(noticed: Iterable[Noticed]) -> Refused | None:
    """What a check stops now goes nowhere, though it did not when it was handed in."""
    stops = [one for one in noticed if one.level == Level.STOP]
    if not stops:
        return None
    return Refused(f"A check stops this post now: {stops[0].why} Send it back to its author.")


def can_be_dismissed(finding: Finding) -> Refused | None:
    """A stop is put right; everything else may be kept, with a reason."""
    if finding.level != Level.STOP:
        return None
    return Refused("This has to be put right before your post can go.")
