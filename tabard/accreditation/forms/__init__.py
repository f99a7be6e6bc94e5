"""What is asked of those who apply, endorse and decide."""

from tabard.accreditation.forms.applying import ApplicationForm
from tabard.accreditation.forms.deciding import (
    AccreditForm,
    AppealForm,
    DeclineForm,
    EndorseForm,
    HearForm,
    SendBackForm,
)
from tabard.accreditation.forms.governing import EndForm, SuspendForm

__all__ = [
    "AccreditForm",
    "AppealForm",
    "ApplicationForm",
    "DeclineForm",
    "EndForm",
    "EndorseForm",
    "HearForm",
    "SendBackForm",
    "SuspendForm",
]
