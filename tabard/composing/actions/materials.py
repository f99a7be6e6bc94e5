"""Offering colleagues something to put into their own words, and taking it back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from tabard.accreditation.queries import permission
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.models import MATERIAL_LIFECYCLE, Material, MaterialState
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def offer(title: str, words: str, *, hint: str, last_day: date, by: Person) -> Material:
    """Offer something to everybody, or ask the programme team to."""
    insist(rules.may_offer(by, permission(by)))
    insist(rules.is_offered_until(last_day, timezone.localdate()))
    at_once = rules.is_approved_at_once(by)
    material = Material.objects.create(
        title=title,
        words=words,
        hint=hint,
        last_day=last_day,
        offered_by=by,
        offered_at=timezone.now(),
        state=MaterialState.OFFERED if at_once else MaterialState.ASKED,
        decided_by=by if at_once else None,
    )
    if at_once:
        _record("material offered", material, by=by.pk, words=words)
    else:
        team = [one.pk for one in queries.material_deciders(by)]
        _record("material asked", material, concerns=team, by=by.pk, words=words)
    return material


@transaction.atomic
def approve_material(material: Material, *, by: Person) -> Material:
    """Let everybody use what a colleague would offer."""
    material = lock(material)
    insist(rules.may_decide_material(by, material))
    material.state = MATERIAL_LIFECYCLE.after(material.state, "approve")
    material.decided_by = by
    material.save(update_fields=["state", "decided_by"])
    _record("material approved", material, concerns=[material.offered_by_id], by=by.pk)
    return material


@transaction.atomic
def decline_material(material: Material, *, by: Person, why: str) -> Material:
    """Offer it to nobody, and tell whoever asked why."""
    material = lock(material)
    insist(rules.may_decide_material(by, material))
    insist(rules.says_why_not(why))
    material.state = MATERIAL_LIFECYCLE.after(material.state, "decline")
    material.decided_by, material.why = by, why
    material.save(update_fields=["state", "decided_by", "why"])
    _record("material declined", material, concerns=[material.offered_by_id], by=by.pk, why=why)
    return material


@transaction.atomic
def withdraw_material(material: Material, *, by: Person, why: str) -> Material:
    """Let nobody use it any more, and tell those whose posts made from it have not gone."""
    material = lock(material)
    insist(rules.may_withdraw_material(by, material))
    insist(rules.says_why_not(why))
    material.state = MATERIAL_LIFECYCLE.after(material.state, "withdraw")
    material.why = why
    material.save(update_fields=["state", "why"])
    authors = queries.still_to_go(material).order_by().values_list("author", flat=True).distinct()
    told = [material.offered_by_id, *authors]
    _record("material withdrawn", material, concerns=told, by=by.pk, why=why)
    return material


def _record(
    kind: str, material: Material, *, concerns: Iterable[int] = (), **facts: str | int
) -> None:
    record(
        kind,
        concerns=concerns,
        material=material.pk,
        person=material.offered_by_id,
        title=material.title,
        **facts,
    )
