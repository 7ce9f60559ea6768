"""The figures that the checks stand on: every check has a row, the gate follows from it, and nothing carries older figures."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from screenc.cli.command import screenc
from screenc.critic import calibration, registry
from screenc.critic.calibrate.bench import choose, markdown, scores, table, toml
from screenc.critic.calibrate.trials import Trial

ROOT = Path(__file__).parents[2]
FILM = """screenc 1

film pier
  title    The Pier

cast MINA
  look     a tall woman, short grey hair, yellow raincoat

place pier
  look     a wooden pier

scene s10 ext pier day
  with     MINA

shot s10.1 4s
  framing  medium MINA
  action   She waits.
  {claim}
end
"""


def told(tmp_path, claim):
    (tmp_path / "film.shot").write_text(FILM.format(claim=claim), encoding="utf-8")
    done = CliRunner().invoke(screenc, ["check", str(tmp_path / "film.shot"), "--format", "json"])
    return [d["code"] for d in json.loads(done.stdout)["diagnostics"]]


def test_every_check_has_a_row_and_every_row_a_check():
    assert set(calibration.table()["check"]) == set(registry.names())


@pytest.mark.parametrize("name", registry.names())
def test_an_expect_needs_a_check_that_was_found_sure(name, tmp_path):
    """E0710 for every check that fails the gate, and for no other."""
    check = registry.check(name)
    value = f"== {check.words[0]}" if check.words and getattr(check, "choices", ()) else f">= 1{check.unit}"
    who = " MINA" if check.subject else ""
    if check.scope == "film":
        return
    value += ": she waits" if name == "judge" else ""
    assert told(tmp_path, f"prefer   {name}{who} {value}") == []
    assert told(tmp_path, f"expect   {name}{who} {value}") == ([] if calibration.trusted(name) else ["E0710"])


@pytest.mark.parametrize(
    "row, sure",
    [
        ({"exact": "counted"}, True),
        ({}, False),
        ({"true": 20, "damaged": 20, "precision": 0.95, "recall": 0.9}, True),
        ({"true": 20, "damaged": 20, "precision": 0.85, "recall": 1.0}, False),
        ({"true": 20, "damaged": 20, "precision": 1.0, "recall": 0.5}, False),
        ({"true": 2, "damaged": 2, "precision": 1.0, "recall": 1.0}, False),
    ],
)
def test_the_gate(row, sure):
    assert calibration.good(row) is sure


@pytest.mark.parametrize(
    "claim, code",
    [
        ("prefer   camera == pan-left", None),
        ("prefer   camera == scripted", None),
        ("prefer   camera == pan-lft", "E0704"),
        ("prefer   camera >= pan-left", "E0704"),
        ("prefer   size >= medium", None),
        ("prefer   size == 3", "E0704"),
        ("prefer   brightness == scripted", None),
        ("prefer   brightness >= 20%", None),
        ("prefer   brightness == bright", "E0704"),
    ],
)
def test_claims_by_a_word(claim, code, tmp_path):
    assert told(tmp_path, claim) == ([code] if code else [])


def trials(true, damaged, half):
    return [Trial("spoken", half, "true", v) for v in true] + [Trial("spoken", half, "muted", v) for v in damaged]


def test_a_threshold_stands_in_the_gap_and_is_judged_on_the_other_half():
    chosen = choose("spoken", trials([80, 90, 100], [0, 10, 20], 0))
    assert 20 < chosen["threshold"] < 50, "nearer to the damaged"
    told = scores("spoken", chosen, trials([90, 70, 10], [5, 95], 1))
    assert (told["true"], told["damaged"], told["precision"], told["recall"]) == (3, 2, 0.5, 0.5)


def test_what_could_not_be_measured_counts_for_neither():
    rows = table([*trials([90, 100], [0, 0], 0), *trials([90, None], [0, None], 1)])
    assert (rows["spoken"]["true"], rows["spoken"]["damaged"], rows["spoken"]["unmeasured"]) == (1, 1, 2)


def test_the_file_is_read_back_as_it_was_written():
    lights = (("true", 20.0), ("true", 30.0), ("bright", 70.0))
    dark = [Trial("brightness", half, kind, value, "dark-int") for half in (0, 1) for kind, value in lights]
    rows = table([*trials([90, 100], [0, 0], 0), *trials([90], [0], 1), *dark])
    back = tomllib.loads(toml(rows, "2026-01-01", "a set"))
    assert back["check"] == rows and back["measured"] == "2026-01-01"
    assert "| spoken | muted | 1, 1 | 1.00 | 1.00 |" in markdown(back)


def test_the_pages_and_the_readme_carry_these_figures():
    spec = importlib.util.spec_from_file_location("figures", ROOT / "benchmarks" / "critic.py")
    figures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(figures)
    for path, text in figures.synced().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python benchmarks/critic.py --sync"


def test_the_bench_prints_what_is_kept():
    done = CliRunner().invoke(screenc, ["bench", "critic"])
    assert done.exit_code == 0 and markdown(calibration.table()) in done.output
    assert CliRunner().invoke(screenc, ["bench", "critic", "--write", "x.toml"]).exit_code == 2
