"""The HTTP client behind every exchange: no retries, no redirects, and a cassette in the network's place where one plays."""

from __future__ import annotations

import functools
import os
from contextlib import contextmanager
from typing import Any

from screenc.contract import Refused

CONNECT, READ = 15.0, 180.0
"""Seconds to wait for a connection, and between two bytes; an order with pictures in it is taken slowly by some."""


def client(kept: bool) -> Any:
    """The HTTP client: no retries, no redirects. An order has a connection of its own, for a kept one may have died unseen."""
    with _installed():
        import httpx  # noqa: F401
    return _client(kept, os.environ.get("SCREENC_CASSETTE", ""), CONNECT, READ)


@functools.lru_cache(maxsize=8)
def _client(kept: bool, tape: str, connect: float, read: float) -> Any:
    import httpx

    from screenc.wire import cassette

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=32 if kept else 0)
    settings: dict[str, Any] = {"timeout": httpx.Timeout(read, connect=connect), "follow_redirects": False}
    if tape:
        line = httpx.HTTPTransport(verify=_trust(), retries=0, limits=limits)
        return httpx.Client(transport=cassette.transport(tape, line), **settings)
    near = {"all://127.0.0.1": None, "all://localhost": None}  # a proxy from the environment does not know this machine
    return httpx.Client(verify=_trust(), limits=limits, mounts=near, **settings)


@functools.cache
def _trust() -> Any:
    import httpx

    return httpx.create_ssl_context()


@contextmanager
def _installed():
    try:
        yield
    except ImportError as cause:
        raise Refused("invalid", "bought backends need one more package: pip install 'screenc[api]'") from cause
