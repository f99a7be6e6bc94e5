"""Parting a message into the posts of a thread, for each account."""

from tabard.composing.models import Message, Version, parts_of


def split(message: Message) -> list[Version]:
    """Keep the parts in which the message goes to each account, as they are now."""
    versions = list(message.versions.select_related("account"))
    for version in versions:
        network = version.account.network
        version.parts = list(parts_of(version.words, network, message.in_parts))
    Version.objects.bulk_update(versions, ["parts"])
    return versions
