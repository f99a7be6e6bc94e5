"""The address from which a network fetches a post's picture itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tabard.composing.models import Picture
from tabard.connectors import api
from tabard.practice.tests.make import picture_bytes
from tabard.publishing.models import Delivery, DeliveryState
from tabard.publishing.work.steps import post_of
from tabard.record.actions import keep_bytes
from tests import make

S = DeliveryState
PUBLIC_URL = "https://tabard.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public(settings) -> None:
    settings.PUBLIC_URL = PUBLIC_URL


def pictured(
    state: DeliveryState = S.SENDING, *, more: tuple[str, ...] = (), **differs: object
) -> Delivery:
    """Make a delivery of a post with a picture, and others in more colours."""
    message = make.approved_message()
    for place, colour in enumerate(("teal", *more)):
        content = picture_bytes(colour=colour)
        Picture.objects.create(
            message=message,
            blob=keep_bytes(content, media_type="image/jpeg"),
            alt=f"A van beside a {colour} hall.",
            place=place,
            width=8,
            height=6,
        )
    return make.delivery(message, state=state, **{"begun_at": timezone.now(), **differs})


def path_of(delivery: Delivery) -> str:
    """Give the path of the address that a connector is handed."""
    (picture,) = post_of(delivery).pictures
    assert picture.address.startswith(f"{PUBLIC_URL}/")
    return picture.address.removeprefix(PUBLIC_URL)


@pytest.mark.parametrize("state", [S.SCHEDULED, S.DUE, S.SENDING, S.UNSURE, S.SENT])
def test_picture_of_a_post_on_its_way_is_fetched_without_signing_in(state):
    answer = Client().get(path_of(pictured(state)))

    assert (answer.status_code, answer.content) == (200, picture_bytes())
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")


@pytest.mark.parametrize(
    "state", [S.HELD, S.CONFIRMED, S.FAILED, S.EXPIRED, S.CANCELLED, S.REMOVING, S.REMOVED]
)
def test_picture_of_a_post_that_is_on_its_way_no_more_is_not_given(state):
    assert Client().get(path_of(pictured(state))).status_code == 404


def test_address_ends_a_day_after_the_delivery_began():
    now = timezone.now()
    in_time = pictured(begun_at=now - timedelta(hours=23, minutes=59))
    too_late = pictured(begun_at=now - timedelta(hours=24, minutes=1))

    assert Client().get(path_of(in_time)).status_code == 200
    assert Client().get(path_of(too_late)).status_code == 404


def test_picture_of_a_post_that_has_not_begun_is_not_given():
    delivery = pictured(S.DUE)
    path = path_of(delivery)
    Delivery.objects.update(begun_at=None)

    assert Client().get(path).status_code == 404


def test_address_is_for_one_delivery_alone_and_cannot_be_made_up():
    one, other = pictured(), pictured()
    path = path_of(one)

    assert Client().get(path.replace(f"/{one.pk}/", f"/{other.pk}/")).status_code == 404
    assert Client().get(path.replace(path[-10:-4], "made-u")).status_code == 404


def test_every_picture_that_the_network_takes_has_an_address_of_its_own():
    delivery = pictured(more=("red", "green", "blue", "black"))

    sent = post_of(delivery).pictures

    assert [one.alt.split()[4] for one in sent] == ["teal", "red", "green", "blue"]
    fetched = [Client().get(one.address.removeprefix(PUBLIC_URL)).content for one in sent]
    assert fetched == [one.content for one in sent]
    assert len(set(fetched)) == 4


def test_address_is_the_same_at_every_try():
    delivery = pictured()

    assert post_of(delivery) == post_of(Delivery.objects.get())


def test_post_without_a_picture_has_nothing_to_fetch():
    with_picture, without = pictured(), make.delivery(state=S.SENDING)

    path = path_of(with_picture).replace(f"/{with_picture.pk}/", f"/{without.pk}/")

    assert post_of(without).pictures == ()
    assert Client().get(path).status_code == 404


def test_without_https_networks_are_told_no_address(settings):
    settings.PUBLIC_URL = "http://localhost:8000"

    (picture,) = post_of(pictured()).pictures

    assert picture.address == ""


def test_page_that_is_linked_to_goes_along_where_the_network_makes_a_card_of_it():
    author = make.author()
    bluesky = make.account(author, network="bluesky", handle="ada.example")
    words = "See https://garden.gov.uk/bees"
    there, here = (
        make.approved_message(author, accounts=[one], words=words)
        for one in (bluesky, make.account(author))
    )
    page = make.linked_page(there, here, description="Where they live", width=4, height=3)
    make.linked_page(title="As it is by now")
    on_bluesky, on_practice = (make.delivery(one, state=S.SENDING) for one in (there, here))

    card = post_of(on_bluesky).card

    assert card == api.Card(
        "https://garden.gov.uk/bees",
        "Bees in your garden",
        "Where they live",
        api.Picture(b"pixel", "image/jpeg", "", 4, 3),
    )
    assert post_of(on_practice).card is None
    page.picture = None
    page.save()
    assert post_of(on_bluesky).card == replace(card, picture=None)
    page.messages.clear()
    assert post_of(on_bluesky).card is None
