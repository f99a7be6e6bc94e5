"""Tells Django of this app."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.practice"
    label = "practice"
