"""Tells Django of this app."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.keeping"
    label = "keeping"
