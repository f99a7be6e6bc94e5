"""Mastodon, and whatever other fediverse server offers its client API."""

from tabard.connectors.mastodon.connector import Mastodon

__all__ = ["Mastodon"]
