"""Whom the council's sign-on means."""

from allauth.socialaccount.models import SocialAccount

from tabard.people.models import Person
from tabard.people.sign_on import Said, known_by


def known_as(said: Said) -> Person | None:
    """Give whom the council's sign-on means, if they have come through it before."""
    linked = {"socialaccount__provider": said.provider, "socialaccount__uid": said.uid}
    return Person.objects.filter(**linked).first()


def active_with_email(email: str) -> Person | None:
    """Give who has this e-mail address, whatever its capitals, and can still sign in."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def active_with_external_id(number: str) -> Person | None:
    """Give who has this number in the council's directory, and can still sign in."""
    return Person.objects.filter(external_id=number, is_active=True).first()


def has_another_name(person: Person, said: Said) -> bool:
    """Say whether this sign-on knows somebody already, under another name than it said."""
    at_it = SocialAccount.objects.filter(user=person, provider=said.provider)
    return bool(at_it.exclude(uid=said.uid).exists())


def is_connected(person: Person) -> bool:
    """Say whether the council's sign-on, as it is now, knows somebody."""
    return bool(SocialAccount.objects.filter(user=person, provider=known_by()).exists())
