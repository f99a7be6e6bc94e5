"""Handles that are kept for somebody before there is an account of that name."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from tabard.people.models import Person


class KeptName(models.Model):
    """A handle that somebody has asked for or been given; nobody else is to have one like it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_names")
    network = models.CharField(max_length=50)
    handle = models.CharField(max_length=300)
    # What a hasty reader sees of it.
    seen = models.CharField(max_length=900)
    # What it is kept for, such as “application 12”.
    source = models.CharField(max_length=100)
    since = models.DateTimeField()

    class Meta:
        ordering = ["network", "handle"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "network"], name="one_kept_name_per_source_and_network"
            ),
            models.CheckConstraint(name="kept_name_is_not_empty", condition=~Q(handle="")),
            ExclusionConstraint(
                name="no_two_people_keep_names_that_look_alike",
                expressions=[("network", "="), ("seen", "="), ("person", "<>")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle}, kept for {self.person}"
