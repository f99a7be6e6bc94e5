"""Tells Django of this app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.directory"
    label = "directory"
