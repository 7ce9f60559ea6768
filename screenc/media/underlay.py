"""Sound laid under a clip that is there already, its pictures copied as they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.media import audio
from screenc.media.cutlist import Piece
from screenc.media.fault import unwritable
from screenc.media.remux import splice
from screenc.media.tracks import RATE, Sound


def lay(clip: Path, samples: np.ndarray, at: int, width: int, height: int, rate: Fraction, frames: int) -> None:
    """Samples of `at` a second from the clip's first frame to its last: silence where there are fewer. Raises MediaError."""
    heard = np.nan_to_num(audio.stereo(audio.resample(np.asarray(samples, np.float32), at, RATE)))
    whole = np.zeros((round(frames * RATE / rate), 2), np.float32)
    whole[: len(heard)] = heard[: len(whole)]
    both = clip.with_name(clip.name + ".sound.mp4")
    try:
        splice([Piece(clip, 0, frames)], both, width, height, rate, sound=Sound([whole]))
        both.replace(clip)
    except OSError as cause:
        raise unwritable(clip, cause) from cause
    finally:
        both.unlink(missing_ok=True)
