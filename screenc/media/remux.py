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
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from screenc.media.fault import Unreadable, unreadable, unwritable
from screenc.media.tracks import Sound, Text
from screenc.media.transition import black, blend
from screenc.media.video import MP4, Writer


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


@dataclass(frozen=True, slots=True)
class Spliced:
    """What came of it: frames in all, frames copied as they were, frames encoded."""

    frames: int
    copied: int
    encoded: int


@dataclass(slots=True)
class _Window:
    first: int
    end: int
    ending: Ending
    before: Piece
    after: Piece | None


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
    out = Path(out)
    total = pieces[-1].end
    try:
        with tempfile.TemporaryDirectory(prefix=".splice-", dir=out.parent) as scratch, _Clip() as clip:
            return _write(
                _stretches(pieces, clip, width, height, rate),
                clip,
                Path(scratch),
                out,
                width,
                height,
                rate,
                total,
                sound,
                text,
                title,
                chapters,
                progress,
            )
    except (av.FFmpegError, OSError) as cause:
        out.unlink(missing_ok=True)
        raise unwritable(out, cause) from cause
    except BaseException:
        out.unlink(missing_ok=True)
        raise


# --- which frames are copied and which are made ----------------------------------------------------------------------


def _windows(pieces: Sequence[Piece]) -> list[_Window]:
    """The transitions of the film in order, none reaching into another."""
    found: list[_Window] = []
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
            found.append(_Window(max(first, floor), end, ending, before, after))
    return found


Frames = Iterator[np.ndarray]
Ready = tuple[Path, int, int, bool]
"""(clip, first frame, frames, whether it was made just now)."""
Stretch = tuple[int, "Path | None", int, "Callable[[], Frames] | None"]
"""(frames, clip to copy from or None, its first frame, what makes the frames where none is copied)."""


def _stretches(pieces: Sequence[Piece], clip: _Clip, width: int, height: int, rate: Fraction) -> Iterator[Stretch]:
    windows = {id(window.before): window for window in _windows(pieces)}
    reached = 0
    for number, piece in enumerate(pieces):
        window = windows.get(id(piece))
        following = pieces[number + 1].start if number + 1 < len(pieces) else piece.end
        end = window.first if window else min(piece.end, following)
        opening = min(_opening(pieces[number - 1] if number else None, piece), end - reached)
        if opening > 0:
            yield opening, None, 0, partial(_fade_in, piece, opening, width, height, rate)
            reached += opening
        if end > reached:
            first = piece.skip + max(reached, piece.start) - piece.start
            last = piece.skip + end - piece.start
            key = _copyable_from(clip, piece.path, first, last, width, height, rate)
            if key > first:
                yield key - first, None, 0, partial(_frames, piece.path, first, key, width, height, rate)
            if last > key:
                yield last - key, piece.path, key, None
            reached = end
        if window:
            yield window.end - window.first, None, 0, partial(_transition, window, width, height, rate)
            reached = window.end


def _transition(window: _Window, width: int, height: int, rate: Fraction) -> Frames:
    count = window.end - window.first
    kind, way = window.ending.kind, window.ending.way
    with ExitStack() as open_files:
        before = open_files.enter_context(_Feed(window.before.path, width, height, rate))
        after = open_files.enter_context(_Feed(window.after.path, width, height, rate)) if window.after else None
        dark = black(width, height)
        for index in range(count):
            at = window.first + index
            a = before.frame(_inside(window.before, at))
            if after is None:
                yield blend("dissolve", a, dark, (index + 1) / count)
            else:
                yield blend(kind, a, after.frame(_inside(window.after, at)), (index + 1) / (count + 1), way)


def _opening(before: Piece | None, piece: Piece) -> int:
    """Frames in which a piece comes back from the black that the one before it went to."""
    faded = before is not None and before.ending is not None and before.ending.kind == "fade" and before.end == piece.start
    return min(before.ending.frames, piece.frames) if faded else 0


def _fade_in(piece: Piece, count: int, width: int, height: int, rate: Fraction) -> Frames:
    dark = black(width, height)
    for index, planes in enumerate(_frames(piece.path, piece.skip, piece.skip + count, width, height, rate)):
        yield blend("dissolve", dark, planes, index / count)


def _inside(piece: Piece, at: int) -> int:
    return piece.skip + min(max(at - piece.start, 0), piece.frames - 1)


def _frames(path: Path, first: int, end: int, width: int, height: int, rate: Fraction) -> Frames:
    with _Feed(path, width, height, rate) as feed:
        for index in range(first, end):
            yield feed.frame(index)


class _Feed:
    """A clip's frames by number, asked for in order; past its end, its last frame."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction):
        self._path, self._size, self._rate = path, (width, height), rate
        try:
            self._file = av.open(os.fspath(path))
            self._stream = self._file.streams.video[0]
        except (av.FFmpegError, OSError, IndexError) as cause:
            raise unreadable(path, cause) from cause
        self._source: Iterator | None = None
        self._now = self._ahead = None
        self._planes: np.ndarray | None = None
        self._reformat = VideoReformatter()

    def __enter__(self) -> _Feed:
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def frame(self, index: int) -> np.ndarray:
        time = Fraction(index) / self._rate
        if self._source is None:
            self._file.seek(int(time / self._stream.time_base), stream=self._stream, backward=True)
            self._source = self._decode()
            self._ahead = next(self._source, None)
        while self._ahead is not None and (self._now is None or self._ahead[0] <= time + 1 / (2 * self._rate)):
            self._now, self._ahead, self._planes = self._ahead, next(self._source, None), None
        if self._now is None:
            raise Unreadable(f"{self._path} holds no frame", "", self._path)
        if self._planes is None:
            width, height = self._size
            same = self._now[1].format.name == "yuv420p" and (self._now[1].width, self._now[1].height) == self._size
            frame = (
                self._now[1]
                if same
                else self._reformat.reformat(
                    self._now[1],
                    width=width,
                    height=height,
                    format="yuv420p",
                    dst_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.MPEG,
                    interpolation=Interpolation.AREA | Interpolation.ACCURATE_RND,
                    threads=1,
                )
            )
            self._planes = frame.to_ndarray()
        return self._planes

    def _decode(self):
        try:
            for frame in self._file.decode(self._stream):
                if frame.pts is not None:
                    yield frame.pts * self._stream.time_base, frame
        except (av.FFmpegError, OSError) as cause:
            raise unreadable(self._path, cause) from cause


# --- copying ---------------------------------------------------------------------------------------------------------

_UNDECODED = {"skip_frame": "all"}
"""Opening a clip usually decodes a first frame to guess what its header already says; without that it opens ten times sooner."""


@lru_cache(maxsize=8)
def _parameter_sets(width: int, height: int, rate: Fraction) -> bytes:
    """What every clip of ours of this size and rate carries, read from one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.mp4"
        with Writer(path, width, height, rate) as out:
            out.write(np.zeros((height, width, 3), np.uint8))
        with av.open(os.fspath(path)) as file:
            return bytes(file.streams.video[0].codec_context.extradata)


class _Clip:
    """The one clip that is open: looked at for its key frames, then copied from; opening is the dearest part of a copy."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: av.container.InputContainer | None = None
        self._read = False

    def __enter__(self) -> _Clip:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._path = self._file = None

    def stream(self, path: Path):
        """The clip's picture, opened if it is not the one that is open."""
        if path != self._path:
            self.close()
            self._file, self._path, self._read = av.open(os.fspath(path), options=_UNDECODED), path, False
        return self._file.streams.video[0]

    def packets(self, path: Path, at: int) -> Iterator[av.Packet]:
        """Packets in order from the last key frame before a time in the clip's own units; the empty ones left out."""
        stream = self.stream(path)
        if at or self._read:
            self._file.seek(at, stream=stream, backward=True)
        self._read = True
        return (packet for packet in self._file.demux(stream) if packet.size)


def _copyable_from(clip: _Clip, path: Path, first: int, last: int, width: int, height: int, rate: Fraction) -> int:
    """The first frame from which the clip can be copied; `last` where none of it can."""
    try:
        stream = clip.stream(path)
        ours = bytes(stream.codec_context.extradata or b"") == _parameter_sets(width, height, rate)
        if not ours or stream.average_rate != rate or stream.start_time:
            return last
        if stream.frames < last:
            raise Unreadable(f"{path} holds {stream.frames} frames where {last} are needed", "", path)
        if not first:
            return 0
        tick = 1 / (rate * stream.time_base)
        for packet in clip.packets(path, int(first * tick)):
            if packet.is_keyframe and packet.pts >= first * tick:
                return min(int(packet.pts / tick), last)
        return last
    except (av.FFmpegError, OSError, IndexError) as cause:
        raise unreadable(path, cause) from cause


def _made(stretches: Iterable[Stretch], scratch: Path, width: int, height: int, rate: Fraction) -> Iterator[Ready]:
    """The stretches in order, each now a clip to copy from; neighbours to encode are made as one."""
    waiting: list[Stretch] = []

    def encode() -> Iterator[Ready]:
        if waiting:
            path = scratch / "stretch.mp4"
            with Writer(path, width, height, rate) as out:
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


def _write(
    stretches: Iterable[Stretch],
    source: _Clip,
    scratch: Path,
    path: Path,
    width: int,
    height: int,
    rate: Fraction,
    total: int,
    sound: Sound | None,
    text: Text | None,
    title: str | None,
    chapters: Sequence,
    progress: Callable,
) -> Spliced:
    copied = written = 0
    film = stream = None
    tracks = [track for track in (sound, text) if track is not None]
    try:
        for clip, first, count, made in _made(stretches, scratch, width, height, rate):
            picture = source.stream(clip)
            if film is None:
                film = av.open(os.fspath(path), "w", format="mp4", container_options=MP4)
                stream = film.add_stream_from_template(picture)
                stream.time_base = picture.time_base
                for track in tracks:
                    track.open(film)
                if title:
                    film.metadata["title"] = title
                if chapters:
                    film.set_chapters([_chapter(*chapter) for chapter in enumerate(chapters)])
                film.start_encoding()
            tick = _tick(picture, clip, rate)
            for packet in _packets(source, clip, first, count, tick):
                packet.stream = stream
                packet.pts = packet.dts = written * tick
                written += 1
                film.mux(packet)
                if written % 24 == 0 or written == total:
                    for track in tracks:
                        track.fill(written / rate + 1)
                    progress(written / total)
            if made:  # it is about to be deleted, and the next one will have its name
                source.close()
            copied += 0 if made else count
        for track in tracks:
            track.finish()
        film.close()
    except BaseException:
        if film is not None:
            with suppress(av.FFmpegError, OSError):
                film.close()
        raise
    return Spliced(written, copied, written - copied)


def _chapter(number: int, chapter: tuple[Fraction, Fraction, str]) -> dict:
    start, end, name = chapter
    times = {"start": int(start * 1000), "end": int(end * 1000), "time_base": Fraction(1, 1000)}
    return {"id": number, **times, "metadata": {"title": name}}


def _tick(stream, clip: Path, rate: Fraction) -> int:
    """A frame's length in the clip's own units of time."""
    tick = 1 / (rate * stream.time_base)
    if tick.denominator != 1:
        raise Unreadable(f"{clip} does not count its time in frames of {rate} a second", "", clip)
    return int(tick)


def _packets(source: _Clip, clip: Path, first: int, count: int, tick: int) -> Iterator[av.Packet]:
    """So many packets from a key frame on; each must be one frame long and in its place."""
    taken = 0
    for packet in source.packets(clip, first * tick):
        if packet.pts < first * tick:
            continue
        if packet.pts != packet.dts or packet.pts != (first + taken) * tick or packet.duration != tick:
            raise Unreadable(f"the frames of {clip} are not evenly spaced", "", clip)
        yield packet
        taken += 1
        if taken == count:
            return
    raise Unreadable(f"{clip} ends {count - taken} frames early", "delete it and build again", clip)


def joined(paths: Iterable[Path], lengths: Iterable[int]) -> list[Piece]:
    """Pieces one behind the other, by plain cuts."""
    pieces: list[Piece] = []
    for path, frames in zip(paths, lengths, strict=True):
        pieces.append(Piece(Path(path), pieces[-1].end if pieces else 0, frames))
    return pieces
