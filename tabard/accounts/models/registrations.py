"""What networks know the council's software by."""

from django.db import models
from django.utils import timezone

from tabard.common.secrets import seal, unseal
from tabard.connectors import api


def needs_application(network: str) -> type[api.NeedsApplication] | None:
    """Give the connector of a network that knows the council by an application of its own."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.NeedsApplication):
        return connector
    return None


class Registration(models.Model):
    """The council's software as one server knows it; its secret is sealed."""

    network = models.CharField(max_length=50)
    server = models.CharField(max_length=300)
    client_id = models.CharField(max_length=500)
    sealed = models.BinaryField()
    back_to = models.URLField(max_length=500)
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
        secret = unseal(bytes(self.sealed), place=self._place).decode()
        return api.Application(self.client_id, secret, self.back_to)

    @application.setter
    def application(self, application: api.Application) -> None:
        self.client_id, self.back_to = application.client_id, application.back_to
        self.sealed = seal(application.client_secret.encode(), place=self._place)

    @property
    def _place(self) -> str:
        return f"registration with {self.network} at {self.server}"
