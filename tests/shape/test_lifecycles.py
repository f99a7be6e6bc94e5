"""The life cycles as tables: every state can be reached, and the pages are as the code is."""

import pytest
from django.core.management import call_command

from tabard.common.lifecycle import Lifecycle
from tabard.config.management.commands.draw_lifecycles import lifecycles

CYCLES = list(lifecycles())


def test_pages_are_fresh():
    call_command("draw_lifecycles", check=True)


@pytest.mark.parametrize(("app", "cycle"), CYCLES, ids=[f"{a}-{c.initial!r}" for a, c in CYCLES])
def test_every_state_can_be_reached(app: str, cycle: Lifecycle):
    reached = {cycle.initial}
    for _ in cycle.moves:
        reached |= {end for start, _, end in cycle.arrows() if start in reached}

    assert reached == set(type(cycle.initial))


def test_there_are_life_cycles_to_look_at():
    assert len(CYCLES) == 5
