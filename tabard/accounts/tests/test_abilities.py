"""The page on which people read what a network can do."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tabard.accounts.tests.squares import TownSquare, install
from tests import make


@pytest.mark.django_db
def test_page_tells_of_every_installed_network(monkeypatch):
    install(monkeypatch, square=TownSquare)
    browser = Client()
    browser.force_login(make.person())

    page = " ".join(browser.get(reverse("accounts:abilities")).content.decode().split())

    assert "Can it change a post where it stands?" in page
    assert "<strong>X:</strong> Its API has no way to edit a post." in page
    for name in ("Bluesky", "Mastodon", "Practice network", "Town Square"):
        assert page.count(f'<th scope="col" class="govuk-table__header">{name}</th>') == 3


def test_page_of_the_docs_is_as_the_connectors_are():
    call_command("draw_abilities", check=True)


def test_page_of_the_docs_is_stale_once_a_network_comes(monkeypatch):
    install(monkeypatch, square=TownSquare)

    with pytest.raises(CommandError, match="stale: run `make docs`"):
        call_command("draw_abilities", check=True)
