"""Lets people sign in with passwords again: `manage.py allow_passwords`."""

from typing import Any

from django.core.management.base import BaseCommand

from tabard.council import actions
from tabard.people.settings import PASSWORDS


class Command(BaseCommand):
    """For when the council's sign-on fails, and nobody else is in."""

    help = "Let people sign in with passwords again; all administrators are told at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Let the default hold again."""
        actions.go_back(PASSWORDS, by=None)
        self.stdout.write("Passwords let people in again. Make a link: manage.py password_link")
