"""Tests of the checks, and the contract that each of them inherits."""
