"""What each rule must see, beyond the failing block of its page."""

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc

TWO = "scene s10 ext street dusk\n  with ANRI BEN\n"
LINE = TWO + "  axis ANRI BEN\n"
SIDES = "  mark ANRI left mid facing right\n  mark BEN right mid facing left\n"
CROSSED = "  mark ANRI right mid facing left\n  mark BEN left mid facing right\n"

CASES = {
    "line cannot fit because of its pin": (
        "E0401",
        TWO
        + """
shot s10.1 6s
  framing medium ANRI
  at 5s
  ANRI: I walked all the way from the harbour in the rain because of you.
""",
    ),
    "two lines cannot fit together": (
        "E0401",
        TWO
        + """
shot s10.1 2s
  framing two-shot ANRI BEN
  ANRI: I walked all the way from the harbour.
  BEN: And I waited for an hour in the rain.
""",
    ),
    "an entrance with nobody leaving in between": (
        "E0416",
        """
scene s10 ext street dusk
  with ANRI

shot s10.1 4s
  framing long
  enters BEN left
  action BEN comes up.

shot s10.2 4s
  framing full ANRI
  enters BEN right
  action ANRI turns.
""",
    ),
    "somebody of the scene speaks before the entrance that brings them": (
        "E0413",
        TWO
        + """
shot s10.1 4s
  framing medium ANRI
  BEN: Well?

shot s10.2 4s
  framing long ANRI BEN
  enters BEN left
  action BEN comes up.
""",
    ),
    "gone for good": (
        "E0417",
        TWO
        + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN left
  action BEN goes.

shot s10.2 4s
  framing close BEN
  action The rain falls.
""",
    ),
    "leaves twice": (
        "E0415",
        TWO
        + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN left
  action BEN goes.

shot s10.2 4s
  framing full ANRI
  exits BEN left
  action The rain falls.
""",
    ),
    "a camera that follows nobody": (
        "E0421",
        "scene s10 ext street dusk\n  with ANRI\n"
        + """
shot s10.1 4s
  framing long ANRI
  camera pan left BEN
  action The rain falls.
""",
    ),
    "dissolves from both sides eat a shot": (
        "E0408",
        TWO
        + """
shot s10.1 4s
  framing long ANRI BEN
  action They wait.
  cut dissolve 1s

shot s10.2 1500ms
  framing close BEN
  action BEN looks up.
  cut dissolve 1s

shot s10.3 4s
  framing two-shot ANRI BEN
  action They wait.
""",
    ),
    "a fade longer than its shot": (
        "E0408",
        TWO
        + """
shot s10.1 1s
  framing long ANRI BEN
  action They wait.
  cut fade 2s
""",
    ),
    "a two-shot of whoever is there, who are one": (
        "E0423",
        "scene s10 ext street dusk\n  with ANRI\n"
        + """
shot s10.1 4s
  framing two-shot
  action ANRI waits.
""",
    ),
    "the line crossed by a single": (
        "W0426",
        LINE
        + f"""
shot s10.1 4s
  framing long ANRI BEN
{SIDES}  action They wait.

shot s10.2 4s
  framing medium ANRI
  mark ANRI left facing left
  ANRI: Well?
""",
    ),
    "the line crossed later, measured from where it was set": (
        "W0426",
        LINE
        + f"""
shot s10.1 4s
  framing long ANRI BEN
{SIDES}  action They wait.

shot s10.2 4s
  framing medium BEN
  BEN: Well?

shot s10.3 4s
  framing two-shot ANRI BEN
{CROSSED}  ANRI: Well.
""",
    ),
    "an action of somebody else does not excuse the camera": (
        "W0426",
        """
scene s10 ext street dusk
  with ANRI BEN CYD
  axis ANRI BEN

"""
        + f"""shot s10.1 4s
  framing long ANRI BEN
{SIDES}  action They wait.

shot s10.2 4s
  framing two-shot ANRI BEN
{CROSSED}  action CYD sits down.
""",
    ),
    "eyes that miss, by what the marks left standing": (
        "W0427",
        TWO
        + """
shot s10.1 4s
  framing long ANRI BEN
  mark ANRI left mid facing right
  mark BEN right mid facing left
  action They wait.

shot s10.2 4s
  framing medium ANRI
  ANRI: Well?

shot s10.3 4s
  framing medium BEN
  mark BEN right facing right
  BEN: Well.
""",
    ),
    "a jump by one size": (
        "W0412",
        TWO
        + """
shot s10.1 4s
  framing medium ANRI
  ANRI: Well?

shot s10.2 4s
  framing medium-close ANRI
  ANRI: Nobody came.
""",
    ),
    "a jump in an over-shoulder": (
        "W0412",
        TWO
        + """
shot s10.1 4s
  framing over-shoulder ANRI BEN
  BEN: Well?

shot s10.2 4s
  framing over-shoulder ANRI BEN
  BEN: Nobody came.
""",
    ),
    "a prop put down unseen": (
        "W0431",
        TWO
        + """
shot s10.1 4s
  framing medium ANRI
  holds ANRI cup
  ANRI: Well.

shot s10.2 4s
  framing two-shot ANRI BEN
  holds ANRI nothing
  BEN: Well?
""",
    ),
    "the moon at noon": (
        "W0434",
        """
scene s10 ext street noon
  with ANRI

shot s10.1 4s
  framing medium ANRI
  action ANRI waits in the moonlight.
""",
    ),
    "a choice that times out into nothing": (
        "E0442",
        """
scene s10 ext street dusk
  with ANRI

shot s10.1 4s
  framing medium ANRI
  action ANRI waits.

choice s10.way
  ask Which way?
  pick s20 On
  pick s30 Back
  timeout 4s

scene s20 ext harbour dusk
  with ANRI
  next s30

shot s20.1 4s
  framing long ANRI
  action ANRI walks.

scene s30 ext street night
  with ANRI

shot s30.1 4s
  framing long ANRI
  action ANRI waits.
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name, told):
    code, body = CASES[name]
    assert [d.code for d in told(body)] == [code]


def test_every_report_has_a_place_and_says_something(told):
    for code, body in CASES.values():
        (report,) = told(body)
        first = report.message.split()[0]
        assert report.span is not None and not report.message.endswith("."), code
        assert first == first.lower() or first.strip(",").isupper(), "a message starts in lower case, or with a name"


@pytest.mark.parametrize(
    "length, lengths, code",
    [
        ("6s..8s", ("4s", "4s"), None),
        ("6s..7s", ("4s", "4s"), "E0406"),
        ("9s", ("4s", "4s"), "E0406"),
        ("8s", ("4s", "4s"), None),
    ],
)
def test_film_length_is_exact_where_all_lengths_are_written(told, length, lengths, code):
    body = TWO + "".join(
        f"\nshot s10.{n} {it}\n  framing {size} ANRI\n  action ANRI waits.\n"
        for n, (it, size) in enumerate(zip(lengths, ("long", "close"), strict=True), 1)
    )
    assert [d.code for d in told(body, f"length {length}")] == ([code] if code else [])


def test_film_length_takes_dissolves_off(told):
    body = TWO + "\nshot s10.1 4s\n  framing long\n  action They wait.\n  cut dissolve 1s\n"
    body += "\nshot s10.2 4s\n  framing close BEN\n  action BEN waits.\n"
    assert told(body, "length 7s") == [] and [d.code for d in told(body, "length 8s")] == ["E0406"]


def test_film_length_of_a_branching_story_is_that_of_every_way(told):
    def body(second):
        return f"""
scene s10 ext street dusk
  with ANRI

shot s10.1 4s
  framing medium ANRI
  action ANRI waits.

choice s10.way
  ask Which way?
  pick s20 On
  pick s30 Back

scene s20 ext harbour dusk
  with ANRI
  next s40

shot s20.1 4s
  framing long ANRI
  action ANRI walks.

scene s30 ext street night
  with ANRI

shot s30.1 {second}
  framing long ANRI
  action ANRI waits.

scene s40 ext harbour night
  with ANRI

shot s40.1 4s
  framing long ANRI
  action ANRI waits.
"""

    assert told(body("6s"), "length 12s..14s") == []
    assert [d.code for d in told(body("9s"), "length 12s..14s")] == ["E0406"]
    assert [d.code for d in told(body("1s"), "length 12s..14s")] == ["E0406"]


def test_a_thousand_scenes_are_no_trouble(told):
    body = "".join(
        f"\nscene s{n} ext street dusk\n  with ANRI\n\nshot s{n}.1 2s\n  framing long ANRI\n  action ANRI waits.\n"
        for n in range(1, 1001)
    )
    assert told(body, "length 2000s") == []


JUMP = (
    TWO
    + """
shot s10.1 4s
  framing medium ANRI
  action ANRI waits.

shot s10.2 4s
  framing medium ANRI
  action ANRI waits.
"""
)


@pytest.mark.parametrize(
    "waiver, codes",
    [
        ("", ["W0412"]),
        ("  waive W0412 until 2026-06-01 meant\n", []),
        ("  waive W0412 until 2026-05-31 meant\n", ["W0447"]),
        ("  waive W0426 until 2027-01-01 meant\n", ["W0412", "W0448"]),
        ("  waive W0702 until 2027-01-01 another phase judges that\n", ["W0412"]),
        ("  waive E0411 until 2027-01-01 meant\n", ["W0412", "E0449"]),
        ("  waive W0499 until 2027-01-01 meant\n", ["W0412", "E0449"]),
    ],
)
def test_waivers(told, waiver, codes):
    assert [d.code for d in told(JUMP + waiver)] == codes


def test_a_waiver_holds_on_its_own_shot_only(told):
    body = JUMP.replace("\nshot s10.2", "  waive W0412 until 2027-01-01 meant\n\nshot s10.2")
    assert [d.code for d in told(body)] == ["W0412", "W0448"]


def test_a_waiver_that_ran_out_says_what_it_hid(told):
    (report,) = told(JUMP + "  waive W0412 until 2020-01-01 meant\n")
    assert report.notes[0].startswith("W0412: a jump cut") and len(report.labels) == 2


@pytest.mark.parametrize(
    "waiver, mended",
    [
        ("  waive W0426 until 2999-01-01 meant\n", True),
        ("  waive W0426 until 2020-01-01 meant\n", True),
        ("  waive W0412 until 2020-01-01 meant\n", False),
    ],
)
def test_a_waiver_of_nothing_is_taken_out_by_fix(tmp_path, whole, waiver, mended):
    film = tmp_path / "film.shot"
    text = whole(JUMP)
    film.write_text(text.replace("\nend\n", f"\n{waiver}end\n"), encoding="utf-8")
    CliRunner().invoke(screenc, ["check", "--fix", str(film)])
    assert (film.read_text(encoding="utf-8") == text) == mended
