"""Tells Django of this app."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.council"
    label = "council"
