"""What people do with courses and their assessments, and with the code of practice."""

from tabard.training.actions.code import (
    agree,
    begin_draft,
    change_draft,
    discard_draft,
    load_code,
    publish_code,
)
from tabard.training.actions.learning import load_course, mark
from tabard.training.actions.reminding import remind_of_code
from tabard.training.actions.sittings import answer, begin, finish

__all__ = [
    "agree",
    "answer",
    "begin",
    "begin_draft",
    "change_draft",
    "discard_draft",
    "finish",
    "load_code",
    "load_course",
    "mark",
    "publish_code",
    "remind_of_code",
]
