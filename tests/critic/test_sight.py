"""What is measured of the picture: flicker, light, camera, direction, backdrop, anchor; on pictures made for the purpose."""

import numpy as np
import pytest
from critic.reel import RATE, Reel, brief, claim, scene

from screenc.contract import Person
from screenc.critic import registry, shots
from screenc.critic.checks.anchor import alike
from screenc.critic.checks.backdrop import drift
from screenc.critic.faces import Face
from screenc.critic.signature import alike as same
from screenc.critic.signature import apart, signature
from screenc.film.appearance import Appearance
from screenc.film.model import Camera


def take(reel, check, **more):
    return registry.check(check).take(reel, claim(check, **more))


def verdict(reel, check, op, value):
    return registry.check(check).judge(reel, claim(check, op, value))


def world(seed=3):
    """A picture 640 wide with texture at every scale, to look at through a window."""
    dice = np.random.default_rng(seed)
    out = np.zeros((400, 640))
    for size in (80, 40, 20, 10, 5):
        coarse = dice.normal(0, size**0.6, (400 // size + 2, 640 // size + 2))
        y, x = np.arange(400) / size, np.arange(640) / size
        iy, ix = y.astype(int), x.astype(int)
        fy, fx = (y - iy)[:, None], (x - ix)[None]
        out += (coarse[iy][:, ix] * (1 - fx) + coarse[iy][:, ix + 1] * fx) * (1 - fy) + (
            coarse[iy + 1][:, ix] * (1 - fx) + coarse[iy + 1][:, ix + 1] * fx
        ) * fy
    out = 128 + out / out.std() * 45
    return np.clip(out, 0, 255).astype(np.uint8)[..., None].repeat(3, 2)


def window(picture, x, y, zoom=1.0):
    """The 320x180 that a camera sees whose middle is at (x, y); `zoom` 2 sees half."""
    columns = np.clip(x + (np.arange(320) - 159.5) / zoom, 0, 638)
    rows = np.clip(y + (np.arange(180) - 89.5) / zoom, 0, 398)
    x0, y0 = columns.astype(int), rows.astype(int)
    fx, fy = (columns - x0)[None, :, None], (rows - y0)[:, None, None]
    p = picture.astype(np.float32)
    top = p[y0][:, x0] * (1 - fx) + p[y0][:, x0 + 1] * fx
    return (top * (1 - fy) + (p[y0 + 1][:, x0] * (1 - fx) + p[y0 + 1][:, x0 + 1] * fx) * fy).astype(np.uint8)


def filmed(path, count=36):
    """What a camera sees along a path: u from 0 to 1 gives (x, y, zoom)."""
    picture = world()
    return np.stack([window(picture, *path(n / (count - 1))) for n in range(count)])


PATHS = {
    "static": lambda u: (320, 200, 1),
    "pan-left": lambda u: (340 - 60 * u, 200, 1),
    "pan-right": lambda u: (300 + 60 * u, 200, 1),
    "tilt-up": lambda u: (320, 215 - 40 * u, 1),
    "tilt-down": lambda u: (320, 185 + 40 * u, 1),
    "push-in": lambda u: (320, 200, 1 + 0.15 * u),
    "pull-out": lambda u: (320, 200, 1.15 - 0.15 * u),
    "handheld": lambda u: (320 + 2 * np.sin(31 * u), 200 + 2 * np.cos(23 * u), 1),
}


@pytest.mark.parametrize("move", PATHS)
def test_the_camera_is_named(move):
    pytest.importorskip("cv2")
    reel = Reel(filmed(PATHS[move]), asked=brief(camera=Camera()))
    assert take(reel, "camera").value == move
    assert verdict(
        reel, "camera", "==", move.split("-")[0] if "-" in move and move[0] in "tp" and move[:2] != "pu" else move
    ).held
    assert verdict(reel, "camera", "==", "scripted").held is (move == "static")


def test_near_and_far_moving_apart_is_a_truck():
    pytest.importorskip("cv2")
    back, front = world(), world(9)
    frames = []
    for n in range(36):
        far, near = window(back, 300 + n * 0.5, 200), window(front, 200 + n * 3.0, 200)
        far[100:] = near[100:]
        frames.append(far)
    found = take(Reel(np.stack(frames), asked=brief()), "camera")
    assert found.value == "truck-right", found.words


def test_people_who_move_are_not_the_camera():
    pytest.importorskip("cv2")
    picture, frames = world(), []
    figure = world(4)
    for n in range(36):
        frame = window(picture, 320, 200)
        frame[40:170, 20 + 4 * n : 90 + 4 * n] = figure[40:170, 100:170]
        frames.append(frame)
    person = Person(
        id="ANRI", name="Anri", appearance=Appearance(), in_frame=True, side="left", depth="mid", facing="right", enters="left"
    )
    reel = Reel(np.stack(frames), asked=brief(people=(person,)))
    assert take(reel, "camera").value == "static"
    assert take(reel, "direction").value == "right" and verdict(reel, "direction", "==", "scripted").held
    mirrored = Reel(np.stack(frames)[:, :, ::-1], asked=brief(people=(person,)))
    assert verdict(mirrored, "direction", "==", "scripted").held is False


def test_a_blank_picture_cannot_be_followed():
    pytest.importorskip("cv2")
    found = verdict(Reel(np.full((36, 180, 320, 3), 90, np.uint8), asked=brief()), "camera", "==", "static")
    assert found.held is None and "followed" in found.words


def test_without_opencv_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("screenc.critic.flow.installed", lambda: False)
    for check in ("camera", "direction"):
        found = verdict(Reel(scene(24), asked=brief()), check, "==", "scripted")
        assert found.held is None and "pip install 'screenc[vision]'" in found.words


def test_flicker_is_told_from_a_fade_and_a_pan():
    calm = scene(48)
    fade = (calm * np.linspace(1, 0.3, 48)[:, None, None, None]).astype(np.uint8)
    shaken = np.clip(calm * (1 + 0.05 * (-1.0) ** np.arange(48))[:, None, None, None], 0, 255).astype(np.uint8)
    steady = [take(Reel(frames), "flicker").value for frames in (calm, fade, scene(48, drift=10))]
    assert max(steady) < 0.35 < 1.0 < take(Reel(shaken), "flicker").value
    assert take(Reel(calm[:3]), "flicker").value is None


def test_light_is_measured():
    grey = np.full((6, 90, 160, 3), 128, np.uint8)
    grey[:, :, 80:] = (200, 128, 60)
    found = {name: take(Reel(grey), name).value for name in ("brightness", "contrast", "warmth")}
    assert found["brightness"] == pytest.approx(100 * (128 + 0.2126 * 200 + 0.7152 * 128 + 0.0722 * 60) / 2 / 255, abs=0.5)
    assert found["warmth"] == pytest.approx(100 * (164 - 94) / (164 + 94), abs=0.5)
    assert 3 < found["contrast"] < 8


def test_a_backdrop_that_slides_is_told_from_one_that_stands():
    still = np.repeat(scene(1), 48, 0).copy()
    still[24:, 30:60, 60:90] = 20
    assert drift(still) < 0.15, "somebody who steps in is no backdrop"
    slid = np.stack([np.roll(still[0], n // 12, 1) for n in range(48)])
    assert drift(slid) > 0.5
    assert drift(np.full((48, 90, 160, 3), 7, np.uint8)) is None
    moving = take(Reel(slid, asked=brief(camera=Camera(move="pan", way="left"))), "backdrop")
    assert moving.value is None and "pan" in moving.words


def test_an_anchor_is_the_picture_it_goes_on_from():
    a, b = scene(2), scene(2, seed=8)
    assert alike(a[0], a[1]) > 0.85 > 0.6 > alike(a[0], b[0])


def test_motion_is_more_in_what_moves():
    assert take(Reel(scene(48)), "motion").value > 3 * take(Reel(np.repeat(scene(1), 48, 0)), "motion").value


def test_a_signature_knows_clothes_in_another_light():
    dice = np.random.default_rng(0)

    def person(skin, top, light):
        picture = np.full((400, 400, 3), 90.0)
        picture[100:200, 150:250] = skin
        picture[215:330, 115:285] = top
        return np.clip((picture + dice.normal(0, 3, picture.shape)) * light, 0, 255).astype(np.uint8)

    face = Face(150, 100, 100, 100, 0.9)
    skin, red, blue = (220, 170, 140), (170, 40, 40), (50, 70, 150)
    day, dusk = np.ones(3), np.array([0.7, 0.55, 0.4])
    marks = [signature(person(skin, top, light), face) for top, light in ((red, day), (red, dusk), (blue, day))]
    assert same(marks[0], marks[1]) > 0.7 > 0.5 > same(marks[0], marks[2])
    colours = ["#{:02x}{:02x}{:02x}".format(*c) for c in (skin, red, blue)]
    assert (
        apart(person(skin, red, dusk), face, colours[0], colours[1])
        < 0.4
        < apart(person(skin, red, dusk), face, colours[0], colours[2])
    )
    assert apart(person(skin, red, day)[:210], face, colours[0], colours[1]) is None


def test_boundaries_are_cuts_and_dissolves():
    a, b, c = scene(48, drift=0.05), scene(48, seed=5, drift=0.05), scene(48, seed=6, drift=0.05)
    mix = np.linspace(0, 1, 18)[:, None, None, None]
    film = np.concatenate([a, b[:30], (b[30:] * (1 - mix) + c[:18] * mix).astype(np.uint8), c[18:]])
    found = shots.boundaries(shots.ribbon(zip(np.arange(len(film)) / RATE, film, strict=True)))
    assert [b.kind for b in found] == ["cut", "gradual"]
    assert found[0].at == pytest.approx(2.0) and abs(found[1].at - (48 + 39) / RATE) < 0.2
    pan = scene(96, drift=9)
    assert shots.boundaries(shots.ribbon(zip(np.arange(96) / RATE, pan, strict=True))) == []


def test_a_fade_through_black_is_one_boundary_and_a_light_that_fails_is_none():
    a, b = scene(48, drift=0.05), scene(48, seed=5, drift=0.05)
    down = np.clip(np.minimum(np.arange(48)[::-1], 12) / 12, 0, 1)[:, None, None, None]
    film = np.concatenate([(a * down).astype(np.uint8), (b * down[::-1]).astype(np.uint8)])
    (found,) = shots.boundaries(shots.ribbon(zip(np.arange(96) / RATE, film, strict=True)))
    assert found.kind == "gradual" and found.start < 1.7 and found.end > 2.3 and abs(found.at - 2) < 0.1
    fails = np.concatenate([(a * down).astype(np.uint8), (a * down[::-1]).astype(np.uint8)])
    assert shots.boundaries(shots.ribbon(zip(np.arange(96) / RATE, fails, strict=True))) == []


def test_a_dissolve_into_a_shot_that_is_soon_cut_is_found():
    a, b, c = scene(48, drift=0.05), scene(30, seed=5, drift=0.05), scene(30, seed=6, drift=0.05)
    mix = np.linspace(0, 1, 12)[:, None, None, None]
    film = np.concatenate([a[:36], (a[36:] * (1 - mix) + b[:12] * mix).astype(np.uint8), b[12:], c])
    found = shots.boundaries(shots.ribbon(zip(np.arange(len(film)) / RATE, film, strict=True)))
    assert [b.kind for b in found] == ["gradual", "cut"] and abs(found[0].at - 42 / RATE) < 0.1


@pytest.mark.parametrize(
    "scripted, found, missed, extra",
    [
        ([2, 5], [2, 5], 0, 0),
        ([2, 5], [2], 1, 0),
        ([2, 5], [2, 3.5, 5], 0, 1),
        ([2, 5], [], 2, 0),
        ([], [1], 0, 1),
        ([2, 5], [2.5, 5], 0, 0),
    ],
)
def test_shot_cut_accuracy_counts_what_is_missed_and_extra(scripted, found, missed, extra):
    value, gone, more = shots.accuracy(scripted, found, 10.0, 24.0)
    assert (gone, more) == (missed, extra) and 0 < value <= 1
    assert (value == 1) is (scripted == found)


def test_shot_cut_accuracy_is_holocines():
    assert shots.accuracy([2, 5], [2.5, 5], 10.0, 24.0)[0] == pytest.approx(np.exp(-12 / 240))
    assert shots.accuracy([2, 5], [2], 10.0, 24.0)[0] == pytest.approx(np.exp(-1 / 3))
