"""Groups of the council's directory of staff, and who is in them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tabard.people.models.person import Person


class DirectoryGroup(models.Model):
    """One group, as the directory told of it; what it means stands in a setting."""

    display_name = models.CharField(max_length=255)
    external_id = models.CharField(max_length=255, blank=True, default="")
    members = models.ManyToManyField(Person, related_name="directory_groups", blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["display_name"]
        constraints = [
            models.UniqueConstraint(Lower("display_name"), name="one_directory_group_of_a_name"),
            models.UniqueConstraint(
                "external_id",
                name="one_directory_group_per_external_id",
                condition=~models.Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class GroupsApplied(models.Model):
    """What the setting said when roles last followed it: one row."""

    lines = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="groups_are_applied_once", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.lines
