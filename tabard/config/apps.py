"""Tells Django of this app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.config"
    label = "config"
