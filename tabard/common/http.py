"""The one door for outbound HTTP: every address is checked, and everything has an end."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Thread
from typing import Any

import certifi
import httpcore
import httpx

from tabard.common.env import env

Client = httpx.Client  # noqa: TID251 - the name of a type; only open_http below makes one.

MIB = 2**20
# Seconds for one address of several to answer before the next is tried.
CONNECT = 5.0
# A peer that reads slowly is noticed after each piece of this size.
PIECE = 2**14

# Global by the standard library's tables, and yet not one plain public machine of its own.
NOT_ONE_MACHINE = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.31.196.0/24",  # AS112, which many machines share
        "192.52.193.0/24",  # relays of multicast
        "192.88.99.0/24",  # 6to4 relays
        "192.175.48.0/24",  # AS112
        "168.63.129.16/32",  # what a machine in Azure asks about itself
        "2001::/23",  # Teredo, ORCHID, benchmarking
        "2002::/16",  # 6to4, which hides an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")

_ends: ContextVar[float] = ContextVar("ends")

type Resolver = Callable[[str, int], list[str]]


class RefusedAddressError(httpx.TransportError):
    """The address may not be called; nothing was sent."""


class UnfitAnswerError(httpx.TransportError):
    """The answer is larger than we take, or not in a form that we read."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one plain machine on the public internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip not in GLOBAL_UNICAST:
        return False  # also everything that carries an IPv4 address inside: mapped, NAT64
    hidden = any(ip in network for network in NOT_ONE_MACHINE if network.version == ip.version)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or hidden)


def ask_dns(host: str, port: int) -> list[str]:
    """Give every address of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@contextmanager
def open_http(
    *,
    deadline: float = 20.0,
    max_bytes: int = 2 * MIB,
    allow_private: frozenset[str] | None = None,
    resolve: Resolver = ask_dns,
) -> Iterator[Client]:
    """Open the door: each request has `deadline` seconds in all and an answer of `max_bytes`.

    Redirects are not followed unless a call asks for it, and then checked like any address.
    """
    if allow_private is None:
        allow_private = allowed_private()
    transport = _Door(deadline, max_bytes, allow_private, resolve)
    with httpx.Client(  # noqa: TID251 - this is the one place.
        transport=transport,
        timeout=deadline,
        max_redirects=2,
        trust_env=False,
        headers={"User-Agent": "Tabard", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    ) as client:
        yield client


def allowed_private() -> frozenset[str]:
    """Give the private addresses, as host:port, that the operator allows."""
    listed = env("ALLOW_PRIVATE", default="").split(",")
    return frozenset(place.strip().lower() for place in listed if place.strip())


class _Door(httpx.HTTPTransport):
    """Checks each request before it leaves and each answer before it is read."""

    def __init__(
        self, deadline: float, max_bytes: int, allow_private: frozenset[str], resolve: Resolver
    ) -> None:
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._allow_private = allow_private
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), network_backend=_CheckedNetwork(allow_private, resolve)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, unless its address is refused; a redirect is a request of its own."""
        # A followed redirect inherits these, and with them the time that is left.
        inherited = request.extensions
        came_from = inherited.get("came_from")
        if why := self._refusal(request.url, came_from):
            raise RefusedAddressError(f"{why}: {request.url.copy_with(userinfo=b'')}")
        inherited["came_from"] = _place(request.url)
        ends = inherited.setdefault("ends", time.monotonic() + self._deadline)
        with until(ends):
            answer = super().handle_request(request)
        answer.stream = _Capped(answer.stream, ends, self._max_bytes)
        if answer.headers.get("content-encoding", "identity") != "identity":
            answer.close()
            raise UnfitAnswerError("The answer came compressed, which was not asked for.")
        return answer

    def _refusal(self, url: httpx.URL, came_from: str | None) -> str | None:
        """Say why an address is refused before anything is looked up."""
        place = _place(url)
        private = place in self._allow_private
        if url.userinfo:
            return "An address with a name or password in it is not called"
        if url.scheme != "https" and not (url.scheme == "http" and private):
            return "Only https addresses are called"
        if private and came_from not in {None, place}:
            return "A redirect to a private address is not followed"
        return None


def _place(url: httpx.URL) -> str:
    """Write host:port as in the list of allowed private addresses."""
    host = url.raw_host.decode("ascii").lower()
    return _host_port(host, url.port or {"http": 80, "https": 443}.get(url.scheme, 0))


def _host_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class _CheckedNetwork(httpcore.SyncBackend):
    """Looks a host up once, checks every address, and calls exactly the addresses it checked."""

    def __init__(self, allow_private: frozenset[str], resolve: Resolver) -> None:
        self._allow_private = allow_private
        self._resolve = resolve

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *how: Any, **more: Any
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers, if all may be called."""
        del timeout  # The deadline rules.
        addresses = self._look_up(host, port)
        if _host_port(host.lower(), port) not in self._allow_private:
            _insist_on_public(host, addresses)
        for address in addresses[:-1]:
            try:
                return _Timed(
                    super().connect_tcp(address, port, _left_to_connect(CONNECT), *how, **more)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return _Timed(
            super().connect_tcp(addresses[-1], port, _left_to_connect(CONNECT), *how, **more)
        )

    def _look_up(self, host: str, port: int) -> list[str]:
        """Ask the resolver in a thread of its own, since it knows no deadline."""
        asked: Future[list[str]] = Future()

        def ask() -> None:
            try:
                asked.set_result(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                asked.set_exception(error)

        Thread(target=ask, daemon=True).start()
        try:
            return asked.result(_left_to_connect())
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"Nobody said in time where {host} is.") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"Nobody knows where {host} is.") from error


def _insist_on_public(host: str, addresses: list[str]) -> None:
    if not all(is_public(address) for address in addresses):
        raise RefusedAddressError(f"This address is not on the public internet: {host}")


class _Timed(httpcore.NetworkStream):
    """A connection on which nothing lasts beyond the end of its request."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        del timeout
        return self._stream.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write piece by piece, so that a slow reader cannot hold us."""
        del timeout
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], _left())

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        """Encrypt, for the host's name and not for the address that was called."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left_to_connect()))

    def get_extra_info(self, info: str) -> Any:
        """Say what is known of the connection."""
        return self._stream.get_extra_info(info)


class _Capped(httpx.SyncByteStream):
    """An answer's bytes, up to a number and a time."""

    def __init__(self, stream: Any, ends: float, max_bytes: int) -> None:
        self._stream = stream
        self._ends = ends
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[bytes]:
        room = self._max_bytes
        chunks = iter(self._stream)
        while True:
            with until(self._ends):
                chunk = next(chunks, None)
            if chunk is None:
                return
            room -= len(chunk)
            if room < 0:
                raise UnfitAnswerError(f"The answer is larger than {self._max_bytes} bytes.")
            yield chunk

    def close(self) -> None:
        """Leave the rest unread."""
        self._stream.close()


@contextmanager
def until(ends: float) -> Iterator[None]:
    """Let everything inside end at this moment of the monotonic clock."""
    before = _ends.set(ends)
    try:
        yield
    finally:
        _ends.reset(before)


def _left() -> float:
    """Give the seconds that are left, or raise."""
    left = _ends.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The request took longer than it may.")
    return left


def _left_to_connect(most: float = float("inf")) -> float:
    """Give the seconds that are left before anything is sent, or raise."""
    try:
        return min(_left(), most)
    except httpcore.ReadTimeout as error:
        raise httpcore.ConnectTimeout(str(error)) from error


@cache
def _tls() -> ssl.SSLContext:
    """Trust the usual authorities; made once, since reading them takes a while."""
    return ssl.create_default_context(cafile=certifi.where())
