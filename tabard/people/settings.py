"""What a council can set of sign-in."""

from collections.abc import Sequence

from django.conf import settings

from tabard.council.settings import Guard, Lines, Number, Template, Words, YesNo
from tabard.people.models import Person, Role
from tabard.people.sign_on import offered


def role_called(name: str) -> Role | None:
    """Give the role of this name, whatever its capitals."""
    wanted = name.strip().casefold()
    return next((role for role in Role if wanted in {role.value, role.label.casefold()}), None)


def group_and_role(line: str) -> tuple[str, Role | None]:
    """Read a line of the form “group = role”; a group may have the sign in its name."""
    group, _, role = line.rpartition("=")
    return group.strip(), role_called(role)


def wrong_with_groups(lines: Sequence[str]) -> str | None:
    """Say what is wrong with lines that should read “group = role”."""
    for line in lines:
        group, role = group_and_role(line)
        if not group:
            return f"Write “{line}” as group = role."
        if role is None:
            return f"“{line.rpartition('=')[2].strip()}” is not a role."
    return None


def _gives_too_much(lines: Sequence[str]) -> str | None:
    """Refuse to make administrators of a group, unless the operator of the server allows it."""
    if settings.GROUPS_GIVE_ADMINISTRATOR or all(
        group_and_role(line)[1] != Role.ADMINISTRATOR for line in lines
    ):
        return None
    return (
        "A group cannot make administrators: they are made one by one. Whoever runs the server can "
        "allow it with TABARD_GROUPS_GIVE_ADMINISTRATOR."
    )


def _administrators() -> list[int]:
    known = Person.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)
    return list(known.values_list("pk", flat=True))


def _locks_everybody_out(passwords: bool) -> str | None:  # noqa: FBT001 - the value itself
    """Refuse to do without passwords where there is no other way in."""
    if passwords or offered():
        return None
    return "There is no sign-on of the council here, so passwords are the way in."


WHO_HAS_PASSWORDS = Guard("it decides who comes in, and how", _administrators, _locks_everybody_out)
WHO_COMES_IN = Guard("it decides who comes in, and how", _administrators)
WHO_GAINS_ROLES = Guard("it decides who has which role", _administrators, _gives_too_much)
WHO_GAINS_ROLES_BY = Guard("it decides who has which role", _administrators)

SECOND_STEP = YesNo(
    "people.second_step",
    "Ask for a second step from people who can decide, review or speak",
    default=True,
    help="A stolen password is then not enough to speak for the council. Whoever has no second "
    "step yet is led to set one up before anything else.",
).guarded(WHO_COMES_IN)
SIGN_ON_STEPS = Lines(
    "people.sign_on_steps",
    "What the council's sign-on says when it has asked for a second step",
    default=["mfa"],
    help="Values of amr or acr (OpenID Connect), or an authentication context (SAML), one on "
    "each line. Whoever signs in with one of them needs no second step here.",
).guarded(WHO_COMES_IN)
TRUST_SIGN_ON = YesNo(
    "people.trust_sign_on",
    "Take every sign-in through the council's sign-on for two steps",
    default=False,
    help="Choose yes only if it asks everybody for a second step and does not say so.",
).guarded(WHO_COMES_IN)
SESSION_HOURS = Number(
    "people.session_hours",
    "Hours after which people have to sign in again, whatever they do",
    default=12,
    least=1,
    most=72,
    help="Holds for whoever signs in from then on.",
).guarded(WHO_COMES_IN)
IDLE_MINUTES = Number(
    "people.idle_minutes",
    "Minutes without doing anything after which people have to sign in again",
    default=60,
    least=5,
    most=1_440,
    help="Holds for whoever signs in from then on.",
).guarded(WHO_COMES_IN)
PASSWORDS = YesNo(
    "people.passwords",
    "Let people sign in with a password for Tabard, besides the council's sign-on",
    default=True,
    help="If you choose no, they come in through the sign-on or with a passkey. Should the sign-on "
    "fail, whoever runs the server lets passwords in again: manage.py allow_passwords.",
).guarded(WHO_HAS_PASSWORDS)
MATCH_BY_EMAIL = YesNo(
    "people.match_by_email",
    "Know people by their e-mail address the first time they come through the council's sign-on",
    default=False,
    help="Choose yes only if nobody can choose the address that the sign-on vouches for. "
    "Otherwise people are known by their number in the directory, or connect it themselves.",
).guarded(WHO_COMES_IN)
GROUP_ROLES = Lines(
    "people.group_roles",
    "Roles by groups of the council's directory",
    default=[],
    check=wrong_with_groups,
    help="One on each line, as group = role. A role that stands here is given and taken by the "
    "groups alone. Roles: Reviewer, Duty officer, Programme team, Oversight officer, Evaluator. "
    "Whoever writes a line gains no role by it: another administrator gives it to them by hand.",
).guarded(WHO_GAINS_ROLES)
GROUPS_BY_SCIM = YesNo(
    "people.groups_by_scim",
    "Let the groups that the directory sends by SCIM give roles, and not those of the sign-on",
    default=False,
    help="One of the two gives and takes roles, so that they do not undo each other. The groups of "
    "the sign-on count whenever somebody signs in; those that come by SCIM at once.",
).guarded(WHO_GAINS_ROLES_BY)
SERVICE_IF_NONE = Words(
    "people.service_if_none",
    "Service of people for whom the directory names no department",
    default="Other services",
    check=lambda name: None if name else "Enter the name of a service.",
)
ADD_SERVICES = YesNo(
    "people.directory_adds_services",
    "Add a service for each department that the directory names",
    default=True,
    help="Otherwise people of a department that is no service here belong to the one above.",
)
DAYS_CLOSED = Number(
    "people.days_closed",
    "Days for which a sign-in can be closed until its person counts as having left",
    default=14,
    least=1,
    most=365,
    help="Nothing is sent for them meanwhile, and letting them sign in again undoes it. Days on "
    "which they are entered as away do not count.",
)
MOST_LEAVERS = Number(
    "people.import_most_leavers",
    "Share of the staff, in per cent, who may leave by a file without a number being typed",
    default=5,
    least=0,
    most=100,
    help="If a file of staff gives more people than that a last working day, whoever applies it "
    "has to type how many they are.",
)
KEEP_IMPORTS = Number(
    "people.keep_imports_days",
    "Days that the rows of a file of staff are kept",
    default=30,
    least=1,
    most=3_650,
    help="After that its rows are forgotten, and a file that was never applied is dropped. How "
    "many rows came to what, and who imported them, is kept.",
)
INVITATION_DAYS = Number(
    "people.invitation_days",
    "Days that an invitation works",
    default=14,
    least=1,
    most=90,
    help="Whoever comes later is invited again, or asks for a link at sign-in.",
)
INVITATION_SUBJECT = Template(
    "people.invitation_subject",
    "Subject of an invitation",
    default="{by} invites you to Tabard",
    names={"council": "Exampleton County Council", "first_name": "Ada", "by": "Stephen Achebe"},
    one_line=True,
)
_WHAT_IT_IS = (
    "Hello {first_name},\n\n"
    "with Tabard, staff of {council} speak for it on social media: from accounts of their own, "
    "prepared, supported, and under rules that everybody can read. {by} invites you to have a "
    "look. Nothing is published by that, and you need not apply for anything.\n\n"
)
INVITATION_EMAIL = Template(
    "people.invitation_email",
    "An invitation to sign in for the first time",
    default=_WHAT_IT_IS + "Choose your password here:\n\n"
    "{link}\n\n"
    "The link works once, within {days} days. After that, ask for another at the sign-in page.\n",
    names={
        "council": "Exampleton County Council",
        "first_name": "Ada",
        "by": "Stephen Achebe",
        "link": "https://tabard.exampleton.example/sign-in/password/1/a1b2c3/",
        "days": "14",
    },
    help="Without its link nobody could come in, so it is put at the end if it is left out.",
)
INVITATION_TO_SIGN_ON = Template(
    "people.invitation_to_sign_on",
    "An invitation to sign in for the first time, where passwords are switched off",
    default=_WHAT_IT_IS + "Sign in with {sign_on} here:\n\n{link}\n",
    names={
        "council": "Exampleton County Council",
        "first_name": "Ada",
        "by": "Stephen Achebe",
        "sign_on": "Council account",
        "link": "https://tabard.exampleton.example/sign-in/",
    },
    help="Without its link people would have to look for the page, so it is put at the end if it "
    "is left out.",
)
LINK_SUBJECT = Template(
    "people.link_subject",
    "Subject of the e-mail with the link to set a password",
    default="Set your password for Tabard",
    names={"council": "Exampleton County Council", "first_name": "Ada"},
    one_line=True,
)
LINK_EMAIL = Template(
    "people.link_email",
    "The e-mail with the link to set a password",
    default="Hello {first_name},\n\n"
    "you can set your password for Tabard at {council} here:\n\n"
    "{link}\n\n"
    "The link works once, within {hours} hours. If you did not expect this e-mail, you need not do "
    "anything: nobody else has the link.\n",
    names={
        "council": "Exampleton County Council",
        "first_name": "Ada",
        "link": "https://tabard.exampleton.example/sign-in/password/1/a1b2c3/",
        "hours": "24",
    },
    help="Without its link nobody could set a password, so it is put at the end if it is left out.",
)

ADDRESS_SUBJECT = Template(
    "people.address_subject",
    "Subject of the e-mail to somebody's old address when they sign in with another one",
    default="You sign in to Tabard with another address",
    names={"council": "Exampleton County Council", "first_name": "Ada"},
    one_line=True,
)
ADDRESS_EMAIL = Template(
    "people.address_email",
    "The e-mail to somebody's old address when they sign in with another one",
    default="Hello {first_name},\n\n"
    "the e-mail address with which you sign in to Tabard at {council} was changed. It is not this "
    "one any more, and links to set a password go to the new one.\n\n"
    "If you did not expect this, tell an administrator of Tabard at once.\n",
    names={"council": "Exampleton County Council", "first_name": "Ada"},
)


def asks_second_step() -> bool:
    """Say whether the council asks for a second step."""
    return SECOND_STEP.value


def takes_passwords() -> bool:
    """Say whether a password lets somebody in: always, where there is no sign-on."""
    return PASSWORDS.value or not offered()


def governing_lines() -> list[str]:
    """Give the lines by which groups give roles, without those that may not be."""
    allowed = settings.GROUPS_GIVE_ADMINISTRATOR
    lines = GROUP_ROLES.value
    return [line for line in lines if allowed or group_and_role(line)[1] != Role.ADMINISTRATOR]


def governed_roles(lines: Sequence[str]) -> set[str]:
    """Give the roles that stand in these lines."""
    return {role for _, role in map(group_and_role, lines) if role is not None}
