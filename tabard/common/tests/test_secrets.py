"""Secrets at rest."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.secrets import WrongKeyError, seal, unseal

HERE = "connection of account 1"


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_was_sealed_opens_in_its_place(secret: bytes, place: str):
    assert unseal(seal(secret, place=place), place=place) == secret


def test_the_same_secret_never_looks_the_same_twice():
    assert seal(b"token", place=HERE) != seal(b"token", place=HERE)


def test_the_secret_is_not_in_what_is_stored():
    assert b"a long enough token" not in seal(b"a long enough token", place=HERE)


def test_a_row_copied_onto_another_does_not_open():
    sealed = seal(b"token", place=HERE)

    with pytest.raises(WrongKeyError):
        unseal(sealed, place="connection of account 2")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_does_not_open(where: int, change: int):
    sealed = bytearray(seal(b"token", place=HERE))
    sealed[where % len(sealed)] ^= change

    with pytest.raises(WrongKeyError):
        unseal(bytes(sealed), place=HERE)


@pytest.mark.parametrize("length", [0, 1, 13, 61, 73, 88])
def test_what_was_cut_short_does_not_open(length: int):
    with pytest.raises(WrongKeyError):
        unseal(seal(b"token", place=HERE)[:length], place=HERE)


def test_another_wrapping_key_does_not_open_and_says_what_to_do(settings):
    sealed = seal(b"token", place=HERE)
    settings.WRAPPING_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()

    with pytest.raises(WrongKeyError, match="Check TABARD_WRAPPING_KEY"):
        unseal(sealed, place=HERE)
