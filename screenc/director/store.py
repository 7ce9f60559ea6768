"""Results by the digest of their bytes: written whole or not at all, and looked at again before anything is built on them.

objects/ab/abcd....mp4   finished, read-only, named by digest
making/PID-N.mp4         being written; nobody's until it lands
landing/KEY-DIGEST.mp4   written and synced: a build killed right here loses nothing, the next one lands it
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COUNT = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Landed:
    """A finished object: which key it answers, and what it is."""

    key: str
    digest: str
    size: int
    media: str
    path: Path


class Store:
    """One folder of results. Every method may be called from several threads and several processes at once."""

    def __init__(self, root: Path):
        self.root = root
        self.objects, self.making, self.landing = root / "objects", root / "making", root / "landing"
        for folder in (self.objects, self.making, self.landing):
            folder.mkdir(parents=True, exist_ok=True)

    def begin(self, media: str) -> Path:
        """A path to write a result to. Whoever gives up on it may leave it there: nothing half made is ever looked at."""
        return self.making / f"{os.getpid()}-{next(_COUNT)}.{media}"

    def land(self, key: str, made: Path) -> Landed:
        """Take a finished file into the store. From the first rename on, it outlives a kill."""
        digest, size = digest_of(made), made.stat().st_size
        _sync(made)
        ready = self.landing / f"{key}-{digest}{made.suffix}"
        os.replace(made, ready)
        _sync(self.landing)
        return self._settle(ready, key, digest, size)

    def _settle(self, ready: Path, key: str, digest: str, size: int) -> Landed:
        home = self.path(digest, ready.suffix[1:])
        home.parent.mkdir(exist_ok=True)
        ready.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        try:
            os.link(ready, home)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links: the way back is given up one line earlier
            os.replace(ready, home)
        _sync(home.parent)
        return Landed(key, digest, size, ready.suffix[1:], home)

    def settled(self, landed: Landed) -> None:
        """The journal has it: the way back is no longer needed."""
        with contextlib.suppress(FileNotFoundError):
            (self.landing / f"{landed.key}-{landed.digest}.{landed.media}").unlink()

    def recover(self) -> Iterator[Landed]:
        """What a killed build had finished but not written down. Half files of dead processes are thrown away."""
        for ready in sorted(self.landing.iterdir()):
            key, _, digest = ready.stem.partition("-")
            if digest and digest_of(ready) == digest:
                yield self._settle(ready, key, digest, ready.stat().st_size)
            else:
                ready.unlink(missing_ok=True)
        for half in self.making.iterdir():
            if not _alive(half.name.partition("-")[0]):
                half.unlink(missing_ok=True)

    def path(self, digest: str, media: str) -> Path:
        return self.objects / digest[:2] / f"{digest}.{media}"

    def holds(self, digest: str, media: str, size: int, seen: int | None = None) -> bool:
        """Whether an object is there and whole. Its size is always looked at; its bytes when it was touched since `seen` (ns)."""
        try:
            found = self.path(digest, media).stat()
        except OSError:
            return False
        if found.st_size != size:
            return False
        return found.st_mtime_ns == seen or digest_of(self.path(digest, media)) == digest

    def discard(self, digest: str, media: str) -> int:
        """Remove an object; the bytes that this gave back."""
        path = self.path(digest, media)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        return size


def digest_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Down to the disk; a folder is synced for the names in it."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except PermissionError:  # a folder cannot be opened on Windows, whose renames are journalled
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True
