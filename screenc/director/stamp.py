"""The last build's seal: whether anything at all has changed, told from bytes before anything heavy is imported.

A stamp holds the digest of every file that was read, the size and time of every file that was written, what screenc and the
packages beside it were, the day (waivers and shutdowns have dates), and what was said at the end. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SCHEMA = "screenc.stamp/1"
HOME = ".screenc"
WATCHED = "SCREENC_WATCHED"
"""Set by `watch` for the builds that it starts: their page asks for news of the next."""


@dataclass(frozen=True)
class Stamp:
    """What the last build said: where things are, how it ended, and the words that it ended with."""

    exit: int
    summary: str
    outputs: tuple[str, ...]
    reported: str


def path_of(film: Path, options: dict[str, Any]) -> Path:
    """One stamp for each way of building a film; `options` are those that change what is made, where, or how it is judged."""
    name = hashlib.sha256(json.dumps([film.name, options], sort_keys=True).encode()).hexdigest()[:16]
    return film.parent / HOME / "stamps" / f"{name}.json"


def fresh(film: Path, options: dict[str, Any]) -> Stamp | None:
    """The stamp of a build that would only repeat itself; None where anything differs or cannot be told."""
    try:
        held = json.loads(path_of(film, options).read_bytes())
        if held["schema"] != SCHEMA or held["day"] != date.today().isoformat() or held["tool"] != tool():
            return None
        if held.get("keys") is not None and held["keys"] != keys():
            return None
        if any(_stat(path) != was for path, was in held["outputs"].items()):
            return None
        if any(digest(path) != was for path, was in held["inputs"].items()):
            return None
        return Stamp(held["exit"], held["summary"], tuple(held["outputs"]), held["reported"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def seal(
    film: Path,
    options: dict[str, Any],
    *,
    inputs: dict[str, str],
    outputs: Iterable[Path],
    exit: int,
    summary: str,
    reported: str,
    asked: bool = False,
) -> None:
    """Write the stamp, whole or not at all; `inputs` are digests by path, of files that nobody wrote while they were read.

    `asked`: which services have a key decided who makes what, so a new key counts as a change.
    """
    at = path_of(film, options)
    held = {
        "schema": SCHEMA,
        "day": date.today().isoformat(),
        "tool": tool(),
        "inputs": inputs,
        "outputs": {str(p): _stat(str(p)) for p in outputs},
        "exit": exit,
        "summary": summary,
        "reported": reported,
        "keys": keys() if asked else None,
    }
    at.parent.mkdir(parents=True, exist_ok=True)
    part = at.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(held, indent=1), encoding="utf-8")
    os.replace(part, at)


def keys() -> list[str]:
    """Which keys there are, by name: `backend auto` asks only services that have one."""
    return sorted(name for name in os.environ if name.endswith(("_KEY", "_SECRET", "_TOKEN")))


def void(film: Path) -> None:
    """Forget every stamp of a folder: what is wanted of its films was changed beside their scripts."""
    for at in (film.parent / HOME / "stamps").glob("*.json"):
        at.unlink(missing_ok=True)


def digest(path: str | Path) -> str:
    """SHA-256 of a file's bytes, in hex; `missing` for one that is not there, since its coming would change the film."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"


def _stat(path: str) -> list[int]:
    found = os.stat(path)
    return [found.st_size, found.st_mtime_ns]


def tool() -> str:
    """What would do the building: screenc's own files by size and time, and all installed packages by their folder's time."""
    from screenc import __path__ as here
    from screenc import __version__

    seen = hashlib.sha256(f"{__version__} {sys.version}".encode())
    root = os.path.realpath(here[0])
    beside = os.path.dirname(root)
    for folder in (root, os.path.join(beside, "backends"), os.path.join(beside, "grammar")):
        for line in _listed(folder):
            seen.update(line.encode())
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder):
            seen.update(f"{folder} {os.stat(folder).st_mtime_ns}".encode())
    return seen.hexdigest()


def _listed(folder: str) -> list[str]:
    out: list[str] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:
        return out
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in ("__pycache__", "pages"):
                out += _listed(entry.path)
        elif entry.name.endswith((".py", ".j2", ".toml", ".lark", ".onnx", ".css", ".js")):
            found = entry.stat()
            out.append(f"{entry.path} {found.st_size} {found.st_mtime_ns}")
    return out
