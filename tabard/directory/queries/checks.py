"""What the council knows about a link or handle."""

from datetime import datetime

from django.db.models import F, Max, Q

from tabard.accounts.models import Account, AccountState, network_name
from tabard.accounts.queries import named as accounts_named
from tabard.accreditation.models import StandingKind
from tabard.accreditation.queries import standings
from tabard.connectors.api import Named
from tabard.council.models import Council
from tabard.directory.models import Known, Question, best
from tabard.directory.queries.accounts import accounts as _accounts
from tabard.directory.queries.accounts import successor_of
from tabard.directory.queries.people import people
from tabard.keeping.queries.adoptions import of_account
from tabard.keeping.settings import AT_REST
from tabard.people.models import Person
from tabard.publishing.models import Delivery


def known(question: Question, council: Council) -> Known:
    """Gather what the council knows about a question, if it is about one of its accounts."""
    for named in question.named:
        candidates = accounts_named(named.network, handle=named.handle, stable_id=named.stable_id)
        ours = candidates & _accounts(council)
        found = ours.select_related("connection").defer("connection__sealed")
        account = best(found, named)
        if account is not None:
            return _about(account, named, council)
    return _around(question, council)


def _about(account: Account, named: Named, council: Council) -> Known:
    stand = _standing_by_holder(account)
    standing = min(stand.values(), key=list(StandingKind).index, default=StandingKind.NONE)
    holders = people(council).filter(pk__in=stand) if account.shows_people else []
    return Known(
        account=account,
        standing=standing,
        speak=tuple(holders),
        adoption=of_account(account),
        successor=successor_of(account, council),
        at_rest=AT_REST.value if account.is_at_rest else "",
        last_seen=_last_seen(account),
        in_doubt=_is_in_doubt(account),
        by_handle=named.stable_id is None,
        names_post=named.post_id is not None,
        delivery=_delivery(account, named.post_id) if named.post_id else None,
    )


def _standing_by_holder(account: Account) -> dict[int, StandingKind]:
    """Find those who hold the account, and how each of them stands."""
    holders = Person.objects.filter(
        holdings__account=account, holdings__until=None, is_active=True
    ).values_list("pk", flat=True)
    return {person: standing.kind for person, standing in standings(holders).items()}


def _last_seen(account: Account) -> datetime | None:
    """Say when its network last told what it is called, or of a lost one when it let us in."""
    if account.state == AccountState.ENDED or not hasattr(account, "connection"):
        return None
    if account.state == AccountState.CONNECTED:
        return account.connection.seen_at or account.connected_at
    confirmed = Delivery.objects.filter(version__account=account)
    seen = confirmed.aggregate(at=Max("confirmed_at"))["at"]
    return max(filter(None, [seen, account.connected_at]), default=None)


def _is_in_doubt(account: Account) -> bool:
    """Say whether its network told, when it was last asked, that it may not be what it was."""
    return hasattr(account, "connection") and bool(account.connection.doubt)


def _delivery(account: Account, post_id: str) -> Delivery | None:
    """Find our delivery of a post; a link has only the end of some networks' identifiers."""
    called = Q(network_id=post_id) | Q(network_id__endswith=f"/{post_id}")
    return Delivery.objects.filter(called, version__account=account).first()


def _around(question: Question, council: Council) -> Known:
    ours = _accounts(council).exclude(state=AccountState.ENDED)
    networks = _accounts(council).order_by("network").values_list("network", flat=True).distinct()
    return Known(
        same_name=None if question.named else _called(question.name, council),
        handles=list(ours.values_list("handle", flat=True)),
        networks=[network_name(network) for network in networks],
    )


def _called(name: str, council: Council) -> Account | None:
    """Find an account of this name on any network: one of today's first, then the last to end."""
    same = _accounts(council).filter(handle__iexact=name)
    return same.order_by(F("official_until").desc(nulls_first=True)).first()
