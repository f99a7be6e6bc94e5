"""How the API says no: a problem document (RFC 9457), and who is let in at all."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tabard.practice import queries, work
from tabard.practice.models import PracticeAccount

type Endpoint[**P] = Callable[Concatenate[HttpRequest, PracticeAccount, P], HttpResponse]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


STATUS: dict[type[Exception], HTTPStatus] = {
    work.KeyTakenError: HTTPStatus.CONFLICT,
    work.UnknownPictureError: HTTPStatus.UNPROCESSABLE_ENTITY,
    work.NothingToAnswerError: HTTPStatus.UNPROCESSABLE_ENTITY,
    work.TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
}


class ProblemError(Exception):
    """The answer is no, with a status and, in words, why."""

    def __init__(
        self, status: HTTPStatus, why: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(why)
        self.status = status
        self.headers = headers or {}


def endpoint[**P](*methods: str) -> Callable[[Endpoint[P]], View[P]]:
    """Let in these methods and whoever has a token; answer every no as a problem."""

    def _closed(view: Endpoint[P]) -> View[P]:
        @csrf_exempt  # A token in a header is not sent by a browser of itself.
        @login_not_required
        @wraps(view)
        def _answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                _insist_on_method(request, methods)
                return view(request, _account(request), *args, **kwargs)
            except ProblemError as problem:
                return _shown(problem)
            except tuple(STATUS) as refused:
                return _shown(_problem(refused))

        return _answered

    return _closed


def _insist_on_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        allowed = ", ".join(methods)
        raise ProblemError(
            HTTPStatus.METHOD_NOT_ALLOWED, f"Use {allowed}.", headers={"Allow": allowed}
        )


def _account(request: HttpRequest) -> PracticeAccount:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    account = queries.account_with(token.strip()) if scheme.lower() == "bearer" else None
    if account is None:
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED,
            "Send the account's token as Authorization: Bearer.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return account


def _problem(refused: Exception) -> ProblemError:
    wait = {"Retry-After": str(refused.seconds)} if isinstance(refused, work.TooManyError) else {}
    return ProblemError(STATUS[type(refused)], str(refused), headers=wait)


def _shown(problem: ProblemError) -> JsonResponse:
    said = {
        "title": problem.status.phrase,
        "detail": str(problem),
        "status": problem.status.value,
    }
    return JsonResponse(
        said,
        status=problem.status,
        headers=problem.headers,
        content_type="application/problem+json",
    )
