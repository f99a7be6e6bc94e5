"""Bank details are found by what they are called, and by their check digits."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Facts, Level
from tabard.checks.personal.bank_account import BankAccount, is_card, is_iban
from tabard.checks.tests.contract import CheckContract


class TestBankAccount(CheckContract):
    check = BankAccount
    facts = Facts(numbers=("10-20-30 12345678", "87654321"))
    noticed = {
        "sort code ⟦20-00-00 account number 55779911⟧": "bank_account",
        "Pay ⟦200000 / 55779911⟧ please": "bank_account",
        "bank: ⟦20 00 00, acc 5577 9911⟧": "bank_account",
        "sort code is ⟦20-00-00⟧": "bank_account",
        "account no: ⟦55779911⟧": "bank_account",
        "IBAN ⟦GB82 WEST 1234 5698 7654 32⟧": "bank_account",
        "⟦DE89370400440532013000⟧": "bank_account",
        "my card ⟦4111 1111 1111 1111⟧ was eaten": "bank_account",
        "⟦4111-1111-1111-1111⟧": "bank_account",
        "amex ⟦3782 822463 10005⟧": "bank_account",
    }
    left_alone = (
        "Pay us: sort code 10-20-30 account 12345678, or account 87654321",
        "From 01-02-24 to 12345678 people",
        "council tax account 55779911",
        "GB82 WEST 1234 5698 7654 33",
        "tracking number 4111111111111111",
        "4111 1111 1111 1112, 4444 4444 4444 4444",
        "bank holiday",
        f"The bank opens.{' ' * 50}200000 people came for 12345678",
    )


def test_what_is_certain_stops():
    look = TestBankAccount().look

    assert [one.level for one in look("DE89370400440532013000")] == [Level.STOP]
    assert [one.level for one in look("card 4111111111111111")] == [Level.STOP]
    assert [one.level for one in look("4111111111111111")] == [Level.WARNING]
    assert [one.level for one in look("account no 55779911")] == [Level.WARNING]


@given(st.text("0123456789", min_size=12, max_size=18))
def test_exactly_one_last_digit_fits_a_card(digits: str):
    assert sum(is_card(digits + last) for last in "0123456789") == 1


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=11, max_size=30))
def test_one_pair_of_digits_from_02_to_98_fits_an_iban(account: str):
    assert sum(is_iban(f"GB{pair:02}{account}") for pair in range(2, 99)) == 1
