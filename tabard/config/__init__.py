"""Puts the parts together: settings, addresses, the worker, the demonstration."""
