"""The council's sign-on, in the shape in which allauth looks for providers."""

import hashlib
import secrets
import time
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any

from allauth.socialaccount.providers.base import Provider, ProviderAccount
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from tabard.common.http import Client, open_http
from tabard.people import oidc
from tabard.people.oidc import Begun, OpenID
from tabard.people.saml import Answer, Saml
from tabard.people.sign_on import CONFIRM, Said, not_believed

# Seconds for one answer of the provider.
DEADLINE = 10.0
# Seconds in which a browser that has brought an answer comes for what follows from it.
AT_ONCE = 120


class CouncilSignOn(Provider, ABC):  # type: ignore[misc]  # allauth ships no types
    """What both languages have in common."""

    account_class = ProviderAccount
    supports_redirect = True

    def get_login_url(self, request: HttpRequest, **_how: Any) -> str:  # noqa: ARG002 - allauth hands it in
        """Give the address at which a sign-in begins."""
        return reverse("sign_on")

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **_how: Any,
    ) -> HttpResponse:
        """Send somebody to the provider."""
        return HttpResponseRedirect(self.way_there(request, process, next_url, data))

    @abstractmethod
    def way_there(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None
    ) -> str:
        """Begin, and give the address to which somebody goes."""

    def extract_uid(self, said: Said) -> str:
        """Give by what a person is known again."""
        return said.uid

    def extract_extra_data(self, said: Said) -> dict[str, Any]:  # noqa: ARG002 - allauth hands it in
        """Keep nothing else of what the provider said."""
        return {}


class CouncilOpenID(CouncilSignOn):
    """Sign-in with OpenID Connect at the one provider that the operator has named."""

    id = "oidc"
    name = "OpenID Connect"

    def way_there(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None
    ) -> str:
        """Begin, and give the address to which somebody goes."""
        begun = oidc.begin()
        kept = {"nonce": begun.nonce, "verifier": begun.verifier, "asked_at": time.time()}
        state = self.stash_redirect_state(request, process, next_url, data, **kept)
        with open_http(deadline=DEADLINE) as http:
            openid, afresh = self._openid(http), process == CONFIRM
            return openid.way_there(begun, state=state, back=self._back, afresh=afresh)

    def said(self, state: dict[str, Any], *, code: str, issuer: str | None) -> Said:
        """Give what the provider says of whoever has come back, once it is proved."""
        begun = Begun(nonce=state["nonce"], verifier=state["verifier"])
        with open_http(deadline=DEADLINE) as http:
            claims = self._openid(http).claims(begun, code=code, issuer=issuer, back=self._back)
        return oidc.said(claims, provider=self.sub_id, settings=self.app.settings)

    @property
    def _back(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('sign_on_back')}"

    def _openid(self, http: Client) -> OpenID:
        app = self.app
        return OpenID(http, client_id=app.client_id, secret=app.secret, settings=app.settings)


class CouncilSaml(CouncilSignOn):
    """Sign-in with SAML 2.0 at the one identity provider that the operator has described."""

    id = "saml"
    name = "SAML"

    def way_there(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None
    ) -> str:
        """Begin, and give the address to which somebody goes."""
        address, question = self.saml.way_there(afresh=process == CONFIRM)
        kept = {"state_id": question, "asked_at": time.time()}
        self.stash_redirect_state(request, process, next_url, data, **kept)
        return address

    def keep(self, given: str) -> str:
        """Prove an answer, and keep what it says for the browser that has brought it.

        The browser comes from another site, and so without its session; it is sent on to come
        from ours. Each answer is taken once.
        """
        answer = self.saml.prove(given, provider=self.sub_id)
        left = answer.until - timezone.now() + timedelta(minutes=1)
        if not cache.add(_place("used", answer.name), True, left.total_seconds()):
            raise not_believed("it was used already", answer.name)
        key = secrets.token_urlsafe(32)
        cache.set(_place("brought", key), answer, AT_ONCE)
        return key

    def take(self, key: str) -> Answer | None:
        """Give what was kept, once."""
        place = _place("brought", key)
        answer: Answer | None = cache.get(place)
        return answer if cache.delete(place) else None

    @property
    def saml(self) -> Saml:
        """The identity provider, and what it is told of us."""
        back = f"{settings.PUBLIC_URL}{reverse('saml_answer')}"
        about_us = f"{settings.PUBLIC_URL}{reverse('saml_metadata')}"
        return Saml(self.app.settings, entity_id=about_us, back=back)


def _place(kind: str, name: str) -> str:
    """Give where something is kept whose name others have chosen."""
    return f"saml-{kind}-{hashlib.sha256(name.encode()).hexdigest()}"


provider_classes = [CouncilOpenID, CouncilSaml]
