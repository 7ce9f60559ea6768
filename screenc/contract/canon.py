"""The one JSON of a value, and its digest: what every key is."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from screenc.film.model import Typed


def canonical(value: Any) -> bytes:
    """The one JSON of a value: keys sorted, no space, UTF-8; what digests are made of."""
    if isinstance(value, Typed):
        value = value.model_dump(mode="json")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
