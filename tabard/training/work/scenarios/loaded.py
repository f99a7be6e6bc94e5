"""Scenarios as they were loaded, made ready to be played once and kept."""

import json
from functools import lru_cache

from tabard.training.models import Rehearsal, ScenarioVersion
from tabard.training.queries import replies_in
from tabard.training.work.scenarios.folders import shared_signals
from tabard.training.work.scenarios.playing import Said
from tabard.training.work.scenarios.scripts import Script, script_from


def script_of(version: ScenarioVersion) -> Script:
    """Give the script of a version; making one ready takes a while, so it is kept."""
    return _script(json.dumps(version.told, sort_keys=True))


@lru_cache(maxsize=64)
def _script(told: str) -> Script:
    return script_from(json.loads(told), shared_signals())


def answers_in(rehearsal: Rehearsal) -> list[Said]:
    """Give what the learner has answered so far; nothing once the conversation was deleted."""
    return [
        Said(one.post.words, one.post.is_private, tuple(one.does)) for one in replies_in(rehearsal)
    ]
