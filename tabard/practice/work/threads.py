"""What the practice network does with conversations to learn in: it opens, shows, forgets them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.people.models import Person
from tabard.practice.models import PracticeThread, ThreadPost
from tabard.record.models import Blob

OWN_HANDLE = "you"


@dataclass(frozen=True, slots=True)
class ThreadDraft:
    """What somebody is to say; without a handle it is the owner of the conversation."""

    words: str = ""
    name: str = ""
    handle: str = ""
    is_private: bool = False
    picture: Blob | None = None
    alt: str = ""
    did: tuple[str, ...] = ()


def open_for(owner: Person, *, title: str) -> PracticeThread:
    """Open a conversation that nobody sees but its owner."""
    return PracticeThread.objects.create(owner=owner, title=title, opened_at=timezone.now())


@transaction.atomic
def say(thread: PracticeThread, drafts: Iterable[ThreadDraft]) -> list[ThreadPost]:
    """Put what people say at the end of a conversation."""
    thread = lock(thread)
    there = thread.posts.count()
    now = timezone.now()
    return ThreadPost.objects.bulk_create(
        ThreadPost(
            thread=thread,
            number=number,
            name=draft.name or thread.owner.name,
            handle=draft.handle or OWN_HANDLE,
            is_own=not draft.handle,
            is_private=draft.is_private,
            words=draft.words,
            picture=draft.picture,
            alt=draft.alt,
            did=list(draft.did),
            posted_at=now,
        )
        for number, draft in enumerate(drafts, start=there)
    )


def take_down_first(thread: PracticeThread) -> None:
    """Empty the post with which its owner began a conversation."""
    thread.posts.filter(number=0, taken_down_at=None).update(
        words="", picture=None, alt="", taken_down_at=timezone.now()
    )


def forget(ids: Iterable[int]) -> None:
    """Delete conversations and everything that was said in them."""
    PracticeThread.objects.filter(pk__in=list(ids)).delete()
