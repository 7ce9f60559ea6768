"""The painter: what it draws is where it should be, the same every time, and finite."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from screenc.stage import light
from screenc.stage.draw import Painter
from screenc.stage.parts import Lamp, Lighting, Set
from screenc.stage.solid import Heap, Material, Solids, linear
from screenc.stage.view import Eye

W, H = 320, 180


def daylight(**changes) -> Lighting:
    return Lighting(
        **{
            "key": (0.5, 0.7, -0.5),
            "key_colour": (1.8, 1.7, 1.6),
            "softness": 0.3,
            "sky_colour": (0.5, 0.6, 0.7),
            "bounce_colour": (0.3, 0.28, 0.25),
            "zenith": (0.2, 0.4, 0.7),
            "horizon": (0.8, 0.85, 0.9),
            "fog_colour": (0.7, 0.75, 0.8),
            "fog_density": 0.004,
            "grain": 0.0,
            "vignette": 0.0,
            **changes,
        }
    )


def bare(**changes) -> Set:
    return Set(
        **{
            "solids": Heap().solids(),
            "floor": Material.PLAIN,
            "floor_colour": linear("#777777"),
            "interior": False,
            "clear": (-3, 3, -3, 3),
            **changes,
        }
    )


def furnished() -> Set:
    heap = Heap()
    heap.box((0, 1.5, 4), (3, 1.5, 0.1), np.eye(3), linear("#b0a48c"), Material.PLASTER)
    heap.box((-1.2, 0.4, 1.5), (0.4, 0.4, 0.4), np.eye(3), linear("#7a5536"), Material.WOOD, round=0.05)
    heap.capsule((1.5, 0, 2.5), (1.5, 1.6, 2.5), 0.05, 0.03, linear("#222222"), Material.METAL)
    return bare(solids=heap.solids(), lamps=(Lamp((1.5, 1.7, 2.5), (2.0, 1.5, 1.0), 2.0),))


def balls(*where, radius=0.4, colour="#c02020", owner=0):
    heap = Heap(owner)
    for place in where:
        heap.ellipsoid(place, (radius,) * 3, np.eye(3), linear(colour))
    return heap.solids()


@pytest.fixture(scope="module")
def painter():
    return Painter(W, H, daylight(), bare())


def eye(z=-4.0, x=0.0, look=(0, 1, 0), **kw):
    return Eye.towards((x, 1, z), look, 35, W, **kw)


def red(frame):
    f = frame.astype(int)
    return (f[..., 0] - f[..., 1] > 40) & (f[..., 0] - f[..., 2] > 40)


def sharpness(frame):
    return float(np.abs(np.diff(frame[..., 1].astype(float), axis=1)).max())


# --- where things are -----------------------------------------------------------------------------------------------


def test_a_ball_stands_where_the_lens_says(painter):
    seen = red(painter.paint(eye(), balls((0.8, 1.2, 0.5)), None))
    (at,), _ = eye().project([(0.8, 1.2, 0.5)], W, H)
    ys, xs = np.nonzero(seen)
    assert abs(xs.mean() - at[0]) < 2 and abs(ys.mean() - at[1]) < 2


@pytest.mark.parametrize("kind", ["ellipsoid", "capsule", "box"])
def test_a_solid_is_as_big_as_the_lens_says(painter, kind):
    heap = Heap(0)
    if kind == "ellipsoid":
        heap.ellipsoid((0, 1, 0), (0.6, 0.3, 0.3), np.eye(3), linear("#c02020"))
    elif kind == "capsule":
        heap.capsule((-0.3, 1, 0), (0.3, 1, 0), 0.3, 0.3, linear("#c02020"))
    else:
        heap.box((0, 1, 0), (0.6, 0.3, 0.001), np.eye(3), linear("#c02020"))
    ys, xs = np.nonzero(red(painter.paint(eye(), heap.solids(), None)))
    assert np.ptp(xs) + 1 == pytest.approx(1.2 * eye().focal / 4, abs=3)
    assert np.ptp(ys) + 1 == pytest.approx(0.6 * eye().focal / 4, abs=3)


def test_a_cone_tapers(painter):
    heap = Heap(0)
    heap.capsule((0, 0.6, 0), (0, 1.6, 0), 0.35, 0.05, linear("#c02020"))
    seen = red(painter.paint(eye(), heap.solids(), None))
    wide = seen.sum(axis=1)
    rows = np.nonzero(wide)[0]
    assert wide[rows[-12:]].max() > 3 * wide[rows[2]]


def test_the_near_one_hides_the_far_one(painter):
    near, far = balls((0, 1, -1.0), colour="#2020c0"), balls((0, 1, 1.0), owner=1)
    for order in ([near, far], [far, near]):
        assert not red(painter.paint(eye(), Solids.joined(order), None))[H // 2, W // 2]


def test_the_set_hides_whoever_stands_behind_it():
    heap = Heap()
    heap.box((0, 1, -1), (2, 1, 0.1), np.eye(3), linear("#556655"))
    for locked in (False, True):
        assert not red(Painter(W, H, daylight(), bare(solids=heap.solids()), locked).paint(eye(), balls((0, 1, 1)), None)).any()


def width_of(painter, camera, solids):
    columns = np.nonzero(red(painter.paint(camera, solids, None)))[1]
    return np.ptp(columns) + 1


def test_a_push_in_changes_parallax_and_a_pan_does_not(painter):
    near, far = balls((-0.3, 1, -1.0), radius=0.3), balls((0.5, 1, 3.0), radius=0.3)

    def ratio(camera):
        return width_of(painter, camera, near) / width_of(painter, camera, far)

    still, pushed, panned = ratio(eye()), ratio(eye(z=-2.5)), ratio(eye(look=(0.25, 1, 0)))
    assert pushed > 1.3 * still
    assert panned == pytest.approx(still, rel=0.13)


# --- the same, always -----------------------------------------------------------------------------------------------


def test_same_ask_same_bytes_from_any_thread():
    painter = Painter(W, H, daylight(rain=0.6, wet=0.7), furnished(), locked=True)
    frames = [(eye(), balls((0.1 * n, 1, 0), (0.5, 0.4, 1)), None, n / 24) for n in range(8)]
    alone = [painter.planes(*f) for f in frames]
    other = Painter(W, H, daylight(rain=0.6, wet=0.7), furnished(), locked=True)
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda f: other.planes(*f), reversed(frames)))[::-1]
    for a, b in zip(alone, together, strict=True):
        assert all(np.array_equal(p, q) for p, q in zip(a, b, strict=True))


@pytest.mark.parametrize("sky", [{}, {"wet": 0.8}])
@pytest.mark.parametrize("blur", [0.0, 5.0])
def test_a_locked_plate_equals_the_whole_drawn_anew(sky, blur):
    camera = eye(focus=3.0, blur=blur)
    plates = Painter(W, H, daylight(**sky), furnished(), locked=True)
    plates.paint(camera, balls((-0.8, 0.5, 0.2)), None)
    plates.planes(camera, balls((0.9, 1.5, 0.6)), None)
    figures = balls((0.3, 0.8, 0.4), (0.5, 0.3, 1.0))
    a = plates.paint(camera, figures, None).astype(int)
    b = Painter(W, H, daylight(**sky), furnished(), locked=False).paint(camera, figures, None).astype(int)
    assert np.abs(a - b).mean() < 0.6
    assert (np.abs(a - b).max(axis=2) > 12).mean() < (0.012 if blur else 0.006)
    y, _, _ = plates.planes(camera, figures, None)
    luma = a @ (0.2126, 0.7152, 0.0722) * 219 / 255 + 16
    assert np.abs(luma - y).mean() < 1.0


def test_an_upright_frame_is_lit_to_its_corners():
    frame = Painter(H, W, daylight(vignette=0.3), bare()).paint(Eye.towards((0, 1, -4), (0, 1, 0), 35, H), balls((0, 1, 0)))
    assert frame.shape == (W, H, 3) and frame[[0, 0, -1, -1], [0, -1, 0, -1]].min() > 40


def test_planes_are_video_range_and_half_chroma(painter):
    y, u, v = painter.planes(eye(), balls((0, 1, 0)), None)
    assert y.shape == (H, W) and u.shape == v.shape == (H // 2, W // 2)
    assert y.min() >= 16 and y.max() <= 235
    assert v[H // 4, W // 4] > 150


@pytest.mark.parametrize(
    "camera",
    [
        eye(z=-0.05),
        eye(z=-0.2),
        Eye.towards((0, 0.01, -1), (0, 5, 0.1), 18, W),
        Eye.towards((0, 8, 0.01), (0, 0, 0), 24, W, blur=30.0),
    ],
)
def test_nothing_breaks_from_odd_places(camera):
    heap = Heap(0)
    heap.capsule((0, 1, 0), (0, 1, 0), 0.3, 0.3, linear("#c02020"))
    heap.capsule((0, 1, 0), (0, 1.05, 0), 0.4, 0.1, linear("#c02020"))
    heap.box((0, 1, 0.5), (0.2, 0.2, 0.2), np.eye(3), linear("#20c020"), round=0.2)
    for locked in (False, True):
        painter = Painter(W, H, daylight(wet=0.5, snow=0.5, stars=1.0, clouds=0.6), furnished(), locked)
        canvas = painter._canvas()
        painter._draw(canvas, camera, heap.solids(), None, 0.3)
        assert np.isfinite(canvas.hdr).all() and canvas.hdr.min() >= -1e-3


def test_light_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="finite"):
        Painter(W, H, daylight(fog_density=float("nan")), bare())


# --- air and lens ---------------------------------------------------------------------------------------------------


def test_weather_changes_the_picture():
    clear = Painter(W, H, daylight(), furnished()).paint(eye(), balls((0, 1, 0)), None, 0.5).astype(int)
    for air in ({"rain": 0.8}, {"snow": 0.8}, {"fog_density": 0.08}, {"wet": 0.9}):
        drawn = Painter(W, H, daylight(**air), furnished()).paint(eye(), balls((0, 1, 0)), None, 0.5).astype(int)
        assert np.abs(drawn - clear).max() > 25, air


def test_rain_falls_and_flakes_sink():
    for air in ({"rain": 1.0}, {"snow": 1.0}):
        painter = Painter(W, H, daylight(**air), bare(), locked=True)
        a, b = (painter.paint(eye(), balls((0, 1, 0)), None, t).astype(int) for t in (0.5, 0.5 + 1 / 24))
        assert (np.abs(a - b).max(axis=2) > 10).mean() > 0.001


def test_focus_is_where_the_lens_is_set():
    painter = Painter(W, H, daylight(), bare())
    near, far = balls((0, 1, -2.0), radius=0.25), balls((0, 1, 6.0), radius=0.8)
    at_near = eye(focus=2.0, blur=8.0)
    at_far = eye(focus=10.0, blur=8.0)
    assert sharpness(painter.paint(at_near, near)) > 1.5 * sharpness(painter.paint(at_far, near))
    assert sharpness(painter.paint(at_far, far)) > 1.5 * sharpness(painter.paint(at_near, far))


def test_a_rack_focus_sharpens_the_set():
    near, far = (Painter(W, H, daylight(), furnished(), True).paint(eye(focus=f, blur=8.0), balls((0, 1, 0))) for f in (1.2, 6.5))
    assert sharpness(far) > sharpness(near)


def test_a_figure_throws_a_shadow_and_the_light_decides_where():
    def dark(key):
        painter = Painter(W, H, daylight(key=key, softness=0.1), bare())
        empty = painter.paint(eye(z=-6.0), balls((0, -9, 0)), None).astype(int).sum(axis=2)
        stood = painter.paint(eye(z=-6.0), balls((0, 0.9, 0)), None).astype(int).sum(axis=2)
        return np.nonzero((empty - stood > 60)[H // 2 + 14 :])[1].mean()

    assert dark((-0.7, 0.6, -0.1)) > W / 2 + 5 > W / 2 - 5 > dark((0.7, 0.6, -0.1))


def test_every_hour_and_weather_is_lit(shot_brief):
    """Night is darker than day, dusk is warmer than noon, and nothing is black or burnt."""
    seen = {}
    for hour in light.HOURS:
        for weather in (None, "overcast", "rain", "snow", "fog"):
            rig = light.rig(shot_brief(hour=hour, weather=weather), furnished())
            frame = Painter(W, H, rig, furnished()).paint(eye(), balls((0, 1, 0), colour="#888888"), None).astype(float)
            seen[hour, weather] = frame.mean(axis=(0, 1))
            assert 14 < frame.mean() < 215, (hour, weather)
            assert (frame.max(axis=2) > 252).mean() < 0.2 and (frame.max(axis=2) < 4).mean() < 0.2, (hour, weather)
    assert seen["night", None].mean() < 0.6 * seen["day", None].mean()
    assert seen["dusk", None][0] / seen["dusk", None][2] > 1.2 * seen["noon", None][0] / seen["noon", None][2]


def test_the_script_moves_the_key(shot_brief):
    from screenc.film.model import Light

    left, right = (light.rig(shot_brief(light=Light(key=side)), bare()) for side in ("left", "right"))
    assert left.key[0] < 0 < right.key[0]
    assert light.rig(shot_brief(light=Light(quality="hard")), bare()).softness < 0.15
    warm, cool = (light.rig(shot_brief(light=Light(warmth=w)), bare()).key_colour for w in ("warm", "cool"))
    assert warm[0] / warm[2] > cool[0] / cool[2]


def test_a_pull_of_focus_is_the_same_whatever_was_drawn_before():
    """A locked camera keeps its set; each frame is blurred for its own focus, not for that of whichever came first."""
    pull = [eye(focus=f, blur=9.0) for f in (2.0, 2.6, 3.5, 5.0, 5.0, 2.0)]
    figures = balls((0.3, 0.8, 0.4))
    there, back = (Painter(W, H, daylight(), furnished(), locked=True) for _ in range(2))
    forward = [there.planes(e, figures)[0] for e in pull]
    backward = [back.planes(e, figures)[0] for e in reversed(pull)][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(forward, backward, strict=True))
    for e, frame in zip(pull, forward, strict=True):
        moving = Painter(W, H, daylight(), furnished()).planes(e, figures)[0].astype(int)
        assert np.abs(moving - frame).mean() < 1.0
    assert np.abs(forward[0].astype(int) - forward[3]).mean() > 0.5
    assert len(there._scenery._plates) <= 3


def test_grain_lives_or_is_not_seen():
    """Faint grain leaves what does not move alone, so that it costs nothing to encode; grain asked for is new in every frame."""
    for grain, live in ((0.005, False), (0.02, True)):
        locked = Painter(W, H, daylight(grain=grain), furnished(), locked=True)
        one, two = (locked.planes(eye(), balls((0.3, 0.8, 0.4)), None, t)[0].astype(int) for t in (0.5, 1.0))
        corner = np.s_[:40, :40]
        assert (np.abs(one - two)[corner].mean() > 0.5) == live and np.array_equal(one[corner], two[corner]) != live


def test_memory_is_bounded():
    """Whatever is kept is the plate, one canvas a thread and one for the plate, however many frames are drawn."""
    painter = Painter(W, H, daylight(), furnished(), locked=True)
    for n in range(30):
        painter.planes(eye(), balls((0.02 * n, 1, 0)), None, n / 24)
    assert painter._canvases.qsize() <= 2


def test_what_the_lens_blurs_may_be_drawn_at_half_the_size(monkeypatch):
    """The same picture, for a camera that moves, whether the blurred set is drawn whole or at half the size."""
    from screenc.stage import draw_set

    camera, figures = eye(focus=2.0, blur=9.0), balls((0.3, 0.8, 0.4))
    half = Painter(W, H, daylight(), furnished()).paint(camera, figures, None).astype(int)
    monkeypatch.setattr(draw_set, "SOFT", 1e9)
    whole = Painter(W, H, daylight(), furnished()).paint(camera, figures, None).astype(int)
    assert not np.array_equal(half, whole)
    assert np.abs(half - whole).mean() < 1.5
    assert (np.abs(half - whole).max(axis=2) > 24).mean() < 0.004
