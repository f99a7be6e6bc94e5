"""Tells Django of this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.people"
    label = "people"

    def ready(self) -> None:
        """Hear from allauth what people change of their sign-in."""
        from tabard.people import connecting, lasting, second_step, staying  # noqa: PLC0415 - no models yet

        connecting.connect()
        lasting.connect()
        second_step.connect()
        staying.connect()
