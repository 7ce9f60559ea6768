"""Files in a request: `{"file": NAME}` in a lowered body becomes what the service takes in its place."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from screenc.contract import Refused

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


def filled(body: Any, files: Mapping[str, Path], send: Callable[[bytes, str], Any]) -> Any:
    """The body with every `{"file": NAME}` replaced by `send(bytes, media type)`. Refused("invalid") for a file not there."""
    if isinstance(body, Mapping):
        if set(body) == {"file"} and isinstance(body["file"], str):
            return send(*read(body["file"], files))
        return {name: filled(value, files, send) for name, value in body.items()}
    if isinstance(body, list | tuple):
        return [filled(value, files, send) for value in body]
    return body


def read(name: str, files: Mapping[str, Path]) -> tuple[bytes, str]:
    """A named file's bytes and media type, read before anything is sent."""
    try:
        data = files[name].read_bytes()
    except KeyError:
        raise Refused("invalid", f"the request needs the file `{name}`, which is not there") from None
    except OSError as cause:
        raise Refused("invalid", f"{files[name].name} cannot be read: {cause.strerror}") from cause
    return data, media_type(data)


def media_type(data: bytes) -> str:
    """What a file is by its first bytes; its name may be wrong."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return "application/octet-stream"


def inline(data: bytes, kind: str) -> str:
    """A `data:` URI, which most services take where they take a URL."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
