"""The one door of the SCIM server."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from scim2_models import (
    ForbiddenException,
    PayloadTooLargeException,
    SCIMException,
    UnauthorizedException,
)
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from tabard.people.api.quirks import as_meant
from tabard.people.api.resources import PROVIDER
from tabard.people.api.storage import StaffStorage
from tabard.people.doors import may_knock
from tabard.people.models import ApiToken, Scope
from tabard.people.queries import token_of

log = logging.getLogger(__name__)

SERVICE = ScimService(PROVIDER)
SCHEME = "bearer "
CHANGING = {"PUT", "PATCH", "DELETE"}
# What is known of the server itself, whatever a token is for.
DESCRIPTIONS = {"ServiceProviderConfig", "Schemas", "ResourceTypes"}


class TooManyException(SCIMException):
    """Somebody has tried too many tokens that are not good."""

    status = HTTPStatus.TOO_MANY_REQUESTS.value


@csrf_exempt
@never_cache
@login_not_required
def scim(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer the council's directory of staff."""
    try:
        answer = _answer(request, path)
    except SCIMException as refused:
        answer = SERVICE.error_response(refused)
    except Exception as error:
        log.exception("The SCIM server tripped over %s %s", request.method, path)
        answer = SERVICE.error_response(error)
    return _response(answer)


def _answer(request: HttpRequest, path: str) -> ScimResponse:
    asked = _read(request, path)
    is_open = SERVICE.match(asked).operation is Operation.service_provider_config
    token = _token(request)
    if token is None and not is_open:
        if not may_knock(request, "wrong_token"):
            raise TooManyException(detail="Too many wrong tokens. Wait a minute")
        raise UnauthorizedException(detail="Send a token that is still good")
    if token is not None:
        _insist_on_scope(token, path)
    storage = StaffStorage(token or ApiToken(scopes=[]), changes=request.method in CHANGING)
    return ScimHandler(SERVICE, storage).handle(asked)


def _read(request: HttpRequest, path: str) -> ScimRequest:
    try:
        body = as_meant(request.body)
    except RequestDataTooBig as large:
        raise PayloadTooLargeException(detail="The request is too large") from large
    return ScimRequest(
        method=request.method or "GET",
        base_url=f"{settings.PUBLIC_URL}/scim/v2",
        path=f"/{path}",
        query=request.GET.dict(),
        headers=dict(request.headers),
        body=body,
    )


def _token(request: HttpRequest) -> ApiToken | None:
    sent = request.headers.get("Authorization", "")
    if not sent.lower().startswith(SCHEME):
        return None
    token = token_of(sent[len(SCHEME) :].strip())
    return token if token and token.scopes else None


def _insist_on_scope(token: ApiToken, path: str) -> None:
    """Refuse what a token is not for; what is asked of everything needs all of it."""
    kind = path.strip("/").partition("/")[0]
    if kind in DESCRIPTIONS:
        return
    needs = {"Users": [Scope.STAFF], "Groups": [Scope.GROUPS]}.get(kind, list(Scope))
    if not set(needs) <= set(token.scopes):
        raise ForbiddenException(detail="This token is not for that")


def _response(answer: ScimResponse) -> HttpResponse:
    if answer.body is None:
        response = HttpResponse(status=answer.status)
        del response.headers["Content-Type"]
    else:
        response = JsonResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        if name != "Content-Type" or answer.status != HTTPStatus.NO_CONTENT:
            response.headers[name] = value
    return response
