"""Actors keep time, keep their feet, keep their eyes on what they look at, and never come apart."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenc.contract import Brief, Person, TimedAction, TimedSpeech
from screenc.film.appearance import Appearance
from screenc.film.casting import appearances
from screenc.film.model import Cast, Film, Framing, Prop
from screenc.stage import face, gait, gesture, gesture_words, prop
from screenc.stage.cues import spoken
from screenc.stage.emotion import FEELINGS, feeling
from screenc.stage.figure import Figure
from screenc.stage.parts import FACE_COLUMNS, Stand, Voice
from screenc.stage.rig import AT, FOOT, HAND, HEAD, bone, bones
from screenc.stage.shot import compose
from screenc.stage.solid import Material, turn_y
from screenc.stage.view import Eye

RATE = Fraction(24)
HERE = Stand(0.0, 0.0, 0.0)


def person(look: str = "woman, green coat", id: str = "ANRI", holds: tuple[str, ...] = (), **more) -> Person:
    a = appearances(Film(id="f", cast=(Cast(id=id, look=look),)))[id]
    return Person(
        id=id,
        name=id,
        appearance=a,
        in_frame=True,
        side="centre",
        depth="mid",
        facing="camera",
        holds=tuple(Prop(id=h) for h in holds),
        **more,
    )


def brief(*beats, people=(), length=6, **more) -> Brief:
    return Brief(
        shot="s1.1",
        scene="s1",
        length=Fraction(length),
        width=1280,
        height=720,
        rate=RATE,
        setting="ext",
        place="street",
        framing=Framing(size="medium"),
        people=tuple(people),
        beats=beats,
        **more,
    )


def action(text: str, start=1, end=3, who=("ANRI",)) -> TimedAction:
    return TimedAction(text=text, start=Fraction(start), end=Fraction(end), who=tuple(who))


def speech(who="ANRI", how=None, start=1, end=3) -> TimedSpeech:
    return TimedSpeech(who=who, how=how, text="Well, here we are.", start=Fraction(start), end=Fraction(end), audio="k")


def joints(figure: Figure, t: float, stand: Stand = HERE, gaze=None) -> tuple[np.ndarray, np.ndarray]:
    """Axes and places of the bones, as `at` sets them."""
    c = figure.performance.pose(t)
    figure._walk(c, t, stand)
    root, ground = turn_y(stand.heading).astype(float), np.array((stand.x, 0.0, stand.z))
    if gaze is not None:
        figure._look(c, root, ground, gaze)
    from screenc.stage.rig import BONES

    R, P = np.zeros((BONES, 3, 3)), np.zeros((BONES, 3))
    bones(c, figure.dimensions, root, ground, R, P)
    return R, P


def fine(figure: Figure, times, stand=HERE, gaze=(0.5, 1.5, -3.0)) -> None:
    for t in times:
        solids, row = figure.at(t, stand, gaze)
        for column in (solids.a, solids.b, solids.size, solids.turn, solids.colour, row):
            assert np.isfinite(column).all()
        assert row.shape == (FACE_COLUMNS,) and (solids.size[:, 0] > 0).all()


def walk(t: float) -> Stand:
    """From rest to 1.35 m/s and to rest again, along +x."""
    v, up, last = 1.35, 0.6, 3.4
    x = min(max(t - 0.3, 0.0), last)
    if x < up:
        d, speed = v * x * x / (2 * up), v * x / up
    elif x < last - up:
        d, speed = v * (x - up / 2), v
    else:
        y = last - x
        d, speed = v * (last - up) - v * y * y / (2 * up), v * y / up
    return Stand(d - 2.0, 0.0, math.pi / 2, speed, d)


# --- lips, lids, eyes ------------------------------------------------------------------------------------------------


def test_lips_follow_the_voice_frame_by_frame():
    opening = np.abs(np.sin(np.arange(48) * 0.9)).astype(np.float32)
    voice = Voice(1.0, opening, np.full(48, 0.5, np.float32))
    who = person()
    figure = Figure(who, 0, brief(speech(), people=[who]), [voice])
    seen = [figure.at((24 + k) / 24, HERE)[1][face.MOUTH_OPEN] for k in range(48)]
    assert np.allclose(seen, opening, atol=1e-6)
    assert figure.at(0.5, HERE)[1][face.MOUTH_OPEN] < 0.05 and figure.at(3.5, HERE)[1][face.MOUTH_OPEN] < 0.05


def test_a_line_that_all_say_with_one_voice_moves_every_mouth_in_frame_and_no_other_line_does():
    opening = np.full(48, 0.8, np.float32)
    anri, takumi, away = person(), person(id="TAKUMI"), person(id="MEI").model_copy(update={"in_frame": False})

    def mouths(how):
        told = brief(speech(who="ALL", how=how), people=[anri, takumi, away])
        shot = compose(told, {beat.audio: Voice(1.0, opening, opening) for beat in told.beats})
        return [shot.figures[n].at(1.5, HERE)[1][face.MOUTH_OPEN] > 0.5 for n in range(2)]

    assert mouths("softly, with one voice") == [True, True]
    assert mouths("im Chor") == [True, True]
    assert mouths("softly") == [False, False]
    told = brief(speech(who="ALL", how="with one voice"), people=[anri, away])
    assert [len(spoken(told, who)) for who in ("ANRI", "MEI", "ALL")] == [1, 0, 1]


def test_everybody_blinks_each_in_their_own_time():
    shut = []
    for id in ("ANRI", "TAKUMI"):
        who = person(id=id)
        figure = Figure(who, 0, brief(people=[who], length=20))
        lids = np.array([figure.at(k / 24, HERE)[1][face.OPEN] for k in range(480)])
        assert 0.01 < (lids < 0.5).mean() < 0.12
        shut.append(lids < 0.5)
    assert (shut[0] != shut[1]).any()


@pytest.mark.parametrize("point", [(1.5, 1.5, -2.0), (-2.0, 1.6, -1.0), (0.3, 0.4, -1.5), (0.0, 2.6, -2.0), (2.5, 1.5, 0.2)])
def test_eyes_and_head_turn_to_their_point(point):
    who = person()
    figure = Figure(who, 0, brief(people=[who]))
    R, P = joints(figure, 0.7, HERE, point)
    _, row = figure.at(0.7, HERE, point)
    head = P[HEAD] + np.array((0.0, 0.8, 0.1)) * figure.proportions.head @ R[HEAD]
    towards = np.asarray(point) - head
    towards /= np.linalg.norm(towards)
    ahead = np.array((math.sin(0.55 * row[face.GAZE_X]), math.sin(0.45 * row[face.GAZE_Y]), 1.0)) @ R[HEAD]
    ahead /= np.linalg.norm(ahead)
    assert ahead @ towards > math.cos(math.radians(16))
    still = joints(figure, 0.7, HERE, (0.0, float(head[1]), -3.0))[0][HEAD]
    assert R[HEAD][2] @ towards > still[2] @ towards


def test_nobody_looks_through_the_back_of_their_head():
    who = person()
    figure = Figure(who, 0, brief(people=[who]))
    for x in np.linspace(-2, 2, 21):
        R, _ = joints(figure, 0.7, HERE, (x, 1.5, 2.5))
        assert R[HEAD][2] @ (0.0, 0.0, -1.0) > math.cos(math.radians(130))


# --- feet ------------------------------------------------------------------------------------------------------------


def test_feet_do_not_slide():
    who = person("man, 178cm", "TAKUMI")
    figure = Figure(who, 0, brief(people=[who], length=5), (), walk)
    for side in (1, -1):
        planted: dict[int, list] = {}
        for k in range(0, 240):
            t = k / 48
            steps = figure.footfalls._steps[side]
            n = sum(s.start <= t for s in steps)
            air = n and t < steps[n - 1].end
            rising = n < len(steps) and t > steps[n].start - gait.HEEL_LEAD
            if not air and not rising:
                _, P = joints(figure, t, walk(t))
                planted.setdefault(n, []).append(P[bone(FOOT, side)])
        assert sum(len(p) > 4 for p in planted.values()) >= 3
        for places in planted.values():
            assert np.ptp(np.array(places), axis=0).max() < 0.012


def test_a_walker_steps_and_comes_to_rest_with_feet_together():
    falls = gait.Footfalls(walk, 5.0, 1.75, 0.09)
    assert 4 <= sum(len(s) for s in falls._steps.values()) <= 14
    end = walk(5.0)
    for side in (1, -1):
        foot = falls.foot(side, 5.0, end)
        assert abs(foot.ahead) < 0.06 and abs(foot.up) < 1e-6 and foot.loaded == 1.0
    assert max(abs(b.start - a.start) for s in falls._steps.values() for a, b in pairwise(s)) < 1.4


def test_turning_on_the_spot_moves_the_feet():
    def turn(t: float) -> Stand:
        return Stand(0.0, 0.0, min(1.0, max(0.0, t - 0.5)) * math.pi / 2)

    falls = gait.Footfalls(turn, 4.0, 1.7, 0.09)
    assert all(falls._steps.values())
    assert all(abs(falls.foot(s, 4.0, turn(4.0)).yaw) < 0.3 for s in (1, -1))


# --- gestures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ANRI waves at the bus.", "wave"),
        ("She points at the door.", "point"),
        ("He nods.", "nod"),
        ("She shakes her head.", "shake-head"),
        ("TAKUMI shrugs.", "shrug"),
        ("He crosses his arms.", "cross-arms"),
        ("She sits down.", "sit"),
        ("He stands up.", "stand-up"),
        ("She kneels by the grave.", "kneel"),
        ("He hands her the letter.", "offer"),
        ("She takes the cup.", "take"),
        ("She opens her umbrella.", "umbrella-up"),
        ("umbrellas down against the rain", "umbrella-down"),
        ("He drinks.", "drink"),
        ("She types on the laptop.", "type"),
        ("He reads the letter.", "read"),
        ("She laughs.", "laugh"),
        ("He cries.", "cry"),
        ("They hug.", "hug"),
        ("He bows deeply.", "bow"),
        ("She covers her face.", "cover-face"),
        ("He leans in.", "lean"),
        ("She jumps.", "jump"),
        ("He falls.", "fall"),
        ("She picks up the key.", "pick-up"),
        ("He steps back.", "recoil"),
        ("그녀는 고개를 끄덕인다", "nod"),
        ("彼は手を振る", "wave"),
        ("她坐下", "sit"),
        ("Il hausse les épaules", "shrug"),
        ("Sie zeigt auf die Tür", "point"),
        ("Ella bebe", "drink"),
        ("The zorblax frobnicates.", "business"),
    ],
)
def test_words_ask_for_gestures(text, name):
    assert name in gesture_words.named(text)


def test_a_gesture_hits_its_time():
    who = person("man, blue shirt")
    figure = Figure(who, 0, brief(action("ANRI raises a hand.", 2, 4), people=[who]))
    rest = joints(figure, 1.9)[1][bone(HAND, 1)][1]
    assert abs(joints(figure, 1.99)[1][bone(HAND, 1)][1] - rest) < 0.02
    assert joints(figure, 2.6)[1][bone(HAND, 1)][1] > rest + 0.6
    assert joints(figure, 5.5)[1][bone(HAND, 1)][1] < rest + 0.05


def test_an_action_is_its_own_persons():
    a, b = person(id="ANRI"), person(id="TAKUMI")
    shot = brief(action("ANRI raises a hand.", 1, 3), people=[a, b])
    up = {p.id: joints(Figure(p, 0, shot), 1.9)[1][bone(HAND, 1)][1] for p in (a, b)}
    assert up["ANRI"] > up["TAKUMI"] + 0.5


def test_a_sentence_moves_those_who_do_it_and_nobody_else():
    def sits(who, text):
        pair = (person(id="ANRI"), person(id="OTTO"))
        me = next(p for p in pair if p.id == who)
        b = brief(action(text, who=("ANRI", "OTTO")), people=pair)
        return Figure(me, 0, b).performance.sits is not None

    assert sits("OTTO", "ANRI wipes the counter. OTTO sits.") and not sits("ANRI", "ANRI wipes the counter. OTTO sits.")
    assert not sits("OTTO", "ANRI sits beside OTTO.") and sits("ANRI", "ANRI sits beside OTTO.")
    assert sits("ANRI", "ANRI and OTTO sit down.") and sits("OTTO", "ANRI and OTTO sit down.")


def test_sitting_stays_until_standing_up():
    who = person()
    shot = brief(action("ANRI sits down.", 0, 1), action("ANRI stands up.", 4, 5), people=[who], length=8)
    figure = Figure(who, 0, shot, (), lambda t: HERE)
    heights = [joints(figure, t)[1][HEAD][1] for t in (0.0, 2.5, 3.9, 6.5)]
    assert heights[1] < heights[0] - 0.25 and abs(heights[2] - heights[1]) < 0.03 and abs(heights[3] - heights[0]) < 0.03
    assert len(figure.at(0.0, HERE)[0]) > len(Figure(who, 0, brief(people=[who]), (), lambda t: HERE).at(0.0, HERE)[0])


def test_whoever_stands_up_was_sitting():
    who = person()
    figure = Figure(who, 0, brief(action("ANRI stands up.", 2, 3), people=[who]), (), lambda t: HERE)
    assert joints(figure, 0.5)[1][HEAD][1] < joints(figure, 5.0)[1][HEAD][1] - 0.25


def test_no_pops():
    who = person(holds=("cup",))
    shot = brief(action("ANRI drinks, waves and sits down.", 1, 4), speech(how="angry", start=2, end=5), people=[who])
    figure = Figure(who, 0, shot)
    before = None
    for k in range(144):
        P = joints(figure, k / 24)[1]
        if before is not None:
            assert np.abs(P - before).max() < 0.22
        before = P


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=60),
    st.sampled_from(sorted(gesture.GESTURES)),
    st.sampled_from(("cup", "umbrella", "guitar", "zorb", "")),
    st.floats(0, 6),
    st.floats(-3, 3),
)
def test_any_words_give_a_sound_body(text, name, holding, t, x):
    who = person(holds=(holding,) if holding else ())
    shot = brief(
        action(f"{text} {name.replace('-', ' ')}", 0, 2),
        action(text, 2, 2),
        speech(how=text[:20] or None),
        people=[who],
        weather="rain",
    )
    fine(Figure(who, 0, shot), (t,), gaze=(x, x, x))


@pytest.mark.parametrize("name", sorted(gesture.GESTURES))
def test_every_gesture_is_sound(name):
    who = person()
    figure = Figure(who, 0, brief(action("thing", 0, 2), people=[who]))
    figure.performance._act(gesture.GESTURES[name], 1.0, 3.0, 1.0, 0, {}, False)
    fine(figure, (1.2, 2.0, 3.3))


# --- feelings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("angry", "angry"),
        ("sadly", "sad"),
        ("happily", "happy"),
        ("laughing", "laughing"),
        ("afraid", "afraid"),
        ("surprised", "surprised"),
        ("whispering", "whispering"),
        ("confused", "confused"),
        ("tired", "tired"),
        ("sternly", "stern"),
        ("tenderly", "tender"),
        ("furieux", "angry"),
        ("traurig", "sad"),
        ("feliz", "happy"),
        ("화가 나서", "angry"),
        ("슬프게", "sad"),
        ("怒って", "angry"),
        ("悲しそうに", "sad"),
        ("生气地", "angry"),
        ("高兴", "happy"),
    ],
)
def test_how_names_a_feeling(words, name):
    assert feeling(words).name == name


def test_words_of_no_feeling_give_none():
    assert feeling("to the waiter") is None and feeling(None) is None


def test_a_feeling_shows_while_the_line_lasts():
    who = person()
    rows = {}
    for how in (None, "angry", "happy", "sad"):
        figure = Figure(who, 0, brief(speech(how=how), people=[who], length=8), [Voice(1.0, np.zeros(48), np.zeros(48))])
        rows[how] = figure.at(2.0, HERE)[1]
        assert abs(figure.at(7.5, HERE)[1][face.SMILE]) < 0.05
    assert rows["angry"][face.BROW_TILT] < -0.6 < rows[None][face.BROW_TILT] < rows["sad"][face.BROW_TILT]
    assert rows["sad"][face.SMILE] < rows[None][face.SMILE] < rows["happy"][face.SMILE]
    assert len({f.name for f in FEELINGS.values()}) == len(FEELINGS) >= 15


# --- body, props, price ----------------------------------------------------------------------------------------------


def test_the_height_is_the_persons():
    for look, cm in (("a boy, 120cm", 120), ("a man, 190cm, bald", 190), ("a woman, 160cm, short hair", 160)):
        solids, _ = Figure(person(look), 0, brief()).at(0.0, HERE)
        head = solids.material == Material.FACE
        top = float((solids.a[head, 1] + solids.size[head, 1])[0])
        assert abs(top - cm / 100) < 0.035
        assert float((solids.a[:, 1] - 0.0).min()) > -0.02


def test_the_same_bytes_always_and_other_seeds_other_performances():
    who = person(holds=("cup",))
    shot = brief(action("ANRI drinks."), speech(), people=[who])

    def take(b):
        return b"".join(
            getattr(Figure(who, 0, b, (), walk).at(2.1, walk(2.1), (1.0, 1.0, -2.0))[0], n).tobytes() for n in ("a", "b", "turn")
        )

    assert take(shot) == take(shot)
    assert take(shot) != take(shot.model_copy(update={"motion_seed": 7}))


def test_rain_raises_the_umbrella_unless_the_action_says_down():
    who = person(holds=("umbrella",))
    wet = {"people": [who], "weather": "rain"}
    up = Figure(who, 0, brief(**wet))
    down = Figure(who, 0, brief(action("They walk, umbrellas down against the rain.", 0, 3), **wet))
    opening = Figure(who, 0, brief(action("ANRI opens her umbrella.", 2, 3), **wet))
    tallest = [float(f.at(t, HERE)[0].a[:, 1].max()) for f, t in ((up, 0.0), (down, 1.0), (opening, 1.0), (opening, 4.0))]
    head = who.appearance.height / 100
    assert tallest[0] > head + 0.12 and tallest[3] > head + 0.12
    assert tallest[1] < head + 0.1 and tallest[2] < head + 0.1


@pytest.mark.parametrize(
    ("id", "sort"),
    [
        ("umbrella", "umbrella"),
        ("red-phone", "phone"),
        ("teacup", "cup"),
        ("love-letter", "letter"),
        ("suitcase", "suitcase"),
        ("sword", "sword"),
        ("roses", "flowers"),
        ("old-guitar", "guitar"),
        ("lantern", "lantern"),
        ("house-key", "key"),
        ("newspaper", "newspaper"),
        ("gift-box", "box"),
        ("paper-cup", "cup"),
        ("letter-with-a-ring", "letter"),
        ("macguffin", "thing"),
    ],
)
def test_props_are_known_by_their_words(id, sort):
    assert prop.kind(Prop(id=id)) == sort
    who = person(holds=(id,))
    bare = Figure(person(), 0, brief())
    held = Figure(who, 0, brief(people=[who]))
    assert len(held.at(0.0, HERE)[0]) > len(bare.at(0.0, HERE)[0])
    fine(held, (0.5,))


def test_a_person_costs_few_solids_and_fewer_from_afar():
    looks = (
        "man, coat, scarf, hat, glasses, full beard",
        "woman, long hair, dress",
        "girl, afro, hoodie, backpack",
        "man, suit, tie",
    )
    for look in looks:
        figure = Figure(person(look), 0, brief())
        near = len(figure.at(0.0, HERE, None, Eye.towards((0, 1.5, -1.2), (0, 1.5, 0), 50, 1280))[0])
        far = len(figure.at(0.0, HERE, None, Eye.towards((0, 1.5, -16.0), (0, 1.0, 0), 28, 1280))[0])
        assert near <= 110 and far <= 75 and far < near


def test_a_pose_costs_little():
    who = person(holds=("cup",))
    shot = brief(action("ANRI drinks and waves."), speech(how="angry"), speech("TAKUMI", start=3, end=6), people=[who])
    figure = Figure(who, 0, shot, (), walk)
    figure.at(0.0, HERE)
    start = time.process_time()
    for k in range(100):
        figure.at(k / 24, walk(k / 24), (1.0, 1.5, -2.0))
    assert (time.process_time() - start) / 100 < 0.004


def test_hands_do_not_leave_their_arms():
    who = person()
    figure = Figure(who, 0, brief(action("ANRI reaches for the sky and picks up the coin."), people=[who]))
    for k in range(96):
        _, P = joints(figure, k / 24)
        for side in (1, -1):
            arm = np.linalg.norm(P[bone(HAND, side)] - P[bone(1, side)])
            assert arm <= figure.dimensions[12] + figure.dimensions[13] + 1e-6


def test_the_face_has_eyes_brows_and_a_mouth():
    row = face.blank_face()

    def at(u, v, **columns):
        mine = row.copy()
        for name, value in columns.items():
            mine[getattr(face, name)] = value
        x, y = u / mine[face.ASPECT], v
        return np.array(face.face_colour(x, y, math.sqrt(max(0.0, 1 - x * x - y * y)), mine)[:3])

    skin = at(0.0, 0.3)
    assert at(0.36, 0.0).min() > 0.5  # the white of an eye
    assert at(face.EYE_OUT, face.EYE_HEIGHT + 0.008).max() < 0.05  # the pupil
    assert at(0.27, 0.23).max() < 0.5 * skin.max()  # a brow
    assert at(0.36, 0.0, OPEN=0.0).max() < 0.75  # a shut lid
    closed, opened = at(0.0, face.MOUTH_HEIGHT - 0.07), at(0.0, face.MOUTH_HEIGHT - 0.07, MOUTH_OPEN=0.9)
    assert opened.max() < closed.max()
    assert np.allclose(at(0.2, -0.3), at(-0.2, -0.3), atol=1e-6)
    assert AT["open"] != AT["mouth"] and Appearance().hair == "short"
