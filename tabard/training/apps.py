"""Tells Django of this app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.training"
    label = "training"
