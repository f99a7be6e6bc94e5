"""What authors and reviewers fill in."""

from tabard.composing.forms.experiments import (
    APPROVE,
    ComplaintForm,
    ConcernForm,
    DecideForm,
    ExperimentForm,
    ResultForm,
    WhyForm,
    shown_of,
)
from tabard.composing.forms.materials import FindMaterialForm, MaterialForm, WhyNotForm
from tabard.composing.forms.messages import MessageForm
from tabard.composing.forms.reviews import NoteForm, RotaForm, SendBackForm, SuggestForm

__all__ = [
    "APPROVE",
    "ComplaintForm",
    "ConcernForm",
    "DecideForm",
    "ExperimentForm",
    "FindMaterialForm",
    "MaterialForm",
    "MessageForm",
    "NoteForm",
    "ResultForm",
    "RotaForm",
    "SendBackForm",
    "SuggestForm",
    "WhyForm",
    "WhyNotForm",
    "shown_of",
]
