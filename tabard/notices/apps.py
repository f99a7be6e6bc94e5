"""Tells Django of this app."""

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.notices"
    label = "notices"

    def ready(self) -> None:
        """Let a council change the words of every kind of notice."""
        import_module("tabard.notices.work.words")
