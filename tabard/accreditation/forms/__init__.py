"""What is asked of those who apply, endorse and decide."""

from tabard.accreditation.forms.applying import (
    ApplicationForm,
)
from tabard.accreditation.forms.deciding import (
    AccreditForm,
    AppealForm,
    DeclineForm,
    EndorseForm,
    HearForm,
    SendBackForm,
)
from tabard.accreditation.forms.governing import (
    EndForm,
    HearSuspensionForm,
    LookAgainForm,
    SideForm,
    SuspendForm,
    TellForm,
)
from tabard.accreditation.forms.ladder import (
    FOLLOW,
    OVERTURN,
    SET_ASIDE,
    UPHOLD,
    AppealMoveForm,
    HearMoveForm,
    MoveForm,
    ProposalForm,
)
from tabard.accreditation.forms.renewing import (
    EndorseRenewalForm,
    LookForm,
    RenewForm,
    ReviewForm,
    SendRenewalBackForm,
)

__all__ = [
    "FOLLOW",
    "OVERTURN",
    "SET_ASIDE",
    "UPHOLD",
    "AccreditForm",
    "AppealForm",
    "AppealMoveForm",
    "ApplicationForm",
    "DeclineForm",
    "EndForm",
    "EndorseForm",
    "EndorseRenewalForm",
    "HearForm",
    "HearMoveForm",
    "HearSuspensionForm",
    "LookAgainForm",
    "LookForm",
    "MoveForm",
    "ProposalForm",
    "RenewForm",
    "ReviewForm",
    "SendBackForm",
    "SendRenewalBackForm",
    "SideForm",
    "SuspendForm",
    "TellForm",
]
