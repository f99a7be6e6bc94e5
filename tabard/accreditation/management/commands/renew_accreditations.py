"""Does what the nightly run does, now: for a night that was missed, or to see what it would do."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from tabard.accreditation import actions


class Command(BaseCommand):
    """Opens renewals, reminds, and tells of what has run out."""

    help = (
        "Do the nightly run now: open renewals, remind people, tell of accreditations that have "
        "run out. What was told is not told again, so it can be run as often as you like."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Run, and say what the runs of today have done."""
        night = actions.run_night(timezone.now())
        self.stdout.write(
            f"Today: {night.opened} renewals opened, {night.reminded} people reminded, "
            f"{night.lapsed} told that theirs ran out, {night.put_off} put off, "
            f"{night.chased} renewals chased."
        )
