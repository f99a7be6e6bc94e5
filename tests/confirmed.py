"""Somebody who has just confirmed who they are."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client


def confirm(client: Client) -> None:
    """Let whoever is signed in have given their password once more."""
    session = client.session
    shown = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
    session.save()
