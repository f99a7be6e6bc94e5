"""Refuses requests that are larger than anything a page asks for, before they are read."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

# Bytes: a picture of 16 MB, the form around it, and some room.
LARGEST = 20_000_000
WORDS = "This is too large: a request may have 20 MB. Choose a smaller file, go back and try again."


class SizeMiddleware:
    """Answers 413 to what says that it is too large; without a length nothing is read at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdigit() or int(length[:20]) > LARGEST:
            return HttpResponse(
                WORDS, status=HTTPStatus.CONTENT_TOO_LARGE, content_type="text/plain; charset=utf-8"
            )
        return self._get_response(request)
