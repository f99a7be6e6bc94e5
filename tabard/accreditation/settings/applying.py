"""What a council sets of applying and being accredited."""

from dataclasses import replace
from typing import Any

from tabard.council.models import Council
from tabard.council.settings import Lines, Number, Template, UnfitError, places_in
from tabard.naming.known import Known
from tabard.naming.networks import RULES
from tabard.naming.proposals import Whose, proposals

DAYS_TO_CONNECT = Number(
    "accreditation.days_to_connect",
    "Days to connect the accounts after the decision",
    default=30,
    least=1,
    most=365,
    help="When they are over, the programme team can open the time again.",
)

DAYS_TO_ANSWER = Number(
    "accreditation.days_to_answer",
    "Days until an application is usually answered",
    default=10,
    least=1,
    most=365,
    help="What applicants are told until enough applications were decided to measure it.",
)
DAYS_TO_APPEAL = Number(
    "accreditation.days_to_appeal",
    "Days to appeal after an application is declined",
    default=28,
    least=1,
    most=365,
    help="Somebody who had no part in the decision hears the appeal.",
)
REMIND_AFTER = Number(
    "accreditation.remind_after",
    "Days until whoever has an application is reminded",
    default=5,
    least=1,
    most=90,
    help="They are reminded anew after as long again. From then on the programme team is told of "
    "what waits with a line manager, and the oversight officers of what waits with the programme "
    "team. Applicants are reminded of what was sent back to them, or not sent yet.",
)
DECLINE_REASONS = Lines(
    "accreditation.decline_reasons",
    "Reasons for declining",
    default=[
        "It is not clear what residents would gain.",
        "Somebody else at the council does this already.",
        "The time that it takes is not there.",
        "The risks are larger than what residents would gain.",
        "The training has to come first.",
        "This is better told from one of the council's own accounts.",
    ],
    help="One on each line. The panel chooses from them and adds words of its own.",
)
SEND_BACK_REASONS = Lines(
    "accreditation.send_back_reasons",
    "Reasons for sending an application back",
    default=[
        "Say more exactly what residents would read.",
        "Say which residents it is for.",
        "The time in a week does not fit what is planned.",
        "Say more about what could go wrong, and what you would do then.",
        "Choose another name for an account.",
        "Leave out networks that you do not need.",
    ],
    help="One on each line. Whoever sends back chooses from them and adds words of their own.",
)
MANAGER_AGREES = Lines(
    "accreditation.manager_agrees",
    "What a line manager agrees to by endorsing",
    default=[
        "Posting is part of the job, and the time for it is working time.",
        "I stand behind it when a post that kept to the code of practice draws criticism.",
        "I tell the programme team when the job changes, or when somebody leaves.",
    ],
    help="One on each line.",
)
MANAGER_QUESTIONS = Lines(
    "accreditation.manager_questions",
    "Questions a line manager can ask before endorsing",
    default=[
        "What would residents miss without this?",
        "Is the time realistic in an ordinary week?",
        "Who answers when they are away?",
        "What could go wrong, and would they tell you at once?",
    ],
    help="One on each line.",
)

MOST_TEMPLATES = 10
# Somebody whose name shows what the rule does where it has to shorten.
EXAMPLE = Whose(
    first_name="Steve",
    last_name="Hill",
    role="Highways Inspector",
    service="Countryside and Rangers",
    council="Exampleton",
    council_name="Exampleton County Council",
    domain="exampleton.gov.uk",
)


class NamingRule(Template):
    """What accounts are called: a template on each line, in the order in which they are tried."""

    def lines(self, value: str) -> list[str]:
        """Give the templates, the preferred one first."""
        return [line for line in value.splitlines() if line.strip()]

    def example(self, value: str) -> str:
        """Show the first handles that come of it, on each network."""
        lines, here = self.lines(value), Council.here()
        whose = replace(
            EXAMPLE,
            council=here.short_name,
            council_name=here.name,
            domain=here.domain or EXAMPLE.domain,
        )
        found = {
            rule.name: proposals(network, whose, lines, Known(), most=2)
            for network, rule in RULES.items()
        }
        return "\n".join(f"{name}: {', '.join(handles)}" for name, handles in found.items())

    def _fit(self, value: Any) -> str:
        text = super()._fit(value)
        if not text:
            raise UnfitError("Enter at least one line, such as {first_name}_{last_name}.")
        lines = self.lines(text)
        if len(lines) > MOST_TEMPLATES:
            raise UnfitError(f"Enter {MOST_TEMPLATES} lines at the most.")
        for number, line in enumerate(lines, start=1):
            places = places_in(line)
            if not places:
                raise UnfitError(f"Line {number} calls everybody the same. Put a place in it.")
            if len(places) > len(set(places)):
                raise UnfitError(f"Line {number} has a place twice.")
        return text


NAMING_RULE = NamingRule(
    "accreditation.naming_rule",
    "How accounts are named",
    default="""\
{first_name}_{last_name}_{council}
{first_name}_{last_name}
{first_name}_{service}
{first_name}_{council}""",
    names={
        "first_name": EXAMPLE.first_name,
        "last_name": EXAMPLE.last_name,
        "role": EXAMPLE.role,
        "service": EXAMPLE.service,
        "council": EXAMPLE.council,
    },
    help="One on each line, the one you like best first. Where a network is too narrow for it, "
    "it is shortened to initials and short forms. An underscore stands for whatever parts words "
    "on the network.",
)
