"""Requests that are too large are refused before they are read."""

import pytest
from django.http import HttpResponse

from tabard.common.sizes import LARGEST, SizeMiddleware


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("", 200),
        ("0", 200),
        (str(LARGEST), 200),
        (str(LARGEST + 1), 413),
        ("9" * 5_000, 413),
        ("-1", 413),
        ("many", 413),
    ],
)
def test_only_what_fits_goes_through(rf, length: str, status: int):
    request = rf.post("/sign-in/")
    request.META["CONTENT_LENGTH"] = length

    assert SizeMiddleware(lambda _: HttpResponse("read"))(request).status_code == status
