"""Who is called by what they are is dressed as it; whoever only has such a name is not."""

from __future__ import annotations

import pytest
from scripter.test_guarantee import kept

from screenc.scripter.casting import _role
from screenc.scripter.dialogue import Character
from screenc.scripter.engines.rules import _mood


@pytest.mark.parametrize(
    "name, role",
    [
        ("First Witch", "witch"),
        ("KING HENRY", "royal"),
        ("The Old Nurse", "nurse"),
        ("간호사", "nurse"),
        ("Second Soldier", "soldier"),
        ("Tom Baker", None),
        ("Kingsley", None),
        ("Mr. King", None),
        ("ANRI", None),
        ("First", None),
    ],
)
def test_a_role_in_a_name(name, role):
    assert _role(Character(name.casefold(), name)) == role


def film(text: str):
    from screenc.film.resolve import resolve
    from screenc.lang import load

    return resolve(load("film.shot", kept(text).encode())[0])[0].film


def test_everybody_at_once_is_no_one_more_on_the_set():
    made = film("ANA: Ready?\nBEN: Ready.\nCLEO: Now!\nALL: Happy birthday!\nANA: Oh, stop.\n")
    (scene,) = made.scenes
    assert scene.with_ == ("ANA", "BEN", "CLEO")
    (shot,) = [s for s in scene.shots if any(getattr(b, "who", None) == "ALL" for b in s.beats)]
    assert set(shot.framing.subjects) == {"ANA", "BEN", "CLEO"}
    assert [(b.who, b.how, b.text) for b in shot.beats] == [("ALL", "with one voice", "Happy birthday!")]


def test_a_voice_from_elsewhere_is_heard_over_a_face():
    made = film("NARRATOR (V.O.): It was late.\nANA: Who is there?\nBEN: Only me.\nNARRATOR (V.O.): It was not.\n")
    (scene,) = made.scenes
    assert scene.with_ == ("ANA", "BEN")
    over = [s for s in scene.shots if any(getattr(b, "who", None) == "NARRATOR" for b in s.beats)]
    assert len(over) == 2 and all(len(s.framing.subjects) >= 1 and "NARRATOR" not in s.framing.subjects for s in over)


@pytest.mark.parametrize(
    "text", ["ALL: Hooray!\n", "NARRATOR (V.O.): Alone.\n", "ANA: We two.\nBOTH: Us.\n", "A (V.O.): One.\nB (O.S.): Two.\n"]
)
def test_where_nobody_else_is_there_they_are_seen(text):
    assert all(scene.with_ for scene in film(text).scenes)


def test_a_storm_is_no_place_for_a_guitar():
    assert _mood(0.4)[1] == "warm guitar, light"
    assert "guitar" not in _mood(0.4 + 0.16)[1]
    assert _mood(5.0)[0].startswith("tense")
