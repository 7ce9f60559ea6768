"""What a video shows and sounds like, from cut to cut: its segments, their faces, their voices, and which are the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from screenc.critic import flow, shots, voice
from screenc.critic.checks import camera
from screenc.critic.faces import find
from screenc.critic.fit import Seen
from screenc.critic.said import Sounds
from screenc.critic.signature import apart
from screenc.media import listen
from screenc.media.frames import Reader

SLIVER = 0.2
"""Seconds: what is between two boundaries nearer than this is part of a transition."""
SURE = 0.5
"""The score of a face that alignment may rest on."""
QUIET = 0.06
"""The share of a segment's time with a voice under which nobody speaks in it: what the camera does tells such shots apart."""
SAME, MOVES = 6.0, 12.0
"""Of 255: how far the most different of 32x18 points may be in frames that are the same, twice encoded, and how far it changes in
a picture that moves enough for that to tell."""
WEAK, WEAK_EDGE = 3.0, 0.5
"""How many times the median change of its segment a cut stands out that hardly shows, and seconds that it is from the ends."""
BLOCK = 60.0
EARS = 16000


@dataclass(frozen=True, slots=True)
class Segment:
    """Between two boundaries: from middle to middle, and alone, transitions left out."""

    start: float
    end: float
    alone_from: float
    alone_to: float


def segmented(path: Path | str) -> tuple[list[Segment], shots.Ribbon, float]:
    """The video's segments in order, what they were read from, and its length in seconds as its pictures tell it."""
    with Reader(path) as reader:
        read = shots.ribbon(reader.frames(width=160))
    if not len(read.times):
        return [], read, 0.0
    frame = float(np.median(np.diff(read.times))) if len(read.times) > 1 else 1 / 24
    length = float(read.times[-1]) + frame
    out, start, alone = [], 0.0, 0.0
    for boundary in shots.boundaries(read):
        if boundary.at - start < SLIVER or length - boundary.at < SLIVER:
            continue
        hard = boundary.kind == "cut"
        out.append(Segment(start, boundary.at, alone, max(alone, boundary.at if hard else boundary.start)))
        start, alone = boundary.at, boundary.at if hard else boundary.end
    out.append(Segment(start, length, alone, length))
    return _apart(_without_black_end(out, read), read), read, length


def _without_black_end(segments: list[Segment], read: shots.Ribbon) -> list[Segment]:
    """A fade to black that ends a film is the end of its last shot, not a shot."""
    if len(segments) > 1:
        last = segments[-1]
        tail = read.thumbs[read.times >= last.alone_from]
        if len(tail) and tail.max(axis=(1, 2, 3)).mean() < 60 and last.end - last.start < 1.5:
            before = segments[-2]
            return [*segments[:-2], Segment(before.start, last.end, before.alone_from, before.alone_to)]
    return segments


def _apart(segments: list[Segment], read: shots.Ribbon) -> list[Segment]:
    """The segments, cut where another's frames begin or end within them: a shot that comes back may join on without a jump."""
    out = []
    for s in segments:
        whole = _strip(s, read)
        inner = []
        for other in segments:
            short = _strip(other, read)
            at = _found(short, whole) if other is not s and len(short) < len(whole) else None
            if at is not None:
                times = read.times[read.times >= s.alone_from]
                inner += [float(times[at]), float(times[min(at + len(short), len(times) - 1)])]
        edges = [t for t in sorted(set(inner)) if s.start + SLIVER < t < s.end - SLIVER]
        for start, end in itertools.pairwise([s.start, *edges, s.end]):
            out.append(Segment(start, end, max(start, s.alone_from), min(end, s.alone_to)))
    return out


def finer(segments: Sequence[Segment], read: shots.Ribbon, which: Sequence[int]) -> list[Segment] | None:
    """The segments, those of `which` cut where their picture changes most, and far more than around it; None where none does.

    A cut between two shots of one place, size and person changes little: it is looked for where a whole segment is no shot.
    """
    out = []
    for n, s in enumerate(segments):
        inner = np.flatnonzero((read.times[1:] > s.alone_from + WEAK_EDGE) & (read.times[1:] < s.alone_to - WEAK_EDGE))
        at = int(inner[read.change[inner].argmax()]) if n in which and len(inner) else None
        if at is None or read.change[at] < WEAK * max(0.2, float(np.median(read.change[inner]))):
            out.append(s)
            continue
        cut = float(read.times[at + 1])
        out += [Segment(s.start, cut, s.alone_from, cut), Segment(cut, s.end, cut, s.alone_to)]
    return out if len(out) > len(segments) else None


def _strip(s: Segment, read: shots.Ribbon) -> np.ndarray:
    return read.thumbs[(read.times >= s.alone_from) & (read.times < s.alone_to)]


def looked(
    path: Path | str,
    segments: Sequence[Segment],
    read: shots.Ribbon,
    heard: np.ndarray,
    cast: Mapping[str, tuple[str, str]] = {},
) -> list[Seen]:
    """What can be seen and heard of each segment: faces at two moments, whose colours they have, where a voice is heard (`heard`,
    each 20 ms of the film), what the camera does where none is, and which other segments are the same frames."""
    tell = 1.0 if len(heard) and heard.mean() > 0.02 else 0.0
    same = twins(segments, read)
    out = []
    with Reader(path) as reader:
        for n, s in enumerate(segments):
            count = round((s.end - s.start) * EARS / voice.HOP)
            part = heard[round(s.start * EARS / voice.HOP) : round(s.end * EARS / voice.HOP)][:count]
            part = np.concatenate([part, np.zeros(count - len(part), bool)])
            most, height, far = _faces(reader, s, cast)
            move = _move(reader, s) if flow.installed() and part.mean() < QUIET else None
            out.append(Seen(s.start, s.end, part, most, height, tell, far, move, same[n]))
    return out


def _faces(reader: Reader, s: Segment, cast: Mapping[str, tuple[str, str]]):
    """The most faces at once, the height of the largest as a share of the frame, and how far its colours are from each of the
    cast's."""
    pictures = [reader.at(s.alone_from + share * (s.alone_to - s.alone_from), 1280) for share in (0.3, 0.7)]
    faces = [find(picture, SURE) for picture in pictures]
    every = [(face, picture) for picture, found in zip(pictures, faces, strict=True) for face in found]
    if not every:
        return 0, None, ()
    face, picture = max(every, key=lambda pair: pair[0].height / pair[1].shape[0])
    far = ((id, apart(picture, face, *colours)) for id, colours in cast.items())
    return max(map(len, faces)), face.height / picture.shape[0], tuple((id, d) for id, d in far if d is not None)


def _move(reader: Reader, s: Segment) -> str | None:
    steps = list(flow.through(reader.frames(s.alone_from, s.alone_to, flow.STEP, flow.WIDTH)))
    return camera.name(steps) if len(steps) >= 4 else None


def twins(segments: Sequence[Segment], read: shots.Ribbon) -> list[frozenset[int]]:
    """For each segment the others that are the same frames, or a part of them: in pictures that move, no other take is."""
    strips = [_strip(s, read) for s in segments]
    out: list[set[int]] = [set() for _ in segments]
    for a, one in enumerate(strips):
        for b in range(a):
            if _found(*sorted((one, strips[b]), key=len)) is not None:
                out[a].add(b)
                out[b].add(a)
    return [frozenset(found) for found in out]


def _found(short: np.ndarray, long: np.ndarray) -> int | None:
    """Where a run of thumbnails (N, 18, 32, 3) lies in a longer one: looked for by its first frame, held to by the rest."""
    if len(short) < 8:
        return None
    marks = np.linspace(0, len(short) - 1, 8).astype(int)
    sample = short[marks].astype(np.int16)
    if np.abs(sample[1:] - sample[:-1]).max(axis=(1, 2, 3)).mean() < MOVES:
        return None
    first = np.abs(long[: len(long) - len(short) + 1].astype(np.int16) - sample[0]).mean(axis=(1, 2, 3))
    at = int(first.argmin())
    return at if np.abs(long[at + marks] - sample).max(axis=(1, 2, 3)).mean() < SAME else None


def sounds(path: Path | str) -> Sounds:
    """What is heard from one second to another, mono at 16 kHz; the stretch asked for last is kept."""

    @lru_cache(maxsize=2)
    def between(start: float, end: float) -> np.ndarray:
        parts = list(listen.blocks(path, EARS, 1, start, end))
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    return between


def voices(path: Path | str) -> np.ndarray:
    """Whether a voice is heard in each 20 ms of the film; empty where it has no sound."""
    blocks: list[np.ndarray] = []
    waiting: list[np.ndarray] = []
    size = 0
    for part in listen.blocks(path, EARS, 1):
        waiting.append(part)
        size += len(part)
        if size >= BLOCK * EARS:
            whole = np.concatenate(waiting)
            keep = int(BLOCK * EARS)
            blocks.append(voice.spoken(whole[:keep]))
            waiting, size = [whole[keep:]], size - keep
    if size:
        blocks.append(voice.spoken(np.concatenate(waiting)))
    return np.concatenate(blocks) if blocks else np.zeros(0, bool)
