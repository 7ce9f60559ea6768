"""The whole verb, on a backend that takes no time and voices that are tones: what is made, what is not, which exit code."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner

PLANNER = Path(__file__).parents[1] / "planner"
sys.path.insert(0, str(PLANNER / "fakecam"))

FILM = """\
screenc 1

film rain
  title    Rain & <b>thunder</b>
  frame    128x72
  backend  fakecam

cast ANRI
  look     A young woman with long black hair and a red coat.

cast TAKUMI
  look     A tall man with short hair and a grey suit.

place street
  look     A wet city street.

scene s10 ext street dusk
  with     TAKUMI ANRI
  axis     TAKUMI ANRI

shot s10.1 2s
  framing  long TAKUMI ANRI
  action   They walk towards each other.

shot s10.2 auto
  from     s10.1
  framing  medium-close TAKUMI
  TAKUMI (confused): Oh - are you... Okita?
  cut      dissolve 12f

shot s10.3 auto
  framing  medium-close ANRI
  ANRI: I am. It has been a long time.
end
"""


@pytest.fixture
def tones(monkeypatch):
    """Voices that hum: as long as the words are many, as high as their speaker is named."""
    from screenc.media import speech

    def speak(text, language="en", engine=None, speaker=None, speed=1.0, pitch=0.0, how=None):
        if "unspeakable" in text:
            raise speech.MissingVoice("there is no such speaker", "did you mean `bob`?")
        rate, pitch = 24000, 120 + sum(map(ord, speaker or "")) % 200
        time = np.arange(int(rate * (0.4 + 0.04 * len(text)))) / rate
        return (0.2 * np.sin(2 * np.pi * pitch * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))).astype(np.float32), rate

    monkeypatch.setattr(speech, "speak", speak)


@pytest.fixture
def studio(tmp_path, tones, monkeypatch):
    """`studio(*args)` builds; `.made()` names the clips that were made since last asked."""
    from screenc.planner import backends

    backends.found.cache_clear()
    backends.target.cache_clear()
    log = tmp_path / "made.log"
    monkeypatch.setenv("FAKECAM_LOG", str(log))

    class Studio:
        folder, film = tmp_path, tmp_path / "film.shot"
        out = tmp_path / "build" / "rain"

        def __call__(self, *args, text=None):
            from screenc.cli.command import screenc

            if text is not None:
                self.film.write_text(text, encoding="utf-8")
            self.result = CliRunner().invoke(screenc, ["build", str(self.film), *args])
            assert self.result.exception is None or isinstance(self.result.exception, SystemExit), self.result.output
            return self.result.exit_code

        def made(self):
            names = log.read_text().split("\n")[:-1] if log.exists() else []
            log.unlink(missing_ok=True)
            return sorted(names)

        @property
        def said(self):
            return self.result.output

        def report(self):
            return json.loads((self.out / "report.json").read_text())

    yield Studio()
    backends.found.cache_clear()
    backends.target.cache_clear()


def test_a_film_comes_out_with_all_that_belongs_to_it(studio):
    assert studio(text=FILM) == 0, studio.said
    assert studio.made() == ["s10.1", "s10.2", "s10.3"]
    assert sorted(p.name for p in studio.out.iterdir()) == [
        "junit.xml",
        "rain.mp4",
        "rain.srt",
        "rain.vtt",
        "report.html",
        "report.json",
    ]
    from screenc.media.probe import probe

    film, report = probe(studio.out / "rain.mp4"), studio.report()
    assert (film.width, film.height, film.audio) == (128, 72, True)
    assert film.frames == round(report["length"] * 24)
    assert {t["outcome"] for t in report["tasks"] if t["kind"] == "clip"} == {"made"}
    assert "Okita?" in (studio.out / "rain.srt").read_text()
    assert str(studio.out / "rain.mp4") in studio.result.stdout and "report.html" in studio.result.stdout
    suite = ElementTree.parse(studio.out / "junit.xml").getroot().find("testsuite")
    assert int(suite.get("tests")) == len(suite.findall("testcase")) >= 5 and suite.get("failures") == "0"


def test_the_page_stands_alone_and_escapes_what_it_shows(studio):
    studio(text=FILM.replace("They walk", "<script>alert(1)</script> They walk"))
    page = (studio.out / "report.html").read_text()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "Rain &amp; &lt;b&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page) and "url(" not in page and "@import" not in page
    assert page.partition('class="sheet"')[2].count("data:image/jpeg;base64,") == 9
    assert all(f'id="{shot}"' in page for shot in ("s10.1", "s10.2", "s10.3"))
    assert "film.shot:21" in page


def test_a_second_build_does_nothing_and_says_so(studio):
    studio(text=FILM)
    film, before = studio.out / "rain.mp4", {p: p.stat().st_mtime_ns for p in studio.out.iterdir()}
    first = studio.result.stdout
    studio.made()
    assert studio() == 0
    assert "nothing to do" in studio.said and studio.made() == [] and studio.result.stdout == first
    assert {p: p.stat().st_mtime_ns for p in studio.out.iterdir()} == before
    film.unlink()
    assert studio() == 0 and film.exists() and studio.made() == []


def test_an_edit_makes_what_it_must_and_keeps_the_rest(studio):
    studio(text=FILM)
    studio.made()
    assert studio(text=FILM.replace("# none", "").replace("\nshot s10.3", "\n# a comment\nshot s10.3")) == 0
    assert studio.made() == []
    assert studio(text=FILM.replace("walk towards", "run towards")) == 0
    assert studio.made() == ["s10.1", "s10.2"]
    assert studio(text=FILM) == 0
    assert studio.made() == [], "the first version was still in the store"


def test_a_failed_shot_is_told_and_the_rest_is_kept(studio, monkeypatch):
    monkeypatch.setenv("FAKECAM_FAILS", "s10.1")
    assert studio(text=FILM) == 4
    assert "E0601" in studio.said and "the lens fell off" in studio.said and not (studio.out / "rain.mp4").exists()
    assert {t["name"]: t["outcome"] for t in studio.report()["tasks"] if t["kind"] == "clip"} == {
        "s10.1": "failed",
        "s10.2": "left",
        "s10.3": "made",
    }
    monkeypatch.delenv("FAKECAM_FAILS")
    studio.made()
    assert studio() == 0 and studio.made() == ["s10.1", "s10.2"]


def test_an_expect_that_does_not_hold_is_exit_three_and_stays_so(studio):
    text = FILM.replace("  framing  long TAKUMI ANRI\n", "  framing  long TAKUMI ANRI\n  expect   black >= 90%\n")
    assert studio(text=text) == 3
    assert "E0701" in studio.said and "film.shot:23" in studio.said and (studio.out / "rain.mp4").exists()
    assert 'class="card ill"' in (studio.out / "report.html").read_text()
    assert ElementTree.parse(studio.out / "junit.xml").getroot().find("testsuite").get("failures") != "0"
    studio.made()
    assert studio() == 3 and "nothing to do" in studio.said and "E0701" in studio.said


def test_a_preference_warns(studio):
    text = FILM.replace("  framing  long TAKUMI ANRI\n", "  framing  long TAKUMI ANRI\n  prefer   black >= 90%\n")
    assert studio(text=text) == 0 and "W0702" in studio.said
    waived = text.replace("  prefer   black", "  waive    W0702 until 2999-01-01 it is a day scene after all\n  prefer   black")
    assert studio(text=waived) == 0 and "W0702" not in studio.said
    unmet = waived.replace(">= 90%", ">= 0%")
    assert studio(text=unmet) == 0 and "W0448" in studio.said


def test_unchecked_on_request(studio):
    text = FILM.replace("  framing  long TAKUMI ANRI\n", "  framing  long TAKUMI ANRI\n  expect   black >= 90%\n")
    assert studio("--no-check", text=text) == 0 and studio.report()["verdicts"] == []


def test_errors_in_the_film_make_nothing(studio):
    assert studio(text=FILM.replace("framing  long", "framming long")) == 1
    assert not studio.out.exists() and not (studio.folder / ".screenc").exists()


def test_over_budget_makes_nothing(studio):
    assert studio(text=FILM.replace("  backend  fakecam", "  backend  fakecam\n  budget   $0.01")) == 5
    assert "E0513" in studio.said and studio.made() == []


def test_only_some_shots(studio):
    assert studio("--only", "s10.3", text=FILM) == 0
    assert studio.made() == ["s10.3"] and not (studio.out / "rain.mp4").exists() and ".mp4" in studio.said
    assert studio("--only", "s99.1") == 2
    assert studio() == 0 and studio.made() == ["s10.1", "s10.2"]


def test_force_makes_it_again(studio):
    studio(text=FILM)
    studio.made()
    assert studio("--force", "--only", "s10.3") == 0 and studio.made() == ["s10.3"]
    assert studio("--force") == 0 and studio.made() == ["s10.1", "s10.2", "s10.3"]


def test_a_line_that_cannot_be_spoken(studio):
    assert studio(text=FILM.replace("I am. It", "unspeakable")) == 4
    assert "E0606" in studio.said and "did you mean `bob`?" in studio.said


def test_another_build_is_running(studio):
    from screenc.director.project import Project

    studio.film.write_text(FILM)
    other = Project(studio.folder)
    with other.building():
        assert studio() == 4 and "E0604" in studio.said
    other.close()


def test_a_closed_folder(studio):
    (studio.folder / "build").write_text("in the way")
    assert studio(text=FILM) == 4 and "E0603" in studio.said


def test_a_film_that_cannot_be_read_back(studio, monkeypatch):
    from screenc.critic import judge
    from screenc.media.fault import Unreadable

    def judging(*_, **__):
        raise Unreadable("cannot read the film: invalid data")

    monkeypatch.setattr(judge, "judge", judging)
    assert studio(text=FILM) == 4 and "E0609" in studio.said


def test_a_harmed_clip_is_made_again(studio):
    studio(text=FILM)
    studio.made()
    clip = max((studio.folder / ".screenc" / "objects").rglob("*.mp4"), key=lambda p: p.stat().st_size)
    clip.chmod(0o644)
    clip.write_bytes(clip.read_bytes()[:-100])
    os.utime(studio.film)
    (studio.out / "rain.mp4").unlink()
    assert studio() == 0 and len(studio.made()) == 1


def test_clean_takes_its_own_and_nothing_else(studio):
    from screenc.cli.command import screenc

    studio(text=FILM)
    mine = studio.out / "notes.txt"
    mine.write_text("mine")
    (studio.out / "rain.srt").write_text("edited by hand")
    dry = CliRunner().invoke(screenc, ["clean", "--films", "--dry-run", str(studio.film)])
    assert dry.exit_code == 0 and "would remove" in dry.output and (studio.folder / ".screenc").exists()
    done = CliRunner().invoke(screenc, ["clean", "--films", str(studio.film)])
    assert done.exit_code == 0 and not (studio.folder / ".screenc").exists() and studio.film.exists()
    assert sorted(p.name for p in studio.out.iterdir()) == ["notes.txt", "rain.srt"] and "kept" in done.output
    assert CliRunner().invoke(screenc, ["clean", str(studio.film)]).exit_code == 0


def test_show_tells_the_prompt_word_for_word(studio):
    from screenc.cli.command import screenc

    studio.film.write_text(FILM)
    shown = CliRunner().invoke(screenc, ["show", "s10.2", str(studio.film)])
    assert shown.exit_code == 0 and "medium-close shot of street" in shown.output and "Oh - are you... Okita?" in shown.output
    data = json.loads(CliRunner().invoke(screenc, ["show", "s10.2", str(studio.film), "--format", "json"]).stdout)
    assert data[0]["brief"]["shot"] == "s10.2" and data[0]["params"]["steps"] == 20
    wrong = CliRunner().invoke(screenc, ["show", "s10.22", str(studio.film)])
    assert wrong.exit_code == 2 and "did you mean" in wrong.output


def test_plan_says_what_a_build_then_does(studio):
    from screenc.cli.command import screenc

    def plan(*args):
        return CliRunner().invoke(screenc, ["plan", str(studio.film), *args])

    studio.film.write_text(FILM)
    assert "3 to render, 0 cached" in plan().stdout and plan().stdout.count("  + ") == 3
    studio()
    assert plan().stdout.count("  = ") == 3 and "0 to render, 3 cached" in plan().stdout
    studio.film.write_text(FILM.replace("Okita?", "Okita Anri?"))
    assert "~ s10.2" in plan().stdout and "speech by TAKUMI changed" in plan().stdout and "film.shot:28)" in plan().stdout
    out = studio.folder / "plan.json"
    assert plan("-o", str(out)).exit_code == 0
    assert json.loads(out.read_text()) == json.loads(plan("--format", "json").stdout)
    assert "estimated" in plan("--estimate").stdout


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
@pytest.mark.slow
def test_the_whole_verb_killed_at_random_moments(tmp_path, how):
    """Stopped again and again, by force or politely, the build still ends in a whole film; nothing finished is made twice."""
    import random
    import signal
    import subprocess

    (tmp_path / "film.shot").write_text(FILM)
    log = tmp_path / "made.log"
    env = {**os.environ, "PYTHONPATH": str(PLANNER / "fakecam"), "FAKECAM_LOG": str(log), "FAKECAM_SLEEP": "0.6"}
    command = [sys.executable, "-c", "from screenc.cli import main; main()", "build", "film.shot"]
    rng, stops = random.Random(how), 0
    for _ in range(30):
        build = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            _, told = build.communicate(timeout=rng.uniform(0.2, 1.6) if stops < 6 else 200)
        except subprocess.TimeoutExpired:
            build.send_signal(getattr(signal, how))
            _, told = build.communicate()
            stops += 1
            assert how == "SIGKILL" or build.returncode in (0, 130), told
            assert "Traceback" not in told or how == "SIGKILL", told
            continue
        assert build.returncode == 0, told
        break
    assert stops
    from screenc.media.probe import probe

    assert probe(tmp_path / "build" / "rain" / "rain.mp4").frames > 100
    made = log.read_text().split()
    assert set(made) == {"s10.1", "s10.2", "s10.3"} and len(made) <= 3 + stops * 2
    assert not [p for p in (tmp_path / "build" / "rain").iterdir() if p.name.endswith(".part")]
