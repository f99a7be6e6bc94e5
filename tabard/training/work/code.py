"""The code of practice that comes with Tabard."""

from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "code.md"


def shipped_code() -> str:
    """Give the words with which a council begins."""
    return SHIPPED.read_text(encoding="utf-8")
