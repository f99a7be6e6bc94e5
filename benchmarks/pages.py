"""Queries of the pages that are asked for most, with 1 and with 30 rows on them."""

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tabard.people import second_step
from tabard.people.models import Person
from tabard.publishing.models import DeliveryState
from tests import make

BUSIEST = ["/directory/", "/", "/posts/", "/messages/write/", "/reviews/"]
ROWS = [1, 30]


def main() -> None:
    """Print a line for each page."""
    print(f"{'queries of a page':24}" + "".join(f"{rows:>8} rows" for rows in ROWS))
    counts = {rows: _count(rows) for rows in ROWS}
    for page in BUSIEST:
        print(f"{page:24}" + "".join(f"{counts[rows][page]:>8}     " for rows in ROWS))


@transaction.atomic
def _count(rows: int) -> dict[str, int]:
    """Fill a council, ask for each page as the person who would, and take it all back."""
    make.council(is_demonstration=True)
    author, reviewer = make.author(), make.reviewer()
    for _ in range(rows):
        _fill(author)
    asked = {page: _queries(page, reviewer if page == "/reviews/" else author) for page in BUSIEST}
    transaction.set_rollback(True)
    return asked


def _fill(author: Person) -> None:
    make.delivery(make.approved_message(author), state=DeliveryState.CONFIRMED)
    make.waiting_message(author)
    holder = make.author()
    make.account(holder)


def _queries(page: str, person: Person) -> int:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    session = client.session
    session[second_step.KEY] = second_step.HERE
    session.save()
    # The first time fills what is kept between requests.
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")
    return len(asked)
