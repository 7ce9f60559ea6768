"""`screenc script --engine openai:...` as people run it: what it writes, says and keeps, and that no key is in any of it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from engines import server
from engines.server import Say, serving
from engines.test_openai import KEY, TALK

from screenc.cli.command import screenc


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SCREENC_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return lambda *args: CliRunner().invoke(screenc, ["script", "talk.txt", *args])


def test_a_model_writes_a_film_that_checks_and_asking_again_costs_nothing(run, tmp_path):
    with serving(server.director) as model:
        asking = ["--engine", "openai:m", "--endpoint", model.url, "-o", "film.shot"]
        done = run(*asking)
        assert done.exit_code == 0, done.output
        assert "wrote 2 of 2 scenes; 3 calls" in done.stderr
        first = (tmp_path / "film.shot").read_text()
        again = run(*asking, "--force")
        assert again.exit_code == 0 and "0 calls; 3 answers from the cache" in again.stderr and len(model.asked) == 3
        assert (tmp_path / "film.shot").read_text() == first
        assert run(*asking, "--force", "--fresh").exit_code == 0 and len(model.asked) == 6
        assert all(h["authorization"] == f"Bearer {KEY}" for h in model.headers)
    assert CliRunner().invoke(screenc, ["check", "film.shot"]).exit_code == 0
    assert CliRunner().invoke(screenc, ["fmt", "--check", "film.shot"]).exit_code == 0
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
    assert KEY not in done.output + again.output


def test_scenes_that_fall_back_are_warnings_and_a_film_is_written(run, tmp_path):
    with serving(lambda n, r: "no") as model:
        done = run("--engine", "openai:m", "--endpoint", model.url, "-o", "film.shot", "--repairs", "0", "--format", "json")
    assert done.exit_code == 0, done.output
    assert [d["code"] for d in json.loads(done.stdout)["diagnostics"]] == ["W0852", "W0850", "W0850"]
    assert CliRunner().invoke(screenc, ["check", "film.shot"]).exit_code == 0


@pytest.mark.parametrize(("said", "code"), [
    (Say(status=401, body=json.dumps({"error": {"message": f"bad key {KEY}"}}).encode()), "E0842"),
    (Say(status=404, body=b'{"error": {"message": "no such model"}}'), "E0843"),
    (Say(status=429, body=b'{"error": {"code": "insufficient_quota", "message": "insufficient_quota"}}'), "E0844"),
    (Say(status=400, body=b'{"error": {"message": "no system role"}}'), "E0845"),
])  # fmt: skip
def test_a_server_that_says_no_is_a_code_and_nothing_is_written(run, tmp_path, said, code):
    with serving(lambda n, r: said) as model:
        done = run("--engine", "openai:m", "--endpoint", model.url, "-o", "film.shot")
    assert done.exit_code == 1 and f"error[{code}]" in done.stderr and "Traceback" not in done.output
    assert not (tmp_path / "film.shot").exists() and KEY not in done.output


@pytest.mark.parametrize(("budget", "asked"), [("--max-calls 2", 2), ("--max-tokens 100", 1), ("--max-calls 9", 3)])
def test_a_budget_is_kept_and_the_rest_is_by_rules(run, tmp_path, budget, asked):
    with serving(server.director) as model:
        done = run("--engine", "openai:m", "--endpoint", model.url, "-o", "film.shot", "--length", "60s", *budget.split())
    assert done.exit_code == 0 and len(model.asked) == asked
    assert ("W0850" in done.stderr) == (asked < 3)
    assert CliRunner().invoke(screenc, ["check", "film.shot"]).exit_code == 0


def test_settings_that_cannot_be_right(run):
    assert run("--engine", "opanai").exit_code == 2
    done = run("--engine", "openai")
    assert done.exit_code == 1 and "E0841" in done.stderr


def test_the_engines_are_light_until_one_is_asked():
    code = "import sys, screenc.cli.script, screenc.scripter.engines.door; print('openai' in sys.modules, 'httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
