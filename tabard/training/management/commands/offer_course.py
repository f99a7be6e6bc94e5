"""Offers a course, or no longer: `manage.py offer_course first-aid --not`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.common.rules import NotAllowedError
from tabard.training import actions
from tabard.training.models import Course


class Command(BaseCommand):
    """Let people begin the assessment of a course that was loaded, or no longer."""

    help = "Offer a course; with --not nobody can begin its assessment any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the id of the course."""
        parser.add_argument("id")
        parser.add_argument("--not", action="store_true", dest="is_out")

    def handle(self, *args: object, **options: Any) -> None:
        """Change it, and say how it is now."""
        course = Course.objects.filter(slug=options["id"]).first()
        if course is None:
            there = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no course {options['id']}. There are: {there}.")
        try:
            actions.offer_course(course, is_offered=not options["is_out"])
        except NotAllowedError as refused:
            raise CommandError(str(refused)) from refused
        how = "not offered any more" if options["is_out"] else "offered"
        self.stdout.write(f"{course.slug} is {how}.")
