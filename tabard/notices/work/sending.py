"""What the worker does with an e-mail: claim it, hand it to the mail server, note what came of it.

The server is talked to while no transaction is open. A worker that dies in between leaves the
e-mail as being sent; it is tried once more with the same Message-ID, and after a second such end it
is given up: nobody has the same e-mail more than twice.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Concatenate

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.notices import rules
from tabard.notices.models import LIFECYCLE, LONGEST_PROBLEM, Email, EmailKind, EmailState
from tabard.notices.work import examples, planning, writing
from tabard.people.queries import is_away
from tabard.people.settings import takes_passwords
from tabard.people.work import invitation_email, link_email
from tabard.record.actions import record

log = logging.getLogger(__name__)

# How long a job may take until its e-mails are looked at again.
LEASE = timedelta(minutes=20)
# From this answer of a mail server on it means never.
FOR_GOOD = 500
UNSURE = "The mail server did not say whether it took the e-mail."
STOPPED = "The worker stopped while it was being sent."
OUR_FAULT = "Something went wrong in Tabard itself."
UNFIT = "It cannot be written to this address:"
GIVEN_UP = "It was tried for a day."
TWICE = "It may have arrived twice, so it is not tried again."


# With which somebody comes in, and what the record says once they are sent.
LINKS = {EmailKind.LINK: link_email, EmailKind.INVITATION: invitation_email}
SENT = {EmailKind.LINK: "password link sent", EmailKind.INVITATION: "invitation sent"}


def send(emails: Iterable[int]) -> None:
    """Send these e-mails one after another, over one connection while it holds."""
    mailer = mailers.default
    waiting = list(emails)
    try:
        while waiting and _send(waiting.pop(0), mailer):
            pass
        for left in waiting:
            _leave(left)
    finally:
        _close(mailer)


def _send(number: int, mailer: BaseEmailBackend) -> bool:
    """Send one e-mail; say whether the mail server can be reached for others."""
    email = claim(number)
    if email is None:
        return True
    try:
        written = _written(email)
    except ValueError as wrong:
        fail(email, f"{UNFIT} {wrong}")
        return True
    try:
        mailer.open()
    except (OSError, SMTPException) as trouble:
        put_off(email, f"The mail server cannot be reached: {_said(trouble)}")
        return False
    try:
        mailer.send_messages([written])
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the row has to say so
        # After trouble in the middle of it a connection is not to be trusted.
        _close(mailer)
        _note(email, trouble)
    else:
        accept(email)
    return True


def _written(email: Email) -> EmailMessage:
    held = planning.chosen()
    if email.kind == EmailKind.EXAMPLE:
        return examples.write(email, held)
    if email.kind in LINKS:
        return _addressed(LINKS[EmailKind(email.kind)](email.person), email)
    notices = list(email.notices.select_related("entry").order_by("at", "pk"))
    return writing.write(email, notices, held)


def _addressed(written: EmailMessage, email: Email) -> EmailMessage:
    written.to = [writing.addressed(email.person)]
    written.extra_headers |= {"Message-ID": email.message_id, "Auto-Submitted": "auto-generated"}
    return written


def _close(mailer: BaseEmailBackend) -> None:
    with suppress(OSError, SMTPException):
        mailer.close()


def _note(email: Email, trouble: Exception) -> None:
    """Write down what the trouble means: never, later, or nobody knows."""
    code = _code(trouble)
    if code >= FOR_GOOD:
        fail(email, f"The mail server refused it: {_said(trouble)}")
    elif code:
        put_off(email, f"The mail server asked to try later: {_said(trouble)}")
    elif isinstance(trouble, ValueError):
        fail(email, f"{UNFIT} {trouble}")
    elif isinstance(trouble, OSError):
        doubt(email, f"{UNSURE} {_said(trouble)}")
    else:
        log.error("E-mail %s could not be sent", email.pk, exc_info=trouble)
        doubt(email, OUR_FAULT)


def _code(trouble: Exception) -> int:
    """Give the server's answer, or 0 if there was none."""
    if isinstance(trouble, SMTPRecipientsRefused):
        return min(code for code, _ in trouble.recipients.values())
    return trouble.smtp_code if isinstance(trouble, SMTPResponseException) else 0


def _said(trouble: Exception) -> str:
    """Give the words of an error, those of the server first."""
    if isinstance(trouble, SMTPRecipientsRefused):
        return " ".join(_words(code, said) for code, said in trouble.recipients.values())
    if isinstance(trouble, SMTPResponseException):
        return _words(trouble.smtp_code, trouble.smtp_error)
    return str(trouble) or type(trouble).__name__


def _words(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"


@transaction.atomic
def claim(number: int) -> Email | None:
    """Take hold of an e-mail that may be sent now; nothing if it may not or need not be."""
    email = (
        Email.objects.select_for_update(of=["self"])
        .select_related("person")
        .filter(pk=number, state__in=[EmailState.QUEUED, EmailState.SENDING])
        .first()
    )
    if email is None or not _is_to_be_sent(email):
        return None
    email.state = LIFECYCLE.after(email.state, "claim")
    email.tries, email.try_at = email.tries + 1, timezone.now() + LEASE
    email.save(update_fields=["state", "tries", "try_at", "is_unsure"])
    return email


def _is_to_be_sent(email: Email) -> bool:
    """Ask once more, as what was true when it was queued may not be any more."""
    if email.state == EmailState.SENDING:
        # We hold its lock, so whoever was sending it is dead.
        if email.is_unsure:
            _end(email, "fail", f"{STOPPED} {TWICE}")
            return False
        email.is_unsure = True
    if why := reason_to_drop(email):
        _end(email, "drop", why)
        return False
    return email.is_urgent or email.is_asked_for or not _waits_for_morning(email)


def reason_to_drop(email: Email) -> str:
    """Say why nobody needs an e-mail any more, or nothing."""
    if not email.person.is_active:
        return "The person does not sign in here now."
    if email.kind == EmailKind.LINK and not takes_passwords():
        return "Passwords are switched off here."
    if email.is_asked_for:
        came = email.kind == EmailKind.INVITATION and email.person.last_login is not None
        return "They have signed in meanwhile." if came else ""
    return _why_not_told(email)


def _why_not_told(email: Email) -> str:
    if not email.is_urgent and is_away(email.person):
        return "The person is away."
    told = email.notices.all() if email.is_urgent else email.notices.filter(read_at=None)
    return "" if told.exists() else "Everything in it was read meanwhile."


def _waits_for_morning(email: Email) -> bool:
    now = timezone.now()
    rhythm = planning.rhythms_of([email.person_id], planning.chosen())[email.person_id]
    opens = rhythm.quiet.opens(now)
    if opens > now:
        _wait(email, opens, email.problem)
    return opens > now


def _unless_overtaken[**P](
    change: Callable[Concatenate[Email, P], None],
) -> Callable[Concatenate[Email, P], None]:
    """Change the row as it is now, unless another worker has taken it over since."""

    @transaction.atomic
    def changed(email: Email, /, *args: P.args, **kwargs: P.kwargs) -> None:
        now = lock(email)
        if (now.state, now.tries) == (email.state, email.tries):
            change(now, *args, **kwargs)

    return changed


@_unless_overtaken
def accept(email: Email) -> None:
    """Note that the mail server took it."""
    if email.kind in SENT:
        person = email.person_id
        record(SENT[EmailKind(email.kind)], concerns=[person], person=person)
    _end(email, "accept", "")


@_unless_overtaken
def fail(email: Email, why: str) -> None:
    """Note that it is not sent, and why."""
    _end(email, "fail", why)


@_unless_overtaken
def put_off(email: Email, why: str) -> None:
    """Have it tried again later, or give it up after a day."""
    if email.tries >= rules.MOST_TRIES:
        _end(email, "fail", f"{GIVEN_UP} {why}")
    else:
        _wait(email, timezone.now() + rules.WAITS.after(email.tries - 1), why)


@_unless_overtaken
def doubt(email: Email, why: str) -> None:
    """Note that it may have arrived: tried once more, and then given up."""
    if email.is_unsure:
        _end(email, "fail", f"{why} {TWICE}")
    else:
        email.is_unsure = True
        _wait(email, timezone.now() + rules.WAITS.after(email.tries - 1), why)


@transaction.atomic
def _leave(number: int) -> None:
    """Leave one for a later job, as the mail server cannot be reached now."""
    until = timezone.now() + rules.WAITS.first
    Email.objects.filter(pk=number, state=EmailState.QUEUED).update(try_at=until)


def _wait(email: Email, until: datetime, why: str) -> None:
    email.state = LIFECYCLE.after(email.state, "put_off")
    email.try_at, email.problem = until, why[:LONGEST_PROBLEM]
    email.save(update_fields=["state", "try_at", "problem", "is_unsure"])


def _end(email: Email, move: str, why: str) -> None:
    email.state = LIFECYCLE.after(email.state, move)
    email.try_at, email.problem = None, why[:LONGEST_PROBLEM]
    email.ended_at = timezone.now()
    email.save(update_fields=["state", "try_at", "problem", "ended_at", "is_unsure"])
