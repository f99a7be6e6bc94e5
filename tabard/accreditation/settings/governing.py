"""What a council sets of suspensions, and of the nightly run."""

from tabard.council.settings import Number

DAYS_TO_REVIEW_A_SUSPENSION = Number(
    "accreditation.days_to_review_a_suspension",
    "Days at the most until somebody looks at a suspension again",
    default=28,
    least=1,
    most=90,
)
DAYS_BETWEEN_CHASING = Number(
    "accreditation.days_between_chasing",
    "Days between telling people again what a suspension still needs",
    default=2,
    least=1,
    most=30,
    help="That the person is told, that they have read it, and that somebody looks again in time.",
)
DAYS_TO_HEAR_A_SUSPENSION = Number(
    "accreditation.days_to_hear_a_suspension",
    "Working days until those who can look at a suspension again are reminded",
    default=2,
    least=1,
    most=30,
    help="Where its person has asked somebody else to. They are reminded anew after as many; "
    "weekends, bank holidays and other days off do not count.",
)
NIGHT_HOUR = Number(
    "accreditation.night_hour",
    "Hour of the day from which the nightly run may begin",
    default=2,
    least=0,
    most=23,
    help="In the council's own time.",
)
