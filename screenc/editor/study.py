"""One film under study: what a check of it finds, as the buffers stand now, and the last film that it meant."""

from __future__ import annotations

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
        self._layouts: dict[str, Layout] = {}
        self._seen: tuple[int, ...] | None = None

    def check(self) -> None:
        """Check these texts; what no edit touched since the last check is not worked out again."""
        checked = self.checker.check()
        found, resolved = checked.diagnostics, checked.resolved
        if resolved is not None:
            found = [*found, *claims.examine(resolved)]
            self.resolved, self._log, self._layouts = resolved, None, {}
            self.clock.put(resolved.film)
        self.diagnostics, self.current = found, resolved is not None
        self.paths = checked.paths or self.paths
        self._seen = self.texts()

    def texts(self) -> tuple[int, ...]:
        """Which texts the film is made of now; equal as long as none of them changed."""
        sheets = (self.desk.parsed(path) for path in dict.fromkeys((*self.paths, self.root)))
        return tuple(hash(sheet.text) for sheet in sheets)

    def ensure(self) -> None:
        """Check if any text changed since the last check."""
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
        """A shot's beats in time, its length as written or reckoned."""
        if shot.id not in self._layouts:
            self._layouts[shot.id] = lay_out(self.film, shot, lambda speech: self.spoken(speech)[0])
        return self._layouts[shot.id]
