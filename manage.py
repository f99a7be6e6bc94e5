#!/usr/bin/env python
"""Run one of the project's commands."""

import os
import sys

from django.core.management import execute_from_command_line

from tabard.common import embedded
from tabard.common.env import env
from tabard.config.places import data_folder

# What asks nothing of the database need not wait for one.
WITHOUT_DATABASE = {"check_text"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.config.settings")
    if "DATABASE_URL" not in os.environ and not WITHOUT_DATABASE & set(sys.argv[1:2]):
        try:
            os.environ["DATABASE_URL"] = embedded.start(data_folder())
        except embedded.EmbeddedDatabaseError as problem:
            sys.exit(str(problem))
        # Web server and worker of a first look reach the practice network, which is in the former.
        os.environ.setdefault("TABARD_ALLOW_PRIVATE", f"127.0.0.1:{env('PORT', default='8000')}")
    execute_from_command_line(sys.argv)
