"""Tests of the connectors: one contract, inherited by each network's own tests."""
