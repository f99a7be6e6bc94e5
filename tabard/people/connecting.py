"""Hearing from allauth that somebody has connected the council's sign-on."""

from typing import Any

from allauth.socialaccount.signals import social_account_added

from tabard.people.actions.sign_on import note_connected


def connect() -> None:
    """Begin to hear."""
    social_account_added.connect(_added)


def _added(sociallogin: Any, **_how: Any) -> None:
    note_connected(sociallogin.user)
