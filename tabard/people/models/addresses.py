"""Changes of the address with which somebody signs in, and to which links are sent."""

from django.db import models
from django.utils import timezone

from tabard.people.models.person import Person


class AddressChange(models.Model):
    """One change: which address it was before, and when somebody was told there."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="address_changes")
    before = models.EmailField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    # When they are told next, and how often that may have reached them already.
    try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} had {self.before}"
