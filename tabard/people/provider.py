"""The council's OpenID Connect provider, in the shape in which allauth looks for providers."""

from typing import Any

from allauth.socialaccount.providers.base import Provider, ProviderAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tabard.common.http import Client, open_http
from tabard.people import oidc
from tabard.people.oidc import Begun, Claims, OpenID
from tabard.people.sign_on import Said

# Seconds for one answer of the provider.
DEADLINE = 10.0


class CouncilOpenID(Provider):  # type: ignore[misc]  # allauth ships no types
    """Sign-in with OpenID Connect at the one provider that the operator has named."""

    id = "oidc"
    name = "OpenID Connect"
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

    def way_there(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None
    ) -> str:
        """Begin, and give the address to which somebody goes."""
        begun = oidc.begin()
        kept = {"nonce": begun.nonce, "verifier": begun.verifier}
        state = self.stash_redirect_state(request, process, next_url, data, **kept)
        with open_http(deadline=DEADLINE) as http:
            return self._openid(http).way_there(begun, state=state, back=self._back)

    def claims(self, state: dict[str, Any], *, code: str, issuer: str | None) -> Claims:
        """Give what the provider says of whoever has come back, once it is proved."""
        begun = Begun(nonce=state["nonce"], verifier=state["verifier"])
        with open_http(deadline=DEADLINE) as http:
            return self._openid(http).claims(begun, code=code, issuer=issuer, back=self._back)

    def said(self, claims: Claims) -> Said:
        """Read who somebody is out of the claims."""
        return oidc.said(claims, provider=self.sub_id, settings=self.app.settings)

    def extract_uid(self, claims: Claims) -> str:
        """Give by what a person is known again: the subject, which the provider never reuses."""
        return str(claims["sub"])

    def extract_extra_data(self, claims: Claims) -> dict[str, Any]:  # noqa: ARG002 - allauth hands it in
        """Keep nothing else of what the provider said."""
        return {}

    @property
    def _back(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('sign_on_back')}"

    def _openid(self, http: Client) -> OpenID:
        app = self.app
        return OpenID(http, client_id=app.client_id, secret=app.secret, settings=app.settings)


provider_classes = [CouncilOpenID]
