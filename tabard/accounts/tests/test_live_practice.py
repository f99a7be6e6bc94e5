"""Connecting to the practice network as it is, over a port of this machine."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts import actions
from tabard.accounts.models import Account, AccountState
from tabard.connectors.api import AccessLostError
from tabard.practice.models import PracticeAccount
from tests import make


@pytest.mark.django_db(transaction=True)
def test_practice_account_is_opened_connected_and_given_new_access(live_practice, http):
    ada = make.person()

    account = actions.connect_practice(make.ticket(ada), by=ada, handle="ada_libraries", http=http)
    first = account.connection.secrets
    actions.lose(account, why="Somebody tried.", connected_at=account.connected_at)
    again = actions.reconnect_practice(account, by=ada, http=http)

    opened = PracticeAccount.objects.get()
    assert (again.stable_id, again.url) == (opened.stable_id, opened.url)
    assert (again.handle, again.state) == ("ada_libraries", AccountState.CONNECTED)
    assert again.server == live_practice
    with pytest.raises(AccessLostError):
        actions.reconnect(account, by=ada, server=live_practice, secrets=first, http=http)


@pytest.mark.django_db(transaction=True)
def test_shared_practice_account_is_connected_again_by_any_of_those_who_hold_it(
    live_practice, http
):
    ada, grace = make.person(), make.person()
    ticket = make.ticket(ada, kind="team", public_name="Rangers")
    account = actions.connect_practice(ticket, by=ada, handle="rangers", http=http)
    actions.share(account, person=grace, by=make.programme_member())

    actions.reconnect_practice(account, by=grace, http=http)

    assert PracticeAccount.objects.get().owner == grace
    actions.reconnect_practice(account, by=ada, http=http)
    assert Account.objects.get().server == live_practice


@pytest.mark.django_db(transaction=True)
def test_practice_account_is_connected_in_a_browser(live_practice):
    ada = make.person()
    browser = Client()
    browser.force_login(ada)
    ticket = make.ticket(ada)

    browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_libraries"})

    account = Account.objects.get()
    assert account.server == live_practice
    assert account.stable_id == PracticeAccount.objects.get().stable_id
