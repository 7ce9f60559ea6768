from fractions import Fraction

import numpy as np
import pytest

from screenc.media.fault import Unreadable
from screenc.media.frames import Reader, read


@pytest.fixture
def numbered(clip):
    def draw(index, hue=0):
        return np.full((48, 64, 3), (index % 60 * 4, index // 60 * 100, 128), np.uint8)

    return lambda count, rate=Fraction(24): clip(count, rate, draw=draw, quality=8)


def numbers(source):
    return [round(float(rgb[..., 0].mean()) / 4) + 60 * round(float(rgb[..., 1].mean()) / 100) for _, rgb in source]


def test_every_frame_of_a_window(numbered):
    path = numbered(60)
    assert numbers(read(path)) == list(range(60))
    assert numbers(read(path, 1.0, 2.0)) == list(range(24, 48))
    assert numbers(read(path, 58 / 24, None)) == [58, 59]
    assert numbers(read(path, 5.0, None)) == []


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(24000, 1001)], ids=str)
def test_samples_are_the_frame_on_screen(numbered, rate):
    path = numbered(100, rate)
    got = [(round(at, 3), n) for (at, _), n in zip(read(path, 0.2, 3.0, 0.5), numbers(read(path, 0.2, 3.0, 0.5)), strict=True)]
    assert got == [(round(0.2 + k * 0.5, 3), int(Fraction(2 + 5 * k, 10) * rate + Fraction(1, 100))) for k in range(6)]


def test_sparse_samples_and_the_end_of_the_film(numbered):
    path = numbered(120)
    assert numbers(read(path, 0, None, 2.0)) == [0, 48, 96]
    assert numbers(read(path, 0, None, 1.0)) == [0, 24, 48, 72, 96]


def test_a_reader_goes_back_and_scales(numbered):
    with Reader(numbered(60)) as film:
        assert numbers(film.frames(2.0, 2.1)) == [48, 49, 50]
        assert numbers(film.frames(0.5, 0.6)) == [12, 13, 14]
        assert film.at(1.0, width=32).shape == (24, 32, 3)
        assert numbers([(0, film.at(99.0))]) == [59]


def test_what_is_no_film(tmp_path):
    (tmp_path / "x.mp4").write_bytes(b"no")
    with pytest.raises(Unreadable):
        Reader(tmp_path / "x.mp4")
