"""Tells Django of this app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.publishing"
    label = "publishing"
