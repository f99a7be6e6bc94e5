"""Run the demonstration council: `manage.py demo [--network atproto]`."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tabard.common.embedded import EmbeddedDatabaseError
from tabard.config import demonstration, processes
from tabard.config.demonstration import DemonstrationError
from tabard.config.networks import NetworkError
from tabard.config.processes import StoppedError
from tabard.connectors.api import ConnectorError
from tabard.home import actions as council

# Each says in its words what is wrong and what to do.
KNOWN_TROUBLE = (
    ConnectorError,
    DemonstrationError,
    EmbeddedDatabaseError,
    NetworkError,
    StoppedError,
    council.DemonstrationError,
)


class Command(BaseCommand):
    """Start database, web server and worker with a council in them, until Ctrl-C."""

    help = "Run the demonstration council at http://localhost:8000 (TABARD_PORT for another port)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the network that runs beside the practice network."""
        parser.add_argument("--network", choices=["atproto"])

    def handle(self, *args: Any, network: str | None, **options: Any) -> None:
        """Give the demonstration; say in one line if that cannot be done."""
        port = processes.web_port()
        try:
            with demonstration.stopped_by_signals():
                demonstration.give(settings.DATA, port=port, network=network)
        except KNOWN_TROUBLE as problem:
            sys.exit(str(problem))
