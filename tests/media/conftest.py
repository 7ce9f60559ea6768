from fractions import Fraction

import numpy as np
import pytest

from screenc.media.video import Writer


def picture(index: int, width: int = 64, height: int = 48, hue: int = 0) -> np.ndarray:
    """A moving gradient whose frame number can be told from its pixels."""
    y, x = np.mgrid[:height, :width]
    rgb = np.stack([(x * 2 + index * 3) % 256, (y * 2 + hue * 60) % 256, np.full_like(x, (40 + index * 2) % 256)], -1)
    return rgb.astype(np.uint8)


@pytest.fixture
def clip(tmp_path):
    """Make a clip of so many frames; each call a new file."""

    def make(count: int, rate: Fraction = Fraction(24), hue: int = 0, name: str = "", draw=picture, **how):
        path = tmp_path / (name or f"clip{len(list(tmp_path.iterdir()))}.mp4")
        first = draw(0, hue=hue)
        with Writer(path, first.shape[1], first.shape[0], rate, **how) as out:
            for index in range(count):
                out.write(draw(index, hue=hue))
        return path

    return make
