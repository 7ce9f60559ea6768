"""A crew that spoils each shot in one way is asked again in the way that cures it, and the film keeps only what is better."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.critic.remedy import CAUSES

CREW = Path(__file__).parent / "crew"

FILM = """screenc 1

film pier
  title    The Pier
  frame    {frame}
  rate     12fps
  backend  badcam

cast MINA
  look     a tall woman, short grey hair, yellow raincoat

cast OTTO
  look     a broad man, black beard, red jumper

place pier
  look     a wooden pier, grey sea

scene s10 ext pier day
  with     MINA OTTO

shot s10.1 {length}
  framing  {framing}
  camera   {camera}
  action   MINA waves.
  seed     7
  tune     badcam fault {fault}
  tune     badcam cure {cure}
  {claim}
{more}end
"""
FAULTS = {
    "black": ("motion", "expect   black <= 10%"),
    "frozen": ("motion", "prefer   frozen <= 30%"),
    "flicker": ("motion", "prefer   flicker <= 3%"),
    "cut": ("motion", "expect   cuts == 0"),
    "dark": ("note", "prefer   brightness >= 25%"),
    "size": ("note", "expect   size == scripted"),
    "person": ("note", "prefer   people == 2"),
    "flat": ("note", "prefer   contrast >= 10%"),
    "night": ("note", "prefer   brightness == scripted"),
    "cold": ("look", "prefer   warmth >= -15%"),
    "mouth": ("motion", "MINA: You kept the ticket.\n  prefer   lips >= 0.5"),
    "writing": ("note", "expect   text == none"),
}


@pytest.fixture
def crew(tmp_path, monkeypatch):
    from screenc.planner import backends

    for cached in (backends.found, backends.target):
        cached.cache_clear()
    monkeypatch.syspath_prepend(str(CREW))
    monkeypatch.setenv("BADCAM_LOG", str(tmp_path / "made.log"))

    class Crew:
        film = tmp_path / "film.shot"

        def build(self, *words, fault="none", cure="motion", claim="expect   cuts == 0", more="", **facts):
            facts = {"framing": "medium MINA", "camera": "static", "frame": "320x180", "length": "2s", **facts}
            text = FILM.format(fault=fault, cure=cure, claim=claim, more=more, **facts)
            self.film.write_text(text, encoding="utf-8")
            self.done = CliRunner().invoke(screenc, ["build", str(self.film), *words])
            if self.done.exception and not isinstance(self.done.exception, SystemExit):
                raise self.done.exception
            assert self.film.read_text(encoding="utf-8") == text, "the script is never written to"
            return self.done

        def made(self):
            return (tmp_path / "made.log").read_text().splitlines()

        def report(self):
            return json.loads((tmp_path / "build" / "pier" / "report.json").read_text())

        def page(self):
            return (tmp_path / "build" / "pier" / "report.html").read_text()

    yield Crew()
    sys.modules.pop("badcam", None)
    for cached in (backends.found, backends.target):
        cached.cache_clear()


def mended(crew, fault, rounds=4):
    cure, claim = FAULTS[fault]
    facts = {"framing": "two-shot MINA OTTO"} if fault == "person" else {}
    if fault == "mouth":
        facts = {"frame": "640x360", "framing": "close MINA", "length": "4s"}
    return crew.build("--repair", str(rounds), fault=fault, cure=cure, claim=claim, **facts)


REMEDY = {"motion": "another motion", "note": "told what was wrong", "look": "another look"}
QUICK = ("black", "dark")


@pytest.mark.parametrize("fault", [f if f in QUICK else pytest.param(f, marks=pytest.mark.slow) for f in FAULTS])
def test_each_fault_is_cured_by_its_remedy(crew, fault):
    if fault == "writing":
        pytest.importorskip("rapidocr")
    done = mended(crew, fault)
    assert (crew.film.parent / "build/pier/report.json").exists(), done.stderr
    repairs = crew.report()["repairs"]
    claimed = FAULTS[fault][1].splitlines()[-1].split()[1]
    mine = [r for r in repairs if f" {claimed} " in f" {r['claim']} "]
    assert mine and mine[-1]["outcome"] == "mended", (repairs, done.stderr)
    assert mine[-1]["cause"] == CAUSES[claimed][0] and mine[-1]["remedy"] == REMEDY[FAULTS[fault][0]]
    assert done.exit_code == 0 and "E0701" not in done.stderr
    assert crew.made()[-1].endswith("none") and all(len(r["stills"]) == 2 for r in mine)


def test_what_does_not_get_better_is_not_kept_and_all_that_was_tried_is_told(crew):
    """W0760: the first take stays in the film, and a later build makes nothing."""
    done = crew.build("--repair", "2", fault="black", cure="backend", claim="expect   black <= 10%")
    assert done.exit_code == 3 and "W0760" in done.stderr and "no better" in done.stderr
    rows = crew.report()["repairs"]
    assert [(r["take"], r["remedy"], r["outcome"]) for r in rows] == [
        (2, "another motion", "no better"),
        (3, "another look", "no better"),
    ]
    made = len(crew.made())
    assert crew.build(fault="black", cure="backend", claim="expect   black <= 10%").exit_code == 3
    assert len(crew.made()) == made, "the take before is used again, and is still there"


def test_a_repair_that_breaks_another_claim_is_not_kept(crew):
    """Another take cures the black, and its camera pans against the script."""
    from screenc.contract import Assertion, Verdict
    from screenc.critic.remedy import broken
    from screenc.film.model import Claim

    def verdict(check, held, force="prefer"):
        return Verdict(assertion=Assertion(claim=Claim(force=force, check=check), shot="s1.1"), held=held)

    before = [verdict("black", False), verdict("camera", True), verdict("size", None), verdict("people", True, "expect")]
    after = [verdict("black", True), verdict("camera", False), verdict("size", False), verdict("people", None, "expect")]
    assert [v.assertion.claim.check for v in broken(before, after)] == ["camera", "people"]


@pytest.mark.slow
@pytest.mark.parametrize("cure, more", [("split", ""), ("backend", "\nshot s10.2 1s\n  framing  long MINA\n  backend  previz\n")])
def test_a_shot_is_split_or_given_to_another_crew_of_the_film(crew, cure, more):
    done = crew.build("--repair", "5", fault="black", cure=cure, claim="expect   black <= 10%", more=more)
    assert done.exit_code == 0, done.stderr
    assert crew.report()["repairs"][-1]["outcome"] == "mended"
    assert crew.report()["repairs"][-1]["remedy"] == {"split": "made in two parts", "backend": "made by previz"}[cure]


@pytest.mark.parametrize(
    "cure, tried",
    [("motion", ["another motion"]), pytest.param("split", ["another motion", "made in two parts"], marks=pytest.mark.slow)],
)
def test_a_clip_of_another_length_is_made_again_and_nothing_else_is(crew, cure, tried):
    """Without it there would be no film: E0607 alone says so where no repair is asked for."""
    beside = "\nshot s10.2 1s\n  framing  long MINA\n  action   OTTO waits.\n  tune     badcam fault none\n"
    assert crew.build(fault="short", cure=cure, more=beside).exit_code == 4
    made = len(crew.made())
    done = crew.build("--repair", "3", fault="short", cure=cure, more=beside)
    rows = crew.report()["repairs"]
    assert [row["remedy"] for row in rows] == tried and rows[-1]["outcome"] == "mended", (rows, done.stderr)
    assert "12 frames, not 24" in rows[0]["before"] and "not the clip" in rows[0]["cause"] and "What was tried" in crew.page()
    assert done.exit_code == 0 and "E0607" not in done.stderr
    assert all(line.startswith("s10.1") for line in crew.made()[made:]), "the shot beside it is not made again"


@pytest.mark.slow
def test_a_clip_that_stays_as_it_is_fails_the_build_as_before(crew):
    done = crew.build("--repair", "1", fault="short", cure="backend")
    assert done.exit_code == 4 and "E0607" in done.stderr and [r["outcome"] for r in crew.report()["repairs"]] == ["failed"]


def test_a_silent_line_is_told_for_what_it_is_and_no_take_is_made_for_it(crew, monkeypatch):
    """W0760: the voice makes it, not the picture."""
    from screenc.media import speech

    spoken = speech.speak
    monkeypatch.setattr(speech, "speak", lambda *words: (np.zeros_like(spoken(*words)[0]), spoken(*words)[1]))
    done = crew.build("--repair", "3", claim="MINA: Come here.\n  expect   spoken MINA >= 50%")
    assert done.exit_code == 3 and "E0701" in done.stderr and "W0760" in done.stderr
    assert "no voice is heard where a line is" in done.stderr and "another `voice`" in done.stderr
    assert crew.report()["repairs"] == [] and len(crew.made()) == 1


def test_every_check_of_a_shot_has_a_cause_and_each_remedy_its_reason():
    from screenc.critic import registry
    from screenc.critic.remedy import SOUND

    shots = {name for name in registry.names() if registry.check(name).scope == "shot"}
    assert shots == set(CAUSES) | set(SOUND) and not set(CAUSES) & set(SOUND)


def test_without_a_failed_claim_nothing_is_tried(crew):
    assert crew.build("--repair", "3").exit_code == 0
    assert crew.report()["repairs"] == [] and len(crew.made()) == 1


def test_the_budget_ends_it(crew, monkeypatch):
    """W0761: what the buyer says when nothing more may be ordered stops the loop, and the film stays whole."""
    from screenc.cli import mending
    from screenc.text import Diagnostic

    real, count = mending.Mending.__init__, []

    def limited(self, *args, **more):
        real(self, *args, **more)
        make = self.make

        def spent(plan, only):
            outcome = make(plan, only)
            outcome.failed["k"] = Diagnostic("E0610", "another take would cost $1.20, and $0.80 is left")
            count.append(1)
            return outcome

        self.make = spent

    monkeypatch.setattr(mending.Mending, "__init__", limited)
    done = crew.build("--repair", "3", fault="black", claim="expect   black <= 10%")
    assert len(count) == 1 and "W0761" in done.stderr and "$0.80 is left" in done.stderr and done.exit_code == 3
