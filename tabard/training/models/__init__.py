"""Courses, the sittings of their assessments, and the code of practice."""

from tabard.training.models.code import CodeAgreement, CodeDraft, CodeReminder, CodeVersion
from tabard.training.models.courses import (
    Choice,
    Course,
    Edition,
    Mark,
    Module,
    Question,
    QuestionKind,
)
from tabard.training.models.preparation import CodeStanding, Preparation
from tabard.training.models.sittings import (
    SITTING_LIFECYCLE,
    Answer,
    Progress,
    Sitting,
    SittingKind,
    SittingState,
)

__all__ = [
    "SITTING_LIFECYCLE",
    "Answer",
    "Choice",
    "CodeAgreement",
    "CodeDraft",
    "CodeReminder",
    "CodeStanding",
    "CodeVersion",
    "Course",
    "Edition",
    "Mark",
    "Module",
    "Preparation",
    "Progress",
    "Question",
    "QuestionKind",
    "Sitting",
    "SittingKind",
    "SittingState",
]
