"""Makes accounts, posts and pictures for tests, saying only what differs."""

import io
from datetime import datetime
from itertools import count

from django.utils import timezone
from PIL import Image

from tabard.council.models import Council, Service
from tabard.people.models import Person
from tabard.practice import actions, work
from tabard.practice.models import MediaType, PracticeAccount, PracticePost
from tabard.practice.rules import Draft, DraftPicture

NUMBERS = count(1)


def person(*, first_name: str = "Aisha", last_name: str = "Khan") -> Person:
    """Make somebody who works for the council."""
    service, _ = Service.objects.get_or_create(name="Libraries", defaults={"does": "Lends."})
    return Person.objects.create(
        email=f"person{next(NUMBERS)}@exampleton.example",
        first_name=first_name,
        last_name=last_name,
        job_title="Librarian",
        service=service,
    )


def council(*, is_demonstration: bool) -> Council:
    """Make the council of this installation."""
    return Council.objects.create(
        pk=1,
        name="Exampleton County Council",
        short_name="Exampleton",
        domain="exampleton.example",
        contact_email="hello@exampleton.example",
        is_demonstration=is_demonstration,
    )


def account_and_token(handle: str = "") -> tuple[PracticeAccount, str]:
    """Open an account for somebody new."""
    return actions.open_account(handle or f"reader_{next(NUMBERS)}", by=person())


def account(handle: str = "") -> PracticeAccount:
    """Open an account whose token nobody needs."""
    return account_and_token(handle)[0]


def draft(
    words: str = "Story time at ten.",
    *,
    created_at: datetime | None = None,
    pictures: tuple[DraftPicture, ...] = (),
) -> Draft:
    """Write a post."""
    return Draft(words=words, created_at=created_at or timezone.now(), pictures=pictures)


def post(
    words: str = "Story time at ten.",
    *,
    account: PracticeAccount | None = None,
    key: str = "",
    pictures: tuple[DraftPicture, ...] = (),
) -> PracticePost:
    """Publish a post."""
    author = account or account_and_token()[0]
    written = draft(words, pictures=pictures)
    return work.publish(author, key or f"post-{next(NUMBERS)}", written)[0]


def picture_bytes(
    media_type: MediaType = MediaType.PNG, *, size: tuple[int, int] = (8, 6), colour: str = "teal"
) -> bytes:
    """Paint a picture."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, media_type.label)
    return written.getvalue()


def picture(
    account: PracticeAccount, *, alt: str = "Children on a carpet.", colour: str = "teal"
) -> DraftPicture:
    """Bring a picture, for a post to show."""
    content = picture_bytes(colour=colour)
    upload = work.keep_picture(account, content, media_type=MediaType.PNG)
    return DraftPicture(sha256=upload.sha256, alt=alt)


def illustrated_post(
    *, account: PracticeAccount | None = None, colour: str = "teal"
) -> PracticePost:
    """Publish a post with a picture."""
    author = account or account_and_token()[0]
    return post(account=author, pictures=(picture(author, colour=colour),))
