"""Opening an account on the practice network."""

import pytest

from tabard.common.rules import NotAllowedError
from tabard.practice import actions, queries
from tabard.practice.models import PracticeAccount
from tabard.practice.tests import make
from tabard.record.models import Entry

pytestmark = pytest.mark.django_db


def test_account_is_its_owners_and_opens_with_the_token():
    aisha = make.person()

    account, token = actions.open_account("aisha_reads", by=aisha)

    assert (account.handle, account.name, account.owner) == ("aisha_reads", "Aisha Khan", aisha)
    assert queries.account_with(token) == account


def test_token_is_kept_nowhere():
    account, token = actions.open_account("aisha_reads", by=make.person())

    kept = PracticeAccount.objects.values().get(pk=account.pk)
    facts = [one.value for entry in Entry.objects.all() for one in entry.disclosures.all()]

    assert token not in [*map(str, kept.values()), *map(str, facts)]


def test_two_accounts_have_two_tokens():
    aisha = make.person()

    _, first = actions.open_account("aisha_reads", by=aisha)
    _, second = actions.open_account("aisha_writes", by=aisha)

    assert first != second


def test_opening_an_account_is_recorded():
    aisha = make.person()

    account, _ = actions.open_account("aisha_reads", by=aisha)

    entry = Entry.objects.get()
    facts = {one.name: one.value for one in entry.disclosures.all()}
    assert entry.kind == "practice account opened"
    assert facts == {"practice_account": str(account.pk), "handle": "aisha_reads", "by": aisha.pk}


@pytest.mark.parametrize("typed", ["Aisha_Reads", " @aisha_reads "])
def test_handle_is_read_as_people_type_it(typed: str):
    account, _ = actions.open_account(typed, by=make.person())

    assert account.handle == "aisha_reads"


@pytest.mark.parametrize("typed", ["aisha", "AISHA"])
def test_handle_of_somebody_else_is_refused_and_nothing_is_recorded(typed: str):
    make.account("aisha")
    before = Entry.objects.count()

    with pytest.raises(NotAllowedError, match="Somebody else is called @aisha"):
        actions.open_account(typed, by=make.person())

    assert (PracticeAccount.objects.count(), Entry.objects.count()) == (1, before)


def test_handle_that_cannot_be_is_refused():
    with pytest.raises(NotAllowedError, match="3 to 30"):
        actions.open_account("a b", by=make.person())

    assert not PracticeAccount.objects.exists()


def test_only_who_opened_an_account_is_given_a_new_token_for_it():
    aisha = make.person()
    account, token = actions.open_account("aisha_reads", by=aisha)

    with pytest.raises(NotAllowedError, match="Somebody else has opened this account"):
        actions.renew_token(account, by=make.person())
    renewed = actions.renew_token(account, by=aisha)

    assert renewed != token
