"""What goes into a draft and what comes out: shots as they are staged, who is to make them, and the calls that they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from screenc.contract import Brief, Capabilities, Loss, Service, Task
from screenc.film.model import Scene, Shot
from screenc.planner.backends import Target
from screenc.planner.segment import Call
from screenc.text import Diagnostic
from screenc.text.diagnostic import failed


@dataclass(frozen=True)
class Staged:
    """A shot with its brief, ready to be asked of any backend."""

    scene: Scene
    shot: Shot
    brief: Brief
    take: int = 1
    keyframe: bool = False
    """Whether this take begins with the first frame of an earlier one."""
    note: str = ""
    """What a repair adds to the prompt."""
    split: bool = False
    """Asked in two halves at least."""
    anchor: str | None = None
    """The shot whose last picture shows it the place."""
    alike: bool = False
    """Whether it is framed as that one is, so that it may begin with that picture."""


@dataclass(frozen=True)
class Choice:
    """Who makes a shot: a backend, the profile of the model that is meant, and its options."""

    target: Target
    can: Capabilities
    params: Mapping[str, Any]

    @property
    def bought(self) -> bool:
        return isinstance(self.target.backend, Service)

    @property
    def name(self) -> str:
        """`kling kling-v3`: for people."""
        return f"{self.target.name} {self.can.model}" if self.can.model else self.target.name

    def same(self, other: Choice) -> bool:
        return self.target.name == other.target.name and self.params == other.params


@dataclass
class Draft:
    """One call: `task` has everything but its key, its needs and its reasons."""

    call: Call
    task: Task
    anchored: bool
    dollars: Fraction | None
    shown: str | None = None
    """The shot whose last picture shows the call its place."""


@dataclass
class Drafts:
    """What some shots come to with their backends; `losses` with the code and the help of each."""

    drafts: list[Draft] = field(default_factory=list)
    found: list[tuple[str, Diagnostic]] = field(default_factory=list)
    losses: list[tuple[str, Loss, str]] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not failed([d for _, d in self.found])

    @property
    def dollars(self) -> Fraction:
        return sum((d.dollars or Fraction(0) for d in self.drafts), Fraction(0))

    @property
    def seconds(self) -> Fraction:
        return sum((d.call.unit.length for d in self.drafts), Fraction(0))

    @property
    def wasted(self) -> Fraction:
        return sum((d.call.wasted for d in self.drafts), Fraction(0))


def runs(staged: Sequence[Staged], choices: Mapping[str, Choice]) -> Iterator[tuple[list[Staged], Choice]]:
    """Shots in a row of one scene that are asked of one model in one way."""
    group: list[Staged] = []
    for one in staged:
        choice = choices[one.shot.id]
        if group and (group[-1].scene.id != one.scene.id or not choices[group[-1].shot.id].same(choice)):
            yield group, choices[group[0].shot.id]
            group = []
        group.append(one)
    if group:
        yield group, choices[group[0].shot.id]
