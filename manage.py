#!/usr/bin/env python
"""Run one of the project's commands."""

import os
import sys

from django.core.management import execute_from_command_line

from tabard.common import embedded
from tabard.config.places import data_folder

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.config.settings")
    if "DATABASE_URL" not in os.environ:
        try:
            os.environ["DATABASE_URL"] = embedded.start(data_folder())
        except embedded.EmbeddedDatabaseError as problem:
            sys.exit(str(problem))
    execute_from_command_line(sys.argv)
