"""Who has which part in the pilot."""

from django.db.models import QuerySet

from tabard.people.models import Person, Role


def programme_team() -> QuerySet[Person]:
    """Give those who decide applications."""
    return Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)


def administrators() -> QuerySet[Person]:
    """Give those who look after the installation."""
    return Person.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)
