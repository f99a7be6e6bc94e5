"""The life cycles as tables: every state can be reached, and the pages are as the code is."""

import pytest
from django.core.management import call_command

from tabard.common.lifecycle import Lifecycle
from tabard.config.management.commands.draw_lifecycles import lifecycles

CYCLES = list(lifecycles())


def test_pages_are_fresh():
    call_command("draw_lifecycles", check=True)


@pytest.mark.parametrize(
    "cycle", [cycle for _, cycle in CYCLES], ids=[type(one.initial).__name__ for _, one in CYCLES]
)
def test_every_state_can_be_reached(cycle: Lifecycle):
    reached = {cycle.initial}
    for _ in cycle.moves:
        reached |= {end for start, _, end in cycle.arrows() if start in reached}

    assert reached == set(type(cycle.initial))


def test_there_are_life_cycles_to_look_at():
    assert len(CYCLES) >= 8
