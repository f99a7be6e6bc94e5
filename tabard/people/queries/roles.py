"""Who has which part in the pilot."""

from django.db.models import QuerySet

from tabard.people.models import Person, Role
from tabard.people.sign_on import Said


def programme_team() -> QuerySet[Person]:
    """Give those who decide applications."""
    return Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)


def known_as(said: Said) -> Person | None:
    """Give whom the council's sign-on means, if they have come through it before."""
    linked = {"socialaccount__provider": said.provider, "socialaccount__uid": said.uid}
    return Person.objects.filter(**linked).first()


def active_with_email(email: str) -> Person | None:
    """Give who has this e-mail address, whatever its capitals, and can still sign in."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()
