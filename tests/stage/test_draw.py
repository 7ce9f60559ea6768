"""The painter: what it draws is where it should be, the same every time, and finite."""

import numpy as np
import pytest

from screenc.stage.draw import Painter
from screenc.stage.parts import Lighting, Set
from screenc.stage.solid import Heap, Material, linear
from screenc.stage.view import Eye

W, H = 320, 180


def daylight(**changes) -> Lighting:
    facts = dict(
        key=(0.5, 0.7, -0.5), key_colour=(1.8, 1.7, 1.6), softness=0.3, sky_colour=(0.5, 0.6, 0.7),
        bounce_colour=(0.3, 0.28, 0.25),
        zenith=(0.2, 0.4, 0.7), horizon=(0.8, 0.85, 0.9), fog_colour=(0.7, 0.75, 0.8), fog_density=0.004, grain=0.0, vignette=0.0,
    )
    return Lighting(**{**facts, **changes})


def bare(**changes) -> Set:
    return Set(**{**dict(solids=Heap().solids(), floor=Material.PLAIN, floor_colour=linear("#777777"), interior=False,
                         clear=(-3, 3, -3, 3)), **changes})


def balls(*where, radius=0.4, colour="#c02020"):
    heap = Heap(0)
    for place in where:
        heap.ellipsoid(place, (radius,) * 3, np.eye(3), linear(colour))
    return heap.solids()


@pytest.fixture(scope="module")
def painter():
    return Painter(W, H, daylight(), bare())


def eye(z=-4.0, **kw):
    return Eye.towards((0, 1, z), (0, 1, 0), 35, W, **kw)


def redness(frame):
    f = frame.astype(int)
    return (f[..., 0] - f[..., 1] > 40) & (f[..., 0] - f[..., 2] > 40)


def test_same_ask_same_bytes(painter):
    a = painter.paint(eye(), balls((0, 1, 0)), None, 0.5)
    assert np.array_equal(a, painter.paint(eye(), balls((0, 1, 0)), None, 0.5))


def test_a_ball_stands_where_the_lens_says(painter):
    seen = redness(painter.paint(eye(), balls((0.8, 1.2, 0.5)), None))
    (at,), _ = eye().project([(0.8, 1.2, 0.5)], W, H)
    ys, xs = np.nonzero(seen)
    assert abs(xs.mean() - at[0]) < 2 and abs(ys.mean() - at[1]) < 2


def test_the_near_one_hides_the_far_one(painter):
    near = balls((0, 1, -1.0), colour="#2020c0")
    far = balls((0, 1, 1.0))
    from screenc.stage.solid import Solids

    for order in ([near, far], [far, near]):
        assert not redness(painter.paint(eye(), Solids.joined(order), None))[H // 2, W // 2]
