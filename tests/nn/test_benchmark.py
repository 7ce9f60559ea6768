"""The benchmark of attention walks its whole road on a processor, so that no GPU is taken to find that it stops on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")
FILE = Path(__file__).parents[2] / "benchmarks" / "multishot_attention.py"
TOY = "--device cpu --heads 2 --width 16 --tokens 60 --frames 17 --shots 3 --layers 2 --ffn 64 --steps-at 17"


@pytest.mark.slow
def test_every_form_is_timed_and_what_comes_too_late_is_told():
    def run(*more: str) -> dict:
        done = subprocess.run([sys.executable, FILE, *TOY.split(), *more], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    told = run()
    assert [row["form"] for row in told["rows"] if "frames" in row and "what" not in row] == [
        "flash", "packed", "varlen", "flex", "masked",
    ]  # fmt: skip
    assert {(row["what"], row["form"]) for row in told["rows"] if "what" in row} == {
        (what, form) for what in ("block", "step") for form in ("packed", "varlen")
    }
    assert not told["left_out"] and all(row["seconds"] > 0 for row in told["rows"])
    late = run("--minutes", "0")
    assert not late["rows"] and late["left_out"][:2] == ["block", "step"]
