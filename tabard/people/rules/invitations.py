"""Who may invite whom to sign in for the first time."""

from datetime import datetime

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.staff import may_keep_staff


def may_invite_all(by: Person, *, can_email: bool) -> Refused | None:
    """Administrators do, where e-mails are sent at all."""
    if not can_email:
        return Refused("Tabard has no mail server. Ask whoever runs it to name one.")
    return may_keep_staff(by)


def may_invite(
    by: Person, person: Person, *, again_at: datetime | None, now: datetime, can_email: bool
) -> Refused | None:
    """They invite whoever can sign in and never has, and nobody twice within a day."""
    if not person.is_active:
        return Refused(f"{person} cannot sign in any more. Let them sign in again first.")
    if person.last_login is not None:
        return Refused(f"{person} has signed in already.")
    if again_at is not None and again_at > now:
        return Refused(f"{person} was invited less than a day ago. Give them time.")
    return may_invite_all(by, can_email=can_email)
