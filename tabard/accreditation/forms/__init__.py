"""What is asked of those who apply, endorse and decide."""

from tabard.accreditation.forms.applying import ApplicationForm
from tabard.accreditation.forms.deciding import AccreditForm, DeclineForm, SendBackForm
from tabard.accreditation.forms.governing import EndForm, SuspendForm

__all__ = [
    "AccreditForm",
    "ApplicationForm",
    "DeclineForm",
    "EndForm",
    "SendBackForm",
    "SuspendForm",
]
