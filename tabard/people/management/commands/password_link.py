"""Makes a link with which somebody sets a password: `manage.py password_link ADDRESS`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard.people.actions.links import make_link
from tabard.people.links import hours
from tabard.people.queries import active_with_email
from tabard.people.settings import takes_passwords


class Command(BaseCommand):
    """For the first administrator, and where there is no mail server."""

    help = "Print a link with which somebody sets a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose link it is."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print the link."""
        if not takes_passwords():
            raise CommandError("Passwords are switched off. First: manage.py allow_passwords")
        person = active_with_email(email)
        if person is None:
            raise CommandError(f"Nobody who can sign in has the address {email}.")
        self.stdout.write(f"For {person} alone, once, within {hours()} hours: {make_link(person)}")
