"""The one test of a network: what it answers, and everything that has to follow."""

# ruff: noqa: INP001 - it stands beside the package, and is no part of one
from datetime import UTC, datetime

import httpx
from tabard_noticeboard import Noticeboard

from tabard.connectors.api import Delivered, Post, Profile
from tabard.connectors.tests.contract import ConnectorContract

URL = "https://noticeboard.example/@roads/key-1"
WORDS = "Gritting tonight: https://roads.example/gritting"


class TestNoticeboard(ConnectorContract):
    connector = Noticeboard
    secrets = {"token": "the-token-of-roads"}
    post = Post(WORDS, (), "key-1", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    delivered = Delivered("key-1", URL)
    delivered_answer = httpx.Response(200, json={"id": "key-1", "url": URL})
    seen_answer = httpx.Response(200, json={"id": "key-1", "url": URL, "words": WORDS})
    gone_answer = httpx.Response(404)
    left_answers = (seen_answer,)
    left_nothing_answers = (gone_answer,)
    removed_answer = httpx.Response(204)
    refused_answer = httpx.Response(422, json={"detail": "too many words"})
    lost_answers = (httpx.Response(401),)
    named_post = "key-1"
    profile = Profile("board-7", "roads", "Roads team", "https://noticeboard.example/@roads")
    profile_answers = (
        httpx.Response(
            200,
            json={
                "id": "board-7",
                "handle": "roads",
                "name": "Roads team",
                "url": "https://noticeboard.example/@roads",
            },
        ),
    )
