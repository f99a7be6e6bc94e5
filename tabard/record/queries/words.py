"""What each kind of entry says, in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tabard.common.quoting import as_told
from tabard.common.templatetags.moments import day, moment
from tabard.connectors import api
from tabard.record.queries.things import NUMBERED, Things

ERASED = "[erased]"
# The facts whose values are people.
WHO = ("by", "person", "author", "applicant", "colleague", "manager", "stands_in")
# Those of them whose thing it is.
WHOSE = ("applicant", "author", "person")

# Who did what nobody did: what was due on its day.
OURSELVES = "Tabard"
UNNAMED: Mapping[Any, str] = {None: ERASED, OURSELVES: OURSELVES}
# What every kind of entry says. {by} is whoever did it, {author_s} is "your" or "Ada Lovelace's",
# {because} the reason if one was given, and a full stop; {post} is "post 12", or the post's words.
SENTENCES = {
    "application made": "{by} applied to be accredited.",
    "application made again": "{by} changed an application and made it again.",
    "application withdrawn": "{by} withdrew an application to be accredited.",
    "application endorsed": "{by} endorsed {applicant_s} application to be accredited.",
    "application endorsed for somebody": "{by} endorsed {applicant_s} application to be accredited "
    "on behalf of {manager}.",
    "application sent back": "{by} sent back {applicant_s} application{because}",
    "application declined": "{by} declined {applicant_s} application{because}",
    "application appealed": "{by} appealed against the answer to an application{because}",
    "answer upheld": "{by} heard {applicant_s} appeal and left the answer as it was{because}",
    "answer overturned": "{by} heard {applicant_s} appeal and gave another answer{because}",
    "application waits": "{applicant_s} application has waited for {how_many} days.",
    "application waits for the manager": "{applicant_s} application has waited for the line "
    "manager for {how_many} days.",
    "accredited": "{by} accredited {applicant} until {until}.",
    "accreditation suspended": "{by} suspended {person_s} accreditation{because}",
    "suspension told": "{by} told {person} of the suspension{because}",
    "suspension read": "{by} read that the accreditation is suspended.",
    "suspension looked at again": "{by} looked at {person_s} suspension, which goes on until it is "
    "looked at again by {review_on}{because}",
    "suspension not told": "Nobody has noted that {person} was told of the suspension.",
    "suspension not read": "{person} has not said that they read of the suspension.",
    "suspension review overdue": "{person_s} suspension was to be looked at again by {review_on}.",
    "accreditation resumed": "{by} put {person_s} accreditation in force again.",
    "access locked": "No access to an account speaks for {person} until the suspension ends.",
    "access unlocked": "Access to accounts speaks for {person} again.",
    "evidence added": "Evidence about {person}: {seen}.",
    "move proposed": "The rules of the ladder propose to move {person} from “{before}” to “{after}”"
    "{because}",
    "proposal followed": "{by} followed the proposal to move {person} on the ladder.",
    "proposal set aside": "{by} left {person} on the rung where they stand{because}",
    "proposal overtaken": "The proposal to move {person} on the ladder no longer fits.",
    "moved on the ladder": "{by} moved {person} from “{before}” to “{after}”{because}",
    "move appealed": "{by} appealed against a move on the ladder{because}",
    "move overturned": "{by} overturned a move of {person} on the ladder after an appeal{because}",
    "move upheld": "{by} upheld a move of {person} on the ladder after an appeal{because}",
    "accreditation ended": "{by} ended {person_s} accreditation{because}",
    "course loaded": "The course “{course}”, version {version}, was loaded.",
    "scenario loaded": "The practice scenario “{scenario}”, version {version}, was loaded.",
    "scenario offered": "The practice scenario “{scenario}” is offered again.",
    "scenario taken out": "The practice scenario “{scenario}” is not offered any more.",
    "scenario passed": "{by} passed the practice scenario “{scenario}”.",
    "assessment begun": "{by} began the assessment of the course “{course}”.",
    "assessment passed": "{by} passed the assessment of the course “{course}” with {score}%. "
    "The certificate is valid until {until}.",
    "assessment not passed": "{by} did not pass the assessment of the course “{course}”, "
    "with {score}%.",
    "code draft begun": "{by} began to write the next version of the code of practice.",
    "code draft changed": "{by} changed the draft of the code of practice.",
    "code draft thrown away": "{by} threw the draft of the code of practice away.",
    "code published": "Version {number} of the code of practice was published, to be agreed to by "
    "{agree_by}{because}",
    "code to be agreed to": "There is a new version of the code of practice, number {number}. "
    "It is to be agreed to by {agree_by}.",
    "code reminder": "Version {number} of the code of practice is to be agreed to by {agree_by}. "
    "The posts of whoever has not agreed by then are checked before they go.",
    "code deadline over": "The time to agree to version {number} of the code of practice was over "
    "on {agree_by}. The posts of whoever has not agreed are checked before they go.",
    "code agreed to": "{by} agreed to version {number} of the code of practice.",
    "pre-test begun": "{by} began the pre-test of the course “{course}”.",
    "pre-test passed": "{by} passed the pre-test of the course “{course}” with {score}%, which "
    "makes the refresher shorter.",
    "pre-test all right": "{by} answered every question of the pre-test of the course “{course}” "
    "right. The certificate is valid until {until}.",
    "pre-test not passed": "{by} did not pass the pre-test of the course “{course}”, with "
    "{score}%, so that the whole refresher follows.",
    "arrangement made": "{by} arranged something for {person_s} assessments, until {until}.",
    "arrangement ended": "{by} ended what was arranged for {person_s} assessments.",
    "ticket given": "{person} received leave to connect an account on {network}.",
    "tickets withdrawn": "{person} lost the leave to connect an account{because}",
    "registered with a server": "Tabard became known to {server}, a server of {network}.",
    "account connected": "{by} connected {handle} on {network} as an account of the council.",
    "another handle connected": "{by} connected {handle} on {network}; {agreed} was agreed.",
    "account reconnected": "{by} connected account {account} again.",
    "connection lost": "The network no longer lets us into account {account}{because}",
    "adoption proposed": "{by} proposed that {handle} on {network} becomes the council's.",
    "adoption agreed": "{by} agreed that {handle} on {network} becomes the council's.",
    "adoption given more time": "{by} gave more time to connect {handle} on {network}.",
    "adoption declined": "{by} declined to adopt {handle} on {network}{because}",
    "adoption withdrawn": "{by} took back the proposal to adopt {handle} on {network}.",
    "account adopted": "{handle} on {network} is the council's now, as was agreed.",
    "succession asked": "What becomes of account {account} after {person} is to be decided "
    "by {due_on}.",
    "succession waits": "What becomes of account {account} after {person} is still to be decided, "
    "by {due_on}.",
    "succession decided": "{by} decided what becomes of account {account} after {person}: "
    "{outcome}.",
    "succession carried out": "It was done with account {account} as decided: {outcome}.",
    "succession dropped": "What becomes of account {account} after {person} need not be decided.",
    "account handed over": "{by} handed account {account} from {person} to {colleague}.",
    "successor named": "{by} named where people can go instead of account {account}.",
    "shared account opened": "{by} let {person} connect {name} on {network}.",
    "account presented": "{by} changed how residents meet account {account}: as {name}.",
    "holder added": "{by} let {person} hold account {account}, too.",
    "holding ended": "{by} ended {person_s} hold of account {account}{because}",
    "account ended": "{by} ended the time of account {account} as the council's{because}",
    "access given up": "The access to account {account} was given up{because}",
    "access not ended yet": "The network has not ended our access to {account} yet{because}",
    "access ended": "The access to account {account} is ended{because}",
    "access thrown away": "The access to account {account} was thrown away.",
    "message begun": "{by} began to write {post}.",
    "message rewritten": "{by} changed {post}.",
    "picture removed": "{by} took the picture out of {post}.",
    "message submitted": "{by} handed in {post} for review.",
    "message taken back": "{by} took {post} back from review.",
    "message sent back": "{by} sent back {author_s} post {message}{because}",
    "message approved": "{by} approved {author_s} post {message}.",
    "message let go": "{by} sent {post} without a review before it, on the rung “{rung}”.",
    "message asked again": "{author_s} post {message} needs another review{because}",
    "message withdrawn": "{by} withdrew {post}.",
    "message called off": "{by} called off {post}.",
    "connecting opened again": "{by} gave {person} leave to connect accounts again.",
    "delivery scheduled": "{post} was scheduled for {due_at}.",
    "delivery begun": "{post} is going to account {account}, try {attempt}.",
    "delivery held": "{post} is held{because}",
    "delivery released": "{post} is on its way again.",
    "delivery called off": "{post} will not go to account {account}.",
    "delivery put off": "{post} could not go yet and is tried again{because}",
    "delivery dropped": "{post} is being written anew and waits no more for {account}.",
    "delivery tripped": "An error in Tabard itself kept {post} back, to be tried again.",
    "delivery unsure": "It is not sure whether {post} arrived{because}",
    "delivery failed": "{post} is not on the network{because}",
    "delivery expired": "{post} was not sent{because}",
    "post taken by the network": "The network took {post}.",
    "post confirmed": "{post} is on the network: we fetched it back and compared it.",
    "take-down asked": "{by} asked for {post} to be taken down{because}",
    "post still there": "{post} was to be taken down and is still there{because}",
    "post removed": "{post} was taken down and is gone from the network.",
    "jobs of a dead worker taken over": "A worker stopped, and another took over its jobs.",
    "forgotten deliveries woken": "Posts on which nobody worked were taken up again: {how_many}.",
    "sign-on matched": "The council's sign-on was matched with {person}, by {way}.",
    "sign-on connected": "{by} connected the council's sign-on.",
    "sign-on disconnected": "{by} gave up the council's sign-on.",
    "roles taken from groups": "The council's directory changed {person_s} roles. "
    "Given: {gained}. Taken: {lost}.",
    "second step added": "{by} set up a second step at sign-in: {way}.",
    "second step removed": "{by} removed a second step at sign-in: {way}.",
    "password link asked for": "{by} had a link sent to {person}, to set a password.",
    "password link sent": "{person} was sent a link to set a password.",
    "password link made": "A link for {person} to set a password was made on the server.",
    "session ended": "{by} signed out in one place.",
    "practice account opened": "{by} opened @{handle} on the practice network.",
    "practice account passed on": "{by} took over @{handle} on the practice network.",
    "practice token renewed": "{by} asked for a new token of a practice account.",
    "setting changed": "{by} set “{setting}” to “{after}”, which was “{before}”.",
    "setting put back": "{by} put “{setting}” back to its default.",
    "council entered": "{name} was entered, with the domain {domain}.",
    "council changed": "{by} changed the council to {after}, which was {before}.",
    "person entered": "{by} entered {person} as a member of staff.",
    "person changed": "{by} changed what is known of {person}: “{after}”, which was “{before}”.",
    "roles changed": "{by} changed {person_s} roles to {after}; before: {before}.",
    "staff file uploaded": "{by} uploaded the file of staff “{file}”.",
    "staff file checked": "{by} had the file of staff “{file}” checked.",
    "staff import begun": "{by} had the file of staff “{file}” applied.",
    "staff import dropped": "{by} dropped the file of staff “{file}”.",
    "staff imported": "Staff were imported from “{file}”: {added} added, {changed} changed, "
    "{refused} refused.",
    "token made": "{by} let the system “{token}” in until {until}.",
    "token ended": "{by} let the system “{token}” in no more.",
    "group changed": "{by} told of the group “{group}”, of {members}.",
    "group dropped": "{by} dropped the group “{group}”.",
    "directory let go": "{by} does not know {person} any more.",
    "service added": "{by} added the service “{service}”.",
    "service changed": "{by} changed a service to “{after}”, which was “{before}”.",
    "stand-in named": "{by} named {stands_in} to stand in for {person} from {since} to {last_day}.",
    "stand-in ended": "{stands_in} does not stand in for {person} any more: {by} ended it.",
    "absence entered": "{by} entered that {person} is away from {since}.",
    "absence ended": "{by} entered that {person} is not away any more.",
    "leaving date set": "{person_s} last working day was set to {leaves_on}.",
    "leaving date taken away": "{person_s} leaving date was taken away.",
    "person left": "{person} left the council: the last working day, {leaves_on}, was over.",
    "sign-in closed": "{by} closed {person_s} sign-in.",
    "sign-in opened again": "{by} let {person} sign in again.",
    "sessions ended": "{person} was signed out everywhere{because}",
    "e-mails not sent": "The mail server refused e-mails, or could not be reached: {how_many}.",
    "text does not fit": "“{setting}” has places that are not known any more, so the default "
    "text is used.",
    "demonstration council loaded": "The demonstration council was loaded.",
}


def people_in(facts: Iterable[Mapping[str, Any]]) -> set[int]:
    """Give the ids of everybody whom these facts name."""
    return {one for some in facts for name in WHO if isinstance(one := some.get(name), int)}


def in_words(
    kind: str,
    facts: Mapping[str, Any],
    *,
    people: Mapping[int, str],
    reader: int | None = None,
    things: Things = NUMBERED,
    sentence: str = "",
) -> str:
    """Say what an entry tells, in a sentence; to a reader who is part of it as “you”.

    The sentence is ours unless another one is given, which may have the same places.
    """
    sentence = sentence or SENTENCES.get(kind, f"{kind}.")
    said = sentence.format_map(_Spoken(facts, people, reader, things))
    return f"{said[:1].upper()}{said[1:]}"


class _Spoken(dict[str, str]):
    """The facts of an entry as they are said in a sentence."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        people: Mapping[int, str],
        reader: int | None,
        things: Things,
    ) -> None:
        self._facts, self._people, self._reader = facts, people, reader
        self._things = things

    def __missing__(self, asked: str) -> str:
        if asked == "because":
            return self._because()
        if asked == "post":
            return self._post()
        name = asked.removesuffix("_s")
        value = self._facts.get(name, OURSELVES if name == "by" else "")
        if name in WHO:
            return self._who(value, owns=name != asked)
        return self._things.called(name, value) or shown(name, value)

    def _because(self) -> str:
        """Give the reason; one that speaks to somebody, to others as what they were told."""
        if self._facts.get("why", "") == "":
            return "."
        why, whose = self["why"], self._whose()
        if whose is not None and whose == self._reader:
            return f": {why}"
        told = as_told(why, self._people.get(whose or 0, "Somebody"))
        return f": {why}" if told == why else f". {told}"

    def _whose(self) -> int | None:
        """Give whose thing an entry is of."""
        author, _ = self._things.posts.get(self._facts.get("message", 0), (None, ""))
        return next((self._facts[name] for name in WHOSE if self._facts.get(name)), author)

    def _post(self) -> str:
        author, _ = self._things.posts.get(self._facts.get("message", 0), (None, ""))
        whose = "your " if author is not None and author == self._reader else ""
        return f"{whose}post {self['message']}"

    def _who(self, person: Any, *, owns: bool) -> str:
        if person is not None and person == self._reader:
            return "your" if owns else "you"
        if person == OURSELVES and "token" in self._facts:
            return f"the system “{self['token']}”"
        name = UNNAMED.get(person) or self._people.get(person, "somebody")
        return f"{name}'s" if owns else name


def shown(name: str, value: Any) -> str:
    """Give one fact as people read it."""
    if value is None:
        return ERASED
    if name in SHOWN and value:
        return SHOWN[name](value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _network(name: str) -> str:
    connector = api.all_connectors().get(name)
    return connector.name if connector else name


SHOWN: Mapping[str, Callable[[str], str]] = {
    "since": lambda on: day(date.fromisoformat(on)),
    "last_day": lambda on: day(date.fromisoformat(on)),
    "leaves_on": lambda on: day(date.fromisoformat(on)),
    "due_on": lambda on: day(date.fromisoformat(on)),
    "due_at": lambda at: moment(datetime.fromisoformat(at)),
    "review_on": lambda on: day(date.fromisoformat(on)),
    "agree_by": lambda at: day(datetime.fromisoformat(at)),
    "until": lambda at: day(datetime.fromisoformat(at)),
    "network": _network,
}
