"""Letting other systems in, and out again."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import ApiToken, Person, Scope, digest_of, new_secret
from tabard.people.queries.roles import administrators
from tabard.people.queries.tokens import without_maker
from tabard.people.rules.tokens import may_keep_tokens
from tabard.record.actions import record


@transaction.atomic
def make_token(
    name: str, *, days: int, by: Person, scopes: Iterable[str] = Scope.values
) -> tuple[ApiToken, str]:
    """Let another system in for some days; give what it signs in with, which is not kept."""
    insist(may_keep_tokens(by))
    secret, now = new_secret(), timezone.now()
    token = ApiToken.objects.create(
        name=name,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        made_by=by,
        made_at=now,
        until=now + timedelta(days=days),
    )
    record(
        "token made",
        concerns=_administrators(),
        by=by.pk,
        token=name,
        until=token.until.isoformat(),
        scopes=token.may,
    )
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


@transaction.atomic
def note_lost_makers() -> int:
    """Tell administrators once of each token whose maker is not one of them any more."""
    lost = list(without_maker().select_for_update(skip_locked=True, of=["self"]))
    for token in lost:
        token.maker_lost_at = timezone.now()
        token.save(update_fields=["maker_lost_at"])
        record(
            "token without maker",
            concerns=_administrators(),
            person=token.made_by_id,
            token=token.name,
        )
    return len(lost)


def _administrators() -> list[int]:
    return list(administrators().values_list("pk", flat=True))
