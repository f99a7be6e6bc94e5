"""What a council sets of training and of the code of practice."""

from tabard.council.settings import Number

DAYS_TO_AGREE = Number(
    "training.days_to_agree",
    "Days to agree to a new version of the code of practice",
    default=28,
    least=7,
    most=180,
    help="It is suggested when a version is published, and can be changed there.",
)
