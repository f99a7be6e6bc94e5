"""What a council sets of training and of the code of practice."""

from tabard.council.settings import Lines, Number, YesNo

DAYS_TO_AGREE = Number(
    "training.days_to_agree",
    "Days to agree to a new version of the code of practice",
    default=28,
    least=7,
    most=180,
    help="It is suggested when a version is published, and can be changed there.",
)

CERTIFICATE_NEEDED = YesNo(
    "training.certificate_needed",
    "Nobody is accredited without a valid certificate of the training",
    default=True,
)
COURSES_NEEDED = Lines(
    "training.courses_needed",
    "Courses of which a certificate is needed",
    default=[],
    help="The ids of courses, one on each line, as in their course.toml, such as pilot. Somebody "
    "who is accredited needs a certificate of each. Without any, a certificate of one course "
    "will do.",
)
