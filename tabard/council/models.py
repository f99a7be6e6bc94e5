"""The council itself, its services, and what it has set otherwise than we do."""

from typing import Self

from django.db import models


class Council(models.Model):
    """The one council of this installation."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=50)
    domain = models.CharField(max_length=253, help_text="The council's own domain, without www.")
    contact_email = models.EmailField(help_text="Where residents write about an account.")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_council_per_installation", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> Self:
        """Give the council of this installation, or one without a name before it is set up."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1, name="Your council", short_name="Council"
        )


class Service(models.Model):
    """A part of the council that residents know by name."""

    name = models.CharField(max_length=100, unique=True)
    does = models.CharField(max_length=200, help_text="What it does for residents, in a sentence.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChosenSetting(models.Model):
    """What a council has chosen for one setting; without a row the default holds."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.JSONField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
