"""Tells Django of this app."""

from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.accreditation"
    label = "accreditation"
