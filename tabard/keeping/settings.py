"""What a council sets of accounts whose holders leave or move."""

from tabard.council.settings import Lines, Number, Template, Text, YesNo

DAYS_TO_DECIDE = Number(
    "keeping.days_to_decide",
    "Days to decide about the accounts of somebody who has moved",
    default=14,
    least=1,
    most=180,
    help="Those of leavers are decided by their last working day.",
)
REMINDERS_BEGIN = Number(
    "keeping.reminders_begin",
    "Days before the last one, from which the programme team is reminded to decide",
    default=14,
    least=0,
    most=180,
)
DAYS_BETWEEN_REMINDERS = Number(
    "keeping.days_between_reminders",
    "Days between two reminders to decide about an account",
    default=3,
    least=1,
    most=60,
)
MANAGER_COUNTS = YesNo(
    "keeping.manager_counts",
    "Ask about accounts also when only somebody's line manager has changed",
    default=True,
    help="A new service is asked about in any case.",
)
ADOPTION_REASONS = Lines(
    "keeping.adoption_reasons",
    "Reasons for declining to adopt an account, or for sending the proposal back",
    default=[
        "The name could be taken for somebody else.",
        "The profile has to say that the account is the council's.",
        "The posts from before do not fit an account of the council.",
        "The council has an account for this already.",
        "It is not clear who would answer from it.",
    ],
    help="One on each line. The panel chooses from them and adds words of its own.",
)
FAREWELL = Template(
    "keeping.farewell",
    "Farewell post, as it is offered to the one who leaves",
    default=(
        "I am leaving {council}, so this account falls silent. Thank you for reading, asking and "
        "putting me right. {where_to}"
    ),
    names={
        "council": "Exampleton County Council",
        "where_to": "You will find my colleagues at @exampleton_rangers.",
    },
)
FAREWELL_OF_OTHERS = Template(
    "keeping.farewell_of_others",
    "Farewell post, as it is offered to the account that goes on",
    default="@{account} has fallen silent. From now on you will find us here.",
    names={"account": "ranger_eilidh"},
)
AT_REST = Text(
    "keeping.at_rest",
    "What residents read of an account that was closed with care",
    default="Nobody writes from this account any more. What was said from it stays as it is.",
    help="For example, after somebody has died. It says nothing of why.",
)
MOST_OLDER_POSTS = Number(
    "keeping.most_older_posts",
    "Most posts from before an adoption that are read back from a network",
    default=10_000,
    least=100,
    most=100_000,
    help="Only where it was chosen that they count as the council's. The newest come first.",
)
