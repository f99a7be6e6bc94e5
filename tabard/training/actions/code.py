"""What people do with the code of practice: write it, publish it, agree to it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries, rules
from tabard.training.models import CodeAgreement, CodeDraft, CodeVersion
from tabard.training.work.code import shipped_code

DRAFT = 1
FIRST = 1


@transaction.atomic
def load_code(*, agree_by: datetime) -> CodeVersion | None:
    """Publish the code that comes with Tabard, if no version was published before."""
    if CodeVersion.objects.exists():
        return None
    return _publish(number=FIRST, text=shipped_code(), agree_by=agree_by)


@transaction.atomic
def begin_draft(*, by: Person) -> CodeDraft:
    """Begin the next version with the words of the newest, or go on with the one under way."""
    insist(rules.may_write_code(by))
    newest = queries.newest_code()
    draft, is_new = CodeDraft.objects.get_or_create(
        pk=DRAFT,
        defaults={
            "text": newest.text if newest else shipped_code(),
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )
    if is_new:
        record("code draft begun", by=by.pk)
    return draft


@transaction.atomic
def change_draft(
    draft: CodeDraft, *, text: str, what_changed: str, change: int, by: Person
) -> CodeDraft:
    """Keep the next words of a draft, unless somebody else changed it since `change`."""
    draft = lock(draft)
    insist(rules.may_write_code(by))
    insist(rules.may_overwrite(draft, change))
    draft.text, draft.what_changed = text, what_changed
    draft.change += 1
    draft.changed_by, draft.changed_at = by, timezone.now()
    draft.save()
    record("code draft changed", by=by.pk)
    return draft


@transaction.atomic
def discard_draft(draft: CodeDraft, *, by: Person) -> None:
    """Throw the draft away; what is published stays as it is."""
    draft = lock(draft)
    insist(rules.may_write_code(by))
    draft.delete()
    record("code draft thrown away", by=by.pk)


@transaction.atomic
def publish_code(draft: CodeDraft, *, change: int, agree_by: datetime, by: Person) -> CodeVersion:
    """Make the draft the newest version, as it was when it had this `change`."""
    draft = lock(draft)
    newest = queries.newest_code()
    insist(rules.may_write_code(by))
    insist(rules.may_overwrite(draft, change))
    insist(rules.is_ready(draft, newest))
    insist(rules.gives_time(agree_by, timezone.now()))
    version = _publish(
        number=newest.number + 1 if newest else FIRST,
        text=draft.text,
        what_changed=draft.what_changed,
        agree_by=agree_by,
        by=by,
    )
    draft.delete()
    return version


def _publish(
    *,
    number: int,
    text: str,
    agree_by: datetime,
    what_changed: str = "",
    by: Person | None = None,
) -> CodeVersion:
    version = CodeVersion.objects.create(
        number=number,
        text=text,
        what_changed=what_changed,
        published_by=by,
        published_at=timezone.now(),
        agree_by=agree_by,
    )
    record(
        "code published",
        number=number,
        why=what_changed,
        agree_by=agree_by.isoformat(),
        by=by.pk if by else None,
    )
    return version


@transaction.atomic
def agree(version: CodeVersion, *, by: Person) -> CodeAgreement:
    """Agree to the newest version; agreeing twice leaves the first time as it was."""
    by = lock(by)
    insist(rules.may_agree(version, queries.newest_code()))
    agreement, is_new = CodeAgreement.objects.get_or_create(
        person=by, version=version, defaults={"agreed_at": timezone.now()}
    )
    if is_new:
        record("code agreed to", concerns=[by.pk], number=version.number, by=by.pk)
    return agreement
