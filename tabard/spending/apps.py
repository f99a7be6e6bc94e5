"""Tells Django of this app."""

from django.apps import AppConfig


class SpendingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.spending"
    label = "spending"
