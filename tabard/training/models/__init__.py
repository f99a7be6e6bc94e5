"""Courses, the sittings of their assessments, scenarios, and the code of practice."""

from tabard.training.models.arrangements import HELPED, Arrangement, ArrangementKind
from tabard.training.models.code import CodeAgreement, CodeDraft, CodeReminder, CodeVersion
from tabard.training.models.courses import (
    REFERENCE,
    Choice,
    Course,
    Edition,
    Mark,
    Module,
    Question,
    QuestionKind,
    Source,
)
from tabard.training.models.preparation import CodeStanding, PracticeStanding, Preparation
from tabard.training.models.scenarios import (
    REHEARSAL_LIFECYCLE,
    Rehearsal,
    RehearsalState,
    Reply,
    Scenario,
    ScenarioVersion,
)
from tabard.training.models.sittings import (
    SITTING_LIFECYCLE,
    Answer,
    CertificateReminder,
    Progress,
    Sitting,
    SittingKind,
    SittingState,
)

__all__ = [
    "HELPED",
    "REFERENCE",
    "REHEARSAL_LIFECYCLE",
    "SITTING_LIFECYCLE",
    "Answer",
    "Arrangement",
    "ArrangementKind",
    "CertificateReminder",
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
    "PracticeStanding",
    "Preparation",
    "Progress",
    "Question",
    "QuestionKind",
    "Rehearsal",
    "RehearsalState",
    "Reply",
    "Scenario",
    "ScenarioVersion",
    "Sitting",
    "SittingKind",
    "SittingState",
    "Source",
]
