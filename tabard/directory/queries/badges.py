"""What somebody can put on their contact details, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from tabard.accounts.models import network_name
from tabard.council.models import Council
from tabard.directory.queries.people import people, voice
from tabard.people.models import Person


@dataclass(frozen=True, slots=True)
class Profile:
    """One official account, as it is named to readers."""

    network: str
    handle: str
    address: str


@dataclass(frozen=True, slots=True)
class Badge:
    """Who somebody is to residents, and where that can be checked."""

    first_name: str
    last_name: str
    job_title: str
    service: str
    council: str
    short_name: str
    email: str
    purpose: str
    profiles: tuple[Profile, ...]
    # The address of their page in the directory.
    page: str
    since: datetime
    until: date

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def badge_of(person: Person, council: Council) -> Badge | None:
    """Give somebody's badge, if residents find them in the directory."""
    found = people(council).filter(pk=person.pk).first()
    if found is None:
        return None
    seen = voice(found, council)
    return Badge(
        first_name=found.first_name,
        last_name=found.last_name,
        job_title=found.job_title,
        service=found.service.name,
        council=council.name,
        short_name=council.short_name,
        email=found.email,
        purpose=seen.purpose,
        profiles=tuple(
            Profile(network_name(one.network), str(one), one.url) for one in seen.accounts
        ),
        page=f"{settings.PUBLIC_URL}{reverse('directory:person', args=[person.pk])}",
        since=seen.since,
        until=seen.until,
    )
