"""A dialogue as it was given: scenes, heads, people and turns, each with the lines that it came from. Nothing is staged here."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from screenc.text import Source, Span


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn of one speaker, by their key. `text` is verbatim, but that a line break or a run of blanks is one space.

    `window` is when it was said, in seconds from the start, where the file tells (subtitles, a transcript)."""

    who: str
    how: str | None
    text: str
    span: Span
    window: tuple[Fraction, Fraction] | None = None

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line, counted from 1."""
        return self.span.line, self.span.source.position(max(self.span.start, self.span.end - 1))[0]


@dataclass(frozen=True, slots=True)
class Direction:
    """What is seen or heard and not said, without its brackets."""

    text: str
    span: Span


Turn = Speech | Direction


@dataclass(frozen=True, slots=True)
class Head:
    """A scene's heading as written, without its Markdown."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who speaks. `key` is the name with its case folded; `aka` are other spellings, `about` is from a list."""

    key: str
    name: str
    aka: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the viewer; each way on is its words and the label of the passage that it leads to."""

    text: str
    ways: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """One scene of a dialogue. In a story with branches `label` names it, `next` is the label that it leads to (empty where the
    story ends there, None for the passage after it), `ask` what the viewer is asked at its end."""

    head: Head | None
    turns: tuple[Turn, ...]
    label: str | None = None
    next: str | None = None
    ask: Ask | None = None

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return tuple(t for t in self.turns if isinstance(t, Speech))


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`form` names how it was written; `aside` are lines that are neither said nor seen (CUT TO:, a notice in a chat log)."""

    source: Source = field(repr=False)
    title: str | None
    form: str
    characters: tuple[Character, ...]
    scenes: tuple[Passage, ...]
    aside: tuple[Span, ...] = ()

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return tuple(s for scene in self.scenes for s in scene.speeches)

    def character(self, key: str) -> Character:
        return next(c for c in self.characters if c.key == key)
