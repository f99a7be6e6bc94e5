"""Bluesky, or any other AT Protocol server: posts are records in the account's own repository."""

from tabard.connectors.bluesky.connector import Bluesky

__all__ = ["Bluesky"]
