"""Inviting staff to sign in for the first time: one, or all who never have."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people import queries
from tabard.people.links import can_email
from tabard.people.models import Invitation, Person, StaffImport
from tabard.people.rules.invitations import may_invite, may_invite_all
from tabard.record.actions import record, record_each

A_DAY = timedelta(days=1)
# How many are set going at a sweep, so that other e-mails are not held up.
AT_A_TIME = 100


@transaction.atomic
def invite(person: Person, *, by: Person) -> Invitation:
    """Invite one person, for the first time or again."""
    person, now = lock(person), timezone.now()
    again_at = queries.again_at(person)
    insist(may_invite(by, person, again_at=again_at, now=now, can_email=can_email()))
    record("invitation asked for", concerns=[person.pk], person=person.pk, by=by.pk)
    return Invitation.objects.create(person=person, by=by, asked_at=now, again_at=now + A_DAY)


@transaction.atomic
def invite_all(*, by: Person, of: StaffImport | None = None) -> int:
    """Invite everybody who never signed in, or of these whom an import added; say how many."""
    insist(may_invite_all(by, can_email=can_email()))
    now = timezone.now()
    found = queries.to_invite(now, of).order_by("pk").values_list("pk", flat=True)
    # Whom somebody else invites at this moment is not invited twice: the database refuses it.
    Invitation.objects.bulk_create(
        (
            Invitation(person_id=pk, by=by, asked_at=now, again_at=now + A_DAY)
            for pk in found.iterator()
        ),
        ignore_conflicts=True,
        batch_size=5_000,
    )
    how_many = Invitation.objects.filter(asked_at=now, by=by).count()
    if how_many:
        record("invitations asked for", by=by.pk, how_many=how_many)
    return how_many


@transaction.atomic
def give_invitations() -> int:
    """Set some invitations going; whoever has signed in or left meanwhile needs none."""
    waiting = queries.invitations_to_give(AT_A_TIME)
    Invitation.objects.filter(pk__in=[one.pk for one in waiting]).update(given_at=timezone.now())
    needed = [one for one in waiting if one.person.is_active and one.person.last_login is None]
    return record_each(
        "person invited",
        [([one.person_id], {"person": one.person_id, "by": one.by_id}) for one in needed],
    )
