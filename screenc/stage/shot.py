"""From a brief to a clip: the departments meet, every frame is drawn, two at a time, and written in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.contract import Brief
from screenc.film.quantity import whole_frames
from screenc.media.video import QUALITY, Writer
from screenc.stage import blocking, camera, cues, light
from screenc.stage import set as sets
from screenc.stage.draw import Painter
from screenc.stage.draw_text import lay_words, lettering
from screenc.stage.figure import Figure
from screenc.stage.parts import FACE_COLUMNS, Blocking, Shooting, Voice
from screenc.stage.solid import Heap, Material, Solids
from screenc.stage.view import Eye

THREADS = 2
"""Frames that are drawn at a time; drawing lets go of the interpreter."""
Planes = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Composition:
    """A shot with everybody in place; any frame of it may be drawn, in any order, from any thread."""

    brief: Brief
    painter: Painter
    shooting: Shooting
    blocking: Blocking
    figures: tuple[Figure, ...]
    names: bool = False

    @property
    def frames(self) -> int:
        return whole_frames(self.brief.length, self.brief.rate)

    def pose(self, frame: int) -> tuple[Eye, Solids, np.ndarray, float]:
        """The eye, the figures' solids, their faces and the time of a frame."""
        t = float(frame / self.brief.rate)
        eye = self.shooting.eye(t)
        solids, faces = [], np.zeros((len(self.figures), FACE_COLUMNS), np.float32)
        for n, figure in enumerate(self.figures):
            who = figure.person.id
            body, face = figure.at(t, self.blocking.stand[who](t), self.blocking.eyes[who](t), eye)
            solids.append(body)
            if face is not None:
                faces[n] = face
        return eye, Solids.joined(solids) if solids else Heap(0).solids(), faces, t

    def planes(self, frame: int) -> Planes:
        """A finished frame as BT.709 limited-range planes."""
        eye, solids, faces, t = self.pose(frame)
        planes = self.painter.planes(eye, solids, faces, t)
        if self.names:
            self._name(planes, eye, solids)
        if self.brief.text:
            self._title(planes, t)
        return planes

    def picture(self, frame: int) -> np.ndarray:
        """A frame as RGB, (H, W, 3) uint8, without words on it."""
        return self.painter.paint(*self.pose(frame))

    def _title(self, planes: Planes, t: float) -> None:
        """The script's words: a card in the middle where nobody is in frame, else low on the left."""
        h, w = planes[0].shape
        length = float(self.brief.length)
        strength = min(1.0, t / 0.5, max(0.0, (length - t) / 0.5)) if length > 1.5 else 1.0
        alone = not any(p.in_frame for p in self.brief.people)
        size = round(h * (0.058 if alone else 0.036))
        inks = [lettering(text, size, round(w * 0.8)) for text in self.brief.text]
        tall = sum(ink.shape[0] for ink in inks)
        y = h * 0.5 - tall / 2 if alone else h * 0.88 - tall
        for ink in inks:
            x = w * 0.5 if alone else w * 0.06 + ink.shape[1] / 2
            lay_words(planes, ink, x, y + ink.shape[0] / 2, strength)
            y += ink.shape[0]

    def _name(self, planes: Planes, eye: Eye, solids: Solids) -> None:
        """Everybody's name over their head, where the head is in frame."""
        h, w = planes[0].shape
        for n, person in enumerate(self.brief.people):
            head = np.flatnonzero((solids.owner == n) & (solids.material == Material.FACE))
            if not len(head):
                continue
            top = solids.a[head[0]] + np.array([0.0, solids.size[head[0]].max() * 1.7, 0.0])
            (at,), depth = eye.project([top], w, h)
            if depth[0] > 0.3 and 0 <= at[0] < w:
                ink = lettering(person.name, round(h * 0.026), w)
                lay_words(planes, ink, at[0], max(at[1], ink.shape[0] / 2), 0.9)


def compose(brief: Brief, voices: Mapping[str, Voice] | None = None, names: bool = False, grain: float = 1.0) -> Composition:
    """Build the set, light it, block it, dress it and set the camera. `voices` is keyed as the brief's lines' `audio` is."""
    set = sets.build(brief)
    lighting = light.rig(brief, set)
    lighting = replace(lighting, grain=lighting.grain * grain)
    block = blocking.block(brief)
    shooting = camera.shoot(brief, block, set)
    figures = tuple(
        Figure(person, n, brief, _lines(brief, person.id, voices or {}), block.stand[person.id])
        for n, person in enumerate(brief.people)
    )
    painter = Painter(brief.width, brief.height, lighting, set, shooting.locked, _area(brief, shooting))
    return Composition(brief, painter, shooting, block, figures, names)


def _lines(brief: Brief, who: str, voices: Mapping[str, Voice]) -> list[Voice]:
    """What one person says, in order; a line that was not heard moves no lips."""
    none = np.zeros(0, np.float32)
    return [voices.get(beat.audio) or Voice(float(beat.start), none, none) for beat in cues.spoken(brief, who)]


def _area(brief: Brief, shooting: Shooting) -> tuple[float, float, float]:
    """(x, z, metres) of the ground that the camera is about: round the points of focus, a few frames wide."""
    eyes = [shooting.eye(float(brief.length) * share) for share in (0.0, 0.5, 1.0)]
    points = np.array([e.position + e.axes[2] * min(e.focus, 12.0) for e in eyes])
    wide = max(brief.width / e.focal * min(e.focus, 12.0) for e in eyes)
    low, high = points.min(axis=0), points.max(axis=0)
    metres = min(max(3.6, 2.2 * wide) + max(high[0] - low[0], high[2] - low[2]), 13.0)
    return float((low[0] + high[0]) / 2), float((low[2] + high[2]) / 2), float(metres)


def render(
    brief: Brief,
    voices: Mapping[str, Voice],
    out: Path,
    progress: Callable[[float], None] = lambda share: None,
    *,
    names: bool = False,
    grain: float = 1.0,
    quality: float = QUALITY,
) -> None:
    """Draw the whole shot and write it as a silent clip of exactly its frames. Raises MediaError, and whatever `progress`
    raises; either way nothing half written stays behind."""
    shot = compose(brief, voices, names, grain)
    total = shot.frames
    with (
        ThreadPoolExecutor(THREADS, "previz") as pool,
        Writer(out, brief.width, brief.height, Fraction(brief.rate), quality=quality) as clip,
    ):
        waiting: deque = deque()
        try:
            for frame in range(total + THREADS + 1):
                if frame < total:
                    waiting.append(pool.submit(shot.planes, frame))
                if frame > THREADS and waiting:
                    clip.write_yuv(*waiting.popleft().result())
                    progress((frame - THREADS) / total)
        finally:
            for late in waiting:
                late.cancel()
