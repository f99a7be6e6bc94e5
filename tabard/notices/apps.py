"""Tells Django of this app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.notices"
    label = "notices"
