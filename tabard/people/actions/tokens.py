"""Letting other systems in, and out again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import ApiToken, Person, Scope, digest_of, new_secret
from tabard.people.rules.tokens import may_keep_tokens
from tabard.record.actions import record


@transaction.atomic
def make_token(name: str, *, days: int, by: Person) -> tuple[ApiToken, str]:
    """Let another system in for some days; give what it signs in with, which is not kept."""
    insist(may_keep_tokens(by))
    secret, now = new_secret(), timezone.now()
    token = ApiToken.objects.create(
        name=name,
        digest=digest_of(secret),
        scopes=[Scope.STAFF],
        made_by=by,
        made_at=now,
        until=now + timedelta(days=days),
    )
    record("token made", by=by.pk, token=name, until=token.until.isoformat())
    return token, secret


@transaction.atomic
def end_token(token: ApiToken, *, by: Person) -> ApiToken:
    """Let another system in no more."""
    token = lock(token)
    insist(may_keep_tokens(by))
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        record("token ended", by=by.pk, token=token.name)
    return token
