"""Enters a council with its first administrator, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tabard.common.rules import NotAllowedError
from tabard.council.models import Council
from tabard.people import actions
from tabard.people.links import hours
from tabard.people.models import Person

COUNCIL = ("name", "short_name", "domain", "contact_email")
PERSON = ("first_name", "last_name", "email", "job_title")
WORDS = {
    "name": "the council's name, such as Exampleton County Council",
    "short_name": "as it stands in names of accounts, such as Exampleton",
    "domain": "the council's own domain, without www",
    "contact_email": "where residents write about an account",
    "first_name": "of the first administrator",
    "last_name": "of the first administrator",
    "email": "with which the first administrator signs in",
    "job_title": "of the first administrator",
    "service": "the service of the first administrator, such as Digital Services",
}


class Command(BaseCommand):
    """Enter the council, and print the link with which its first administrator begins."""

    help = "Enter a council and its first administrator, and print a link to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take everything by name."""
        for name, words in WORDS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", required=True, help=words)

    def handle(self, *args: object, **options: Any) -> None:
        """Enter both, or say in words what is wrong."""
        about = actions.About(**{name: options[name].strip() for name in COUNCIL})
        first = Person(**{name: options[name].strip() for name in PERSON})
        try:
            Council(pk=1, **{name: getattr(about, name) for name in COUNCIL}).full_clean(
                validate_unique=False, validate_constraints=False
            )
            first.full_clean(exclude=["service", "password"])
            link = actions.set_up(about, first, service=options["service"].strip())
        except ValidationError as wrong:
            said = "; ".join(f"{name}: {' '.join(why)}" for name, why in wrong.message_dict.items())
            raise CommandError(said) from wrong
        except NotAllowedError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{about.name} is entered. {first} sets a password here:\n\n{link}\n")
        self.stdout.write(
            f"The link works once, within {hours()} hours. It is printed this once: hand it over."
        )
