"""Keys, given from outside or made for a first look."""

import base64
from multiprocessing.pool import ThreadPool

import pytest

from tabard.common.env import MissingSettingError
from tabard.config.keys import key


def test_a_key_that_is_given_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv("TABARD_SOME_KEY", "from outside")

    assert key("SOME_KEY", make_in=tmp_path) == "from outside"
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_made_has_32_bytes_and_stays(tmp_path):
    first = key("SOME_KEY", make_in=tmp_path)

    assert len(base64.b64decode(first)) == 32
    assert key("SOME_KEY", make_in=tmp_path) == first


def test_a_key_that_is_made_is_for_its_owner_only(tmp_path):
    key("SOME_KEY", make_in=tmp_path)

    assert (tmp_path / "keys" / "some_key").stat().st_mode & 0o077 == 0


def test_without_a_place_to_make_it_a_missing_key_is_an_error():
    with pytest.raises(MissingSettingError, match="TABARD_SOME_KEY"):
        key("SOME_KEY", make_in=None)


def test_those_who_come_at_once_get_the_same_key(tmp_path):
    with ThreadPool(8) as pool:
        keys = pool.map(lambda _: key("SOME_KEY", make_in=tmp_path), range(8))

    assert len(set(keys)) == 1
