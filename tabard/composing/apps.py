"""Tells Django of this app."""

from django.apps import AppConfig


class ComposingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.composing"
    label = "composing"
