"""Tells Django of this app."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.disclosure"
    label = "disclosure"
