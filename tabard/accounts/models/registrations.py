"""What networks know the council's software by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tabard.common.sealed import Sealed
from tabard.connectors import api


def needs_application(network: str) -> type[api.NeedsApplication] | None:
    """Give the connector of a network that knows the council by an application of its own."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.NeedsApplication):
        return connector
    return None


def known_by_address(network: str) -> type[api.KnownByAddress] | None:
    """Give the connector of a network to which the council's software is known by an address."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.KnownByAddress):
        return connector
    return None


class Registration(Sealed):
    """The council's software as one server knows it; its secret is sealed.

    Where software is known by an address, it is the same to every server, and none is named.
    """

    network = models.CharField(max_length=50)
    server = models.CharField(max_length=300)
    client_id = models.CharField(max_length=500)
    back_to = models.URLField(max_length=500)
    # The rights for which a server was told that it may be asked, where software makes itself
    # known; empty where it was told before they were kept.
    rights = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "server", "back_to"], name="registered_once_with_each_server"
            ),
        ]

    def __str__(self) -> str:
        return f"registration with {self.server}"

    @property
    def application(self) -> api.Application:
        """The registration as connectors ask for it."""
        secret = self.show().decode()
        return api.Application(self.client_id, secret, self.back_to)

    @application.setter
    def application(self, application: api.Application) -> None:
        self.client_id, self.back_to = application.client_id, application.back_to
        self.hide(application.client_secret.encode())

    @property
    def place(self) -> str:
        """Where what is sealed belongs."""
        return f"registration with {self.network} at {self.server}"
