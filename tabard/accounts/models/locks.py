"""People for whom nothing opens the access to an account, for now."""

from django.db import models

from tabard.people.models import Person


class AccessLock(models.Model):
    """While it is there, no access speaks for this person, and they connect nothing."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="access_lock")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"access locked for {self.person}"
