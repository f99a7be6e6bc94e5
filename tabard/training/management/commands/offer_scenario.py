"""Offers a practice scenario, or no longer: `manage.py offer_scenario warm-praise --not`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training import actions
from tabard.training.models import Scenario


class Command(BaseCommand):
    """Let people choose a scenario that was loaded, or no longer."""

    help = "Offer a scenario; with --not nobody can begin it any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the id of the scenario."""
        parser.add_argument("id")
        parser.add_argument("--not", action="store_true", dest="is_out")

    def handle(self, *args: object, **options: Any) -> None:
        """Change it, and say how it is now."""
        scenario = Scenario.objects.filter(slug=options["id"]).first()
        if scenario is None:
            there = ", ".join(Scenario.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no scenario {options['id']}. There are: {there}.")
        actions.offer(scenario, is_offered=not options["is_out"])
        how = "not offered any more" if options["is_out"] else "offered"
        self.stdout.write(f"{scenario.slug} is {how}.")
