"""One exchange with a service. Orders leave once and are never retried; every "no" becomes one of the contract's faults.

What cannot have left (no connection was made) is `provider`: the order does not stand. From the first byte on, silence,
a cut line or a gateway's own error page is `ambiguous`: the order may stand, so it is never sent again unasked.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from screenc.contract import Fault, Refused
from screenc.wire.client import client
from screenc.wire.download import download

Judge = Callable[["Reply"], Refused | None]
"""A service's own reading of a reply: None where it says nothing of its own and the status decides."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, read whole: `data` is its JSON, or None where it is none; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    data: Any
    text: str

    @property
    def retry_after(self) -> float | None:
        return seconds(self.headers.get("retry-after"))


@dataclass(frozen=True, slots=True)
class Wire:
    """A line to one endpoint. `headers` carry the key and go to that endpoint's host alone; `secrets` never reach a report."""

    endpoint: str
    headers: Mapping[str, str] = field(default_factory=dict)
    judge: Judge = lambda reply: None
    secrets: tuple[str, ...] = ()

    # --- orders: once ---

    def order(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
        """POST a JSON order, once; the JSON of the answer."""
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return self._ordered(path, {"content": content}, {"content-type": "application/json", **(headers or {})})

    def order_form(self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes, str]]) -> Any:
        """POST a multipart order, once. Fields are text; a file is (name, bytes, media type). Always multipart, files or none."""
        parts = [(name, (None, value.encode(), None)) for name, value in fields.items()] + list(files.items())
        return self._ordered(path, {"files": parts}, {})

    def _ordered(self, path: str, content: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        import httpx

        try:
            reply = self._send("POST", self._url(path), {**self.headers, **headers}, content, kept=False)
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
            httpx.PoolTimeout,
        ) as cause:
            raise Refused("provider", f"{self.host} cannot be reached: {self._words(cause)}") from cause
        except httpx.HTTPError as cause:
            words = f"the line to {self.host} broke after the order was sent: {self._words(cause)}"
            raise Refused("ambiguous", words) from cause
        own = self.judge(reply)
        if reply.status >= 500 or reply.status == 408:
            if own is not None and own.fault not in ("provider", "ambiguous", "expired"):
                self._refuse(own, reply)
            if reply.status == 503 and reply.retry_after is not None:
                self._refuse(Refused("throttled", f"{self.host} is busy", retry_after=reply.retry_after), reply)
            said = f": {own}" if own is not None else ""
            self._refuse(Refused("ambiguous", f"{self.host} failed ({reply.status}) on the order, which may stand{said}"), reply)
        if own is not None:
            self._refuse(own, reply)
        if reply.status >= 300:
            self._refuse(by_status(reply, self.host), reply)
        if not isinstance(reply.data, dict | list):
            self._refuse(Refused("ambiguous", f"{self.host} took the order and said nothing of it ({reply.status})"), reply)
        return reply.data

    # --- questions: as often as one likes ---

    def ask(self, path: str, *, method: str = "GET", body: Any = None, params: Mapping[str, str] | None = None) -> Any:
        """One question that changes nothing, or may be put again; the JSON of the answer. A 404 is `expired`."""
        reply = self.tell(path, method=method, body=body, params=params)
        if (own := self.judge(reply)) is not None:
            self._refuse(own, reply)
        if reply.status == 404 or reply.status == 410:
            self._refuse(Refused("expired", f"{self.host} no longer knows this job"), reply)
        if reply.status >= 300:
            self._refuse(by_status(reply, self.host), reply)
        if not isinstance(reply.data, dict | list):
            self._refuse(Refused("provider", f"{self.host} answered with no JSON ({reply.status})"), reply)
        return reply.data

    def tell(self, path: str, *, method: str, body: Any = None, params: Mapping[str, str] | None = None) -> Reply:
        """One exchange, whatever its status; Refused("provider") when nothing comes back."""
        import httpx

        content: dict[str, Any] = {"params": dict(params)} if params else {}
        headers = dict(self.headers)
        if body is not None:
            content["content"] = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            headers["content-type"] = "application/json"
        try:
            return self._send(method, self._url(path), headers, content, kept=True)
        except httpx.HTTPError as cause:
            raise Refused("provider", f"{self.host} does not answer: {self._words(cause)}") from cause

    def cancelled(
        self, path: str, *, method: str = "DELETE", body: Any = None, accepted: Iterable[int] = (200, 202, 204)
    ) -> bool:
        """Whether the service says that it stopped the job."""
        return self.tell(path, method=method, body=body).status in tuple(accepted)

    # --- files ---

    def upload(self, path: str, name: str, file: tuple[str, bytes, str], fields: Mapping[str, str] | None = None) -> Any:
        """Put a file where the service wants it before the order; any fault here means that no order stands."""
        import httpx

        parts = [(n, (None, value.encode(), None)) for n, value in (fields or {}).items()] + [(name, file)]
        try:
            reply = self._send("POST", self._url(path), self.headers, {"files": parts}, kept=False)
        except httpx.HTTPError as cause:
            raise Refused("provider", f"{self.host} did not take the file: {self._words(cause)}") from cause
        if (own := self.judge(reply)) is not None:
            self._refuse(own, reply)
        if reply.status >= 300 or not isinstance(reply.data, dict):
            self._refuse(by_status(reply, self.host), reply)
        return reply.data

    def download(self, url: str, out: Path, *, keyed: bool = False) -> None:
        """A finished clip into `out`, whole or not at all. `keyed` sends the key, and only to this endpoint's own host."""
        download(url, out, self.headers if keyed else {}, self.host, self._report)

    # --- inside ---

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).netloc

    def _url(self, path: str) -> str:
        """Under the endpoint; or a whole URL that the service gave, of the same origin, for the key goes with it."""
        if not path.startswith(("http://", "https://")):
            return f"{self.endpoint.rstrip('/')}/{path.lstrip('/')}" if path else self.endpoint.rstrip("/")
        if urlsplit(path)[:2] != urlsplit(self.endpoint)[:2]:
            raise Refused("provider", f"{self.host} points elsewhere, to {urlsplit(path).netloc}, which is not given its key")
        return path

    def _send(self, method: str, url: str, headers: Mapping[str, str], content: Mapping[str, Any], *, kept: bool) -> Reply:
        guarded(self.endpoint)
        answer = client(kept).request(method, url, headers=dict(headers), **content)
        text = answer.text
        try:
            data = json.loads(text) if text.strip() else None
        except ValueError:
            data = None
        return Reply(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, data, text)

    def _refuse(self, refused: Refused, reply: Reply) -> NoReturn:
        evidence = scrubbed(f"{reply.status} {reply.text}", self.secrets)
        wait = refused.retry_after if refused.retry_after is not None else reply.retry_after
        raise Refused(refused.fault, scrubbed(str(refused), self.secrets), retry_after=wait, evidence=evidence)

    def _report(self, fault: Fault, words: str, evidence: str = "") -> Refused:
        return Refused(fault, scrubbed(words, self.secrets), evidence=scrubbed(evidence, self.secrets))

    def _words(self, cause: Exception) -> str:
        return scrubbed(str(cause) or type(cause).__name__, self.secrets)


# --- the parts of an answer -----------------------------------------------------------------------------------------


def need(data: Any, *path: str | int, fault: Fault = "ambiguous") -> str:
    """The text at a path of an answer, numbers too. An order whose answer has no id is `ambiguous`: it may stand."""
    found = word(data, *path)
    if not found:
        raise Refused(
            fault, f"the answer has no {'.'.join(map(str, path))}", evidence=scrubbed(json.dumps(data, default=str), ())
        )
    return found


def word(data: Any, *path: str | int) -> str:
    """The text or number at a path of an answer, empty where there is none."""
    for step in path:
        if isinstance(step, int) and isinstance(data, list):
            data = data[step] if -len(data) <= step < len(data) else None
        elif isinstance(data, Mapping):
            data = data.get(step)
        else:
            return ""
    return str(data) if isinstance(data, str | int | float) and not isinstance(data, bool) else ""


def by_status(reply: Reply, host: str) -> Refused:
    """What an HTTP status means where the service says nothing of its own."""
    status, words = reply.status, _said(reply)
    fault: Fault
    if status in (401, 403):
        fault = "auth"
    elif status == 402:
        fault = "quota"
    elif status == 429:
        fault = "throttled"
    elif status in (408, 425) or status >= 500:
        fault = "provider"
    elif 300 <= status < 400:
        fault, words = (
            "invalid",
            f"redirects to {urlsplit(reply.headers.get('location', '')).netloc or 'nowhere'}: mend its base URL",
        )
    elif status == 410:
        fault = "expired"
    else:
        fault = "invalid"
    return Refused(fault, f"{host} says {status}: {words}" if words else f"{host} says {status}")


def _said(reply: Reply) -> str:
    """The one sentence in an error body, wherever services put it."""
    data = reply.data
    for path in (("error", "message"), ("message",), ("detail",), ("error",), ("title",), ("msg",)):
        if found := word(data, *path):
            return found[:300]
    if isinstance(data, dict) and isinstance(data.get("detail"), list):
        return word(data, "detail", 0, "msg")[:300] or word(data, "detail", 0)[:300]
    return "" if reply.data is not None else re.sub(r"<[^>]*>|\s+", " ", reply.text).strip()[:120]


def seconds(words: str | None) -> float | None:
    """A `Retry-After`, as seconds or as an HTTP date."""
    if not words:
        return None
    try:
        return max(0.0, float(words))
    except ValueError:
        pass
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, (parsedate_to_datetime(words) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


# --- keys -----------------------------------------------------------------------------------------------


def key(name: str) -> str:
    """The key from the environment; a tape being played back needs none. Raises Refused("auth")."""
    from screenc.wire import cassette

    if found := os.environ.get(name, "").strip():
        if not found.isascii() or not found.isprintable():
            raise Refused("auth", f"the key in {name} has letters that no header can carry")
        return found
    if cassette.replaying():
        return "played-back"
    raise Refused("auth", f"there is no key: set {name}")


def scrubbed(words: str, secrets: Iterable[str], most: int = 2000) -> str:
    """Words fit for a report: no key, no bearer token, no signed query, and not a megabyte of picture."""
    for secret in secrets:
        if secret:
            words = words.replace(secret, "***")
    words = re.sub(r"(?i)\b(bearer|key|token)(\s+|[\"']?\s*[:=]\s*[\"']?)[A-Za-z0-9._~+/=:-]{12,}", r"\1\2***", words)
    words = re.sub(r"(https?://[^\s\"'?\\]+)\?[^\s\"'\\]+", r"\1?***", words)
    words = re.sub(r"[A-Za-z0-9+/]{200,}={0,2}", "***", words)
    return words if len(words) <= most else words[:most] + "..."


def guarded(endpoint: str) -> None:
    """Refuse to send a key in the clear to anybody but this machine and its own network."""
    parts = urlsplit(endpoint)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname:
        try:
            if ipaddress.ip_address(parts.hostname).is_private:
                return
        except ValueError:
            if parts.hostname == "localhost" or "." not in parts.hostname or parts.hostname.endswith((".local", ".internal")):
                return
        raise Refused("invalid", f"{parts.hostname} is reached in the clear; its base URL must begin with https://")
    raise Refused("invalid", f"`{endpoint}` is no base URL; it begins with https:// and names a host")
