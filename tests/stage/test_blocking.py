"""People stand on their marks, walk without jumps, keep out of each other's way and look at whom they should."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from screenc.contract import Brief, Person, TimedAction, TimedSpeech
from screenc.film.appearance import Appearance
from screenc.film.continuity import follow
from screenc.film.footwork import Walk
from screenc.film.model import Action, Cast, Film, Framing, Mark, Scene, Shot
from screenc.stage import set as stage_set
from screenc.stage.blocking import block
from screenc.stage.cues import read, sitters
from screenc.stage.gaze import EYE
from screenc.stage.marks import homes, places
from screenc.stage.set_words import EXTERIORS, INTERIORS
from screenc.stage.sightline import distances


def person(id, side="left", depth="mid", facing="right", **more) -> Person:
    return Person(id=id, name=id, appearance=Appearance(), in_frame=True, side=side, depth=depth, facing=facing, **more)


def brief(people, beats=(), size="long", length=6, setting="ext", place="park", axis=None) -> Brief:
    return Brief(
        shot="s1.1",
        scene="s1",
        length=Fraction(length),
        width=640,
        height=360,
        rate=Fraction(24),
        setting=setting,
        place=place,
        framing=Framing(size=size, subjects=tuple(p.id for p in people)),
        axis=axis,
        people=tuple(people),
        beats=tuple(beats),
    )


def act(text, *who, start=0.5, end=3) -> TimedAction:
    return TimedAction(text=text, who=who, start=Fraction(start), end=Fraction(end))


def say(who, start, end) -> TimedSpeech:
    return TimedSpeech(who=who, text="...", start=Fraction(start), end=Fraction(end), audio="k")


A, B, C, D = (
    person("A"),
    person("B", "right", "mid", "left"),
    person("C", "centre", "mid", "camera"),
    person("D", "left", "far", "right"),
)
BEATS = {
    "still": (),
    "towards": (act("They walk towards each other.", "A", "B"),),
    "pass": (act("They pass by half a step, stop, and turn."),),
    "approach": (act("A walks to B", "A", "B"),),
    "back": (act("A steps back", "A"),),
    "cross": (act("B crosses the room", "B"),),
    "away": (act("B walks away", "B"),),
    "run": (act("A runs over to B", "A", "B"),),
    "turn": (act("A turns away", "A"),),
    "korean": (act("A가 B에게 다가간다", "A", "B"),),
    "japanese": (act("AがBに歩み寄る", "A", "B"),),
}


def frames(b, length=6):
    return np.arange(0, length, 1 / 24)


@pytest.mark.parametrize(("name", "cast"), list(itertools.product(BEATS, ((A, B), (A, B, C, D)))))
def test_paths_are_smooth_and_nobody_collides(name, cast):
    b = brief(cast, BEATS[name], axis=("A", "B"))
    blocking = block(b)
    stands = {w: [s(float(t)) for t in frames(b)] for w, s in blocking.stand.items()}
    for w, path in stands.items():
        steps = [math.dist((p.x, p.z), (q.x, q.z)) for p, q in itertools.pairwise(path)]
        assert max(steps) < (0.125 if name == "run" else 0.052), w
        turns = [abs(math.remainder(q.heading - p.heading, 2 * math.pi)) for p, q in itertools.pairwise(path)]
        assert max(turns) < math.radians(22), w
        walked = [p.walked for p in path]
        assert all(q >= p - 1e-9 for p, q in itertools.pairwise(walked))
        assert abs(sum(steps) - (walked[-1] - walked[0])) < 0.12
    for p, q in itertools.combinations(stands, 2):
        assert min(math.dist((s.x, s.z), (o.x, o.z)) for s, o in zip(stands[p], stands[q], strict=True)) > 0.45


@pytest.mark.parametrize("name", ["towards", "approach", "cross", "run", "korean", "japanese", "away", "back", "pass"])
def test_words_of_movement_move(name):
    b = brief((A, B), BEATS[name], axis=("A", "B"))
    stand = block(b).stand
    assert max(s(6.0).walked for s in stand.values()) > 0.4
    if name in ("towards", "approach", "run", "korean", "japanese"):
        gaps = [math.dist((stand["A"](t).x, stand["A"](t).z), (stand["B"](t).x, stand["B"](t).z)) for t in (0.0, 6.0)]
        assert gaps[1] < gaps[0] - 0.4


def test_two_face_each_other_across_the_axis():
    stand = block(brief((A, B), axis=("A", "B"))).stand
    a, b = stand["A"](0), stand["B"](0)
    assert 1.2 <= math.dist((a.x, a.z), (b.x, b.z)) <= 1.6 and a.x < 0 < b.x
    assert 0.9 < a.heading < 1.7 and -1.7 < b.heading < -0.9
    assert a.speed == b.speed == 0


def test_marks_are_stable_when_somebody_joins():
    two, four = homes(brief((A, B))), homes(brief((A, B, C, D)))
    assert all(two[w] == four[w] for w in two)


@pytest.mark.parametrize("n", [6, 9, 14])
def test_a_crowd_does_not_overlap(n):
    sides, depths = ("left", "centre", "right"), ("near", "mid", "far")
    crowd = tuple(person(f"P{i}", sides[i % 3], depths[i // 3 % 3] if n > 9 else "mid", "camera") for i in range(n))
    at = homes(brief(crowd))
    assert min(math.dist(at[p], at[q]) for p, q in itertools.combinations(at, 2)) > 0.55


def test_facing_is_as_marked():
    for facing, low, high in (("camera", -0.1, 0.1), ("right", 0.9, 1.7), ("left", -1.7, -0.9), ("away", 3.0, 3.3)):
        h = block(brief((person("A", "centre", "mid", facing),))).stand["A"](0).heading
        assert low <= h <= high


def test_somebody_who_leaves_stands_then_goes_at_a_walk():
    b = brief((person("A", exits="left"), B), (act("A leaves", "A", start=2, end=5),), axis=("A", "B"))
    path = block(b).stand["A"]
    assert path(1.9).walked < 0.02 and path(6.0).walked > 1.5
    assert 1.0 < max(path(float(t)).speed for t in frames(b)) < 2.8
    assert abs(math.remainder(path(5.0).heading + math.pi / 2, 2 * math.pi)) < 0.5


def test_somebody_who_enters_arrives_before_they_speak():
    b = brief((A, person("B", "right", "mid", "left", enters="right")), (say("B", 4, 5),), axis=("A", "B"))
    path = block(b).stand["B"]
    home = homes(b)["B"]
    assert math.dist((path(4.5).x, path(4.5).z), home) < 0.4 and path(0.0).x > home[0] + 1.5


def test_entrances_indoors_are_by_the_doorway():
    b = brief((A, person("B", "right", "mid", "left", enters="right")), setting="int", place="office", length=7)
    built, path = stage_set.build(b), block(b).stand["B"]
    points = np.array([(path(float(t)).x, 1.0, path(float(t)).z) for t in np.arange(0, 7, 0.1)], np.float32)
    assert distances(built.solids, points).min() > 0.15


@pytest.mark.parametrize(("setting", "place"), [("int", k) for k in INTERIORS] + [("ext", k) for k in EXTERIORS])
def test_marks_are_clear_of_the_set(setting, place):
    crowd = tuple(
        person(f"P{i}{j}", s, d, "camera")
        for i, s in enumerate(("left", "centre", "right"))
        for j, d in enumerate(("near", "mid", "far"))
    )
    b = brief(crowd, setting=setting, place=place)
    points = np.array([(x, y, z) for x, z in homes(b).values() for y in (0.3, 0.9, 1.5)], np.float32)
    assert distances(stage_set.build(b).solids, points).min() > 0.12


def test_listeners_look_at_the_speaker_and_the_speaker_at_the_listener():
    blocking = block(brief((A, B, C), (say("A", 0, 2), say("C", 2, 4)), axis=("A", "B")))
    head = {w: np.array((s(1).x, 1.7 * EYE, s(1).z)) for w, s in blocking.stand.items()}
    for who, t, at in (("B", 1.5, "A"), ("C", 1.5, "A"), ("A", 1.5, "B"), ("A", 3.5, "C"), ("B", 3.5, "C")):
        assert np.linalg.norm(np.array(blocking.eyes[who](t)) - head[at]) < 0.05, (who, t)


def test_eyes_move_quickly_and_without_a_jump():
    blocking = block(brief((A, B, C), (say("A", 0, 2), say("C", 2, 4)), axis=("A", "B")))
    points = np.array([blocking.eyes["B"](float(t)) for t in np.arange(0, 6, 1 / 96)])
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).max() < 0.15


def test_looks_in_actions_are_heard():
    down = block(brief((A, B), (act("A looks down", "A", start=1, end=3),))).eyes["A"](2.0)
    assert down[1] < 1.0
    away = block(brief((A, B), (act("A looks away", "A", start=1, end=3),), axis=("A", "B"))).eyes["A"](2.0)
    assert np.linalg.norm(np.array(away) - (0.7, 1.6, 0)) > 0.8


def test_the_eyes_of_somebody_who_sits_are_lower():
    b = brief((A, B), (act("A sits down", "A", start=1, end=3),), setting="int", place="office", axis=("A", "B"))
    assert list(sitters(b)) == ["A"]
    assert block(b).eyes["B"](0.5)[1] > 1.5 > 1.4 > block(b).eyes["B"](5.9)[1]


def test_each_sentence_moves_its_own_people():
    nora, otto = person("NORA"), person("OTTO", "right", "mid", "left")
    b = brief((nora, otto), (act("NORA wipes the counter. OTTO sits on the last stool.", "NORA", "OTTO"),))
    assert list(sitters(b)) == ["OTTO"]
    b = brief((nora, otto), (act("NORA walks to OTTO.", "NORA", "OTTO"),))
    assert [(c.who, c.target) for c in read(b)] == [("NORA", "OTTO")]
    b = brief((nora, otto), (act("NORA and OTTO step back.", "NORA", "OTTO"),))
    assert {c.who for c in read(b)} == {"NORA", "OTTO"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ANRI approaches slowly", "approach"),
        ("He steps back", "back"),
        ("Elle s'approche de lui", "approach"),
        ("Er weicht zurück", "back"),
        ("Ella se acerca", "approach"),
        ("그는 뒷걸음친다", "back"),
        ("彼女は後ずさる", "back"),
        ("他走向她", "approach"),
        ("She looks down", "look-down"),
        ("She crosses her arms", None),
        ("He smiles", None),
        ("She passes him the salt", None),
    ],
)
def test_cues_are_read_in_seven_languages(text, kind):
    kinds = [c.kind for c in read(brief((A, B), (act(text, "A"),)))]
    assert (kinds[0] if kinds else None) == kind


@pytest.mark.parametrize(("text", "who"), [("B walks away.", "B"), ("A crosses the room.", "A"), ("A and B step back.", "A")])
def test_the_next_shot_finds_a_walker_where_the_last_left_them(text, who):
    film = Film(
        id="f",
        cast=(Cast(id="A"), Cast(id="B")),
        scenes=(
            Scene(
                id="s1",
                setting="ext",
                place="park",
                with_=("A", "B"),
                axis=("A", "B"),
                shots=(
                    Shot(id="s1.1", beats=(Action(text=text),)),
                    Shot(id="s1.2"),
                    Shot(id="s1.3", marks=(Mark(who=who, side="left"),)),
                ),
            ),
        ),
    )
    log = follow(film)

    def staged(shot, beats=()):
        people = [
            Person(
                id=p.who,
                name=p.who,
                appearance=Appearance(),
                in_frame=p.in_frame,
                side=p.side,
                depth=p.depth,
                facing=p.facing,
                walked=p.walked,
            )
            for p in log[shot].present
        ]
        return block(brief(people, beats, axis=("A", "B"))).stand[who]

    first, then = staged("s1.1", (act(text, "A", "B"),)), staged("s1.2")
    assert math.dist((first(0).x, first(0).z), (first(6).x, first(6).z)) > 0.5
    assert math.dist((first(6).x, first(6).z), (then(0).x, then(0).z)) < 0.05
    assert abs(math.remainder(first(6).heading - then(0).heading, 2 * math.pi)) < 0.1
    assert not log["s1.3"].of(who).walked


def test_who_comes_up_to_somebody_after_a_walk_comes_from_where_it_ended():
    away = Person(**{**B.model_dump(), "walked": (Walk(kind="away", turn=1),)})
    b = brief((A, away), (act("B walks up to A.", "B", "A"),), axis=("A", "B"))
    path = block(b).stand["B"]
    mark, left = homes(b)["B"], places(b)["B"]
    assert math.dist(mark, left) > 1.0
    assert math.dist((path(0).x, path(0).z), left) < 0.05 and math.dist((path(6).x, path(6).z), mark) < 0.05
