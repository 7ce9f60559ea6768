"""A backend of another distribution, for tests: flat grey clips whose shade tells the shot's seed, made at once."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import numpy as np

from screenc.contract import Typed
from screenc.film.quantity import whole_frames
from screenc.media.video import Writer


class Options(Typed):
    steps: int = 20
    mood: str = "plain"


class Fakecam:
    name = "fakecam"
    version = "1"
    options = Options

    def make(self, task, inputs, out, progress):
        if log := os.environ.get("FAKECAM_LOG"):
            with open(log, "a") as file:
                file.write(task.name + "\n")
        if os.environ.get("FAKECAM_FAILS") == task.name:
            raise RuntimeError("the lens fell off")
        time.sleep(float(os.environ.get("FAKECAM_SLEEP", "0")))
        brief = task.brief
        tone = hashlib.sha256(task.key.encode()).digest()
        with Writer(Path(out), brief.width, brief.height, brief.rate) as film:
            frames = whole_frames(task.unit.length, brief.rate)
            for n in range(frames):
                picture = np.full((brief.height, brief.width, 3), list(tone[:3]), np.uint8)
                at = n * brief.width // frames
                picture[:, at : at + max(2, brief.width // 20)] = 255 - picture[0, 0]
                film.write(picture)
                progress(n / frames)


backend = Fakecam()
