"""Tells Django of this app."""

from django.apps import AppConfig


class ComposingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.composing"
    label = "composing"

    def ready(self) -> None:
        """Let a council try on past posts what it sets of the checks."""
        from tabard.composing.work.trying import offer  # noqa: PLC0415 - no models before

        offer()
