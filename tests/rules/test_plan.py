"""The ground plan: what marks say of where the camera stands, and what the rules make of it."""

import pytest

from screenc.film.continuity import Entry, Standing
from screenc.film.rules.plan import bearing, came_round, position, turned

TWO = "scene s10 ext street dusk\n  with ANRI BEN\n"


def entry(**people):
    present = [Standing(who=who, in_frame=True, side=s, depth=d, facing=f) for who, (s, d, f) in people.items()]
    return Entry(shot="s10.1", scene="s10", present=tuple(present))


def test_positions_are_metres_before_the_camera():
    one = entry(ANRI=("left", "near", "right"), BEN=("centre", "far", "left"))
    assert position(one.of("ANRI")) == pytest.approx((-0.45, 1.5)) and position(one.of("BEN")) == (0.0, 5.5)


def test_a_line_across_the_frame_bears_ninety_degrees_and_one_away_from_us_none():
    assert bearing(entry(A=("left", "mid", "right"), B=("right", "mid", "left")), "A", "B") == pytest.approx(90)
    assert bearing(entry(A=("right", "mid", "right"), B=("left", "mid", "left")), "A", "B") == pytest.approx(-90)
    assert bearing(entry(A=("centre", "near", "away"), B=("centre", "far", "camera")), "A", "B") == pytest.approx(0)
    assert bearing(entry(A=("left", "mid", "right")), "A", "B") is None


def test_the_way_round_is_the_shorter_one():
    assert turned(170, -170) == pytest.approx(20) and turned(0, 180) == 180 and turned(-90, 90) == 180


def test_a_reverse_is_half_way_round_and_a_step_to_the_side_is_little():
    over_a = entry(A=("left", "near", "away"), B=("right", "mid", "camera"))
    over_b = entry(A=("left", "mid", "camera"), B=("right", "near", "away"))
    flat = entry(A=("left", "mid", "right"), B=("right", "mid", "left"))
    assert came_round(over_a, over_b, ("A", "B")) > 60
    assert came_round(flat, flat, ("A", "B")) == 0
    assert 0 < came_round(over_a, flat, ("A", "B")) < 60
    assert came_round(entry(A=("left", "mid", "right")), entry(A=("left", "mid", "camera")), ("A",)) == 90


def shots(first: str, second: str, light=("", "")) -> str:
    out = TWO
    for n, (marks, key) in enumerate(zip((first, second), light, strict=True), 1):
        one, two = marks.split("; ")
        out += f"\nshot s10.{n} 4s\n  framing two-shot ANRI BEN\n{key}  mark ANRI {one}\n  mark BEN {two}\n  BEN: Well?\n"
    return out


FLAT = "left mid facing right; right mid facing left"
DEEP = "left near facing right; right far facing left"
BACK = "right mid facing left; left mid facing right"


def test_thirty_degrees_are_read_off_the_marks(told):
    assert [d.code for d in told(shots(FLAT, FLAT))] == ["W0412"]
    assert told(shots(FLAT, DEEP)) == [], "one nearer and one further: the camera came round, though sides and faces stay"


def test_a_key_light_changes_sides_with_the_camera_only(told):
    keys = ("  light key left\n", "  light key right\n")
    assert [d.code for d in told(shots(FLAT, DEEP, keys))] == ["W0465"]
    assert told(shots(FLAT, BACK, keys)) == []
    assert told(shots(FLAT, DEEP, keys).replace("  BEN: Well?", "  action BEN carries the lamp round her.", 1)) == []


QUIET = {
    "a pov between two looks": TWO + """
shot s10.1 4s
  framing medium ANRI
  action ANRI looks down the street.

shot s10.2 3s
  framing pov ANRI
  action The street, empty.

shot s10.3 4s
  framing close BEN
  action BEN waits.
""",
    "heard of, not seen": "scene s10 ext street dusk\n  with ANRI\n" + """
shot s10.1 4s
  framing medium ANRI
  action BEN calls from outside.
""",
    "a word in capitals that is no name": TWO + """
shot s10.1 4s
  framing long ANRI BEN
  action ANRI drops the cup with a CRASH, and BEN looks up.
""",
    "two pans one way": TWO + """
shot s10.1 4s
  framing full ANRI
  camera pan left
  action ANRI walks.

shot s10.2 4s
  framing medium ANRI
  camera truck left
  action ANRI walks on.
""",
    "in, and out again": TWO + """
shot s10.1 4s
  framing medium ANRI
  camera push-in
  ANRI: Well?

shot s10.2 4s
  framing long ANRI BEN
  camera pull-out
  ANRI: Well.
""",
    "three quick shots": TWO + """
shot s10.1 8f
  framing long ANRI BEN
  action They run.

shot s10.2 7f
  framing close ANRI
  action ANRI runs.

shot s10.3 7f
  framing close BEN
  action BEN runs.

shot s10.4 7f
  framing medium ANRI
  action ANRI runs on.
""",
    "snow only remembered, under a clear sky": "scene s10 ext street dusk\n  with ANRI\n  weather clear\n" + """
shot s10.1 4s
  framing medium ANRI
  action ANRI remembers walking in the snow.
""",
    "light that a lamp changes": TWO + """
shot s10.1 4s
  framing medium ANRI
  light warm soft
  action ANRI puts the lamp out.

shot s10.2 4s
  framing medium BEN
  light cool hard
  BEN: Well?
""",
    "a match on size": TWO + """
shot s10.1 4s
  framing close ANRI
  ANRI: Well?
  cut match

shot s10.2 4s
  framing close BEN
  BEN: Well?
""",
    "a text that can be read": TWO + """
shot s10.1 2s
  framing long ANRI BEN
  action They wait.
  text Thirteen years later
""",
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_quiet(name, told):
    assert [(d.code, d.message) for d in told(QUIET[name])] == []
