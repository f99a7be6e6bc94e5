"""Run the web server alone: `manage.py serve`."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tabard.config import processes


class Command(BaseCommand):
    """Become the web server."""

    help = "Run the web server at http://localhost:8000 (TABARD_PORT for another port)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server, which then gets every signal itself.

        The database of a first look is brought up to date before; another one is its operator's.
        """
        if settings.EMBEDDED:
            call_command("migrate", verbosity=0, interactive=False)
        command = processes.web(processes.web_port())
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
