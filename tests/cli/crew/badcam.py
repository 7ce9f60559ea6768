"""Draws as previz does and then spoils it, until it is asked in the one way that cures its fault."""

from __future__ import annotations

import os
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np

from screenc.contract import Typed
from screenc.film.model import Framing
from screenc.media.frames import Reader
from screenc.media.video import Writer

WHOLE = 7
"""The seed that the tests' shots name: another one means that another look was asked for."""


class Options(Typed):
    fault: str = "none"
    cure: Literal["motion", "note", "look", "anew", "split", "backend"] = "motion"


class BadCam:
    name = "badcam"
    version = "1"
    options = Options

    def make(self, task, inputs, out, progress):
        from screenc.backends.previz import backend as previz

        fault, cure = task.params["fault"], task.params["cure"]
        part = task.unit.length < task.brief.length
        cured = {
            "motion": task.take > 1,
            "note": "The last take was wrong" in task.prompt,
            "look": task.brief.seed != WHOLE,
            "anew": task.anchor is None,
            "split": part,
            "backend": False,
        }[cure]
        ill = "none" if cured else fault
        if log := os.environ.get("BADCAM_LOG"):
            with open(log, "a") as book:
                book.write(f"{task.name} {ill}\n")
        brief = misdirected(task.brief, ill)
        with tempfile.TemporaryDirectory() as folder:
            drawn = Path(folder) / "drawn.mp4"
            options = previz.options().model_dump(mode="json")
            previz.make(task.model_copy(update={"brief": brief, "params": options}), inputs, drawn, progress)
            with Reader(drawn) as reader:
                frames = [frame for _, frame in reader.frames()]
        first = round(task.unit.start * brief.rate)
        frames = spoiled(frames, ill)[first : first + round(task.unit.length * brief.rate)]
        if ill == "short":
            frames = frames[: len(frames) // 2]
        with Writer(out, brief.width, brief.height, Fraction(brief.rate)) as film:
            for frame in frames:
                film.write(frame)


def misdirected(brief, fault):
    """What the crew heard instead of the brief."""
    if fault == "size":
        return brief.model_copy(update={"framing": Framing(size="long", subjects=brief.framing.subjects)})
    if fault == "person":
        alone = tuple(p if n == 0 else p.model_copy(update={"in_frame": False}) for n, p in enumerate(brief.people))
        return brief.model_copy(update={"people": alone, "framing": Framing(size="medium", subjects=(alone[0].id,))})
    if fault == "mouth":  # the right words in the wrong mouth
        other = {a.id: b.id for a, b in zip(brief.people, brief.people[::-1], strict=True)}
        return brief.model_copy(
            update={"beats": tuple(b.model_copy(update={"who": other[b.who]}) if hasattr(b, "audio") else b for b in brief.beats)}
        )
    if fault == "night":
        return brief.model_copy(update={"hour": "midnight"})
    return brief


def spoiled(frames, fault):
    if fault == "writing":
        from screenc.critic.calibrate.lettered import lettered

        return list(lettered(np.stack(frames), "STOCK FOOTAGE", 1))
    frames = [f.astype(np.float32) for f in frames]
    count = len(frames)
    if fault == "black":
        frames = [f * (0 if n > count // 4 else 1) for n, f in enumerate(frames)]
    elif fault == "frozen":
        frames = [frames[0]] * count
    elif fault == "flicker":
        frames = [f * (0.55 if n % 2 else 1.2) for n, f in enumerate(frames)]
    elif fault == "cut":
        frames = [f if n < count // 2 else 255 - f[:, ::-1] for n, f in enumerate(frames)]
    elif fault == "dark":
        frames = [f * 0.12 for f in frames]
    elif fault == "cold":
        frames = [f * np.array([0.35, 0.7, 1.5], np.float32) for f in frames]
    elif fault == "flat":
        frames = [118 + 0.04 * f for f in frames]
    return [np.clip(f, 0, 255).astype(np.uint8) for f in frames]


backend = BadCam()
