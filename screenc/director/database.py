"""A project's SQLite files, opened one way: write-ahead, so that a `plan` reads while a build writes; synced at every change.

Every change is one transaction, so a kill leaves a whole state.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Unreadable(Exception):
    """The file is none of ours, or of a later screenc."""


class Database:
    """One file of a project. Safe from several threads and processes: calls take turns."""

    def __init__(self, path: Path, tables: str, version: int):
        self.path = path
        self._turn = threading.RLock()
        try:
            self._db = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=full")
            found = self._db.execute("pragma user_version").fetchone()[0]
            if found > version:
                raise Unreadable("it was written by a later screenc")
            self._db.executescript(tables)
            self._db.execute(f"pragma user_version={version}")
        except sqlite3.DatabaseError as cause:
            if "readonly" in str(cause) or "unable to open" in str(cause) or "full" in str(cause):
                raise
            raise Unreadable(str(cause)) from cause

    def close(self) -> None:
        with self._turn:
            self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")
