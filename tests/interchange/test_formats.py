"""Films out and back: what a format carries comes home unchanged, and other people's readers read what is written."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from screenplain.parsers import fountain as screenplain
from screenplain.types import Action as TheirAction
from screenplain.types import Dialog, DualDialog, Slug
from scripter.dialogues import dialogues

from screenc.cli import session
from screenc.cli.command import screenc
from screenc.film.model import Film, Speech
from screenc.film.resolve import resolve
from screenc.film.write import write
from screenc.interchange import bracket, fdx, fountain, table, timeline
from screenc.lang import load
from screenc.manuscript import fountain as ours
from screenc.scripter.engines import Wishes
from screenc.scripter.engines.rules import script
from screenc.scripter.read import read
from screenc.text import Source

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/film.shot"))
FORMATS = {"fountain": fountain, "fdx": fdx}


def film(path: Path) -> Film:
    return resolve(load(path)[0])[0].film


def plan(path: Path):
    planning = session.planned(session.read(path), None, estimate=True)
    assert planning.plan is not None
    return planning.plan


def settled(it: Film) -> Film:
    """The film as its own text says it, which is all that any text can carry."""
    return resolve(load("film.shot", write(it).encode())[0])[0].film


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_a_film_comes_back_as_it_went(path, format):
    it = film(path)
    text, unsaid = FORMATS[format].write(it)
    assert unsaid == []
    back, found = FORMATS[format].read(Source(f"film.{format}", text))
    assert found == [] and back.film == it


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=dialogues(most_people=4, most_lines=10))
def test_any_film_comes_back_as_it_went(format, text):
    dialogue, _ = read(Source("talk.txt", text), "plain")
    if dialogue is None:
        return
    it = settled(script(dialogue, Wishes()).film)
    written, unsaid = FORMATS[format].write(it)
    back, found = FORMATS[format].read(Source(f"film.{format}", written))
    assert found == []
    if not unsaid:
        assert back.film == it


def test_a_line_that_is_changed_in_the_screenplay_is_changed_in_the_film():
    it = film(EXAMPLES[-1])
    line = next(b for _, shot in it.shots() for b in shot.beats if isinstance(b, Speech))
    text, _ = fountain.write(it)
    back, found = fountain.read(Source("film.fountain", text.replace(line.text, "Something else, then.")))
    assert found == []
    assert write(back.film) == write(it).replace(line.text, "Something else, then.")


def _lines(paragraphs) -> list[tuple[str, str]]:
    out = []
    for it in paragraphs:
        for one in (it.left, it.right) if isinstance(it, DualDialog) else (it,):
            if isinstance(one, Dialog):
                said = [str(text) for parenthetic, text in one.blocks if not parenthetic]
                out.append((str(one.character), " ".join(" ".join(said).split())))
    return out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_another_reader_of_fountain_hears_every_line(path):
    it = film(path)
    text, _ = fountain.write(it)
    theirs = list(screenplain.parse(io.StringIO(text)))
    said = [b.text for _, shot in it.shots() for b in shot.beats if isinstance(b, Speech)]
    assert [words for _, words in _lines(theirs)] == said
    assert len([p for p in theirs if isinstance(p, Slug)]) == len(it.scenes)


SAMPLES = [
    "INT. ROOM - DAY\n\nRain.\n\nANA\nHello there.\n\nBEN (V.O.)\n(softly)\nHello.\n\nCUT TO:\n\nEXT. ROAD - NIGHT\n\nRuns.\n",
    "EXT. A\n\nANA\nOne.\n\nBEN ^\nTwo.\n\n> FADE OUT:\n",
    "INT. A\n\n@McANA\nOne *two* **three** _four_.\n\n!NOT A CUE\nand more\n\n.A FORCED HEADING\n\nANA\nBye.\n",
    "# Act\n\n= What happens\n\nINT. A\n\nANA\nOne.\n\n/* BEN\nGone. */\n\nBEN\nTwo [[why?]] three.\n",
    "int. low - day\n\nText here that\ngoes on.\n\nANA (CONT'D)\nOne.\n(beat)\nTwo.\n",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_our_fountain_is_another_readers_fountain(text):
    theirs = list(screenplain.parse(io.StringIO(text)))
    elements = ours.parse(Source("a.fountain", text)).elements
    mine, who = [], ""
    for it in elements:
        if it.kind == "character":
            who = it.text
            mine.append([who, []])
        elif it.kind == "dialogue":
            mine[-1][1].append(" ".join(it.text.split()))
    assert [(w, " ".join(said)) for w, said in mine] == _lines(theirs)
    assert [e.text.upper() for e in elements if e.kind == "heading"] == [
        str(p.line).upper() for p in theirs if isinstance(p, Slug)
    ]
    actions = [" ".join(str(line) for line in p.lines) for p in theirs if isinstance(p, TheirAction)]
    assert [" ".join(e.text.split()) for e in elements if e.kind == "action"] == [a for a in actions if a.strip()]


# --- cuts


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_opentimelineio_reads_the_cut(path):
    it, made = film(path), plan(path)
    read_back = otio.adapters.read_from_string(timeline.otio(it, made), "otio_json")
    track = read_back.video_tracks()[0]
    clips = [c for c in track if isinstance(c, otio.schema.Clip)]
    assert [c.name for c in clips] == [e.shot for e in made.events]
    end = made.events[-1].start + made.events[-1].length
    assert read_back.duration().to_frames() == round(end * it.rate)
    assert sum(len(c.markers) for c in clips) == len(made.subtitles)
    overlaps = [e for e in made.events[:-1] if e.cut.kind in ("dissolve", "wipe")]
    transitions = [t for t in track if isinstance(t, otio.schema.Transition)]
    assert [(t.in_offset + t.out_offset).to_frames() for t in transitions] == [round(e.cut.length * it.rate) for e in overlaps]
    assert otio.schema.Clip.find_clips is not None and clips[0].metadata["screenc"]["framing"]["size"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_the_edit_list_is_read_back_in_whole_frames(path):
    it, made = film(path), plan(path)
    read_back = otio.adapters.read_from_string(timeline.edl(it, made), "cmx_3600", rate=float(it.rate))
    track = read_back.video_tracks()[0]
    clips = [c for c in track if isinstance(c, otio.schema.Clip)]
    assert [c.name for c in clips] == [e.shot for e in made.events]
    end = made.events[-1].start + made.events[-1].length
    assert read_back.duration().to_frames() == round(end * it.rate)


def test_a_shot_list_has_every_shot_and_every_word():
    path = EXAMPLES[-1]
    it, made = film(path), plan(path)
    rows = list(csv.DictReader(io.StringIO(table.write(it, made))))
    assert [r["shot"] for r in rows] == [shot.id for _, shot in it.shots()]
    said = [b.text for _, shot in it.shots() for b in shot.beats if isinstance(b, Speech)]
    assert [w for r in rows for w in r["dialogue"].split("\n") if w] and all(
        any(text in r["dialogue"] for r in rows) for text in said
    )
    total = sum(Fraction(r["length"]) for r in rows)
    assert abs(total - sum(e.length for e in made.events)) < Fraction(1, 10)


# --- scripts that others wrote

FOREIGN = """Title: The Stop

EXT. TRAM STOP - NIGHT

Rain.

ANA
Is this the last one?

CLOSE ON BEN

BEN (CONT'D)
(quietly)
It is.

INT. TRAM - DAY

They sit.

ANA
So.
"""


def test_a_screenplay_keeps_the_shots_that_it_calls_and_gets_no_others():
    back, found = fountain.read(Source("stop.fountain", FOREIGN))
    assert found == []
    shots = [(shot.id, shot.framing.size, shot.framing.subjects) for _, shot in back.film.shots()]
    assert shots == [("s10.1", "full", ("ANA", "BEN")), ("s10.2", "close", ("BEN",)), ("s20.1", "full", ("ANA",))]
    assert [(s.setting, s.place, s.hour) for s in back.film.scenes] == [("ext", "tram-stop", "night"), ("int", "tram", "day")]
    said = [(b.who, b.how, b.text) for _, shot in back.film.shots() for b in shot.beats if isinstance(b, Speech)]
    assert said == [("ANA", None, "Is this the last one?"), ("BEN", "quietly", "It is."), ("ANA", None, "So.")]


PAPER = """【DIALOGUE】:

1. [0s-5s] (Camera Movement: Steadicam Walk+Shot Type: Long Shot, Medium Shot)
Plot: Mia Tan walks alone. Joe comes from the left.

2. [5s-11s] (Camera Movement: Rack Focus+Shot Type: Medium Shot)
Plot: They stop. Mia blurts out, confused: "Are you… Joe?" Joe speaks: "Wait."

【CHARACTER DESCRIPTIONS】：
Mia Tan: Average height, red coat.
Joe: Taller.

【SCENE DESCRIPTION】：
A quiet street at dusk.

【BLOCKING】：
1: Mia stands on the left, Joe on the right.
2: They face each other.
"""


def test_the_papers_shots_are_kept_with_their_times():
    back, found = bracket.read(Source("plan.txt", PAPER))
    assert found == []
    one, two = [shot for _, shot in back.film.shots()]
    assert (one.length, two.length) == (5, 6)
    assert (one.framing.size, one.camera.move, two.camera.move) == ("long", "steadicam", "rack-focus")
    assert two.camera.subjects == ("MIA_TAN", "JOE")
    assert [(m.who, m.side) for m in one.marks] == [("MIA_TAN", "left"), ("JOE", "right")]
    assert [(b.who, b.text) for b in two.beats if isinstance(b, Speech)] == [("MIA_TAN", "Are you… Joe?"), ("JOE", "Wait.")]
    assert back.film.scenes[0].hour == "dusk" and back.film.cast[0].look == "Average height, red coat."


def test_more_words_than_time_is_told_and_the_words_win():
    back, found = bracket.read(Source("plan.txt", PAPER.replace('"Wait."', f'"{"Wait for me, will you. " * 12}"')))
    assert [d.code for d in found] == ["W0818"]
    assert [shot.length for _, shot in back.film.shots()] == [5, None]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_a_film_as_the_papers_script_keeps_every_word_and_every_shot(path):
    it, made = film(path), plan(path)
    text, unsaid = bracket.write(it, made)
    back, found = bracket.read(Source("plan.txt", text))
    assert unsaid and {d.code for d in found} <= {"W0818"}
    assert len(list(back.film.shots())) == len(list(it.shots()))
    said = [
        [b.text.replace('"', "'") for _, shot in f.shots() for b in shot.beats if isinstance(b, Speech)] for f in (it, back.film)
    ]
    assert said[0] == said[1]


# --- the verbs


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("film.shot").write_text(write(film(EXAMPLES[0])), encoding="utf-8")
    return lambda *words, **more: CliRunner().invoke(screenc, words, **more)


@pytest.mark.parametrize("ending", ["fountain", "fdx"])
def test_out_and_in_by_the_verbs(run, ending):
    assert run("export", "film.shot", "-o", f"film.{ending}").exit_code == 0
    assert run("import", f"film.{ending}", "-o", "back.shot").exit_code == 0
    assert Path("back.shot").read_text(encoding="utf-8") == Path("film.shot").read_text(encoding="utf-8")
    refused = run("export", "film.shot", "-o", f"film.{ending}")
    assert refused.exit_code == 1 and "E0803" in refused.stderr


@pytest.mark.parametrize("ending", ["csv", "otio", "edl", "srt", "vtt"])
def test_every_format_is_written(run, ending):
    done = run("export", "film.shot", "--estimate", "-o", f"film.{ending}")
    assert done.exit_code == 0 and Path(f"film.{ending}").stat().st_size > 200
    assert run("export", "film.shot", "--estimate", "--to", ending).stdout == Path(f"film.{ending}").read_text(encoding="utf-8")


def test_what_is_no_script_is_told(run):
    Path("notes.fountain").write_text("# Notes\n\n= nothing yet\n", encoding="utf-8")
    assert "E0820" in run("import", "notes.fountain").stderr
    assert run("import", "film.shot").exit_code == 2 and run("export", "film.shot").exit_code == 2
    assert run("import", "missing.fountain").exit_code == 1
    loud = run("export", "film.shot", "--estimate", "--to", "edl")
    assert loud.exit_code == 0 and "W0819" in loud.stderr
