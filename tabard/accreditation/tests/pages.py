"""Asks for pages as somebody, and reads them."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import (
    Application,
    ApplicationState,
)
from tabard.accreditation.settings import MANAGER_AGREES
from tabard.people.models import Person
from tests import make

S = ApplicationState


# Session, person, council and what the frame of every page counts.
CHROME = 4


WISH: dict[str, Any] = {
    "purpose": "To say where the <mobile> library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky"],
    "handles": {"bluesky": "ada.example"},
}


ENTERED = {
    "purpose": WISH["purpose"],
    "audience": WISH["audience"],
    "networks": ["bluesky"],
    "handle_bluesky": "own",
    "own_bluesky": "ada.example",
    "minutes_a_week": "60",
    "risks": "Somebody could be rude.",
}


# What a line manager sends who agrees to the words that come with Tabard.
AGREES = {
    "agrees": "on",
    "shown": sha256("\n".join(MANAGER_AGREES.default).encode()).hexdigest(),
}


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def to(name: str, *about: Any) -> str:
    return reverse(f"accreditation:{name}", args=[one.pk for one in about])


def endorsed(ada: Person) -> Application:
    return make.application(
        ada, state=S.ENDORSED, endorsed_by=ada.manager, endorsed_at=timezone.now()
    )


def last_day(days: int = 100) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"until_day": f"{day.day}", "until_month": f"{day.month}", "until_year": f"{day.year}"}
