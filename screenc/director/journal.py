"""The build's memory, in SQLite: what was asked, what was made of it, what it took, and how long every line is."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from screenc.contract import Artifact, Task
from screenc.director.database import Database
from screenc.director.store import Landed, Store
from screenc.planner.reason import FIRST, Take

VERSION = 1
_TABLES = """
create table if not exists artifacts (key text primary key, digest text not null, size integer not null, seen integer not null,
  media text not null, took real not null, cost text not null, made_by text not null, kind text not null, length real not null);
create table if not exists asked (film text not null, name text not null, key text not null, task text not null,
  primary key (film, name));
create table if not exists attempts (id integer primary key, key text not null, name text not null, backend text not null,
  began real not null, ended real, outcome text, words text);
create table if not exists lengths (key text primary key, seconds text not null);
create table if not exists products (film text not null, path text not null, key text not null, size integer not null,
  seen integer not null, primary key (film, path));
create table if not exists verdicts (key text primary key, verdicts text not null);
create table if not exists builds (id integer primary key, film text not null, began real not null, ended real, exit integer);
create table if not exists takes (film text not null, shot text not null, number integer not null, content integer not null,
  began real not null, chosen integer not null, primary key (film, shot, number));
create table if not exists remedies (film text not null, shot text not null, number integer not null, remedy text not null,
  primary key (film, shot, number));
create index if not exists attempts_of on attempts (key);
"""


class Journal(Database):
    """One project's journal."""

    def __init__(self, path: Path):
        super().__init__(path, _TABLES, VERSION)

    # --- results ---

    def record(self, landed: Landed, task: Task | None, took: float, cost: Fraction = Fraction(0)) -> None:
        """A result is there. `task` is None for one that a killed build left behind."""
        made_by, kind, length = (f"{task.backend} {task.version}", task.kind, float(task.unit.length)) if task else ("", "", 0.0)
        with self._change() as db:
            db.execute(
                "insert or replace into artifacts values (?,?,?,?,?,?,?,?,?,?)",
                (
                    landed.key,
                    landed.digest,
                    landed.size,
                    landed.path.stat().st_mtime_ns,
                    landed.media,
                    took,
                    str(cost),
                    made_by,
                    kind,
                    length,
                ),
            )

    def artifact(self, key: str, store: Store) -> Artifact | None:
        """The result of a key, if it is still there and whole; one that is not is forgotten, so that it is made again."""
        with self._turn:
            row = self._db.execute(
                "select digest, size, seen, media, took, cost, made_by from artifacts where key=?", (key,)
            ).fetchone()
        if row is None:
            return None
        digest, size, seen, media, took, cost, made_by = row
        if not store.holds(digest, media, size, seen):
            with self._change() as db:
                db.execute("delete from artifacts where digest=?", (digest,))
            store.discard(digest, media)
            return None
        return Artifact(
            key=key,
            digest=digest,
            media=media,
            path=str(store.path(digest, media)),
            took=took,
            cost=Fraction(cost),
            made_by=made_by,
        )

    def objects(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """(digest, media) of the results of some keys, without a look at their bytes."""
        with self._turn:
            rows = (self._db.execute("select digest, media from artifacts where key=?", (key,)).fetchone() for key in keys)
            return [row for row in rows if row]

    def forget(self, kept: Collection[str]) -> None:
        """Forget everything but the results whose digests are kept, the takes that were asked for, and the count of builds."""
        with self._change() as db:
            gone = [(d,) for (d,) in db.execute("select distinct digest from artifacts") if d not in kept]
            db.executemany("delete from artifacts where digest=?", gone)
            for table in ("asked", "attempts", "lengths", "products", "verdicts"):
                db.execute(f"delete from {table}")

    def pace(self, backend: str) -> float | None:
        """Seconds of work for a second of film, over the last twenty results of a backend."""
        with self._turn:
            work, length = self._db.execute(
                "select sum(took), sum(length) from (select took, length from artifacts where made_by like ? || ' %' "
                "and length > 0 "
                "order by rowid desc limit 20)",
                (backend,),
            ).fetchone()
        return work / length if length else None

    # --- what was asked ---

    def ask(self, film: str, tasks: Iterable[Task]) -> None:
        """Remember what each task was, by name, for the next `why`; called once its result is there."""
        with self._change() as db:
            db.executemany(
                "insert or replace into asked values (?,?,?,?)", [(film, t.name, t.key, t.model_dump_json()) for t in tasks]
            )

    def last(self, film: str, name: str) -> Task | None:
        with self._turn:
            row = self._db.execute("select task from asked where film=? and name=?", (film, name)).fetchone()
        if row is None:
            return None
        try:
            return Task.model_validate_json(row[0])
        except ValueError:  # written by an older screenc: its words are lost, its results are not
            return None

    # --- takes ---

    def take(self, film: str, shot: str) -> Take:
        """The take of a shot that the film uses: the chosen one, else the last."""
        with self._turn:
            row = self._db.execute(
                "select number, content from takes where film=? and shot=? order by chosen desc, number desc limit 1",
                (film, shot),
            ).fetchone()
        return self._with_remedy(film, shot, Take(*row)) if row else FIRST

    def _with_remedy(self, film: str, shot: str, take: Take) -> Take:
        """What a repair asked of a take beside the script."""
        with self._turn:
            asked = film, shot, take.number
            found = self._db.execute("select remedy from remedies where film=? and shot=? and number=?", asked).fetchone()
        try:
            return replace(take, **json.loads(found[0])) if found else take
        except (ValueError, TypeError):  # written by another screenc
            return take

    def takes(self, film: str, shot: str) -> list[Take]:
        """Every take that was asked for; the first needs no asking."""
        with self._turn:
            rows = self._db.execute("select number, content from takes where film=? and shot=? order by number", (film, shot))
            found = [self._with_remedy(film, shot, Take(*row)) for row in rows]
        return found if any(t.number == 1 for t in found) else [FIRST, *found]

    def retake(self, film: str, shot: str, recast: bool = False) -> Take:
        """Ask for another take and choose it: another motion, and with `recast` another look."""
        with self._change() as db:
            number, content = db.execute(
                "select max(number), max(content) from takes where film=? and shot=?", (film, shot)
            ).fetchone()
            now = self.take(film, shot).content
            new = Take((number or 1) + 1, max(content or 1, 1) + 1 if recast else now)
            db.execute("update takes set chosen=0 where film=? and shot=?", (film, shot))
            db.execute("insert into takes values (?,?,?,?,?,1)", (film, shot, new.number, new.content, time.time()))
        return new

    def propose(self, film: str, shot: str, recast: bool = False, **remedy: str | bool) -> Take:
        """Another take, not chosen yet: until it is, every build uses the one that it used before, whatever dies when."""
        used = self.take(film, shot)
        self.choose(film, shot, used.number)
        with self._change() as db:
            number, content = db.execute(
                "select max(number), max(content) from takes where film=? and shot=?", (film, shot)
            ).fetchone()
            new = Take(number + 1, content + 1 if recast else used.content)
            db.execute("insert into takes values (?,?,?,?,?,0)", (film, shot, new.number, new.content, time.time()))
            if remedy:
                db.execute("insert into remedies values (?,?,?,?)", (film, shot, new.number, json.dumps(remedy)))
        return replace(new, **remedy)

    def choose(self, film: str, shot: str, number: int) -> bool:
        """Use a take that there is; False for one that was never asked for."""
        if not any(t.number == number for t in self.takes(film, shot)):
            return False
        with self._change() as db:
            db.execute("update takes set chosen=0 where film=? and shot=?", (film, shot))
            db.execute("insert or ignore into takes values (?,?,1,1,?,1)", (film, shot, time.time()))
            db.execute("update takes set chosen=(number=?) where film=? and shot=?", (number, film, shot))
        return True

    # --- attempts ---

    def begin(self, task: Task) -> int:
        """Written before the work begins, so that a paid call is never made unknown."""
        with self._change() as db:
            return db.execute(
                "insert into attempts (key, name, backend, began) values (?,?,?,?)",
                (task.key, task.name, task.backend, time.time()),
            ).lastrowid

    def end(self, attempt: int, outcome: str, words: str = "") -> None:
        with self._change() as db:
            db.execute("update attempts set ended=?, outcome=?, words=? where id=?", (time.time(), outcome, words, attempt))

    def attempts(self, key: str) -> list[str | None]:
        """How each attempt at a key went: made, failed, cancelled, or None for one that never came back."""
        with self._turn:
            return [row[0] for row in self._db.execute("select outcome from attempts where key=? order by id", (key,))]

    # --- lengths ---

    def length(self, key: str) -> Fraction | None:
        with self._turn:
            row = self._db.execute("select seconds from lengths where key=?", (key,)).fetchone()
        return Fraction(row[0]) if row else None

    def measure(self, key: str, seconds: Fraction) -> None:
        with self._change() as db:
            db.execute("insert or replace into lengths values (?,?)", (key, str(seconds)))

    # --- films ---

    def product(self, film: str, path: Path) -> str | None:
        """The key of what made the file at this path, if the file is still as we left it."""
        with self._turn:
            asked = film, str(path.resolve())
            row = self._db.execute("select key, size, seen from products where film=? and path=?", asked).fetchone()
        try:
            found = path.stat()
        except OSError:
            return None
        return row[0] if row and (found.st_size, found.st_mtime_ns) == row[1:] else None

    def produced(self, film: str, path: Path, key: str) -> None:
        found = path.stat()
        with self._change() as db:
            db.execute(
                "insert or replace into products values (?,?,?,?,?)",
                (film, str(path.resolve()), key, found.st_size, found.st_mtime_ns),
            )

    def products(self) -> list[tuple[Path, bool]]:
        """(path, whether it is still exactly ours) of every output of every film."""
        with self._turn:
            rows = self._db.execute("select path, size, seen from products").fetchall()
        out = []
        for path, size, seen in rows:
            try:
                found = Path(path).stat()
            except OSError:
                continue
            out.append((Path(path), (found.st_size, found.st_mtime_ns) == (size, seen)))
        return out

    def verdicts(self, key: str) -> str | None:
        with self._turn:
            row = self._db.execute("select verdicts from verdicts where key=?", (key,)).fetchone()
        return row[0] if row else None

    def judged(self, key: str, verdicts: str) -> None:
        with self._change() as db:
            db.execute("insert or replace into verdicts values (?,?)", (key, verdicts))

    def build_begins(self, film: str, after: int = 0) -> int:
        """The number of a new build, over `after`: the ledger may know of builds that a lost journal had counted."""
        with self._change() as db:
            number = max(after, db.execute("select coalesce(max(id), 0) from builds").fetchone()[0]) + 1
            db.execute("insert into builds (id, film, began) values (?,?,?)", (number, film, time.time()))
        return number

    def build_ends(self, build: int, exit: int) -> None:
        with self._change() as db:
            db.execute("update builds set ended=?, exit=? where id=?", (time.time(), exit, build))
