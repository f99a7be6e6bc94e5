"""What a council sets of the trust ladder, and of what everybody who speaks for it needs."""

from tabard.accreditation.models.ladder import LadderRules
from tabard.accreditation.models.permissions import Rung
from tabard.council.models import ChosenSetting
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
EVIDENCE_WEEKS = Number(
    "accreditation.evidence_weeks",
    "Weeks for which evidence counts when another rung is proposed",
    default=12,
    least=1,
    most=104,
    help="What is older is still shown. What came before a move does not count after it.",
)
TO_SAMPLED = Number(
    "accreditation.posts_to_sampled",
    "Posts reviewed without change after which “sampled” is proposed",
    default=10,
    least=1,
    most=1_000,
)
TO_FREE = Number(
    "accreditation.posts_to_free",
    "Posts reviewed without change after which “free” is proposed",
    default=20,
    least=1,
    most=1_000,
    help="For people on “sampled”: posts that were looked at, before or after they went.",
)
MOST_SENT_BACK = Number(
    "accreditation.most_sent_back",
    "Posts sent back that do not stand in the way of a move up",
    default=1,
    least=0,
    most=100,
)
LEAST_TROUBLE = Number(
    "accreditation.least_trouble",
    "Posts with trouble after which a move down is proposed",
    default=3,
    least=1,
    most=100,
    help="Sent back, something found after it went, or a concern opened. A proposal moves nobody "
    "by itself, and a review that somebody asked for of their own accord never counts.",
)
DAYS_TO_APPEAL_A_MOVE = Number(
    "accreditation.days_to_appeal_a_move",
    "Days in which a move on the ladder can be appealed",
    default=28,
    least=7,
    most=365,
)


def ladder_rules() -> LadderRules:
    """Give the numbers that hold now, in one query."""
    asked = {
        "weeks": EVIDENCE_WEEKS,
        "to_sampled": TO_SAMPLED,
        "to_free": TO_FREE,
        "most_sent_back": MOST_SENT_BACK,
        "least_trouble": LEAST_TROUBLE,
    }
    chosen = ChosenSetting.objects.in_bulk([setting.key for setting in asked.values()])
    return LadderRules(**{name: one.of(chosen.get(one.key)) for name, one in asked.items()})
