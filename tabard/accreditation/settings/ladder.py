"""What a council sets of the trust ladder, and of what everybody who speaks for it needs."""

from tabard.accreditation.models.permissions import Rung
from tabard.council.settings import Number, Words


def _is_a_rung(rung: str) -> str | None:
    return None if rung in set(Rung) else f"Enter one of: {', '.join(Rung)}."


def _first_rung_in_words(rung: str) -> str:
    return f"Of somebody who is new: {Rung(rung).means}"


FIRST_RUNG = Words(
    "accreditation.first_rung",
    "The rung on which a new accreditation begins",
    default=str(Rung.CHECKED),
    check=_is_a_rung,
    example=_first_rung_in_words,
    help="One of: checked, sampled, free. Moves up and down are decided by people.",
)
WEEKS_TO_REVIEW = Number(
    "accreditation.weeks_to_review",
    "Weeks until it is looked at whether another rung would be right",
    default=12,
    least=1,
    most=104,
    help="Counted from the accreditation, and from every move and every review.",
)
