"""The page that says what the checks look for, and how often each was right."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tabard.composing import queries
from tabard.composing.models import Precision
from tabard.people.requests import StaffRequest


@require_safe
def checks(request: StaffRequest) -> HttpResponse:
    """Show every check by what it is about, with its precision where that is known."""
    rows = queries.check_rows()
    groups = [(about, list(group)) for about, group in groupby(rows, key=lambda row: row.about)]
    return render(request, "composing/checks.html", {"groups": groups, "least": Precision.LEAST})
