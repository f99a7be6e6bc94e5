"""Reading an account's older posts back from its network, a page at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate

from django.db import transaction
from django.utils import timezone

from tabard.accounts.work import reach
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.common.waiting import Waits
from tabard.connectors import api
from tabard.keeping.models import (
    LONGEST_PROBLEM,
    RECALL_LIFECYCLE,
    OlderPost,
    Recall,
    RecallState,
)
from tabard.keeping.models.recalls import LONGEST_PLACE
from tabard.keeping.settings import MOST_OLDER_POSTS
from tabard.record.actions import record, record_each

# A network that lists nothing but what cannot be read, or leads in circles, is not asked for ever.
MOST_PAGES = 5_000
# Between two pages, so that a network is not pressed.
BREATH = timedelta(seconds=2)
WAITS = Waits(first=timedelta(minutes=1), longest=timedelta(hours=6))
MOST_TRIES = 20
NOT_ABLE = "Tabard cannot read older posts on this network."
NOT_CONNECTED = "The account is not connected. Connect it again, then go on."
TOO_LONG = "The network kept leading on without an end."


def unless_overtaken[**P](
    change: Callable[Concatenate[Recall, P], None],
) -> Callable[Concatenate[Recall, P], None]:
    """Change the row as it is now, unless another worker has gone on meanwhile."""

    @transaction.atomic
    def changed(recall: Recall, /, *args: P.args, **kwargs: P.kwargs) -> None:
        now = lock(recall)
        if (now.state, now.pages) == (recall.state, recall.pages):
            change(now, *args, **kwargs)

    return changed


def recall(recall: Recall, *, http: Client) -> None:
    """Read one page; its row says what comes next, and when."""
    if recall.state != RecallState.READING:
        return
    if not hasattr(recall.account, "connection"):
        _stop(recall, NOT_CONNECTED)
        return
    try:
        with reach(recall.account, http=http) as connector:
            if not isinstance(connector, api.Recalls):
                _stop(recall, NOT_ABLE)
                return
            said = connector.said(recall.before or None)
    except api.TryLaterError as later:
        _put_off(recall, str(later), until=later.until)
    except api.ConnectorError as error:
        _stop(recall, str(error))
    else:
        _keep(recall, said)


@unless_overtaken
def _keep(recall: Recall, said: api.Said) -> None:
    """Take a page in, and say where it goes on."""
    kept = _take_in(recall, said)
    recall.pages += 1
    recall.unreadable += said.unreadable
    recall.tries, recall.problem = 0, ""
    recall.due_at = timezone.now() + BREATH
    if said.before is None or kept >= MOST_OLDER_POSTS.value:
        _finish(recall, kept, is_all=said.before is None)
    elif recall.pages >= MOST_PAGES or len(said.before) > LONGEST_PLACE:
        _say_stopped(recall, TOO_LONG)
    else:
        recall.state = RECALL_LIFECYCLE.after(recall.state, "read_on")
        recall.before = said.before
    recall.save()


def _take_in(recall: Recall, said: api.Said) -> int:
    """Keep what was said before the account was ours, once; give how much there is now."""
    now, since = timezone.now(), recall.account.official_from
    there = recall.posts.filter(network_id__in=[seen.network_id for seen, _ in said.posts])
    known = set(there.values_list("network_id", flat=True))
    older = {
        seen.network_id: OlderPost(
            recall=recall,
            network_id=seen.network_id,
            url=seen.url,
            words=seen.words,
            alts=[picture.alt for picture in seen.pictures],
            posted_at=at,
            read_at=now,
        )
        for seen, at in said.posts
        if at < since and seen.network_id not in known
    }
    OlderPost.objects.bulk_create(older.values())
    record_each(
        "older post read back",
        (
            (
                [],
                {
                    "account": recall.account_id,
                    "url": post.url,
                    "words": post.words,
                    "alts": post.alts,
                    "posted_at": post.posted_at.isoformat(),
                },
            )
            for post in older.values()
        ),
    )
    return recall.posts.count()


def _finish(recall: Recall, kept: int, *, is_all: bool) -> None:
    recall.state = RECALL_LIFECYCLE.after(recall.state, "finish")
    adoption = recall.adoption
    record(
        "older posts read back",
        concerns=[one for one in (adoption.proposer_id, adoption.decided_by_id) if one],
        adoption=adoption.pk,
        account=recall.account_id,
        handle=adoption.handle,
        how_many=kept,
        unreadable=recall.unreadable,
        is_all=is_all,
    )


@unless_overtaken
def _put_off(recall: Recall, why: str, *, until: datetime | None) -> None:
    recall.tries += 1
    if recall.tries > MOST_TRIES:
        _say_stopped(recall, why)
    recall.problem = why[:LONGEST_PROBLEM]
    recall.due_at = max(timezone.now() + WAITS.after(recall.tries), until or timezone.now())
    recall.save()


@unless_overtaken
def _stop(recall: Recall, why: str) -> None:
    _say_stopped(recall, why)
    recall.save()


def _say_stopped(recall: Recall, why: str) -> None:
    recall.state = RECALL_LIFECYCLE.after(recall.state, "stop")
    recall.problem = why[:LONGEST_PROBLEM]
    adoption = recall.adoption
    record(
        "older posts stopped",
        concerns=[one for one in (adoption.connects_id, adoption.decided_by_id) if one],
        adoption=adoption.pk,
        account=recall.account_id,
        handle=adoption.handle,
        why=recall.problem,
    )
