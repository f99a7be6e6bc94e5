"""One of everything that a page can be about, and somebody of every kind who might ask for it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tabard.accounts.models import AccountState, Ticket
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    ApplicationState,
    RenewalState,
)
from tabard.composing.models import Message, Picture
from tabard.notices.models import Email, EmailKind, EmailState, Notice
from tabard.notices.work import writing
from tabard.people.models import Absence, ApiToken, ImportState, Person, Role, StaffImport, StandIn
from tabard.practice.models import PracticeThread
from tabard.publishing.models import DeliveryState
from tabard.record.actions import keep_bytes, record
from tabard.training.models import SittingState
from tests import make

# Those of product.md, and the two ends of every case: whose it is, and whose manager it is.
# A resident is nobody to us; another system has no tokens yet, and tries a header.
NOBODY = "resident"
SYSTEM = "another system"
OWNER = "the person concerned"
MANAGER = "line manager"
STAFF = "member of staff"


@dataclass
class World:
    """People by what they are, and the arguments by which addresses name what they are about."""

    people: dict[str, Person | None]
    things: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    """Make a council with somebody of every kind and one of everything."""
    make.council()
    manager = make.person()
    owner = make.person(manager=manager)
    people: dict[str, Person | None] = {
        NOBODY: None,
        SYSTEM: None,
        STAFF: make.person(manager=make.person()),
        OWNER: owner,
        MANAGER: manager,
        **{str(role.label): make.person(role, manager=make.person()) for role in Role},
    }
    things = {
        **_standing(owner),
        **_posts(owner),
        **_training(owner),
        **_away(owner),
        **_told(owner),
        "occasion": make.occasion().pk,
    }
    return World(people, things)


def _away(owner: Person) -> dict[str, Any]:
    today = timezone.localdate()
    closed = make.person()
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    dead = make.person()
    now = timezone.now()
    Person.objects.filter(pk=dead.pk).update(is_active=False, left_at=now, death_noted_at=now)
    named = StandIn.objects.create(person=owner, stands_in=closed, since=today, until=today)
    imported = StaffImport.objects.create(
        by=owner,
        state=ImportState.READY,
        file_name="staff.csv",
        uploaded_at=timezone.now(),
        changed_at=timezone.now(),
    )
    token = ApiToken.objects.create(
        name="Directory",
        digest="0" * 64,
        scopes=[],
        made_by=owner,
        made_at=timezone.now(),
        until=timezone.now() + timedelta(days=1),
    )
    return {
        "token": token.pk,
        "import": imported.pk,
        "absence": Absence.objects.create(person=owner, since=today).pk,
        "stand_in": named.pk,
        "closed": closed.pk,
        "dead": dead.pk,
    }


def _standing(owner: Person) -> dict[str, Any]:
    # What ended did so before the one that is in force.
    former = [make.accreditation(owner, state="ended", reason="Before.") for _ in range(2)]
    accredited = make.accreditation(owner)
    suspended = make.accreditation(
        make.person(manager=owner.manager), state=AccreditationState.SUSPENDED, reason="Danger."
    )
    unconnected = make.accreditation(make.person(manager=owner.manager))
    ticket = Ticket.objects.create(
        person=owner, network="bluesky", until=timezone.now() + timedelta(days=3)
    )
    shared = make.shared_account(owner, unconnected.person)
    agreed = make.adoption(
        owner, state="agreed", ticket=make.ticket(owner, until=timezone.now() - timedelta(days=1))
    )
    return {
        **_ladder(accredited),
        **_renewals(accredited, *former),
        "accreditation": accredited.pk,
        "suspended": suspended.pk,
        "unconnected": unconnected.pk,
        "agreed": accredited.application.pk,
        "ticket": ticket.pk,
        "holding": shared.holdings.get(person=owner).pk,
        "shared_account": shared.pk,
        "fediverse_ticket": Ticket.objects.create(
            person=owner, network="mastodon", until=ticket.until
        ).pk,
        "fediverse_account": make.account(owner, network="mastodon").pk,
        "ended_account": make.account(state=AccountState.ENDED, official_until=timezone.now()).pk,
        "succession": make.succession(
            shared,
            person=owner,
            state="decided",
            outcome="archive",
            farewell="from_it",
            decided_by=make.programme_member(),
            decided_at=timezone.now(),
        ).pk,
        "adoption": make.adoption(owner).pk,
        "adoption_sent_back": make.adoption(owner, state="sent_back", reason="Another name.").pk,
        "late_adoption": agreed.pk,
        "adopted": _adopted(owner),
        "sample": make.sample().pk,
        "lost_account": make.account(owner, state=AccountState.LOST).pk,
        "person": owner.pk,
        "service": owner.service.pk,
    }


def _adopted(owner: Person) -> int:
    there = make.account(owner, handle="adopted")
    given = make.ticket(owner, account=there, used_at=timezone.now())
    adopted = make.adoption(
        owner, state="connected", account=there, ticket=given, older_posts="included"
    )
    make.recall(adopted, state="stopped", problem="The account is not connected.")
    return adopted.pk


def _ladder(accredited: Accreditation) -> dict[str, Any]:
    appealed = make.move(accredited)
    suspended = make.accreditation(make.person(manager=accredited.person.manager))
    return {
        "suspension": make.suspension(suspended).pk,
        "asked_suspension": make.suspension(asked_at=timezone.now()).pk,
        "proposal": make.proposal(accredited).pk,
        "move": make.move(accredited).pk,
        "move_appeal": make.move_appeal(appealed).pk,
    }


def _renewals(
    accredited: Accreditation, earlier: Accreditation, last: Accreditation
) -> dict[str, Any]:
    """Make a renewal in each state in which somebody has something to do, of the same person."""
    return {
        "renewal": make.renewal(accredited).pk,
        "sent_renewal": make.renewal(earlier, state=RenewalState.SENT).pk,
        "asked_renewal": make.renewal(last, state=RenewalState.ASKED).pk,
    }


def application(owner: Person, state: ApplicationState) -> int:
    """Make an application of the owner in a state; one at a time is under way."""
    now = timezone.now()
    declined = {"reason": "No.", "would_change": "More.", "appeal_until": now + timedelta(days=9)}
    facts: dict[ApplicationState, dict[str, Any]] = {
        ApplicationState.ENDORSED: {"endorsed_by": owner.manager},
        ApplicationState.DECLINED: declined,
        ApplicationState.APPEALED: {**declined, "appeal": "Why.", "appealed_at": now},
    }
    make.prepared(owner)
    return make.application(owner, state=state, **facts.get(state, {})).pk


def _posts(owner: Person) -> dict[str, Any]:
    account = make.account(owner, network="bluesky")
    writing = make.message(owner, accounts=[account])
    confirmed = make.approved_message(owner, accounts=[account])
    delivery = make.delivery(confirmed, state=DeliveryState.CONFIRMED)
    mark = _give_picture(confirmed)
    linked = make.linked_page(confirmed)
    scheduled = make.approved_message(
        owner, accounts=[account], due_at=timezone.now() + timedelta(days=1)
    )
    make.delivery(scheduled)
    entry = record("message approved", concerns=[owner.pk], message=confirmed.pk, by=owner.pk)
    tried = make.experiment(owner)
    waiting = make.waiting_message(owner, accounts=[account])
    return {
        "suggestion": make.suggestion(writing).pk,
        "material": make.material(owner).pk,
        "asked_material": make.material(owner, state="asked").pk,
        "asked_experiment": make.experiment(owner, state="asked").pk,
        "experiment": tried.pk,
        "paused_experiment": make.experiment(owner, state="paused").pk,
        "tried": make.approved_message(owner, accounts=[account], experiment=tried).pk,
        "account": account.pk,
        "writing": writing.pk,
        "waiting": waiting.pk,
        "note": make.note(waiting).pk,
        "confirmed": confirmed.pk,
        "mark": mark,
        "linked": linked.pk,
        "scheduled": scheduled.pk,
        "freeze": make.freeze(make.account(owner, network="mastodon")).pk,
        "asked_freeze": make.freeze(
            make.service("Parks"), state="asked", begun_by=None, begun_at=None
        ).pk,
        "delivery": delivery.pk,
        "entry": entry.pk,
    }


def _told(owner: Person) -> dict[str, Any]:
    now = timezone.now()
    email = Email.objects.create(
        person=owner,
        kind=EmailKind.SOON,
        state=EmailState.FAILED,
        message_id="<1@localhost>",
        made_at=now,
        ended_at=now,
    )
    entry = record("message approved", concerns=[owner.pk], message=1, by=owner.pk)
    notice = Notice.objects.create(person=owner, entry=entry, words="Told.", url="/", at=entry.at)
    return {
        "notice": notice.pk,
        "failed_email": email.pk,
        "stop": writing.stop_token(owner, ["mine"]),
    }


def _give_picture(message: Message) -> str:
    blob = keep_bytes(b"not really a picture", media_type="image/jpeg")
    shown = Picture.objects.create(message=message, blob=blob, alt="A van.", width=1, height=1)
    return shown.mark


def _training(owner: Person) -> dict[str, Any]:
    sitting = make.sitting(owner)
    make.code_agreement(owner)
    make.code_draft()
    make.passed_rehearsal(owner)
    arrangement = make.arrangement(owner)
    return {
        "code": make.code().number,
        "arrangement": arrangement.pk,
        "course": sitting.edition.course.slug,
        "module": sitting.edition.modules.all()[0].pk,
        "sitting": sitting.pk,
        "certificate": make.sitting(owner, make.edition("pilot"), state=SittingState.PASSED).pk,
        "scenario": (going := make.rehearsal(owner)).version.scenario.slug,
        "rehearsal": going.pk,
        "thread": going.thread_id,
        "passed_rehearsal": make.passed_rehearsal(owner, "letter-in-the-picture").pk,
        "thread_with_picture": PracticeThread.objects.get(title="A letter in your picture").pk,
    }
