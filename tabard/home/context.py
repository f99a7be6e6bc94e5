"""What every page shows around its content: the council, and where the person can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tabard.council.models import Council


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    count: int = 0


def page_chrome(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django hands it in
    """Give the council, and the navigation for whoever is signed in."""
    return {"council": Council.here(), "navigation": []}
