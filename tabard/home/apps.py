"""Tells Django of this app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.home"
    label = "home"
