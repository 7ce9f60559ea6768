"""What the protocol servers share: HTTP on loopback, jobs that move on by one stage a poll, and faults at any step."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

SECRET = "sk-loopback-0123456789abcdef"


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    match: Any = None

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


@dataclass
class Told:
    """One answer; `cut` sends only so many bytes of the body and hangs up, -1 hangs up before the first byte."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

    def bytes(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class Order:
    """A job on the books: the body that ordered it, how often it was asked for, how it ends."""

    id: str
    body: Any
    path: str = ""
    polls: int = 0
    cancelled: bool = False


class Wrong(Exception):
    """The request is not what the documents ask for; the words say which part."""


class Protocol(ABC):
    """A service. Subclasses say its routes, its checks and its words; `outcome` is how jobs end, `inject` what goes wrong."""

    name: ClassVar[str]
    key_from: ClassVar[str]
    base_from: ClassVar[str]
    prefix: ClassVar[str] = ""
    """What the base URL has after its host."""
    environment: ClassVar[dict[str, str]] = {}
    refusals: ClassVar[dict[str, str]] = {}
    """The kinds of refusal of an order that the documents tell apart, and the fault that each is."""
    endings: ClassVar[dict[str, str]] = {}
    """The kinds of end that a job can have, other than well."""
    cancels: ClassVar[bool] = False
    keyed_download: ClassVar[bool] = False
    retry_after: ClassVar[bool] = True
    forgets: ClassVar[bool] = True

    def __init__(self, film: bytes):
        self.film = film
        self.orders: dict[str, Order] = {}
        self.asked: list[tuple[str, Asked]] = []
        self.inject: dict[str, list[Told]] = {}
        self.outcome = "done"
        self.haste = 0  # stages that a job has behind it before it is first asked for
        self.pictures: list[bytes] = []
        self.store = Store(film)
        self.http = _listen(self._answer)
        self.root = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.base = self.root + self.prefix

    def close(self) -> None:
        for server in (self.http, self.store.http):
            server.shutdown()
            server.server_close()

    # --- what a service says of itself ---

    @abstractmethod
    def routes(self) -> list[tuple[str, str, str, Callable[[Asked], Told]]]:
        """(method, path pattern, step, answer); steps are create, poll, cancel, upload, file."""

    def authorised(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == f"Bearer {SECRET}"

    @abstractmethod
    def refusal(self, kind: str) -> Told:
        """The documented answer to an order: auth, quota, throttled, moderated-input, invalid, server."""

    # --- machinery ---

    def creates(self) -> int:
        return sum(step == "create" for step, _ in self.asked)

    def _answer(self, asked: Asked) -> Told:
        for method, pattern, step, answer in self.routes():
            if asked.method == method and (match := re.fullmatch(self.prefix + pattern, asked.path)):
                asked.match = match
                self.asked.append((step, asked))
                told = self._told(step, asked, answer)
                planned = self.inject.get(step)
                return planned.pop(0) if planned else told
        return Told(404, {"error": "no such route"})

    def _told(self, step: str, asked: Asked, answer: Callable[[Asked], Told]) -> Told:
        if not self.authorised(asked):
            return self.refusal("auth")
        try:
            return answer(asked)
        except Wrong as cause:
            told = self.refusal("invalid")
            return Told(told.status, json.loads(json.dumps(told.body).replace("REASON", str(cause))), told.headers)

    def taken(self, asked: Asked, body: Any, id: str | None = None) -> Order:
        order = Order(id or f"job-{len(self.orders) + 1}-{hashlib.sha256(asked.body).hexdigest()[:8]}", body, asked.path)
        self.orders[order.id] = order
        return order

    def stage(self, order: Order) -> str:
        """Queued, running, then the outcome, one a poll."""
        order.polls += 1
        if order.cancelled:
            return "cancelled"
        return ("queued", "running", self.outcome)[min(order.polls + self.haste, 3) - 1]

    def link(self) -> str:
        """A signed link to the film, on another host than the service's own."""
        return f"{self.store.root}/film.mp4?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=3600"


class Store:
    """Where films lie: another host, which must never see the service's key; ranges, an ETag, and faults of its own."""

    def __init__(self, film: bytes):
        self.film = film
        self.asked: list[Asked] = []
        self.inject: list[Told] = []
        self.http = _listen(self._answer)
        self.root = f"http://localhost:{self.http.server_address[1]}"

    def _answer(self, asked: Asked) -> Told:
        self.asked.append(asked)
        if self.inject:
            return self.inject.pop(0)
        return served(self.film, asked)


def served(film: bytes, asked: Asked) -> Told:
    """The film, or the rest of it where a range is asked for and the ETag still holds."""
    etag = f'"{hashlib.sha256(film).hexdigest()[:16]}"'
    digest = base64.b64encode(hashlib.md5(film).digest()).decode()
    headers = {
        "content-type": "video/mp4",
        "etag": etag,
        "x-goog-hash": f"crc32c=AAAAAA==,md5={digest}",
        "accept-ranges": "bytes",
    }
    span = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
    if span and asked.headers.get("if-range") == etag:
        start = int(span[1])
        return Told(206, film[start:], {**headers, "content-range": f"bytes {start}-{len(film) - 1}/{len(film)}"})
    return Told(200, film, headers)


def _listen(answer: Callable[[Asked], Told]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = answer(Asked(self.command, parts.path, query, headers, body))
            data = told.bytes()
            if told.cut == -1:
                return self._hang_up()
            self.send_response(told.status)
            kind = "application/json" if not isinstance(told.body, bytes) else "application/octet-stream"
            for name, value in {"content-type": kind, "content-length": str(len(data)), **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data if told.cut is None else data[: told.cut])
            if told.cut is not None:
                self._hang_up()

        def _hang_up(self) -> None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: Any) -> None:
            pass

        do_GET = do_POST = do_PUT = do_DELETE = _handle

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


# --- checks ---------------------------------------------------------------------------------------------------------


def shaped(body: Any, fields: dict[str, Callable[[Any], bool]], required: tuple[str, ...] = (), where: str = "") -> None:
    """Wrong for an unknown field, one of the wrong kind, or one that is missing."""
    if not isinstance(body, dict):
        raise Wrong(f"{where or 'body'} must be an object")
    for name, value in body.items():
        if name not in fields:
            raise Wrong(f"{where}{name} is not a field")
        if not fields[name](value):
            raise Wrong(f"{where}{name} is not valid")
    for name in required:
        if name not in body:
            raise Wrong(f"{where}{name} is required")


def text(least: int = 1, most: int = 10**6) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def one_of(*values: Any) -> Callable[[Any], bool]:
    return lambda value: any(value == v and type(value) is type(v) for v in values)


def whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def flag(value: Any) -> bool:
    return type(value) is bool


def anything(value: Any) -> bool:
    return True


def picture(value: Any, into: list[bytes], *, uri: bool) -> bool:
    """A picture sent inline, as a data URI or as bare base64; its bytes are kept for the test to see."""
    if not isinstance(value, str):
        return False
    if value.startswith(("http://", "https://")):
        return True
    if uri != value.startswith("data:image/"):
        return False
    try:
        into.append(base64.b64decode(value.partition(",")[2] if uri else value, validate=True))
    except ValueError:
        return False
    return into[-1].startswith((b"\x89PNG", b"\xff\xd8"))
