"""Removes somebody's second step: `manage.py remove_second_step ADDRESS`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard.people.actions import second_step
from tabard.people.queries import active_with_email


class Command(BaseCommand):
    """For the only administrator, who has lost their second step."""

    help = "Remove the second step of somebody who has lost it; they and administrators are told."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose it is."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Remove it."""
        person = active_with_email(email)
        if person is None:
            raise CommandError(f"Nobody who can sign in has the address {email}.")
        second_step.remove(person, by=None)
        self.stdout.write(f"{person} sets up another second step at the next sign-in.")
