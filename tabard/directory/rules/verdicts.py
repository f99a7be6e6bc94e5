"""How the check reads a question and decides: ours, formerly ours, not ours, not sure."""

import re
import unicodedata
from datetime import timedelta

from django.utils import timezone

from tabard.accounts.models import Account, AccountState, network_name
from tabard.accreditation.models import StandingKind
from tabard.common.lookalikes import looks_like
from tabard.common.templatetags.moments import day, moment
from tabard.connectors import api
from tabard.connectors.links import links_in
from tabard.directory.models import Answer, Known, Question, Verdict
from tabard.directory.rules.adopted import before, perhaps_older
from tabard.publishing.models import DeliveryState

NAME = re.compile(r"@?[^\s@/:?#]{1,100}")
# How long after we were last let in we vouch for an account that is asked about by its handle.
# Handles are looked up every day, or as often as the council has set, a week at the most.
HANDLE_HOLDS = timedelta(days=8)
IN_DOUBT = (
    "An official account of the council has gone by this name, but when we last looked, the name "
    "did not lead to it. Use the link to the account, or ask the council."
)
MAY_SPEAK = {StandingKind.ACCREDITED, StandingKind.LAPSED}
HIDDEN = (
    "There are hidden characters in it, with which one name can be made to look like another. "
    "Type it in, or copy it again."
)
UNREADABLE = (
    "We found neither one link nor one handle in it. Paste the link to the account or post."
)
NOBODY_SPEAKS = (
    "It is an account of the council, but nobody may speak for us from it at the moment. "
    "Be careful with what it says now."
)
UNKNOWN_POST = (
    "We do not know this post. This service did not send it: somebody may have written it "
    "in the network's own app."
)
NOT_SEEN = "This post was written here, but we have not seen it on the network."
TRAINING = (
    "That is on the practice network, where our staff train. Nothing on it comes from the council."
)


def read(text: str) -> Question:
    """Take the one link out of a sentence, or the text as it is, and see what it names."""
    text = text.strip()
    links = links_in(text)
    if len(links) == 1:
        text = links[0]
    if is_hidden(text):
        return Question(text)
    written = text if "://" in text or "/" not in text else f"https://{text}"
    found = (connector.recognise(written) for connector in api.all_connectors().values())
    return Question(text, tuple(named for named in found if named))


def is_hidden(text: str) -> bool:
    """Say whether there is something that cannot be seen: a control, a mark of direction."""
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs"} for sign in text)


def verdict(question: Question, known: Known, *, is_demonstration: bool) -> Verdict:
    """Decide whether what somebody asked about is the council's."""
    if known.account is not None:
        return _about(known.account, known)
    if question.named:
        return _not_ours(question.named[0], known, is_demonstration=is_demonstration)
    if is_hidden(question.text):
        return Verdict(Answer.NOT_SURE, HIDDEN)
    return _unrecognised(question, known)


def _about(account: Account, known: Known) -> Verdict:
    if account.is_at_rest:
        post = _about_post(known) if known.names_post and known.delivery else ""
        return Verdict(Answer.FORMERLY, known.at_rest, post, is_at_rest=True)
    answer, why = _standing_of(account, known)
    if answer in {Answer.OURS, Answer.FORMERLY}:
        why = f"{why} {before(known.adoption)}".strip()
    post = _about_post(known) if known.names_post else ""
    return Verdict(answer, why, post)


def _standing_of(account: Account, known: Known) -> tuple[Answer, str]:
    since = day(account.official_from)
    if account.state == AccountState.ENDED:
        until = day(account.official_until)
        return Answer.FORMERLY, (
            f"It was an official account of the council from {since} until {until}. "
            "What it has said since then does not come from us."
        )
    if account.state == AccountState.LOST:
        last = f": last on {day(known.last_seen)}" if known.last_seen else ""
        return Answer.NOT_SURE, (
            f"It became an official account of the council on {since}, but the network no longer "
            f"lets us in{last}. We cannot say who uses it today."
        )
    if known.standing not in MAY_SPEAK:
        return Answer.NOT_SURE, NOBODY_SPEAKS
    return _by_its_name(account, known)


def _by_its_name(account: Account, known: Known) -> tuple[Answer, str]:
    """Vouch for the identifier; for a handle, which can pass to somebody else, only for a while."""
    label = " (demonstration)" if account.is_practice else ""
    named = f"{account.public_name}, " if account.public_name else ""
    called = f"{named}{account} on {account.network_name}{label}"
    since = day(account.official_from)
    if not known.by_handle:
        return Answer.OURS, f"{called} has been an official account of the council since {since}."
    if known.in_doubt:
        return Answer.NOT_SURE, IN_DOUBT
    seen = day(known.last_seen)
    if known.last_seen is None or known.last_seen < timezone.now() - HANDLE_HOLDS:
        return Answer.NOT_SURE, (
            f"An official account of the council has gone by this name, as last seen on {seen}. "
            "That is too long ago for us to vouch for a name: accounts can change theirs, and "
            "somebody else can then take it."
        )
    return Answer.OURS, (
        f"{called} has been an official account of the council since {since}, "
        f"as last seen on {seen}."
    )


def _about_post(known: Known) -> str:
    delivery = known.delivery
    if delivery is None:
        return UNKNOWN_POST + perhaps_older(known.adoption)
    if delivery.confirmed_at is None:
        return NOT_SEEN
    published = f"We published this post, and saw it there on {moment(delivery.confirmed_at)}."
    if delivery.differences:
        differs = ", ".join(delivery.differs_in)
        published += f" The network showed it differently from how it was sent: {differs}."
    if delivery.state == DeliveryState.REMOVED:
        return f"{published} It was taken down on {moment(delivery.removed_at)}."
    being = " It is being taken down." if delivery.state == DeliveryState.REMOVING else ""
    return f"{published}{being}"


def _not_ours(named: api.Named, known: Known, *, is_demonstration: bool) -> Verdict:
    if named.network == "practice" and not is_demonstration:
        return Verdict(Answer.NOT_OURS, TRAINING)
    why = f"None of the council's accounts on {network_name(named.network)} is this one."
    return Verdict(Answer.NOT_OURS, why + _warning(named.handle or "", known))


def _unrecognised(question: Question, known: Known) -> Verdict:
    if question.is_address:
        networks = f" Our accounts are on: {', '.join(known.networks)}." if known.networks else ""
        return Verdict(Answer.NOT_SURE, f"We do not know where that leads.{networks}")
    if NAME.fullmatch(question.text) is None:
        return Verdict(Answer.NOT_SURE, UNREADABLE)
    if known.same_name is not None:
        return Verdict(Answer.NOT_SURE, _same_name(known.same_name))
    why = "None of the council's accounts goes by this name, on any network."
    return Verdict(Answer.NOT_OURS, why + _warning(question.name, known))


def _same_name(account: Account) -> str:
    if account.state == AccountState.ENDED:
        return (
            f"We had an account of this name on {account.network_name} until "
            f"{day(account.official_until)}. Paste the link to be sure."
        )
    return (
        f"We have an account of this name on {account.network_name}, but anybody can take "
        "the same name on another network. Paste the whole link to the account."
    )


def _warning(name: str, known: Known) -> str:
    like = looks_like(name, known.handles)
    return f" Take care: it looks like @{like}, which is ours, but it is another." if like else ""
