"""Publishes the code of practice that comes with Tabard: `manage.py load_code`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tabard.common.templatetags.moments import day
from tabard.training import actions
from tabard.training.settings import DAYS_TO_AGREE


class Command(BaseCommand):
    """Give a council its first version of the code, which the programme team can then change."""

    help = "Publish our code of practice as version 1, unless there is a version already."

    def handle(self, *args: object, **options: Any) -> None:
        """Publish it once."""
        days = timedelta(days=DAYS_TO_AGREE.value)
        version = actions.load_code(agree_by=timezone.now() + days)
        if version is None:
            self.stdout.write("There is a code of practice already; there was nothing to do.")
            return
        self.stdout.write(
            f"Published version {version.number}, to be agreed to by {day(version.agree_by)}."
        )
