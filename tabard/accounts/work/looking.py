"""Looking at an account once a day: whether it lets us in, and is still what it was."""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import randbelow

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import LIFECYCLE, Account, AccountState, Connection
from tabard.accounts.models.connections import LONGEST_TROUBLE
from tabard.accounts.settings import LOOK_AFTER_DAYS
from tabard.accounts.work.reaching import reach
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.connectors import api
from tabard.people.queries import programme_team
from tabard.record.actions import record

LONGEST_NAME = 300
# When to look again after a network could not be asked.
SOONER = timedelta(hours=1)
# Minutes within which accounts that were connected at once are looked at.
SPREAD = 120


def next_looks(how_many: int) -> list[datetime]:
    """Choose when to look at some accounts next: at no two of them at once."""
    then = timezone.now() + timedelta(days=LOOK_AFTER_DAYS.value)
    return [then - timedelta(minutes=randbelow(SPREAD)) for _ in range(how_many)]


def look_at(account: Account, *, http: Client) -> None:
    """Ask the network to whom our access belongs, and note what it says.

    Every network can be asked that, and it costs one call at the most that are free.
    """
    connected_at = account.connection.connected_at
    try:
        with reach(account, http=http) as connector:
            profile = fit_to_keep(connector.identify())
    except api.AccessLostError as error:
        lose(account, why=str(error), connected_at=connected_at)
    except api.RejectedError as error:
        _doubt(account, str(error), connected_at=connected_at)
    except api.ConnectorError:
        # What is wrong was noted when it was reached.
        found = Connection.objects.filter(account=account, connected_at=connected_at)
        found.update(look_at=timezone.now() + SOONER)
    else:
        _note(account, profile, connected_at=connected_at)


def fit_to_keep(profile: api.Profile) -> api.Profile:
    """Refuse a profile whose names we could not keep or show as they are."""
    told = (profile.stable_id, profile.handle, profile.url)
    fits = all(said.isprintable() and 0 < len(said) <= LONGEST_NAME for said in told)
    if not (fits and profile.url.startswith(("https://", "http://"))):
        raise api.RejectedError("The network describes the account in a way that we cannot keep.")
    shown = "".join(sign for sign in profile.display_name if sign.isprintable())
    return replace(profile, display_name=shown[:LONGEST_NAME])


@transaction.atomic
def _note(account: Account, profile: api.Profile, *, connected_at: datetime) -> None:
    """Note by which names the account goes today, unless it is another account."""
    account, connection = _as_it_is(account, connected_at)
    if connection is None:
        return
    if profile.stable_id != account.stable_id:
        why = f"The network says that this access opens {profile.handle}, another account."
        lose(account, why=why, connected_at=connected_at)
        return
    before = account.handle
    account.handle, account.display_name = profile.handle, profile.display_name
    account.url = profile.url
    account.save(update_fields=["handle", "display_name", "url"])
    connection.seen_at, connection.doubt, connection.doubted_at = timezone.now(), "", None
    connection.save(update_fields=["seen_at", "doubt", "doubted_at"])
    if account.handle != before:
        _record("handle changed", account, was=before, handle=account.handle)


@transaction.atomic
def _doubt(account: Account, why: str, *, connected_at: datetime) -> None:
    """Note why the account may not be what it was; tell of it when that is new."""
    account, connection = _as_it_is(account, connected_at)
    if connection is None:
        return
    is_new = not connection.doubt
    connection.doubt = why[:LONGEST_TROUBLE]
    connection.doubted_at = connection.doubted_at or timezone.now()
    connection.save(update_fields=["doubt", "doubted_at"])
    if is_new:
        _record("account in doubt", account, why=connection.doubt)


@transaction.atomic
def lose(account: Account, *, why: str, connected_at: datetime | None) -> Account:
    """Note that the network refuses the council's access, and tell those who hold the account.

    What was refused is the access of `connected_at`: if a person has connected the account again
    since then, the refusal says nothing of the new access.
    """
    account = lock(account)
    if account.state != AccountState.CONNECTED or account.connected_at != connected_at:
        return account
    account.state = LIFECYCLE.after(account.state, "lose")
    account.save(update_fields=["state"])
    holders = account.holdings.filter(until=None).values_list("person", flat=True)
    record("connection lost", concerns=holders, account=account.pk, why=why)
    return account


def _as_it_is(account: Account, connected_at: datetime) -> tuple[Account, Connection | None]:
    """Give an account as it is now, and its connection if it is the one that was looked at."""
    account = lock(account)
    found = Connection.objects.select_for_update().filter(
        account=account, account__state=AccountState.CONNECTED, connected_at=connected_at
    )
    return account, found.first()


def _record(kind: str, account: Account, **facts: str) -> None:
    """Tell those who hold it, and those who look after all accounts."""
    holders = account.holdings.filter(until=None).values_list("person", flat=True)
    concerns = {*holders, *programme_team().values_list("pk", flat=True)}
    record(kind, concerns=concerns, account=account.pk, network=account.network, **facts)
