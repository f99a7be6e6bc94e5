"""Which entries of the record people are told of, and where that leads them."""

from tabard.notices.models import Group
from tabard.notices.settings import (
    BECAUSE_DANGER,
    BECAUSE_FREEZE,
    BECAUSE_SECURITY,
    BECAUSE_SUSPENSION,
)
from tabard.notices.work.ways import Page, Telling, Urgency, looked_after, mine, waits
from tabard.record.models import Entry
from tabard.record.queries import facts_of

SUCCESSION = Page("keeping:succession", "succession")
ADOPTION = Page("keeping:adoption", "adoption")
ACCOUNT = Page("accounts:disconnect", "account")
ACCOUNTS = Page("accounts:mine")
APPLICATION = Page("accreditation:application", "application")
CODE = Page("training:code")
TRAINING = Page("training:courses")
AWAY = Page("people:away")
EMAILS = Page("notices:emails")
EVERYTHING = Page("home:more")
SUSPENSION_PAGE = Page("accreditation:suspension", "suspension")
EVIDENCE = Page("accreditation:evidence", "accreditation")
PROPOSAL = Page("accreditation:proposal", "proposal")
MOVE_APPEAL = Page("accreditation:hear_move", "appeal")
NETWORK = Page("accounts:network", "network")
MINE = Page("accreditation:mine")
FREEZE = Page("publishing:freeze", "freeze")
EXPERIMENT = Page("composing:experiment", "experiment")
MATERIAL = Page("composing:material", "material")
POST = Page("publishing:post", "message")
RENEWAL = Page("accreditation:renewal", "renewal")
REVIEW = Page("composing:review", "message")
NOTES = Page("composing:notes", "message")
SETTINGS = Page("council:settings")
SETTING = Page("council:setting", "key")
SIGN_IN = Page("mfa_index")
TOKENS = Page("people:tokens")
STAFF = Page("people:person", "person")

# What is e-mailed at once, and can be switched off by nobody.
SUSPENSION = Urgency("Suspensions of an accreditation", BECAUSE_SUSPENSION)
DANGER = Urgency("Posts that have to go", BECAUSE_DANGER)
SECURITY = Urgency("The safety of accounts and sign-ins", BECAUSE_SECURITY)
FROZEN = Urgency("Freezes of posts", BECAUSE_FREEZE)
URGENT = (SUSPENSION, DANGER, FROZEN, SECURITY)

GUARDED = Telling(SETTING, Group.LOOKED_AFTER, urgent=SECURITY, even_the_doer=True)

# The record says what happened; here stands who is to hear of it, by kind of entry: one line for
# each kind. A page alone is what happened to somebody's own.
TOLD: dict[str, Page | Telling] = {
    "application made": waits(APPLICATION, stand_ins=True),
    "application made again": waits(APPLICATION, stand_ins=True),
    "application withdrawn": looked_after(APPLICATION),
    "application taken up again": waits(APPLICATION, stand_ins=True),
    "endorsed application taken up again": waits(APPLICATION),
    "sent back application taken up again": waits(APPLICATION),
    "appeal taken up again": waits(APPLICATION),
    "application not taken up again": APPLICATION,
    "name not kept again": APPLICATION,
    "application endorsed": waits(APPLICATION),
    "application endorsed for somebody": waits(APPLICATION),
    "application sent back": looked_after(APPLICATION),
    "application declined": looked_after(APPLICATION),
    "application appealed": waits(APPLICATION),
    "answer upheld": looked_after(APPLICATION),
    "answer overturned": looked_after(APPLICATION),
    "answer overturned for later": looked_after(APPLICATION),
    "application waits": waits(APPLICATION),
    "application waits for the manager": waits(APPLICATION),
    "application waits for the panel": waits(APPLICATION),
    "application waits for its applicant": waits(APPLICATION),
    "draft waits": MINE,
    "accredited": looked_after(APPLICATION),
    "ticket given": ACCOUNTS,
    "tickets withdrawn": ACCOUNTS,
    "leave not used": ACCOUNTS,
    "another handle connected": looked_after(ACCOUNT, urgent=SECURITY),
    "connection lost": ACCOUNTS,
    "handle changed": looked_after(ACCOUNT, urgent=SECURITY),
    "account in doubt": looked_after(ACCOUNT, urgent=SECURITY),
    "adoption proposed": waits(ADOPTION),
    "adoption sent back": waits(ADOPTION),
    "adoption proposed again": waits(ADOPTION),
    "adoption waits": waits(ADOPTION),
    "adoption agreed": ADOPTION,
    "adoption given more time": ADOPTION,
    "adoption declined": ADOPTION,
    "adoption withdrawn": looked_after(ADOPTION),
    "adoption dropped": ADOPTION,
    "account adopted": looked_after(ADOPTION),
    "older posts read back": looked_after(ADOPTION),
    "older posts stopped": ADOPTION,
    "succession asked": waits(SUCCESSION),
    "succession waits": waits(SUCCESSION),
    "succession decided": SUCCESSION,
    "farewell to be written": waits(SUCCESSION),
    "succession carried out": looked_after(SUCCESSION),
    "account handed over": ACCOUNTS,
    "account presented": ACCOUNTS,
    "holder added": ACCOUNTS,
    "holding ended": ACCOUNTS,
    "holding given back": ACCOUNTS,
    "holding not given back": looked_after(ACCOUNTS),
    "account ended": ACCOUNTS,
    "cap set": ACCOUNTS,
    "cap dropped": ACCOUNTS,
    "account woken": ACCOUNTS,
    "connecting opened again": ACCOUNTS,
    "accreditation suspended": looked_after(SUSPENSION_PAGE, urgent=SUSPENSION),
    "suspension told": looked_after(SUSPENSION_PAGE),
    "suspension read": looked_after(SUSPENSION_PAGE),
    "suspension looked at again": looked_after(SUSPENSION_PAGE),
    "suspension side said": looked_after(SUSPENSION_PAGE),
    "suspension appealed": waits(SUSPENSION_PAGE),
    "suspension waits for another": waits(SUSPENSION_PAGE),
    "suspension without a hearer": waits(SUSPENSION_PAGE),
    "suspension upheld": looked_after(SUSPENSION_PAGE),
    "suspension overturned": looked_after(SUSPENSION_PAGE),
    "suspension not told": waits(SUSPENSION_PAGE),
    "suspension not read": waits(SUSPENSION_PAGE),
    "suspension review overdue": waits(SUSPENSION_PAGE),
    "accreditation resumed": looked_after(MINE),
    "accreditation taken up again": MINE,
    "accreditation suspended as before": MINE,
    "accreditation ended": looked_after(MINE),
    "renewal opened": waits(RENEWAL),
    "renewal reminder": waits(RENEWAL),
    "renewal sent": waits(RENEWAL, stand_ins=True),
    "renewal sent back": looked_after(RENEWAL),
    "renewal looked at": looked_after(RENEWAL),
    "renewal endorsed": waits(RENEWAL),
    "renewal endorsed for somebody": waits(RENEWAL),
    "renewal waits": waits(RENEWAL),
    "renewal given up": looked_after(RENEWAL),
    "accreditation renewed": looked_after(RENEWAL),
    "accreditation renewed for somebody": looked_after(RENEWAL),
    "accreditation ran out": looked_after(RENEWAL),
    "accreditation put off": MINE,
    "arrangement made": TRAINING,
    "answers entered": TRAINING,
    "certificate runs out": waits(TRAINING),
    "certificate ran out": waits(TRAINING),
    "code to be agreed to": waits(CODE),
    "code reminder": waits(CODE),
    "code deadline over": waits(CODE),
    "move proposed": waits(PROPOSAL),
    "proposal set aside": PROPOSAL,
    "rung stays": EVIDENCE,
    "moved on the ladder": EVIDENCE,
    "move appealed": waits(MOVE_APPEAL),
    "move overturned": looked_after(MOVE_APPEAL),
    "move upheld": looked_after(MOVE_APPEAL),
    "message submitted": waits(REVIEW),
    "review waits": waits(REVIEW),
    "review waits for its time": waits(REVIEW),
    "review is late": waits(REVIEW),
    "review is late for its time": waits(REVIEW),
    "review missed": waits(POST),
    "message sent back": POST,
    "message approved": POST,
    "message asked again": waits(POST),
    "note written": looked_after(NOTES),
    "note answered": looked_after(NOTES),
    "note resolved": looked_after(NOTES),
    "material asked": waits(MATERIAL),
    "material approved": MATERIAL,
    "material declined": MATERIAL,
    "material withdrawn": looked_after(MATERIAL),
    "experiment registered": waits(EXPERIMENT),
    "experiment changed": waits(EXPERIMENT),
    "experiment approved": EXPERIMENT,
    "experiment declined": EXPERIMENT,
    "experiment sign": looked_after(EXPERIMENT),
    "experiment paused": looked_after(EXPERIMENT),
    "experiment stopped": looked_after(EXPERIMENT),
    "experiment goes on": looked_after(EXPERIMENT),
    "experiment waits for its result": waits(EXPERIMENT),
    "experiment finished": looked_after(EXPERIMENT),
    "delivery held": looked_after(POST),
    "delivery expired": looked_after(POST),
    "delivery failed": looked_after(POST),
    "delivery unsure": looked_after(POST),
    "post confirmed": looked_after(POST),
    "take-down asked": looked_after(POST, urgent=DANGER),
    "post still there": looked_after(POST, urgent=DANGER),
    "post removed": looked_after(POST),
    "freeze asked": Telling(FREEZE, Group.WAITING, urgent=FROZEN),
    "posts frozen": looked_after(FREEZE, urgent=FROZEN),
    "freeze explained": looked_after(FREEZE),
    "freeze given up": looked_after(FREEZE),
    "posts thawed": looked_after(FREEZE),
    "message let pass": looked_after(POST),
    "sample found fine": POST,
    "sample commented": POST,
    "second step added": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "second step removed": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "second step taken away": looked_after(SIGN_IN, urgent=SECURITY),
    "signed out by somebody": SIGN_IN,
    "sign-in address changed": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "token made": looked_after(TOKENS, urgent=SECURITY),
    "token without maker": looked_after(TOKENS, urgent=SECURITY),
    "recovery codes made anew": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "recovery code used": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "password set": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "sign-on matched": SIGN_IN,
    "sign-on connected": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "sign-on disconnected": Telling(SIGN_IN, urgent=SECURITY, even_the_doer=True),
    "sign-in opened again": Telling(SIGN_IN, urgent=SECURITY),
    "leaving date set": EVERYTHING,
    "leaving date taken away": EVERYTHING,
    "roles changed": EVERYTHING,
    "roles withheld": looked_after(STAFF, urgent=SECURITY),
    "developer application set up": looked_after(NETWORK, urgent=SECURITY),
    "developer application removed": looked_after(NETWORK, urgent=SECURITY),
    "guarded setting changed": GUARDED,
    "guarded setting put back": GUARDED,
    "death noted": looked_after(EVERYTHING),
    "death taken back": looked_after(EVERYTHING),
    "last administrator stays": looked_after(EVERYTHING),
    "stand-in named": waits(AWAY),
    "stand-in ended": looked_after(AWAY),
    "e-mails not sent": Telling(EMAILS, Group.LOOKED_AFTER, by_email=False),
    "text does not fit": Telling(SETTINGS, Group.LOOKED_AFTER, by_email=False),
}

# What nobody needs to look at any more once one of them has done it, by kind of entry.
SETTLED = {
    "succession decided": SUCCESSION,
    "succession dropped": SUCCESSION,
    "adoption agreed": ADOPTION,
    "adoption sent back": ADOPTION,
    "adoption proposed again": ADOPTION,
    "adoption declined": ADOPTION,
    "adoption withdrawn": ADOPTION,
    "adoption dropped": ADOPTION,
    "application made again": APPLICATION,
    "application endorsed": APPLICATION,
    "application endorsed for somebody": APPLICATION,
    "answer upheld": APPLICATION,
    "answer overturned": APPLICATION,
    "answer overturned for later": APPLICATION,
    "application sent back": APPLICATION,
    "application declined": APPLICATION,
    "application withdrawn": APPLICATION,
    "application dropped": APPLICATION,
    "accredited": APPLICATION,
    "suspension upheld": SUSPENSION_PAGE,
    "accreditation resumed": SUSPENSION_PAGE,
    "accreditation ended": SUSPENSION_PAGE,
    "renewal sent": RENEWAL,
    "renewal sent back": RENEWAL,
    "renewal endorsed": RENEWAL,
    "renewal endorsed for somebody": RENEWAL,
    "renewal given up": RENEWAL,
    "renewal overtaken": RENEWAL,
    "accreditation renewed": RENEWAL,
    "accreditation renewed for somebody": RENEWAL,
    "accreditation rests": SUSPENSION_PAGE,
    "proposal followed": PROPOSAL,
    "proposal set aside": PROPOSAL,
    "proposal overtaken": PROPOSAL,
    "move overturned": MOVE_APPEAL,
    "move upheld": MOVE_APPEAL,
    "move appeal dropped": MOVE_APPEAL,
    "material approved": MATERIAL,
    "material declined": MATERIAL,
    "material withdrawn": MATERIAL,
    "experiment approved": EXPERIMENT,
    "experiment declined": EXPERIMENT,
    "experiment withdrawn": EXPERIMENT,
    "posts frozen": FREEZE,
    "freeze given up": FREEZE,
    "message approved": REVIEW,
    "message sent back": REVIEW,
    "message taken back": REVIEW,
    "message withdrawn": REVIEW,
}


def settled_by(entry: Entry) -> str | None:
    """Give the page about which an entry leaves nothing to be told."""
    page = SETTLED.get(entry.kind)
    facts = facts_of(entry)
    return page.url(facts) if page and facts.get(page.subject) is not None else None


def telling_of(kind: str) -> Telling | None:
    """Give how people are told of a kind of entry, or nothing if nobody is."""
    told = TOLD.get(kind)
    return mine(told) if isinstance(told, Page) else told
