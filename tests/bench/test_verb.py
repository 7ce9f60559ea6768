"""`screenc bench scripts` as people run it: the table, the figures, the page; what fails is counted and never a zero."""

from __future__ import annotations

import html.parser
import json
import math
import re
import sys
from importlib import util
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import server
from engines.server import serving
from engines.test_openai import KEY

from screenc.cli.command import screenc
from screenc.scripter.bench.measures import MEASURES

ROOT = Path(__file__).parents[2]
FIRST = "ANA: Is this the last one?\nBEN: There's another in nine minutes.\nANA: You said that nine minutes ago.\n"
SECOND = "MINA: 밖에 아직 비가 와요?\nJUN: 아까부터 계속 오네요.\nMINA: 우산이 없는데요.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREENC_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "set" / "deep").mkdir(parents=True)
    (tmp_path / "set" / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "set" / "deep" / "second.txt").write_text(SECOND, encoding="utf-8")
    return lambda *args: CliRunner().invoke(screenc, ["bench", "scripts", *args])


class Tags(html.parser.HTMLParser):
    """Counts tags and refuses what a page that stands alone may not hold."""

    def __init__(self):
        super().__init__()
        self.counts: dict[str, int] = {}

    def handle_starttag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        assert tag not in ("script", "link", "img", "iframe")
        assert not any(name in ("src", "href") for name, _ in attrs)


def test_the_offline_engine_is_measured_without_being_asked_for(run, tmp_path):
    done = run("set", "--json", "out.json", "--html", "out.html")
    assert done.exit_code == 0, done.output
    for m in MEASURES:
        assert re.search(rf"^{re.escape(m.name)} +\S", done.stdout, re.MULTILINE)
    told = json.loads((tmp_path / "out.json").read_text())
    assert told["schema"] == "screenc.scriptbench/1" and told["engines"]["rules"]["dialogues"] == 2
    assert [r["dialogue"] for r in told["rows"]] == ["deep/second.txt", "first.txt"]
    mean = sum(r["scores"]["division"] for r in told["rows"]) / 2
    assert math.isclose(told["engines"]["rules"]["measures"]["division"]["mean"], mean)
    tags = Tags()
    page = (tmp_path / "out.html").read_text()
    tags.feed(page)
    assert tags.counts["svg"] == 3 and tags.counts["circle"] == 8 and "http" not in page


def test_lines_are_spoken_to_measure_their_timing(run, tmp_path):
    done = run("set", "--voices", "2", "--limit", "1", "--json", "out.json")
    timing = json.loads((tmp_path / "out.json").read_text())["rows"][0]["timing"]
    assert done.exit_code == 0 and 0 <= timing < 1


def test_a_dialogue_that_cannot_be_read_is_a_failure_and_no_zero(run, tmp_path):
    (tmp_path / "set" / "a.txt").write_text("Nobody says a word here.\n")
    (tmp_path / "set" / "b.bin").write_bytes(bytes(range(256)))
    done = run("set", "--json", "out.json", "--html", "out.html")
    told = json.loads((tmp_path / "out.json").read_text())["engines"]["rules"]
    assert done.exit_code == 0 and told["failed"] == 2 and told["dialogues"] == 4
    assert told["measures"]["fidelity"] == {"n": 2, "mean": 1.0, "sd": 0.0, "least": 1.0, "most": 1.0}
    assert "failed: E0802" in (tmp_path / "out.html").read_text()


def test_two_engines_and_a_judge_side_by_side(run, tmp_path):
    marks = iter([4.0, 3.0, 5.0] * 20)

    def answer(n, request):
        said = request["messages"][-1]["content"]
        if said.startswith("You judge"):
            return json.dumps({"format": next(marks), "division": 3, "completeness": 2.5, "coherence": 4, "why": "Plain."})
        return server.director(n, request)

    with serving(answer) as model:
        asking = ["--endpoint", model.url, "--json", "out.json", "--html", "out.html"]
        done = run("set", "--engine", "rules", "--engine", "openai:m", "--judge", "openai:j", *asking)
        assert done.exit_code == 0, done.output
        told = json.loads((tmp_path / "out.json").read_text())
        asked = len(model.asked)
        run("set", "--engine", "rules", "--engine", "openai:m", "--judge", "openai:j", *asking)
        assert len(model.asked) == asked
    judged = told["rows"][0]["judged"]
    assert judged["asked"] == judged["given"] == 3 and judged["mean"]["format"] == 4 and judged["spread"]["format"] > 0.8
    assert judged["spread"]["division"] == 0
    assert told["engines"]["openai:m"]["measures"]["model"]["mean"] == 1 and told["engines"]["rules"]["measures"]["model"] is None
    assert "judged 0-5" in done.stdout and "scenes by the model" in done.stdout
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


def test_a_judge_that_gives_no_marks_is_a_dash_and_no_zero(run, tmp_path):
    with serving(lambda n, r: '{"format": 11}') as model:
        done = run("set", "--judge", "openai:j", "--endpoint", model.url, "--json", "out.json", "--html", "out.html")
    assert done.exit_code == 0
    assert re.search(r"Format Compliance, judged 0-5 +-$", done.stdout, re.MULTILINE)
    judged = json.loads((tmp_path / "out.json").read_text())["rows"][0]["judged"]
    assert judged["given"] == 0 and judged["mean"] == {}


def test_an_empty_folder_and_a_place_that_cannot_be_written(run, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "nowhere"):
        done = run(folder)
        assert done.exit_code == 1 and "E0860" in done.stderr
    done = run("set", "--json", "set/first.txt/out.json")
    assert done.exit_code == 1 and "E0806" in done.stderr


def test_an_engine_that_cannot_be_had_is_told_before_anything_is_run(run):
    done = run("set", "--engine", "openai")
    assert done.exit_code == 1 and "E0841" in done.stderr


def test_the_bench_set_has_at_least_sixty_dialogues_of_real_plays(tmp_path):
    spec = util.spec_from_file_location("scripts", ROOT / "benchmarks" / "scripts.py")
    scripts = util.module_from_spec(spec)
    spec.loader.exec_module(scripts)
    made = scripts.collect(tmp_path)
    assert len(made) >= 60 and len(set(made)) == len(made)
    assert len({p.name.rpartition("-")[0] for p in made}) > 35


def test_the_group_is_lazy(monkeypatch):
    for name in [n for n in sys.modules if n.startswith("screenc.cli.bench")]:
        monkeypatch.delitem(sys.modules, name)
    assert "scripts" in CliRunner().invoke(screenc, ["bench", "--help"]).output
    assert CliRunner().invoke(screenc, ["bench", "nothing"]).exit_code == 2
