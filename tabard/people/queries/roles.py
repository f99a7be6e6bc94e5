"""Who has which part in the pilot."""

from django.db.models import QuerySet

from tabard.people.models import Person, Role


def programme_team() -> QuerySet[Person]:
    """Give those who decide applications."""
    return Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)


def administrators() -> QuerySet[Person]:
    """Give those who look after the installation."""
    return Person.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)


def appeal_panel() -> QuerySet[Person]:
    """Give those who hear appeals: the programme team and oversight officers."""
    roles = [Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER]
    return Person.objects.filter(roles__overlap=roles, is_active=True)
