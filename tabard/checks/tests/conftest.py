"""Lets pytest say what was compared in the contract, as in the tests themselves."""

import pytest

pytest.register_assert_rewrite("tabard.checks.tests.contract")
