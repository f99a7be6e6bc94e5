"""What staff do about the practice network; what its clients do stands in `work`."""

import secrets

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import Refused, insist
from tabard.people.models import Person
from tabard.practice import rules
from tabard.practice.models import PracticeAccount
from tabard.practice.queries import token_hash
from tabard.record.actions import record

TOKEN_BYTES = 32


@transaction.atomic
def open_account(handle: str, *, by: Person) -> tuple[PracticeAccount, str]:
    """Open an account and give it with its token, which is shown this once and never again."""
    handle = handle.strip().removeprefix("@").lower()
    insist(rules.may_be_called(handle))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    account, is_new = PracticeAccount.objects.get_or_create(
        handle=handle,
        defaults={
            "name": by.name,
            "owner": by,
            "token_hash": token_hash(token),
            "created_at": timezone.now(),
        },
    )
    insist(
        None if is_new else Refused(f"Somebody else is called @{handle}: choose another handle.")
    )
    record("practice account opened", practice_account=str(account.pk), handle=handle, by=by.pk)
    return account, token


@transaction.atomic
def renew_token(account: PracticeAccount, *, by: Person) -> str:
    """Give the owner a new token, shown this once; the old one opens nothing any more."""
    account = lock(account)
    insist(rules.may_renew_token(by, account))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    account.token_hash = token_hash(token)
    account.save(update_fields=["token_hash"])
    record("practice token renewed", practice_account=str(account.pk), by=by.pk)
    return token


@transaction.atomic
def pass_on(account: PracticeAccount, *, to: Person) -> PracticeAccount:
    """Make somebody else the owner, who holds the same account of the council."""
    account = lock(account)
    before, account.owner = account.owner_id, to
    account.save(update_fields=["owner"])
    record(
        "practice account passed on",
        practice_account=str(account.pk),
        handle=account.handle,
        person=before,
        by=to.pk,
    )
    return account
