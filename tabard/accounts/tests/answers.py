"""What the practice network answers to those who connect an account."""

import httpx

STABLE_ID = "practice:9a9df0a4-4f73-4a3c-8a6e-000000000001"


def profile(**differs: str) -> httpx.Response:
    """Say whose token it is."""
    told = {
        "id": STABLE_ID,
        "handle": "ada_libraries",
        "name": "Ada Okafor",
        "url": "http://localhost:8000/practice/@ada_libraries",
        **differs,
    }
    return httpx.Response(200, json=told)


def refusal(status: int, detail: str = "") -> httpx.Response:
    """Say no."""
    return httpx.Response(status, json={"detail": detail})
