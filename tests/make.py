"""Things for tests: plain functions that say only what differs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from tabard.accounts.models import AccessLock, Account, Connection, Holding, KeptName, Ticket
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
    Evidence,
    EvidenceKind,
    Move,
    MoveAppeal,
    Proposal,
    Renewal,
    RenewalState,
    Rung,
    Suspension,
    end_of,
)
from tabard.common.lookalikes import skeleton
from tabard.composing.models import (
    Experiment,
    LinkedPage,
    Looking,
    Material,
    Message,
    MessageState,
    Note,
    Suggestion,
    Version,
)
from tabard.council.models import ChosenSetting, Council, Occasion, Service
from tabard.council.settings import Setting
from tabard.keeping.models import Adoption, OlderPost, Recall, Succession
from tabard.naming.networks import label_of
from tabard.people.models import Absence, Person, Role, StandIn
from tabard.publishing.models import (
    Delivery,
    DeliveryState,
    Freeze,
    FreezeState,
    Sample,
    Scope,
)
from tabard.record.actions import keep_bytes
from tabard.training import actions as training
from tabard.training.models import (
    HELPED,
    Answer,
    Arrangement,
    ArrangementKind,
    CodeAgreement,
    CodeDraft,
    CodeVersion,
    Course,
    Edition,
    Module,
    Question,
    Rehearsal,
    RehearsalState,
    ScenarioVersion,
    Sitting,
    SittingState,
)
from tabard.training.work.scenarios.folders import OURS
from tabard.training.work.scenarios.playing import Said

_number = count(1)


def council(**differs: Any) -> Council:
    """Make the council of this installation."""
    told: dict[str, Any] = {
        "name": "Exampleton County Council",
        "short_name": "Exampleton",
        "domain": "exampleton.example",
        "contact_email": "social@exampleton.example",
        **differs,
    }
    return Council.objects.update_or_create(pk=1, defaults=told)[0]


def chosen[T](setting: Setting[T], value: T) -> None:
    """Let the council have chosen the value of a setting."""
    told = {"value": value, "chosen_at": timezone.now()}
    ChosenSetting.objects.update_or_create(key=setting.key, defaults=told)


def occasion(**differs: Any) -> Occasion:
    """Enter a pre-election period of the next five weeks, or what is told."""
    today = timezone.localdate()
    given: dict[str, Any] = {
        "kind": "election",
        "name": "County elections",
        "first_day": today,
        "last_day": today + timedelta(days=35),
    }
    return Occasion.objects.create(**given | differs)


def service(name: str = "Libraries") -> Service:
    """Make a service, or give the one of this name."""
    return Service.objects.get_or_create(name=name, defaults={"does": "Lends books."})[0]


def person(
    *roles: Role,
    first_name: str = "Ada",
    last_name: str | None = None,
    manager: Person | None = None,
    of: str = "Libraries",
) -> Person:
    """Make a member of staff."""
    number = next(_number)
    made = Person(
        email=f"person{number}@exampleton.example",
        first_name=first_name,
        last_name=last_name or f"Person{number}",
        job_title="Librarian",
        service=service(of),
        manager=manager,
        roles=list(roles),
    )
    # Usable in form, and nothing hashes to it.
    made.password = "no password"
    made.save()
    return made


def reviewer(**differs: Any) -> Person:
    """Make a reviewer."""
    return person(Role.REVIEWER, **differs)


def programme_member(**differs: Any) -> Person:
    """Make a member of the programme team."""
    return person(Role.PROGRAMME_TEAM, **differs)


def administrator(**differs: Any) -> Person:
    """Make an administrator."""
    return person(Role.ADMINISTRATOR, **differs)


def oversight_officer(**differs: Any) -> Person:
    """Make an oversight officer."""
    return person(Role.OVERSIGHT_OFFICER, **differs)


def stand_in(person: Person, stands_in: Person, **differs: Any) -> StandIn:
    """Let somebody act as line manager for a person this week."""
    told: dict[str, Any] = {
        "since": timezone.localdate() - timedelta(days=1),
        "until": timezone.localdate() + timedelta(days=6),
        **differs,
    }
    return StandIn.objects.create(person=person, stands_in=stands_in, **told)


def application(
    applicant: Person | None = None,
    *,
    state: ApplicationState = ApplicationState.APPLIED,
    networks: Sequence[str] = ("practice",),
    handles: Mapping[str, str] | None = None,
    **differs: Any,
) -> Application:
    """Make an application by somebody with a manager."""
    return Application.objects.create(
        applicant=applicant or person(manager=person()),
        purpose="To tell residents what the mobile library does.",
        audience="Residents of the villages without a library.",
        networks=list(networks),
        handles=dict(handles or {"practice": "ada_libraries"}),
        state=state,
        applied_at=timezone.now(),
        **differs,
    )


def accreditation(holder: Person | None = None, **differs: Any) -> Accreditation:
    """Make an accreditation in force for a year."""
    holder = holder or person(manager=person())
    now = timezone.now()
    told: dict[str, Any] = {
        "since": now - timedelta(days=30),
        "until": now + timedelta(days=365),
        "changed_at": now,
        "rung_since": now - timedelta(days=30),
        "review_on": timezone.localdate() + timedelta(days=54),
        **differs,
    }
    agreed = application(holder, state=ApplicationState.ACCREDITED)
    return Accreditation.objects.create(person=holder, application=agreed, **told)


def account(
    holder: Person | None = None,
    *,
    network: str = "practice",
    server: str = "http://127.0.0.1:1/practice/api",
    secrets: Mapping[str, str] | None = None,
    **differs: Any,
) -> Account:
    """Make a connected account, held by this person."""
    number = next(_number)
    told: dict[str, Any] = {
        "stable_id": f"{network}:{number}",
        "handle": f"ada{number}",
        "url": f"http://localhost:8000/practice/@ada{number}",
        "official_from": timezone.now(),
        **differs,
    }
    made = Account.objects.create(network=network, server=server, **told)
    connection = Connection(account=made, connected_at=timezone.now())
    connection.secrets = secrets or {"token": "a token"}
    connection.save()
    if holder is not None:
        Holding.objects.create(account=made, person=holder, since=timezone.now())
    return made


def shared_account(*holders: Person, **differs: Any) -> Account:
    """Make an account of a team, held by these people."""
    told: dict[str, Any] = {"kind": "team", "public_name": "Exampleton Rangers", **differs}
    made = account(**told)
    for holder in holders:
        Holding.objects.create(account=made, person=holder, since=timezone.now())
    return made


def ticket(holder: Person | None = None, *, network: str = "practice", **differs: Any) -> Ticket:
    """Make leave to connect an account, open for a month."""
    told: dict[str, Any] = {"until": timezone.now() + timedelta(days=30), **differs}
    return Ticket.objects.create(person=holder or person(), network=network, **told)


def kept_name(person: Person, handle: str, network: str = "practice") -> KeptName:
    """Keep a name for somebody."""
    return KeptName.objects.create(
        person=person,
        network=network,
        handle=handle,
        seen=skeleton(label_of(handle, network)),
        source=f"test {next(_number)}",
        since=timezone.now(),
    )


def adoption(proposer: Person | None = None, **differs: Any) -> Adoption:
    """Make the proposal of somebody's own account."""
    proposer = proposer or person()
    decided = differs.get("state") in {"agreed", "connected", "declined"}
    told: dict[str, Any] = {
        "connects": proposer,
        "brought": "own",
        "network": "bluesky",
        "handle": f"own{next(_number)}.example",
        "profile": "Librarian at Exampleton County Council.",
        "older_posts": "outside",
        "consented_at": timezone.now(),
        "proposed_at": timezone.now(),
        "decided_by": programme_member() if decided else None,
        **differs,
    }
    return Adoption.objects.create(proposer=proposer, **told)


def recall(adopted: Adoption | None = None, *, posts: int = 0, **differs: Any) -> Recall:
    """Make the reading back of an adopted account's older posts, with so many kept."""
    if adopted is None:
        owner = person()
        there = account(owner)
        given = ticket(owner, account=there, used_at=timezone.now())
        adopted = adoption(
            owner, state="connected", account=there, ticket=given, older_posts="included"
        )
    told: dict[str, Any] = {"account": adopted.account, "due_at": timezone.now(), **differs}
    made = Recall.objects.create(adoption=adopted, **told)
    OlderPost.objects.bulk_create(
        OlderPost(
            recall=made,
            network_id=f"older-{number}",
            url=f"http://localhost:8000/practice/@ada/post/older-{number}",
            words=f"Verse {number}",
            posted_at=timezone.now() - timedelta(days=number + 1),
            read_at=timezone.now(),
        )
        for number in range(posts)
    )
    return made


def leaver(*, days: int = 10, **differs: Any) -> Person:
    """Make an accredited person whose last working day is so many days ahead."""
    person = author(**differs)
    person.leaves_on = timezone.localdate() + timedelta(days=days)
    person.save()
    return person


def gone(person: Person) -> Person:
    """Let somebody have left."""
    person.leaves_on = person.leaves_on or timezone.localdate() - timedelta(days=1)
    person.is_active, person.left_at = False, timezone.now()
    person.save()
    return person


def succession(account: Account | None = None, **differs: Any) -> Succession:
    """Make the question what becomes of a leaver's account."""
    account = account or shared_account(leaver())
    told: dict[str, Any] = {
        "person": account.holdings.latest("pk").person,
        "cause": "leaves",
        "due_on": timezone.localdate() + timedelta(days=10),
        "raised_at": timezone.now(),
        **differs,
    }
    return Succession.objects.create(account=account, **told)


def author(**differs: Any) -> Person:
    """Make an accredited person."""
    return accreditation(person(manager=person(), **differs)).person


def trusted_author(rung: str = "free", **differs: Any) -> Person:
    """Make an accredited person whose posts go without a review before them."""
    made = accreditation(rung=rung, **differs).person
    sitting(made, newest_edition("pilot"), state=SittingState.PASSED)
    return made


def newest_edition(slug: str) -> Edition:
    """Give the newest edition of a course, or make one."""
    return Edition.objects.filter(course__slug=slug).last() or edition(slug)


def evidence(
    person: Person | None = None, kind: EvidenceKind = EvidenceKind.UNCHANGED, **differs: Any
) -> Evidence:
    """Make a piece of evidence about somebody, of now."""
    number = next(_number)
    told: dict[str, Any] = {
        "at": timezone.now(),
        "source": f"source {number}",
        "about": "message",
        "number": number,
        **differs,
    }
    return Evidence.objects.create(person=person or author(), kind=kind, **told)


def soon() -> date:
    """Give a day on which a suspension can be looked at again."""
    return timezone.localdate() + timedelta(days=7)


def suspension(of: Accreditation | None = None, **differs: Any) -> Suspension:
    """Make an open suspension, with what stands for it elsewhere."""
    now = timezone.now()
    of = of or accreditation()
    Accreditation.objects.filter(pk=of.pk).update(
        state=AccreditationState.SUSPENDED, reason="We look into it.", changed_at=now
    )
    AccessLock.objects.get_or_create(person=of.person, defaults={"since": now})
    told: dict[str, Any] = {
        "by": programme_member(),
        "since": now,
        "reason": "We look into it.",
        "review_on": soon(),
        **differs,
    }
    return Suspension.objects.create(accreditation=of, person=of.person, **told)


def renewal(
    of: Accreditation | None = None,
    *,
    state: RenewalState = RenewalState.OPEN,
    days: int = 20,
    **differs: Any,
) -> Renewal:
    """Make a renewal of an accreditation that still runs so many days, by somebody prepared."""
    now = timezone.now()
    of = of or accreditation(until=end_of(timezone.localdate() + timedelta(days=days)))
    if state != RenewalState.OPEN:
        prepared(of.person)
    told: dict[str, Any] = {"opened_at": now, "waits_since": now}
    if state not in {RenewalState.OPEN, RenewalState.GIVEN_UP, RenewalState.OVERTAKEN}:
        answers = [["What went well?", "Answering on the same day."]]
        told |= {"sent_at": now, "answers": answers, "minutes_a_week": 45}
    if state == RenewalState.SENT_BACK:
        told |= {"reason": "Who answers in August?"}
    if state in {RenewalState.ASKED, RenewalState.RENEWED}:
        told |= {"endorsed_by": of.person.manager, "endorsed_at": now}
        told |= {"against": ["What was agreed on has changed."], "changes": "I moved to rangers."}
    if state == RenewalState.RENEWED:
        told |= {"was_until": of.until, "until": of.until + timedelta(days=365)}
    return Renewal.objects.create(
        accreditation=of, person=of.person, state=state, **{**told, **differs}
    )


def absence(person: Person, *, since: int = -1, until: int | None = None) -> Absence:
    """Let somebody be away between two days, counted from today; without the second, for now."""
    today = timezone.localdate()
    last = None if until is None else today + timedelta(days=until)
    return Absence.objects.create(person=person, since=today + timedelta(days=since), until=last)


def proposal(of: Accreditation | None = None, **differs: Any) -> Proposal:
    """Make an open proposal to move somebody one rung up."""
    of = of or accreditation()
    told: dict[str, Any] = {
        "from_rung": of.rung,
        "to_rung": Rung(of.rung).above,
        "because": "Everything was met.",
        "proposed_at": timezone.now(),
        **differs,
    }
    return Proposal.objects.create(accreditation=of, person=of.person, **told)


def move(of: Accreditation | None = None, **differs: Any) -> Move:
    """Make a move of somebody from the top rung to where they stand, by somebody of the panel."""
    of = of or accreditation()
    told: dict[str, Any] = {
        "from_rung": Rung.FREE,
        "to_rung": of.rung,
        "by": programme_member(),
        "at": timezone.now(),
        "reason": "It was too quick.",
        **differs,
    }
    return Move.objects.create(accreditation=of, person=of.person, **told)


def move_appeal(against: Move | None = None, **differs: Any) -> MoveAppeal:
    """Make an appeal that waits to be decided."""
    against = against or move()
    told: dict[str, Any] = {"words": "Look again.", "made_at": timezone.now(), **differs}
    return MoveAppeal.objects.create(
        move=against, person=against.person, moved_by=against.by, **told
    )


def material(by: Person | None = None, **differs: Any) -> Material:
    """Offer colleagues something for a month, or ask to."""
    told: dict[str, Any] = {
        "title": "Flu vaccinations start",
        "words": "Free flu vaccinations start on Monday at every pharmacy. Ask yours for a time.",
        "last_day": timezone.localdate() + timedelta(days=30),
        "offered_at": timezone.now(),
        "state": "offered",
        **differs,
    }
    if told["state"] != "asked":
        told.setdefault("decided_by", programme_member())
    return Material.objects.create(offered_by=by or author(), **told)


def experiment(owner: Person | None = None, **differs: Any) -> Experiment:
    """Make an experiment that runs for a month without review, and stops after two signs."""
    now, today = timezone.now(), timezone.localdate()
    state = differs.get("state", "running")
    told: dict[str, Any] = {
        "title": "Riddles",
        "belief": "Families answer a riddle.",
        "for_whom": "Families in Oakford.",
        "skips_review": True,
        "appetite": "some",
        "first_day": today,
        "last_day": today + timedelta(days=30),
        "stop_after": 2,
        "how_known": "We count the answers.",
        "state": state,
        "asked_at": now,
        "decided_by": None if state in {"asked", "withdrawn"} else oversight_officer(),
        "decided_at": None if state in {"asked", "withdrawn"} else now,
        "why": "It worries people." if state in {"declined", "paused"} else "",
        "paused_at": now if state == "paused" else None,
        "result": "Twelve answers." if state == "finished" else "",
        "learned": "People like riddles." if state == "finished" else "",
        "finished_at": now if state == "finished" else None,
        **differs,
    }
    return Experiment.objects.create(owner=owner or author(), **told)


def message(
    by: Person | None = None,
    *,
    accounts: Sequence[Account] | None = None,
    words: str = "The mobile library stops at Oakford at ten.",
    **differs: Any,
) -> Message:
    """Make a message that is being written, for an account of its author."""
    by = by or author()
    accounts = [account(by)] if accounts is None else accounts
    made = Message.objects.create(author=by, words=words, written_at=timezone.now(), **differs)
    Version.objects.bulk_create(Version(message=made, account=one) for one in accounts)
    return made


def waiting_message(by: Person | None = None, **differs: Any) -> Message:
    """Make a message that waits for review."""
    return message(by, state=MessageState.WAITING, submitted_at=timezone.now(), **differs)


def note(of: Message, **differs: Any) -> Note:
    """Make a reviewer's note about a message."""
    told: dict[str, Any] = {"words": "Which day?", "at": timezone.now(), **differs}
    by = told.pop("by", None) or reviewer()
    return Note.objects.create(message=of, by=by, **told)


def looking(at: Message, **differs: Any) -> Looking:
    """Let a reviewer look at a message that waits."""
    now = timezone.now()
    told: dict[str, Any] = {"since": now, "until": now + timedelta(minutes=10), **differs}
    return Looking.objects.create(message=at, by=told.pop("by", None) or reviewer(), **told)


def suggestion(of: Message, words: str = "Other words.", **differs: Any) -> Suggestion:
    """Make a reviewer's suggestion for a message that was changed since."""
    told: dict[str, Any] = {"by": reviewer(), "read": "0" * 64, "at": timezone.now(), **differs}
    return Suggestion.objects.create(message=of, was=of.words, words=words, **told)


def linked_page(*messages: Message, **differs: Any) -> LinkedPage:
    """Make a page that was read, with a picture of one pixel, and that some messages went with."""
    now = timezone.now()
    told: dict[str, Any] = {
        "address": "https://garden.gov.uk/bees",
        "asked_at": now,
        "read_at": now,
        "outcome": "read",
        "title": "Bees in your garden",
        "picture": keep_bytes(b"pixel", media_type="image/jpeg"),
        **differs,
    }
    page = LinkedPage.objects.create(**told)
    page.messages.set(messages)
    return page


def approved_message(
    by: Person | None = None, *, approved_at: datetime | None = None, **differs: Any
) -> Message:
    """Make a message that a reviewer has approved."""
    at = approved_at or timezone.now()
    return message(
        by,
        state=MessageState.APPROVED,
        submitted_at=at,
        approved_at=at,
        approved_by=reviewer(),
        **differs,
    )


def delivery(
    of: Message | None = None,
    *,
    state: DeliveryState = DeliveryState.SCHEDULED,
    **differs: Any,
) -> Delivery:
    """Make a delivery of an approved message, with what its state needs."""
    of = of or approved_message()
    number = next(_number)
    now = timezone.now()
    on_network = state in {"sent", "confirmed", "removing", "removed"}
    told: dict[str, Any] = {
        "due_at": of.due_at or of.approved_at or now,
        "once_only_key": f"key{number}",
        "network_id": f"post{number}" if on_network else "",
        "url": f"http://localhost:8000/practice/@ada/post/key{number}" if on_network else "",
        "begun_at": None if state in {"scheduled", "due", "held"} else now,
        "confirmed_at": now if state in {"confirmed", "removing", "removed"} else None,
        "removed_at": now if state == "removed" else None,
        **differs,
    }
    return Delivery.objects.create(version=of.versions.get(), state=state, **told)


def freeze(of: Account | Service | None = None, **differs: Any) -> Freeze:
    """Make a freeze that stands: of everything, or of what is given."""
    by, now = differs.pop("by", None) or programme_member(), timezone.now()
    told: dict[str, Any] = {
        "scope": Scope.EVERYTHING,
        "state": FreezeState.STANDING,
        "asked_by": by,
        "asked_at": now,
        "begun_by": by,
        "begun_at": now,
        "why": "A flood in Oakford.",
    }
    if isinstance(of, Account):
        told |= {"scope": Scope.ACCOUNT, "account": of}
    elif of is not None:
        told |= {"scope": Scope.SERVICE, "service": of}
    return Freeze.objects.create(**told | differs)


def sample(of: Message | None = None, **differs: Any) -> Sample:
    """Make a post that went at once, arrived, was drawn, and waits to be looked at."""
    if of is None:
        writer, now = trusted_author(str(Rung.SAMPLED)), timezone.now()
        of = message(
            writer,
            state=MessageState.APPROVED,
            submitted_at=now,
            approved_at=now,
            let_go_on=Rung.SAMPLED,
        )
        delivery(of, state=DeliveryState.CONFIRMED)
    told: dict[str, Any] = {"author": of.author, "drawn_at": timezone.now(), **differs}
    return Sample.objects.create(message=of, **told)


def edition(slug: str = "", *, modules: int = 2, **differs: Any) -> Edition:
    """Make an edition of a course with some modules of four questions each."""
    number = next(_number)
    course = Course.objects.get_or_create(slug=slug or f"course-{number}")[0]
    told: dict[str, Any] = {
        "version": f"{number}",
        "title": "Speaking for the council",
        "pass_mark": 75,
        "questions": 4,
        "refresher_questions": 2,
        "pretest_questions": 0,
        "pause_days": 1,
        "valid_months": 24,
        "refresher_days": 90,
        "digest": f"{number:064}",
        "loaded_at": timezone.now(),
        **differs,
    }
    made = Edition.objects.create(course=course, **told)
    for place in range(1, modules + 1):
        _module(made, place)
    return made


def _module(of: Edition, number: int) -> Module:
    made = Module.objects.create(
        edition=of,
        number=number,
        title=f"Module {number}",
        summary="You know what to do.",
        minutes=20,
        text="Read this.\n\n## In short\n\n- Be kind.",
    )
    choices = [
        {"says": "Be kind.", "right": True, "because": "It helps."},
        {"says": "Be <b>rude</b>.", "right": False, "because": "It does not help."},
        {"says": "Be clear.", "right": True, "because": "It helps, too."},
    ]
    for place in range(1, 5):
        some = place == 1
        Question.objects.create(
            module=made,
            name=f"{number}-question-{place}",
            asks="A resident is angry. What do you do?",
            kind="some" if some else "one",
            choices=choices if some else choices[:2],
        )
    return made


def sitting(
    person: Person,
    of: Edition | None = None,
    *,
    state: SittingState = SittingState.UNDER_WAY,
    **differs: Any,
) -> Sitting:
    """Make a sitting with every question of the first module, answered right unless under way."""
    of = of or edition()
    now = timezone.now()
    passed, finished = state == SittingState.PASSED, state != SittingState.UNDER_WAY
    told: dict[str, Any] = {
        "started_at": now,
        "finished_at": now if finished else None,
        "right": (4 if passed else 1) if finished else None,
        "valid_until": now + timedelta(days=700) if passed else None,
        **differs,
    }
    told = {"seed": 1, "asked": 4, "pass_mark": of.pass_mark or 80, **told}
    made = Sitting.objects.create(person=person, edition=of, course=of.course, state=state, **told)
    for number, question in enumerate(Question.objects.filter(module=of.modules.first()), start=1):
        chosen = question.right_choices if finished else []
        Answer.objects.create(sitting=made, number=number, question=question, chosen=chosen)
    return made


def scenario(slug: str = "angry-pothole") -> ScenarioVersion:
    """Load one of the practice scenarios that come with Tabard, unless it is there."""
    there = ScenarioVersion.objects.filter(scenario__slug=slug).last()
    return there or training.load_scenario(OURS / slug)


def rehearsal(person: Person, of: ScenarioVersion | None = None, *says: str) -> Rehearsal:
    """Begin a go at a scenario, and answer its residents."""
    made = training.rehearse(of or scenario(), by=person, seed=1)
    for words in says:
        made = training.reply(made, Said(words), by=person)
    return made


def passed_rehearsal(person: Person, slug: str = "angry-pothole") -> Rehearsal:
    """Make a go at a scenario that was passed."""
    made = rehearsal(person, scenario(slug))
    made.state, made.finished_at = RehearsalState.PASSED, timezone.now()
    made.save()
    return made


def code(**differs: Any) -> CodeVersion:
    """Publish the next version of the code of practice."""
    newest = CodeVersion.objects.last()
    number = newest.number + 1 if newest else 1
    agree_by = differs.get("agree_by", timezone.now() + timedelta(days=30))
    told: dict[str, Any] = {
        "number": number,
        "text": "Be kind.",
        "what_changed": "It is shorter." if number > 1 else "",
        "published_at": agree_by - timedelta(days=40),
        "agree_by": agree_by,
        **differs,
    }
    return CodeVersion.objects.create(**told)


def code_agreement(person: Person, version: CodeVersion | None = None) -> CodeAgreement:
    """Let somebody have agreed to a version, or to a new one."""
    return CodeAgreement.objects.create(
        person=person, version=version or code(), agreed_at=timezone.now()
    )


def code_draft(by: Person | None = None, **differs: Any) -> CodeDraft:
    """Let the programme team be writing the next version of the code."""
    told: dict[str, Any] = {"text": "Be kinder.", "what_changed": "It is kinder.", **differs}
    by = by or programme_member()
    return CodeDraft.objects.create(pk=1, changed_by=by, changed_at=timezone.now(), **told)


def arrangement(person: Person, **differs: Any) -> Arrangement:
    """Arrange everything that can be for somebody's assessments."""
    now = timezone.now()
    told: dict[str, Any] = {
        "kinds": list(ArrangementKind),
        "granted_at": now,
        "until": now + timedelta(days=9),
        "granted_by": (team := programme_member()),
        **differs,
    }
    told.setdefault("helper", team if set(told["kinds"]) & set(HELPED) else None)
    return Arrangement.objects.create(person=person, **told)


def prepared(person: Person) -> Person:
    """Let somebody have the certificate that is needed, and agree to the code if there is one."""
    sitting(person, edition("pilot"), state=SittingState.PASSED)
    newest = CodeVersion.objects.last()
    if newest:
        code_agreement(person, newest)
    return person
