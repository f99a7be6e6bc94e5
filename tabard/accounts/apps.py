"""Tells Django of this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.accounts"
    label = "accounts"
