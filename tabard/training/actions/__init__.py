"""What people do with courses and their assessments, and with the code of practice."""

from tabard.training.actions.code import (
    agree,
    begin_draft,
    change_draft,
    discard_draft,
    load_code,
    publish_code,
)
from tabard.training.actions.learning import answer, begin, finish, load_course, mark
from tabard.training.actions.reminding import remind_of_code

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
