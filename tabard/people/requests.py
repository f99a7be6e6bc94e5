"""The kind of request that a page for staff is given."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tabard.people.models import Person


class StaffRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: Person
    htmx: HtmxDetails
