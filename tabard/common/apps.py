"""Tells Django of this app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.common"
    label = "common"
