"""Which clip stands where in the film, in frames: pieces, how each ends, and the windows that their transitions fill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ending:
    """How a piece gives way to the next: dissolve, wipe or fade, over so many frames."""

    kind: str
    frames: int
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One clip in the film, in frames: where it stands, how long, how much of its head is cut off, how it ends.

    Where two pieces overlap, the transition fills the overlap. Where they only touch, half of it comes from each and the
    missing half is held still; a fade then goes to black within its own piece and comes back within the next, or ends the film.
    """

    path: Path
    start: int
    frames: int
    skip: int = 0
    ending: Ending | None = None

    @property
    def end(self) -> int:
        return self.start + self.frames

    def at(self, frame: int) -> int:
        """The frame of the clip that stands at a frame of the film; before and behind the piece, its first and its last."""
        return self.skip + min(max(frame - self.start, 0), self.frames - 1)


def joined(paths: Iterable[Path], lengths: Iterable[int]) -> list[Piece]:
    """Pieces one behind the other, by plain cuts."""
    pieces: list[Piece] = []
    for path, frames in zip(paths, lengths, strict=True):
        pieces.append(Piece(Path(path), pieces[-1].end if pieces else 0, frames))
    return pieces


@dataclass(slots=True)
class Window:
    """The frames of the film that one transition fills."""

    first: int
    end: int
    ending: Ending
    before: Piece
    after: Piece | None


def windows(pieces: Sequence[Piece]) -> list[Window]:
    """The transitions of the film in order, none reaching into another."""
    found: list[Window] = []
    for before, after in zip(pieces, (*pieces[1:], None), strict=True):
        ending, floor = before.ending, max(before.start, found[-1].end if found else 0)
        if after is not None and after.start > before.end:
            raise ValueError(f"nothing stands between frames {before.end} and {after.start}")
        overlap = before.end - after.start if after is not None else 0
        if ending is None or ending.frames <= 0:
            continue
        if overlap:
            first, end = after.start, before.end
        elif after is None or ending.kind == "fade":
            first, end, after = before.end - ending.frames, before.end, None
        else:
            first = before.end - ending.frames // 2
            end = min(first + ending.frames, after.end)
        if max(first, floor) < end:
            found.append(Window(max(first, floor), end, ending, before, after))
    return found


def opening(before: Piece | None, piece: Piece) -> int:
    """Frames in which a piece comes back from the black that the one before it went to."""
    faded = before is not None and before.ending is not None and before.ending.kind == "fade" and before.end == piece.start
    return min(before.ending.frames, piece.frames) if faded else 0
