"""What the worker looks after, again and again."""

from tabard.config.management.commands.worker import ON_EVERY_SWEEP
from tabard.training.work.forgetting import forget_answers, forget_arrangements


def test_worker_forgets_what_training_needs_no_more():
    assert {forget_answers, forget_arrangements} <= set(ON_EVERY_SWEEP)
