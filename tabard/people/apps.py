"""Tells Django of this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.people"
    label = "people"

    def ready(self) -> None:
        """Hear from allauth what people change of their sign-in, and say what it keeps sealed."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - no models yet

        from tabard.common import sealed  # noqa: PLC0415 - as above
        from tabard.people import adapter, connecting, lasting, second_step, staying  # noqa: PLC0415 - no models yet

        sealed.also(Authenticator, "data", adapter.wrap_anew)
        connecting.connect()
        lasting.connect()
        second_step.connect()
        staying.connect()
