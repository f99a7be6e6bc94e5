"""Links with which somebody sets a password, without having to know the one before."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from tabard.people.models import Person

SECONDS_AN_HOUR = 3_600
SECONDS_A_DAY = 86_400


class Links(PasswordResetTokenGenerator):
    """Keys that work once, for a time, for somebody who can sign in and has not been signed out.

    What is hashed is never kept: whatever of it changes makes the key worthless.
    """

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        usual = super()._make_hash_value(user, timestamp)
        return f"{usual} {user.is_active} {user.sessions_ended}"

    def make_lasting(self, user: Person, days: int) -> str:
        """Make a key that works for some days: one that seems to be made later than it is."""
        later = days * SECONDS_A_DAY - settings.PASSWORD_RESET_TIMEOUT
        made_at = self._num_seconds(self._now()) + later
        return self._make_token_with_timestamp(user, made_at, self.secret)


def link_for(person: Person, *, days: int = 0) -> str:
    """Make a link for somebody, that works for so many days if that is said."""
    key = Links().make_lasting(person, days) if days else Links().make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": key}
    return f"{settings.PUBLIC_URL}{reverse('account_reset_password_from_key', kwargs=parts)}"


def to_sign_in() -> str:
    """Give the address of the page on which everybody signs in."""
    return f"{settings.PUBLIC_URL}{reverse('account_login')}"


def hours() -> int:
    """Give for how many hours a link works."""
    return settings.PASSWORD_RESET_TIMEOUT // SECONDS_AN_HOUR


def can_email() -> bool:
    """Say whether there is a mail server."""
    return bool(settings.EMAIL_IS_ON)
