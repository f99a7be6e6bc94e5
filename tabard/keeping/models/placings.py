"""Where the people who hold accounts have their place in the council, as was last seen."""

from django.db import models

from tabard.council.models import Service
from tabard.people.models import Person


class Placing(models.Model):
    """Somebody's service and line manager when it was last looked, to see that they have moved.

    People move by a page, a file or the council's own directory; whichever it was, it is seen here.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="placing")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.person} in {self.service}"
