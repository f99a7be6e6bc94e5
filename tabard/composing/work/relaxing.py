"""Letting be what the checks notice that an experiment does without."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from tabard.checks.api import Level
from tabard.composing.models import Seen


def relax(seen: Iterable[Seen], relaxed: Collection[str]) -> list[Seen]:
    """Let what relaxed checks notice be advice; what is stopped stays stopped."""
    return [
        replace(one, finding=replace(one.finding, level=Level.ADVICE), is_relaxed=True)
        if one.finding.check in relaxed and one.finding.level != Level.STOP
        else one
        for one in seen
    ]
