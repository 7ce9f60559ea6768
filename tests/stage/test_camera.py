"""The camera holds what the size says, moves as the move says, and stays out of the way; all by projection, nothing drawn."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenc.contract import Brief, Person, TimedAction
from screenc.film.appearance import Appearance
from screenc.film.model import Camera, Framing
from screenc.stage import set as stage_set
from screenc.stage.blocking import block
from screenc.stage.camera import shoot, span_of
from screenc.stage.gaze import EYE
from screenc.stage.sightline import Sightline, distances

W, H = 640, 360
CAST = {
    "A": dict(side="left", depth="mid", facing="right", height=168),
    "B": dict(side="right", depth="mid", facing="left", height=181),
    "C": dict(side="centre", depth="mid", facing="camera", height=160),
    "D": dict(side="left", depth="far", facing="right", height=175),
}
SINGLES = ("extreme-long", "long", "full", "medium-long", "medium", "medium-close", "close", "extreme-close")
MOVES = {
    "static": (None,),
    "push-in": (None,),
    "pull-out": (None,),
    "pan": ("left", "right"),
    "tilt": ("up", "down"),
    "truck": ("left", "right"),
    "dolly": ("in", "out", "left"),
    "crane": ("up", "down"),
    "orbit": ("left", "right"),
    "zoom": ("in", "out"),
    "dolly-zoom": ("in", "out"),
    "rack-focus": (None,),
    "handheld": (None,),
    "steadicam": (None,),
}


def brief(
    size="medium",
    subjects=("A",),
    cast="AB",
    move="static",
    way=None,
    angle="eye",
    place="park",
    setting="ext",
    length=4,
    width=W,
    height=H,
    pace="normal",
    racked=(),
    beats=(),
    changes=None,
    **more,
) -> Brief:
    people = []
    for who in cast:
        one = {**CAST[who], **(changes or {}).get(who, {})}
        people.append(Person(id=who, name=who, appearance=Appearance(height=one.pop("height")), in_frame=who in subjects, **one))
    return Brief(
        shot="s1.1",
        scene="s1",
        length=Fraction(length),
        width=width,
        height=height,
        rate=Fraction(24),
        setting=setting,
        place=place,
        framing=Framing(size=size, subjects=subjects),
        angle=angle,
        camera=Camera(move=move, way=way, pace=pace, subjects=racked),
        axis=("A", "B") if {"A", "B"} <= set(cast) else None,
        people=tuple(people),
        beats=tuple(beats),
        **more,
    )


def filmed(b: Brief):
    built, blocking = stage_set.build(b), block(b)
    return built, blocking, shoot(b, blocking, built)


def spot(b, blocking, who, share, t):
    s = blocking.stand[who](t)
    return s.x, next(p for p in b.people if p.id == who).appearance.height / 100 * share, s.z


def seen(b, blocking, eye, who, share, t):
    uv, depth = eye.project([spot(b, blocking, who, share, t)], b.width, b.height)
    return float(uv[0, 0]), float(uv[0, 1]), float(depth[0])


@pytest.mark.parametrize(("size", "who"), list(itertools.product(SINGLES, "ABC")))
def test_the_frame_cuts_where_the_size_says(size, who):
    b = brief(size, (who,), "ABC")
    _built, blocking, shot = filmed(b)
    eye, span = shot.eye(2.0), span_of(b)
    top, bottom = (seen(b, blocking, eye, who, share, 2.0)[1] for share in (span.high, span.low))
    assert abs(top) < 0.02 * H and abs(bottom - H) < 0.02 * H
    u, v, _ = seen(b, blocking, eye, who, EYE, 2.0)
    assert 0.1 * W < u < 0.9 * W and 0.1 * H < v < 0.64 * H
    if size in ("extreme-long", "long", "full"):
        assert seen(b, blocking, eye, who, 0.0, 2.0)[1] < H
    else:
        assert seen(b, blocking, eye, who, 0.0, 2.0)[1] > H


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (1000, 1000), (1920, 800)])
def test_any_shape_of_frame_holds_the_two(width, height):
    b = brief("two-shot", ("A", "B"), width=width, height=height)
    _, blocking, shot = filmed(b)
    eye = shot.eye(0.0)
    a, c = (seen(b, blocking, eye, w, EYE, 0.0) for w in "AB")
    assert 0 < a[0] < c[0] < width and all(0 < q[1] < height for q in (a, c))


@pytest.mark.parametrize(
    ("move", "size", "subjects"),
    [
        (m, s, w)
        for m in MOVES
        for s, w in (
            ("close", "A"),
            ("medium", "B"),
            ("full", "AB"),
            ("long", "ABC"),
            ("medium-long", "ABCD"),
            ("two-shot", "AB"),
            ("over-shoulder", "AB"),
            ("over-shoulder", "BA"),
            ("medium-close", "C"),
        )
    ],
)
def test_every_move_keeps_its_subjects_and_hits_nothing(move, size, subjects):
    cast = "ABCD" if len(subjects) > 2 or subjects == "C" else "AB"
    for way in MOVES[move][:1]:
        b = brief(
            size,
            tuple(subjects),
            cast,
            move,
            way,
            place="cafe" if subjects != "ABCD" else "park",
            setting="int" if subjects != "ABCD" else "ext",
        )
        built, blocking, shot = filmed(b)
        sight = Sightline(b, blocking, built)
        watched = subjects[1:] if size == "over-shoulder" else subjects
        for t in np.linspace(0, 4, 9):
            eye = shot.eye(float(t))
            assert np.isfinite(eye.position).all() and eye.focal > 0 and eye.blur >= 0 and eye.focus > 0
            assert np.allclose(eye.axes @ eye.axes.T, np.eye(3), atol=1e-6)
            assert float(distances(built.solids, eye.position[None].astype(np.float32)).min()) > 0.08
            assert sight.crowding(eye.position, float(t)) > 0.2
            assert not sight.across(eye.position, float(t))
            for who in watched:
                u, v, depth = seen(b, blocking, eye, who, EYE, float(t))
                assert 0 < u < W and 0 < v < H and depth > 0.2, (who, t, u, v)


@pytest.mark.parametrize(
    ("angle", "size"), list(itertools.product(("eye", "low", "high", "overhead", "dutch"), ("long", "medium", "close")))
)
def test_angles_look_from_where_they_say(angle, size):
    b = brief(size, ("A",), angle=angle)
    _, blocking, shot = filmed(b)
    eye = shot.eye(0.0)
    u, v, _ = seen(b, blocking, eye, "A", EYE, 0.0)
    assert 0 < u < W and 0 < v < H
    rise, roll = math.asin(-eye.axes[2][1]), math.asin(eye.axes[0][1])
    if angle == "overhead":
        assert rise > 1.1
    elif angle == "high":
        assert rise > 0.3
    elif angle == "low":
        assert rise < -0.05
    else:
        assert abs(rise) < 0.25
    assert (abs(roll) > 0.15) == (angle == "dutch")


def test_sides_of_the_frame_are_as_marked():
    for subjects in ("AB", "ABC", "ABCD"):
        b = brief("long", tuple(subjects), subjects)
        _, blocking, shot = filmed(b)
        us = {w: seen(b, blocking, shot.eye(0.0), w, EYE, 0.0)[0] for w in subjects}
        order = {"left": 0, "centre": 1, "right": 2}
        for p, q in itertools.combinations(subjects, 2):
            if order[CAST[p]["side"]] < order[CAST[q]["side"]]:
                assert us[p] < us[q]


def test_near_is_nearer_than_far():
    b = brief("long", ("A", "B"), changes={"A": {"depth": "near"}, "B": {"depth": "far"}})
    _, blocking, shot = filmed(b)
    near, far = (seen(b, blocking, shot.eye(0.0), w, EYE, 0.0)[2] for w in "AB")
    assert far > near + 1.5


@pytest.mark.parametrize("move", ["pan", "tilt", "zoom", "rack-focus", "static"])
def test_rotations_and_lenses_do_not_move_the_eye(move):
    _, _, shot = filmed(brief("full", ("A",), move=move))
    assert np.allclose(shot.eye(0.0).position, shot.eye(3.9).position, atol=1e-9)
    turned = float(np.linalg.norm(shot.eye(0.0).axes - shot.eye(3.9).axes))
    assert (turned > 0.02) == (move in ("pan", "tilt"))
    assert shot.locked == (move in ("static", "rack-focus"))


def _ratio(b, shot, blocking, t):
    """Size of somebody near against a landmark behind: parallax changes it, a zoom cannot."""
    eye = shot.eye(t)
    s = blocking.stand["A"](0.0)
    behind = np.array([[s.x, 0.0, s.z + 6.0], [s.x, 1.7, s.z + 6.0]])
    near = np.array([[s.x, 0.0, s.z], [s.x, 1.7, s.z]])
    return float(np.ptp(eye.project(near, W, H)[0][:, 1]) / np.ptp(eye.project(behind, W, H)[0][:, 1]))


def test_a_push_in_changes_perspective_and_a_zoom_does_not():
    ratios = {}
    for move in ("push-in", "zoom", "dolly-zoom"):
        b = brief("medium", ("A",), move=move)
        _, blocking, shot = filmed(b)
        ratios[move] = _ratio(b, shot, blocking, 4.0) / _ratio(b, shot, blocking, 0.0)
    assert ratios["push-in"] > 1.05 and ratios["dolly-zoom"] > 1.05
    assert abs(ratios["zoom"] - 1) < 0.01


def test_push_in_and_zoom_in_make_the_subject_larger_and_out_smaller():
    for move, way, grows in (
        ("push-in", None, True),
        ("pull-out", None, False),
        ("zoom", "in", True),
        ("zoom", "out", False),
        ("dolly", "out", False),
    ):
        b = brief("medium", ("A",), move=move, way=way)
        _, blocking, shot = filmed(b)
        sizes = [
            abs(seen(b, blocking, shot.eye(t), "A", 1.0, t)[1] - seen(b, blocking, shot.eye(t), "A", 0.6, t)[1])
            for t in (0.0, 4.0)
        ]
        assert (sizes[1] > sizes[0] * 1.06) if grows else (sizes[1] < sizes[0] / 1.06)


def test_a_dolly_zoom_keeps_its_subjects_size():
    b = brief("medium-close", ("A",), move="dolly-zoom")
    _, blocking, shot = filmed(b)
    sizes = [
        abs(seen(b, blocking, shot.eye(t), "A", 1.0, t)[1] - seen(b, blocking, shot.eye(t), "A", 0.87, t)[1])
        for t in np.linspace(0, 4, 9)
    ]
    assert max(sizes) / min(sizes) < 1.02
    assert shot.eye(4.0).focal < shot.eye(0.0).focal * 0.95


def test_an_orbit_keeps_its_distance_and_goes_the_way_it_says():
    for way, sign in (("left", -1), ("right", 1)):
        b = brief("medium", ("C",), "C", move="orbit", way=way)
        _, blocking, shot = filmed(b)
        head = np.array(spot(b, blocking, "C", EYE, 0.0))
        gaps = [float(np.linalg.norm(shot.eye(t).position - head)) for t in np.linspace(0, 4, 9)]
        assert max(gaps) / min(gaps) < 1.005
        moved = shot.eye(4.0).position - shot.eye(0.0).position
        assert sign * float(moved @ shot.eye(2.0).axes[0]) > 0.3


def test_trucks_and_cranes_translate():
    b = brief("long", ("A", "B"), move="truck", way="left")
    _, _, shot = filmed(b)
    assert np.allclose(shot.eye(0.0).axes, shot.eye(4.0).axes) and shot.eye(4.0).position[0] < shot.eye(0.0).position[0] - 0.2
    for way, sign in (("up", 1), ("down", -1)):
        _, _, shot = filmed(brief("long", ("A", "B"), move="crane", way=way))
        assert sign * (shot.eye(4.0).position[1] - shot.eye(0.0).position[1]) > 0.5


def test_a_rack_carries_the_focus_from_one_to_the_other():
    b = brief(
        "medium-close", ("A",), move="rack-focus", racked=("A", "B"), changes={"A": {"depth": "near"}, "B": {"depth": "far"}}
    )
    _, blocking, shot = filmed(b)
    for t, who in ((0.0, "A"), (4.0, "B")):
        assert abs(shot.eye(t).focus - seen(b, blocking, shot.eye(t), who, EYE, t)[2]) < 0.15
        assert shot.eye(t).blur > 4 * W / 1280
        assert 0 < seen(b, blocking, shot.eye(t), who, EYE, t)[0] < W


def test_the_hand_that_holds_the_camera_is_seeded():
    one, again, other = (filmed(brief(move="handheld", motion_seed=s))[2] for s in (5, 5, 6))
    assert np.array_equal(one.eye(1.3).position, again.eye(1.3).position)
    assert not np.array_equal(one.eye(1.3).position, other.eye(1.3).position)
    steps = [np.linalg.norm(one.eye(k / 24).position - one.eye((k + 1) / 24).position) for k in range(96)]
    assert 0 < max(steps) < 0.02


def test_faster_goes_further():
    went = []
    for pace in ("slow", "normal", "fast"):
        _, _, shot = filmed(brief("long", ("A", "B"), move="truck", pace=pace))
        went.append(float(np.linalg.norm(shot.eye(4.0).position - shot.eye(0.0).position)))
    assert went[0] < went[1] <= went[2]


def test_a_given_lens_changes_perspective_and_not_size():
    frames = {}
    for mm in (24, 85):
        b = brief("medium", ("A",), lens=Fraction(mm))
        _, blocking, shot = filmed(b)
        eye = shot.eye(0.0)
        frames[mm] = (eye.focal, seen(b, blocking, eye, "A", 1.0, 0.0), seen(b, blocking, eye, "A", 0.6, 0.0))
        assert abs(eye.focal - mm / 36 * W) < 1
    assert abs(frames[24][1][1] - frames[85][1][1]) < 6 and abs(frames[24][2][1] - frames[85][2][1]) < 6
    assert frames[85][1][2] > frames[24][1][2] * 2.5


def test_shot_and_reverse_keep_the_line_and_their_eyelines_meet():
    looks = {}
    for who, other in (("A", "B"), ("B", "A")):
        for size, subjects in (("close", (who,)), ("over-shoulder", (other, who)), ("medium", (who,))):
            b = brief(size, subjects)
            _, blocking, shot = filmed(b)
            eye = shot.eye(0.0)
            mine, theirs = (seen(b, blocking, eye, w, EYE, 0.0) for w in (who, other))
            # The look in the frame is towards where the eyes point, in camera space.
            gaze = np.array(blocking.eyes[who](0.0)) - np.array(spot(b, blocking, who, EYE, 0.0))
            looks[who, size] = float(eye.axes[0] @ gaze)
            assert float(eye.axes[2] @ gaze) < 0.35 * np.linalg.norm(gaze), "the face is seen, not the back of the head"
            if size == "over-shoulder":
                assert theirs[2] < mine[2] and (theirs[0] < mine[0]) == (other == "A")
                assert -0.2 * W < theirs[0] < 1.2 * W and abs(mine[0] - W / 2) < 0.2 * W
    assert all(looks["A", s] > 0.1 > -0.1 > looks["B", s] for s in ("close", "over-shoulder", "medium"))


def test_point_of_view_is_from_the_eyes():
    b = brief("pov", ("A", "B"))
    _, blocking, shot = filmed(b)
    eye = shot.eye(0.0)
    assert np.linalg.norm(eye.position - np.array(spot(b, blocking, "A", EYE, 0.0))) < 0.3
    assert abs(seen(b, blocking, eye, "B", 0.84, 0.0)[0] - W / 2) < 5


def test_leadroom_is_before_the_nose():
    for who in "AB":
        b = brief("close", (who,))
        _, blocking, shot = filmed(b)
        u = seen(b, blocking, shot.eye(0.0), who, EYE, 0.0)[0]
        assert (u < W / 2) == (who == "A")


def test_wides_are_sharp_and_close_ups_are_soft_behind():
    blurs = [filmed(brief(size, ("A",)))[2].eye(0.0).blur for size in ("long", "medium", "close")]
    assert blurs[0] == 0 < blurs[1] < blurs[2] < 0.02 * W


def test_a_follow_keeps_a_walker_in_frame():
    beats = (TimedAction(text="A walks to B", start=Fraction(0), end=Fraction(3), who=("A", "B")),)
    b = brief("medium", ("A",), move="steadicam", beats=beats)
    _, blocking, shot = filmed(b)
    assert blocking.stand["A"](4.0).walked > 0.8
    for t in np.linspace(0, 4, 13):
        u, v, _ = seen(b, blocking, shot.eye(float(t)), "A", EYE, float(t))
        assert 0.05 * W < u < 0.95 * W and 0 < v < H


@pytest.mark.parametrize(("way", "kind"), list(itertools.product(("left", "right"), ("enters", "exits"))))
def test_entrances_and_exits_cross_the_edge_of_the_frame(way, kind):
    for size in ("medium", "full"):
        b = brief(size, ("B",), length=6, changes={"B": {kind: way}})
        _, blocking, shot = filmed(b)
        us = [seen(b, blocking, shot.eye(t), "B", EYE, t) for t in (0.0, 6.0)]
        out, into = us if kind == "enters" else us[::-1]
        assert 0 < into[0] < W and into[2] > 0
        assert out[2] < 0.2 or (out[0] < 0 if way == "left" else out[0] > W)


def test_nobody_in_frame_is_a_shot_of_the_place():
    for size in ("extreme-long", "long", "insert", "pov", "over-shoulder"):
        b = brief(size, (), "")
        built, _, shot = filmed(b)
        assert float(distances(built.solids, shot.eye(0.0).position[None].astype(np.float32)).min()) > 0.1


@pytest.mark.parametrize(
    ("size", "move", "mm"),
    [("insert", "crane", 18), ("close", "tilt", 18), ("extreme-close", "truck", 14), ("close", "static", 135)],
)
def test_no_lens_brings_an_overhead_camera_into_a_head(size, move, mm):
    b = brief(size, ("C",), "ABC", move, angle="overhead", lens=Fraction(mm))
    _, blocking, shot = filmed(b)
    for t in (0.0, 4.0):
        eye = shot.eye(t)
        assert np.allclose(eye.axes @ eye.axes.T, np.eye(3), atol=1e-6)
        assert np.linalg.norm(eye.position - np.array(spot(b, blocking, "C", EYE, t))) > 0.3


@pytest.mark.parametrize("move", ["push-in", "pull-out", "dolly-zoom", "crane", "steadicam", "handheld"])
def test_a_low_camera_never_sinks_into_the_floor(move):
    for size in ("medium-close", "long", "extreme-long"):
        b = brief(size, ("A",), move=move, angle="low", place="corridor", setting="int", pace="fast")
        _, _, shot = filmed(b)
        assert min(shot.eye(float(t)).position[1] for t in np.linspace(0, 4, 9)) > 0.08


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    size=st.sampled_from(("long", "full", "medium", "close", "two-shot", "over-shoulder")),
    turned=st.booleans(),
    move=st.sampled_from(("static", "push-in", "pan", "truck", "orbit", "crane", "handheld")),
    angle=st.sampled_from(("eye", "low", "high")),
    depths=st.tuples(*[st.sampled_from(("near", "mid", "far"))] * 2),
    place=st.sampled_from(("cafe", "library", "street", "desert", "office")),
    text=st.sampled_from((None, "A crosses the room", "B walks away", "B steps back", "A walks to B")),
    length=st.sampled_from((3, 5)),
)
def test_the_camera_keeps_its_side_of_the_line(size, turned, move, angle, depths, place, text, length):
    """Nobody finds left and right exchanged: not while all stand, and where somebody walks the line itself round, not once they
    have arrived."""
    subjects = ("B", "A") if turned else ("A", "B")
    who = tuple(w for w in "AB" if text and w in text.split())
    beats = (TimedAction(text=text, who=who, start=Fraction(1, 2), end=Fraction(3)),) if text else ()
    b = brief(
        size,
        subjects if size in ("two-shot", "over-shoulder") else subjects[:1],
        move=move,
        way={"pan": "left", "truck": "right", "orbit": "left", "crane": "up"}.get(move),
        angle=angle,
        place=place,
        setting="ext" if place in ("street", "desert") else "int",
        changes={"A": {"depth": depths[0]}, "B": {"depth": depths[1]}},
        beats=beats,
        length=length,
    )
    built, blocking, shot = filmed(b)
    sight = Sightline(b, blocking, built)
    still = all(stand(length).walked < 0.05 for stand in blocking.stand.values())
    for t in (0.0, length / 2, float(length)) if still else (float(length),):
        assert not sight.across(shot.eye(t).position, t)


@pytest.mark.parametrize("text", ["A crosses the room", "A steps back", "A walks to B"])
def test_a_tight_static_shot_holds_where_a_walker_ends(text):
    b = brief("close", ("A",), beats=(TimedAction(text=text, who=("A",), start=Fraction(1, 2), end=Fraction(3)),), length=5)
    _, blocking, shot = filmed(b)
    u, v, _ = seen(b, blocking, shot.eye(5.0), "A", EYE, 5.0)
    assert shot.locked and blocking.stand["A"](5.0).walked > 0.4
    assert 0.2 * W < u < 0.8 * W and 0.1 * H < v < 0.6 * H
