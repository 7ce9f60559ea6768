"""Who makes clips on one's own machine, what they answer to, and what is kept of what they made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from screenc.contract.brief import Brief
from screenc.contract.plan import Line, Loss, Task
from screenc.film.model import Typed
from screenc.text import Diagnostic


class Artifact(Typed):
    """A finished result in the store; `digest` is the SHA-256 of its bytes, `took` seconds, `cost` dollars."""

    key: str
    digest: str
    media: str
    path: str
    took: float
    cost: Fraction = Fraction(0)
    made_by: str


class Progress(Protocol):
    def __call__(self, done: float, /) -> None:
        """Say what share of the task is done, 0 to 1; raises `Cancelled` when the build is to stop."""


class Cancelled(Exception):
    """The build was asked to stop; whatever was half made is thrown away."""


class Failed(Exception):
    """A task could not be made; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@runtime_checkable
class Backend(Protocol):
    """What makes clips. A module `backends/NAME.py` offers one as `backend`, beside `NAME.j2` (prompt) and `NAME.toml`."""

    name: str
    version: str
    options: type[Typed]
    """The `tune NAME KEY VALUE` knobs, one field each."""

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Progress) -> tuple[Diagnostic, ...] | None:
        """Write the task's clip to `out`: H.264, the brief's size and rate, exactly its frames; silent, or `audible`.

        `inputs` has what the task needs by its keys, and the pictures that it points to by their paths beside the film.
        A tuple of diagnostics that comes back is told when the build ends. Raises Failed, Cancelled.
        """


@runtime_checkable
class Lossy(Protocol):
    """A backend that knows losses which no profile can tell, because they hang on the words of the shot or on the machine."""

    def losses(self, brief: Brief) -> list[Loss]:
        """What of this shot it will leave out; each is warned of as W0651 when the shot is planned."""


@runtime_checkable
class Careful(Protocol):
    """A backend on one's own machine that can tell before any work whether a task can be made there."""

    def examine(self, task: Task) -> tuple[list[Diagnostic], list[tuple[str, Loss, str]]]:
        """What stands in the way, located by nobody, and (code, loss, help) for what will be lost. Loads nothing heavy."""


class Clock(Protocol):
    """How long a line takes to say."""

    def spoken(self, lines: Sequence[Line]) -> list[Fraction]:
        """Seconds of each line, in order; measured by speaking it, or estimated, but the same every time."""
