"""The name of a result is the digest of everything that makes it, so that nothing is made twice and nothing stale is ever used.

What does not change the result is left out: where a shot stands in the file, in the film or in the folder, and what it costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from screenc.contract import Brief, Line, Unit, digest


def clip_key(
    backend: str, version: str, unit: Unit, brief: Brief, prompt: str, params: dict[str, Any], needs: Sequence[str]
) -> str:
    """The key of a clip. `needs` are the keys of the lines that are spoken in it and of the clip that it continues."""
    return digest(
        {
            "kind": "clip",
            "backend": backend,
            "version": version,
            "unit": unit.model_dump(mode="json"),
            "brief": brief.model_dump(mode="json"),
            "prompt": prompt,
            "params": params,
            "needs": list(needs),
        }
    )


def speech_key(line: Line, version: str) -> str:
    """The key of a spoken line; who says it counts only through the voice, so a cast may be renamed without speaking again."""
    said = line.model_dump(mode="json", exclude={"who"})
    return digest({"kind": "speech", "version": version, "line": said})
