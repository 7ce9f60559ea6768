"""A film checked again and again while it is written: what an edit did not touch is not worked out anew.

Three memories make it so: a disk that keeps the trees of what it parsed, strips of stanzas that keep their scenes, scenes that
keep their reports. None of them can tell more than a first check would: each is asked by the very objects that it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from screenc.film.resolve import Board, Resolved, resolve
from screenc.film.rules import judge
from screenc.film.rules.lined import Lined
from screenc.lang.load import Disk, load
from screenc.lang.read import decode, read
from screenc.lang.sheet import Sheet
from screenc.lang.tree import File
from screenc.text import Diagnostic, Source


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the film if there is one."""

    resolved: Resolved | None
    diagnostics: list[Diagnostic]
    paths: tuple[Path, ...]
    """The files of the film, the root first; empty where one of them does not read."""


class Sheets(Disk):
    """Files on disk, each parsed as a `Sheet`; `texts` are what an editor holds unsaved, by the real path of the file."""

    def __init__(self, texts: Mapping[Path, str] | None = None) -> None:
        self.texts: Mapping[Path, str] = texts or {}
        self.sheets: dict[str, Sheet] = {}

    def read(self, path: Path) -> tuple[Source | None, list[Diagnostic]]:
        text = self.texts.get(path.resolve())
        return read(path) if text is None else decode(str(path), text.encode("utf-8", "surrogatepass"))

    def parse(self, source: Source) -> tuple[File | None, list[Diagnostic]]:
        sheet = self.sheets.get(source.name) or self.sheets.setdefault(source.name, Sheet(source.name))
        return sheet.read(source.text)


class Checker:
    """Checks one film; the answers are those of `load`, `resolve` and `rules.check`, whatever was checked before.

    `disk` reads and parses; with one whose parts move (`Sheets`, an editor's), the spans of one check are moved by the next.
    """

    def __init__(self, path: str | Path, disk: Disk | None = None) -> None:
        self.path = Path(path)
        self.disk = disk or Sheets()
        self.board: Board = {}
        self.judged: dict[int, Lined] = {}
        self.around: tuple = ()

    def check(self, today: date | None = None) -> Checked:
        """Check the film as its disk has it now."""
        loaded, slips = load(self.path, disk=self.disk)
        if loaded is None:
            return Checked(None, slips, ())
        resolved, slips = resolve(loaded, self.board)
        if resolved is None:
            return Checked(None, slips, loaded.paths)
        return Checked(resolved, judge(self.lined(resolved, today or date.today())), loaded.paths)

    def lined(self, resolved: Resolved, today: date) -> Lined:
        """The film made ready, with the scenes that were judged before under the same cast, places, props, voices and day."""
        film = resolved.film
        around = (film.model_copy(update={"scenes": (), "claims": ()}), today)
        if around != self.around:
            self.judged, self.around = {}, around
        lined = Lined(film, resolved.spans, today)
        lined.scenes = tuple(self.judged.get(id(scene)) or lined.alone(scene) for scene in film.scenes)
        self.judged = {id(one.film.scenes[0]): one for one in lined.scenes}
        return lined
