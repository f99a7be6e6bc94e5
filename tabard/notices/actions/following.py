"""Following the record, and telling people what concerns them."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tabard.notices.actions.emailing import new_email
from tabard.notices.actions.reading import note_read
from tabard.notices.models import Cursor, Email, EmailKind, Notice
from tabard.notices.work import TOLD, Known, notices_of, planning, settled_by
from tabard.notices.work.words import WORDS
from tabard.people.models import Person
from tabard.people.queries import stand_ins_among
from tabard.record.models import Entry, Link
from tabard.record.queries import facts_of, people_in, things_in

log = logging.getLogger(__name__)

FOLLOWING_LOCK = 7_104_003
AT_A_TIME = 500
# What is answered by an e-mail with a link.
LINKS = {
    "password link asked for": EmailKind.LINK,
    "password link wanted": EmailKind.LINK,
    "person invited": EmailKind.INVITATION,
}
STILL_WANTED = timedelta(days=1)


@transaction.atomic
def follow() -> int:
    """Tell people of what was chained since the last time; say how many notices that made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLLOWING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    told, _ = Cursor.objects.get_or_create(pk=1)
    links = Link.objects.filter(number__gt=told.link).select_related("entry")
    new = list(links.prefetch_related("entry__disclosures")[:AT_A_TIME])
    if not new:
        return 0
    entries = [link.entry for link in new]
    notices = _tell(entries)
    _send_links(entries)
    told.link = new[-1].number
    told.save(update_fields=["link"])
    return len(notices)


def _tell(entries: list[Entry]) -> list[Notice]:
    """Tell people of these entries, and let what they settle count as read."""
    held = planning.chosen()
    known = _known(entries, held)
    settled: set[str] = set()
    notices: list[Notice] = []
    for entry in entries:
        page, made = _made_of(entry, known)
        if page:
            settled.add(page)
            for earlier in notices:
                earlier.read_at = entry.at if earlier.url == page else earlier.read_at
        notices += made
    note_read(Notice.objects.filter(url__in=settled, read_at=None))
    planning.plan(notices, held, now=timezone.now())
    return _kept(notices)


def _send_links(entries: list[Entry]) -> None:
    """Have links and invitations sent that were asked for; what was long ago is not wanted now."""
    now = timezone.now()
    wanted = [
        (facts_of(entry)["person"], LINKS[entry.kind])
        for entry in entries
        if entry.kind in LINKS and entry.at > now - STILL_WANTED
    ]
    if settings.EMAIL_IS_ON:
        Email.objects.bulk_create(new_email(person, kind, now) for person, kind in wanted)


def _known(entries: list[Entry], held: planning.Chosen) -> Known:
    """Look up everything that is needed to tell people of these entries."""
    concerned = {person for entry in entries for person in entry.people}
    stand_ins = stand_ins_among(concerned)
    named = people_in(map(facts_of, entries))
    people = Person.objects.in_bulk(concerned | named | set(stand_ins.values()))
    return Known(
        people={person.pk: person.name for person in people.values()},
        things=things_in(facts_of(entry) for entry in entries if entry.kind in TOLD),
        sentences={kind: words.of(held.get(words.key)) for kind, words in WORDS.items()},
        stand_ins=stand_ins,
    )


def _made_of(entry: Entry, known: Known) -> tuple[str | None, list[Notice]]:
    """Give what an entry settles and whom it tells; one that cannot be told holds up no other."""
    try:
        return settled_by(entry), list(notices_of(entry, known))
    except Exception:
        log.exception("Nobody can be told of entry %s", entry.pk)
        return None, []


def _kept(notices: list[Notice]) -> list[Notice]:
    """Keep notices all at once; if that fails, all those that can be kept."""
    try:
        with transaction.atomic():
            return Notice.objects.bulk_create(notices)
    except DatabaseError:
        return [notice for notice in notices if _is_kept(notice)]


def _is_kept(notice: Notice) -> bool:
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except DatabaseError:
        log.exception("Nobody can be told of entry %s", notice.entry_id)
        return False
    return True
