"""What people do with courses, assessments, scenarios and the code of practice."""

from tabard.training.actions.arrangements import arrange, end_arrangement
from tabard.training.actions.code import (
    agree,
    begin_draft,
    change_draft,
    discard_draft,
    load_code,
    publish_code,
)
from tabard.training.actions.learning import load_course, mark, offer_course
from tabard.training.actions.reminding import remind_of_certificates, remind_of_code
from tabard.training.actions.scenarios import (
    forget_rehearsals,
    leave,
    load_scenario,
    offer,
    rehearse,
    reply,
)
from tabard.training.actions.sittings import answer, begin, finish

__all__ = [
    "agree",
    "answer",
    "arrange",
    "begin",
    "begin_draft",
    "change_draft",
    "discard_draft",
    "end_arrangement",
    "finish",
    "forget_rehearsals",
    "leave",
    "load_code",
    "load_course",
    "load_scenario",
    "mark",
    "offer",
    "offer_course",
    "publish_code",
    "rehearse",
    "remind_of_certificates",
    "remind_of_code",
    "reply",
]
