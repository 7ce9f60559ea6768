"""A finished clip, whole or not at all: to a part file, measured against what was promised, taken up again where it broke."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from screenc.contract import Fault, Refused
from screenc.wire.body import media_type
from screenc.wire.client import client

HOPS = 5
"""Redirects followed to where a clip is stored."""

Report = Callable[..., Refused]


def download(url: str, out: Path, headers: Mapping[str, str], own: str, report: Report) -> None:
    """Fetch `url` into `out` in one exchange. `headers`, which hold a key, go to the host `own` alone, over redirects too."""
    if url.startswith("data:"):
        _landed(out, [_decoded(url, report)], None, report)
        return
    if not url.startswith(("http://", "https://")):
        raise report("provider", f"the clip is at `{url.partition(':')[0]}:`, which cannot be fetched")
    import httpx

    part = out.with_name(out.name + ".part")
    mark = part.with_name(part.name + ".etag")
    have = part.stat().st_size if part.is_file() and mark.is_file() else 0
    resume = {"range": f"bytes={have}-", "if-range": mark.read_text(encoding="utf-8")} if have else {}
    try:
        with _opened(url, headers, own, resume, report) as answer:
            status = answer.status_code
            if status in (401, 403, 404, 410):
                answer.read()
                raise report("expired", f"the clip's link is dead ({status})", answer.text[:500])
            if status == 416:
                part.unlink(missing_ok=True)
                raise report("provider", "the part of the clip that is here is not a part of the clip that is there")
            if status == 429 or status >= 500:
                raise report("throttled" if status == 429 else "provider", f"the clip's store is not well ({status})")
            if status not in (200, 206):
                raise report("provider", f"the clip's store says {status}")
            continued = status == 206
            whole = _length(answer.headers, have if continued else 0)
            etag = answer.headers.get("etag", "")
            if etag and not etag.startswith("W/"):
                mark.write_text(etag, encoding="utf-8")
            else:
                mark.unlink(missing_ok=True)
            _stream(part, answer.iter_raw(), append=continued)
            _measured(part, whole, answer.headers, report)
    except httpx.HTTPError as cause:
        raise report("provider", f"the clip broke off: {cause or type(cause).__name__}") from cause
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise report("provider", f"the clip cannot be written here: {cause.strerror}") from cause
    _finished(part, mark, out, report)


@contextmanager
def _opened(url: str, headers: Mapping[str, str], own: str, resume: Mapping[str, str], report: Report) -> Iterator:
    """The answer, after redirects, each of which is given the key only if it stays on the service's own host."""
    for _ in range(HOPS + 1):
        sent = {**resume, "accept-encoding": "identity", **(headers if urlsplit(url).netloc == own else {})}
        with client(True).stream("GET", url, headers=sent) as answer:
            if not 300 <= answer.status_code < 400 or answer.status_code == 304:
                yield answer
                return
            there = urljoin(url, answer.headers.get("location", ""))
        if urlsplit(url).scheme == "https" and urlsplit(there).scheme != "https":
            raise report("provider", "the clip's link leads out of https")
        url = there
    raise report("provider", "the clip's link leads round in a circle")


def _stream(part: Path, chunks, append: bool) -> None:
    with part.open("ab" if append else "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _length(headers: Mapping[str, str], have: int) -> int | None:
    """The bytes of the whole clip, as promised."""
    span = headers.get("content-range", "")
    if have and span.rpartition("/")[2].isdigit():
        return int(span.rpartition("/")[2])
    length = headers.get("content-length", "")
    return have + int(length) if length.isdigit() else None


def _measured(part: Path, whole: int | None, headers: Mapping[str, str], report: Report) -> None:
    """Size and, where the store says one, digest; what does not agree is thrown away."""
    size = part.stat().st_size
    if whole is not None and size != whole:
        if size > whole:
            part.unlink(missing_ok=True)
        raise report("provider", f"the clip broke off: {size} of {whole} bytes came")
    for kind, promised in _digests(headers):
        with part.open("rb") as file:
            found = hashlib.file_digest(file, kind).digest()
        if found != promised:
            part.unlink(missing_ok=True)
            raise report("provider", f"the clip came damaged: its {kind} is not what its store says")


def _digests(headers: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """(algorithm, digest) of each that a store gives of the whole file: Google's, Amazon's, and RFC 1864's."""
    said = [("md5", headers.get("content-md5", "")), ("sha256", headers.get("x-amz-checksum-sha256", ""))]
    for item in headers.get("x-goog-hash", "").split(","):
        name, _, value = item.strip().partition("=")
        if name == "md5":
            said.append(("md5", value))
    for kind, value in said:
        try:
            digest = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            continue
        if len(digest) == hashlib.new(kind).digest_size:
            yield kind, digest


def _decoded(url: str, report: Report) -> bytes:
    head, _, body = url[5:].partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError) as cause:
        raise report("provider", "the clip came inline, and damaged") from cause


def _landed(out: Path, chunks: list[bytes], whole: int | None, report: Report) -> None:
    part = out.with_name(out.name + ".part")
    try:
        _stream(part, chunks, append=False)
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise report("provider", f"the clip cannot be written here: {cause.strerror}") from cause
    _finished(part, part.with_name(part.name + ".etag"), out, report)


def _finished(part: Path, mark: Path, out: Path, report: Report) -> None:
    """Only a film file gets its name: an error page that a store sends with a 200 never does."""
    with part.open("rb") as file:
        head = file.read(512)
    mark.unlink(missing_ok=True)
    if media_type(head) != "video/mp4" and not head.startswith(b"\x1aE\xdf\xa3"):
        part.unlink()
        fault: Fault = "provider"
        raise report(fault, "what came is no film", head[:200].decode("utf-8", "replace"))
    os.replace(part, out)
