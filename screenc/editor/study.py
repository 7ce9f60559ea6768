"""One film under study: what a check of it finds, as the buffers stand now, and the last film that it meant."""

from __future__ import annotations

import gc
from datetime import date
from fractions import Fraction
from pathlib import Path

from screenc.critic import claims
from screenc.editor.clock import Clock
from screenc.editor.desk import Desk, real
from screenc.film.continuity import Entry, follow
from screenc.film.model import Film, Scene, Shot, Speech
from screenc.film.resolve import Resolved
from screenc.film.rules.checker import Checker
from screenc.film.timing import Layout, lay_out
from screenc.planner.lifecycle import lifecycle
from screenc.text import Diagnostic


class Study:
    """A film by its root file. `diagnostics` are what `screenc check` would say of these texts, in its order."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.root, self.desk = root, desk
        self.checker = Checker(root, desk)
        self.clock = Clock(root.parent)
        self.diagnostics: list[Diagnostic] = []
        self.paths: tuple[Path, ...] = (root,)
        self.resolved: Resolved | None = None
        """The film as of the last text that had no error; `current` tells whether that is the text of now."""
        self.current = False
        self._log: dict[str, Entry] | None = None
        self._layouts: dict[int, tuple[Shot, Layout]] = {}
        self._about: tuple = ()
        self._starts: dict[str, Fraction] | None = None
        self._seen: tuple[int, ...] | None = None

    def check(self) -> None:
        """Check these texts; what no edit touched since the last check is not worked out again."""
        checked = self.checker.check()
        found, resolved = checked.diagnostics, checked.resolved
        if resolved is not None:
            found = [*found, *claims.examine(resolved), *lifecycle(resolved, date.today())]
            self.resolved, self._log, self._starts = resolved, None, None
            self.clock.put(resolved.film)
            self.clock.begin()
        self.diagnostics, self.current = found, resolved is not None
        self.paths = checked.paths or self.paths
        if self._seen is None:
            gc.collect()
            gc.freeze()  # a film's trees live as long as it is open: looking through them for rubbish costs a tenth of a second
        self._seen = self.texts()

    def texts(self) -> tuple[int, ...]:
        """Which texts the film is made of now; equal as long as none of them changed."""
        sheets = (self.desk.parsed(path) for path in dict.fromkeys((*self.paths, self.root)))
        return tuple(hash(sheet.text) for sheet in sheets)

    def ensure(self) -> None:
        """Check if any text changed since the last check."""
        self.clock.begin()
        if self._seen is None or self._seen != self.texts():
            self.check()

    def has(self, path: Path) -> bool:
        """Whether the last check read a file; below a `use` line in a file with errors it reads none."""
        return real(path) in {real(p) for p in self.paths}

    # --- what the film is -------------------------------------------------------------------------------------------

    @property
    def film(self) -> Film | None:
        return self.resolved.film if self.resolved else None

    def shot(self, id: str) -> tuple[Scene, Shot] | None:
        return next(((scene, shot) for scene, shot in self.film.shots() if shot.id == id), None) if self.film else None

    def entry(self, shot: str) -> Entry | None:
        """The script supervisor's log of one shot: who stands where."""
        if self._log is None:
            self._log = follow(self.film) if self.film else {}
        return self._log.get(shot)

    def spoken(self, speech: Speech) -> tuple[Fraction, bool]:
        """Seconds of a line, and whether a build measured them."""
        return self.clock.seconds(speech)

    def layout(self, shot: Shot) -> Layout:
        """A shot's beats in time, its length as written or reckoned; a shot that no edit touched is not laid out again."""
        film = self.film
        about = (film.rate, film.language, film.cast, film.voices, self.clock.stamp)
        if self._about != about:
            self._about, self._layouts = about, {}
        known = self._layouts.get(id(shot))
        if known is None:
            known = self._layouts[id(shot)] = shot, lay_out(film, shot, lambda speech: self.spoken(speech)[0])
        return known[1]

    def starts(self) -> dict[str, Fraction]:
        """Where each shot begins when all are laid end to end, in seconds; transitions would take a little off."""
        if self._starts is None:
            self._starts, now = {}, Fraction(0)
            for _, shot in self.film.shots():
                self._starts[shot.id] = now
                now += self.layout(shot).length
            there = {id(shot) for _, shot in self.film.shots()}
            self._layouts = {key: value for key, value in self._layouts.items() if key in there}
        return self._starts
