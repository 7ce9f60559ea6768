"""A film's folder as builds see it: `.screenc/` beside the script, with the store, the journal and the lock of a build."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from screenc.contract import Task, digest
from screenc.director.database import Unreadable
from screenc.director.journal import Journal
from screenc.director.ledger import Ledger, Order
from screenc.director.stamp import HOME
from screenc.director.store import Store
from screenc.planner.reason import Take
from screenc.text import Diagnostic


class Trouble(Exception):
    """The project's folder cannot be used; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Project:
    """The store and the journal of the folder that a film lies in."""

    def __init__(self, folder: Path):
        self.folder, self.home = folder, folder / HOME
        try:
            self.home.mkdir(exist_ok=True)
            ignore = self.home / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
            self.store = Store(self.home)
            at = "journal.sqlite"
            self.journal = Journal(self.home / at)
            at = "ledger.sqlite"
            self.ledger = Ledger(self.home / at)
        except Unreadable as cause:
            lost = "what it says of orders is then lost: look for open ones in the services' own lists"
            kept = "what is in the store stays, but will be made again"
            help = f"move {self.home / at} away: {lost if at.startswith('ledger') else kept}"
            raise Trouble(
                Diagnostic("E0608", f"the {at.partition('.')[0]} of this project cannot be read: {cause}", help=help)
            ) from cause
        except (OSError, sqlite3.OperationalError) as cause:
            raise Trouble(written(cause, self.home)) from cause

    def close(self) -> None:
        self.journal.close()
        self.ledger.close()

    @contextlib.contextmanager
    def building(self) -> Iterator[None]:
        """Hold the project for one build. Raises Trouble where another build holds it; a killed one holds nothing."""
        path = self.home / "lock"
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                _lock(handle)
            except OSError as cause:
                holder = path.read_text(errors="replace").strip() or "unknown"
                raise Trouble(
                    Diagnostic(
                        "E0604",
                        f"another build of this folder is running (process {holder})",
                        help="wait for it to end; what it makes will be here for this one",
                    )
                ) from cause
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            for landed in self.store.recover():
                if self.journal.artifact(landed.key, self.store) is None:
                    self.journal.record(landed, None, 0.0)
                self.store.settled(landed)
            yield
        finally:
            os.close(handle)

    def past(self, film: str) -> Past:
        return Past(self, film)

    def bought(self) -> dict[str, str]:
        """Media by digest of all that was paid for: clips as they were delivered, and as they were made ours."""
        keys = (key for o in self.ledger.orders() for key in (original(o), o.key))
        return dict(self.journal.objects(keys))


class Past:
    """The planner's view of earlier builds of one film."""

    def __init__(self, project: Project, film: str):
        self.project, self.film = project, film

    def made(self, key: str) -> bool:
        return self.project.journal.artifact(key, self.project.store) is not None

    def last(self, name: str) -> Task | None:
        return self.project.journal.last(self.film, name)

    def pace(self, backend: str) -> float | None:
        return self.project.journal.pace(backend)

    def take(self, shot: str) -> Take:
        return self.project.journal.take(self.film, shot)

    def takes(self, shot: str) -> list[Take]:
        return self.project.journal.takes(self.film, shot)


def original(order: Order) -> str:
    """The key in the store of a clip as the service made it."""
    return digest(["original", order.id, order.key])


def written(cause: BaseException, path: Path | str) -> Diagnostic:
    """E0602 for a full disk, E0603 for a place that may not be written to."""
    number, words = getattr(cause, "errno", None), str(cause)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "is full" in words or "no space left" in words.lower():
        return Diagnostic(
            "E0602",
            f"there is no room left to write {path}",
            help="free some space and build again: whatever is finished is kept",
        )
    reason = os.strerror(number).lower() if number else words
    return Diagnostic("E0603", f"cannot write {path}: {reason}", help="choose a folder that you may write to")


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
