"""Loads the demonstration council: `manage.py load_demonstration`, while the web server runs."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tabard.connectors.api import ConnectorError
from tabard.home import actions


class Command(BaseCommand):
    """Enter Exampleton County Council with its staff, applications, accounts and posts."""

    help = "Load the demonstration council; its sign-ins are written to sign-ins.txt in the data."

    def handle(self, *args: object, **options: object) -> None:
        """Load it once; say in one line if that cannot be done."""
        sign_ins = settings.DATA / "sign-ins.txt"
        try:
            actions.load(sign_ins=sign_ins, say=self.stdout.write)
        except (actions.DemonstrationError, ConnectorError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"The sign-ins stand in {sign_ins}.")
