"""Tells Django of this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.people"
    label = "people"
