"""What a council sets of training and of the code of practice."""

from tabard.common.waiting import wrong_with_days
from tabard.council.settings import Lines, Number, Text

PASS_MARK = Number(
    "training.pass_mark",
    "Per cent of right answers with which an assessment is passed",
    default=80,
    least=1,
    most=100,
    help="For courses that do not say it themselves. A sitting keeps the mark with which it began.",
)
PAUSE_DAYS = Number(
    "training.pause_days",
    "Days between two goes at an assessment",
    default=1,
    least=0,
    most=60,
    help="For courses that do not say it themselves.",
)

DAYS_TO_AGREE = Number(
    "training.days_to_agree",
    "Days to agree to a new version of the code of practice",
    default=28,
    least=7,
    most=180,
    help="It is suggested when a version is published, and can be changed there.",
)


DAYS_AFTER_ABSENCE = Number(
    "training.days_after_absence",
    "Days that somebody has at least after an absence",
    default=30,
    least=1,
    most=90,
    help="When the time to agree to the code of practice, a certificate or an accreditation runs "
    "out while they are away or soon after, it counts against them only after these days. Nobody "
    "is reminded while they are away.",
)


REMINDED_BEFORE = Lines(
    "training.days_reminded_before",
    "Days before the deadline on which people are reminded to agree to the code of practice",
    default=["14", "3"],
    check=wrong_with_days,
    help="One number on each line. Besides, they are told at once, and when the time is over.",
)
CERTIFICATES_REMINDED_BEFORE = Lines(
    "training.days_certificates_reminded_before",
    "Days before a certificate runs out on which people are reminded to renew it",
    default=["60", "30", "7"],
    check=wrong_with_days,
    help="One number on each line. Besides, they are told when it has run out. Only those who "
    "speak for the council are told, of the courses that are needed, and nobody while away.",
)
COURSES_NEEDED = Lines(
    "training.courses_needed",
    "Courses that everybody who speaks for the council needs a certificate of",
    default=["pilot"],
    help="Their ids, one on each line, as in their course.toml. Nobody is accredited without a "
    "valid certificate of each, and when one runs out, posts are checked before they go. Leave "
    "it empty to ask for none.",
)
SCENARIOS_TO_PASS = Number(
    "training.scenarios_to_pass",
    "Practice scenarios to pass before somebody is accredited",
    default=3,
    least=0,
    most=50,
    help="Nobody is asked for more than there are. With 0 practising is up to everybody.",
)
DAYS_PRACTICE_IS_KEPT = Number(
    "training.days_practice_is_kept",
    "Days for which a practice conversation is kept",
    default=30,
    least=1,
    most=365,
    help="Then everything that was written in it is deleted. That a scenario was passed is kept.",
)
DAYS_ANSWERS_ARE_KEPT = Number(
    "training.days_answers_are_kept",
    "Days for which the answers of an assessment are kept after it is handed in",
    default=14,
    least=1,
    most=90,
    help="So long the person who gave them can read each one explained. Then they are deleted, and "
    "only the result is kept.",
)
SUPPORT = Text(
    "training.support",
    "Where people find support after a practice scenario",
    default=(
        "If something in it stays with you, talk to a colleague, to your manager or to the "
        "council's counselling service. Samaritans answer at any hour on 116 123."
    ),
    help="It is shown with every scenario, and when somebody stops one.",
)
