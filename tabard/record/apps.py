"""Tells Django of this app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.record"
    label = "record"
