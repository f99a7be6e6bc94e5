"""Who looks at what waits for a review, on which days of the week."""

from django.db import models

from tabard.people.models import Person


class Weekday(models.IntegerChoices):
    """A day of the week, counted as Python does."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class ReviewDay(models.Model):
    """A day of the week on which somebody is told first of what waits for a review."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="review_days")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)

    class Meta:
        ordering = ["weekday", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "weekday"], name="review_day_stands_once"),
            models.CheckConstraint(
                name="review_day_is_a_day_of_the_week",
                condition=models.Q(weekday__in=Weekday.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_weekday_display()}"
