"""Clips joined into a film by copying packets; only a transition is encoded, and what stands between it and a key frame.

Our clips have a key frame every half second and no reordered frames (see `video`), so the head of a clip up to its
transition is copied whatever its length, and behind a transition at most half a second is encoded before copying goes on.
Placing key frames by the plan would save even those frames, but would put the next shot's edit into this shot's key:
a dissolve made one frame longer would then render its clip again. Every stretch that is encoded is first written as a
clip of its own beside the film, so that the join itself only ever copies. A clip that is not ours (other parameter sets,
size or rate) is encoded whole.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av

from screenc.media.cutlist import Piece, opening, windows
from screenc.media.fault import unwritable
from screenc.media.feed import Frames, fade_in, frames, transition
from screenc.media.packets import Clip, copyable_from, packets, tick
from screenc.media.tracks import Sound, Text
from screenc.media.video import MP4, Writer

Form = tuple[int, int, Fraction]
"""(width, height, frames a second)."""
Ready = tuple[Path, int, int, bool]
"""(clip, first frame, frames, whether it was made just now)."""
Stretch = tuple[int, "Path | None", int, "Callable[[], Frames] | None"]
"""(frames, clip to copy from or None, its first frame, what makes the frames where none is copied)."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """What came of it: frames in all, frames copied as they were, frames encoded."""

    frames: int
    copied: int
    encoded: int


def splice(
    pieces: Sequence[Piece],
    out: Path | str,
    width: int,
    height: int,
    rate: Fraction,
    *,
    sound: Sound | None = None,
    text: Text | None = None,
    title: str | None = None,
    chapters: Sequence[tuple[Fraction, Fraction, str]] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> Spliced:
    """Write the film. Memory is bounded whatever its length; an exception leaves no file behind. Raises MediaError."""
    out, total, copied = Path(out), pieces[-1].end, 0
    form, tracks = (width, height, rate), [track for track in (sound, text) if track is not None]
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".splice-", dir=out.parent) as scratch,
            Clip() as source,
            _Film(out, rate, tracks, title, chapters) as film,
        ):
            for clip, first, count, made in _ready(_stretches(pieces, source, form), Path(scratch), form):
                for written in film.take(source, clip, first, count):
                    if written % 24 == 0 or written == total:
                        for track in tracks:
                            track.fill(written / rate + 1)
                        progress(written / total)
                if made:  # it is about to be deleted, and the next one will have its name
                    source.close()
                copied += 0 if made else count
            for track in tracks:
                track.finish()
        return Spliced(film.written, copied, film.written - copied)
    except (av.FFmpegError, OSError) as cause:
        out.unlink(missing_ok=True)
        raise unwritable(out, cause) from cause
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def _stretches(pieces: Sequence[Piece], clip: Clip, form: Form) -> Iterator[Stretch]:
    """The film from its first frame to its last as what is copied and what is made; `clip` looks for the key frames."""
    by_piece = {id(window.before): window for window in windows(pieces)}
    reached = 0
    for number, piece in enumerate(pieces):
        window = by_piece.get(id(piece))
        following = pieces[number + 1].start if number + 1 < len(pieces) else piece.end
        end = window.first if window else min(piece.end, following)
        from_black = min(opening(pieces[number - 1] if number else None, piece), end - reached)
        if from_black > 0:
            yield from_black, None, 0, partial(fade_in, piece, from_black, *form)
            reached += from_black
        if end > reached:
            first = piece.skip + max(reached, piece.start) - piece.start
            last = piece.skip + end - piece.start
            key = copyable_from(clip, piece.path, first, last, *form)
            if key > first:
                yield key - first, None, 0, partial(frames, piece.path, first, key, *form)
            if last > key:
                yield last - key, piece.path, key, None
            reached = end
        if window:
            yield window.end - window.first, None, 0, partial(transition, window, *form)
            reached = window.end


def _ready(stretches: Iterable[Stretch], scratch: Path, form: Form) -> Iterator[Ready]:
    """The stretches in order, each now a clip to copy from; neighbours to encode are made as one."""
    waiting: list[Stretch] = []
    width, height, _ = form

    def encode() -> Iterator[Ready]:
        if waiting:
            path = scratch / "stretch.mp4"
            with Writer(path, *form) as out:
                for _, _, _, make in waiting:
                    for planes in make():
                        chroma = planes[height:].reshape(2, height // 2, width // 2)
                        out.write_yuv(planes[:height], chroma[0], chroma[1])
            yield path, 0, sum(stretch[0] for stretch in waiting), True
            path.unlink()
            waiting.clear()

    for stretch in stretches:
        count, path, first, make = stretch
        if make is not None:
            waiting.append(stretch)
            continue
        yield from encode()
        yield path, first, count, False
    yield from encode()


class _Film:
    """The file being written; its picture has the parameters of the first clip that it takes."""

    def __init__(self, path: Path, rate: Fraction, tracks: Sequence[Sound | Text], title: str | None, chapters: Sequence):
        self._path, self._rate, self._tracks, self._title, self._chapters = path, rate, tracks, title, chapters
        self._file = self._stream = None
        self.written = 0

    def __enter__(self) -> _Film:
        return self

    def __exit__(self, kind, *_) -> None:
        if self._file is not None:
            with suppress(av.FFmpegError, OSError) if kind else nullcontext():
                self._file.close()

    def take(self, source: Clip, clip: Path, first: int, count: int) -> Iterator[int]:
        """Copy frames of a clip, telling after each how many the film holds."""
        picture = source.stream(clip)
        if self._file is None:
            self._begin(picture)
        step = tick(picture, clip, self._rate)
        for packet in packets(source, clip, first, count, step):
            packet.stream = self._stream
            packet.pts = packet.dts = self.written * step
            self.written += 1
            self._file.mux(packet)
            yield self.written

    def _begin(self, picture) -> None:
        self._file = av.open(os.fspath(self._path), "w", format="mp4", container_options=MP4)
        self._stream = self._file.add_stream_from_template(picture)
        self._stream.time_base = picture.time_base
        for track in self._tracks:
            track.open(self._file)
        if self._title:
            self._file.metadata["title"] = self._title
        if self._chapters:
            self._file.set_chapters([_chapter(*chapter) for chapter in enumerate(self._chapters)])
        self._file.start_encoding()


def _chapter(number: int, chapter: tuple[Fraction, Fraction, str]) -> dict:
    start, end, name = chapter
    times = {"start": int(start * 1000), "end": int(end * 1000), "time_base": Fraction(1, 1000)}
    return {"id": number, **times, "metadata": {"title": name}}
