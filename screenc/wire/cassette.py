"""Exchanges on tape: recorded once with a key, scrubbed, and played back for nothing. `SCREENC_CASSETTE=FOLDER[:record]`.

A tape is a folder of JSON files, one for each distinct request, with its answers in order; films lie beside them by digest.
Playback never touches the network: a request that is not on the tape cannot be sent.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx

VARIABLE = "SCREENC_CASSETTE"
SCHEMA = "screenc.cassette/1"
_KEPT = {"content-type", "content-length", "content-range", "etag", "location", "retry-after", "content-md5", "x-goog-hash"}
_SIGNED = re.compile(r"(?i)sign|token|credential|key|expires|policy|^se$|^sp$|^sv$|^sr$|^sig$|x-amz-|x-goog-|x-oss-|x-tos-")


def replaying() -> bool:
    """Whether answers come off a tape, so that no key is needed."""
    tape = os.environ.get(VARIABLE, "")
    return bool(tape) and not tape.endswith(":record")


def transport(tape: str, real: httpx.BaseTransport) -> httpx.BaseTransport:
    """The transport for a value of the variable."""
    folder, colon, mode = tape.rpartition(":")
    return Recorder(Path(folder), real) if colon and mode == "record" else Player(Path(tape))


class Recorder(httpx.BaseTransport):
    """Sends for real and writes down what was said, without keys, cookies or signatures."""

    def __init__(self, folder: Path, real: httpx.BaseTransport):
        self.folder, self.real = folder, real
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = request.read()
        secrets = _secrets(request)
        answer = self.real.handle_request(request)
        try:
            body = answer.read()
        finally:
            answer.close()
        with self._lock:
            self._write(request, sent, answer, body, secrets)
        return _told(answer.status_code, {k: v for k, v in answer.headers.items() if k.lower() in _KEPT}, body)

    def _write(self, request: httpx.Request, sent: bytes, answer: httpx.Response, body: bytes, secrets: set[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{fingerprint(request, sent)}.json"
        tape: dict[str, Any] = {
            "schema": SCHEMA,
            "method": request.method,
            "url": unsigned(str(request.url)),
            "request": _clean(sent.decode("utf-8", "replace")[:20_000], secrets) if _texty(request.headers) else None,
            "answers": [],
        }
        if path.is_file():
            tape = json.loads(path.read_text(encoding="utf-8"))
        headers = {k.lower(): unsigned(v) for k, v in answer.headers.items() if k.lower() in _KEPT}
        heard: dict[str, Any] = {"status": answer.status_code, "headers": headers}
        if _texty(answer.headers):
            heard["text"] = _clean(body.decode("utf-8", "replace"), secrets)
            headers.pop("content-length", None)
        elif body:
            heard["file"] = hashlib.sha256(body).hexdigest()
            (self.folder / f"{heard['file']}.bin").write_bytes(body)
        if not tape["answers"] or tape["answers"][-1] != heard:
            tape["answers"].append(heard)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(tape, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(part, path)


class Player(httpx.BaseTransport):
    """Plays each request's answers in order; a question may be put again after the last, an order may not."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = fingerprint(request, request.read())
        try:
            tape = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
            answers = tape["answers"]
            with self._lock:
                nth, self._asked[name] = self._asked[name], self._asked[name] + 1
            if nth >= len(answers) and request.method == "POST" and not _question(request):
                raise LookupError
            heard = answers[min(nth, len(answers) - 1)]
            body = (self.folder / f"{heard['file']}.bin").read_bytes() if "file" in heard else heard.get("text", "").encode()
        except (OSError, ValueError, LookupError) as cause:
            said = f"{request.method} {request.url.host}{request.url.path} is not on the tape in {self.folder.name}"
            raise httpx.ConnectError(said, request=request) from cause
        return _told(heard["status"], heard["headers"], body)


def _told(status: int, headers: Mapping[str, str], body: bytes) -> httpx.Response:
    """An answer that may be read at once or as a stream, as one off the line may."""
    return httpx.Response(status, headers={**headers, "content-length": str(len(body))}, stream=httpx.ByteStream(body))


def fingerprint(request: httpx.Request, body: bytes) -> str:
    """A request's name on the tape: its method, its address without signatures or loopback's port, and its body."""
    parts = urlsplit(unsigned(str(request.url)))
    host = "loopback" if parts.hostname in ("127.0.0.1", "localhost", "::1") else parts.netloc
    boundary = re.search(r"boundary=(\S+)", request.headers.get("content-type", ""))
    if boundary:
        body = body.replace(boundary[1].encode(), b"boundary")
    body = re.sub(rb"(127\.0\.0\.1|localhost):\d+", b"loopback", body)
    span = request.headers.get("range", "")
    said = "\n".join((request.method, host, parts.path, parts.query, span, hashlib.sha256(body).hexdigest()))
    name = re.sub("[^a-z0-9]+", "-", parts.path.lower()).strip("-")[-40:]
    return f"{request.method.lower()}-{name}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def unsigned(url: str) -> str:
    """A URL whose signature, token or expiry is a word that opens nothing; other text as it is."""
    if not url.startswith(("http://", "https://")) or "?" not in url:
        return url
    parts = urlsplit(url)
    query = [(k, "scrubbed" if _SIGNED.search(k) else v) for k, v in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _clean(text: str, secrets: set[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "scrubbed")
    return re.sub(r"https?://[^\s\"'\\<>]+", lambda m: unsigned(m[0].replace("\\u0026", "&")), text)


def _secrets(request: httpx.Request) -> set[str]:
    """Whatever a request carries that opens a door: its key, with and without the word before it."""
    found = set()
    for name, value in request.headers.items():
        if re.search(r"(?i)authorization|api-?key|token|cookie", name) and len(value) >= 8:
            found |= {value, value.rpartition(" ")[2]}
    return {s for s in found if len(s) >= 8}


def _texty(headers: httpx.Headers) -> bool:
    kind = headers.get("content-type", "")
    return kind.startswith("text/") or "json" in kind or "xml" in kind or not kind


def _question(request: httpx.Request) -> bool:
    """A POST that only asks: Google's poll of a long operation."""
    return request.url.path.endswith(":fetchPredictOperation")
