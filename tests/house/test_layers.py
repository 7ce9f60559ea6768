"""The arrows between the rooms, and what may not be imported early."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "numpy",
    "av",
    "numba",
    "PIL",
    "torch",
    "cv2",
    "hibari",
    "onnxruntime",
    "openai",
    "httpx",
    "moviepy",
    "rich.markdown",
    "pygls",
    "lsprotocol",
)
ALLOWED = {
    "backends": (
        "screenc.contract",
        "screenc.media",
        "screenc.stage",
        "screenc.nn",
        "screenc.text",
        "screenc.wire",
        "screenc.local",
    ),
    "screenc/local": ("screenc.contract", "screenc.local", "screenc.media", "screenc.nn", "screenc.text"),
    "screenc/wire": ("screenc.contract", "screenc.text", "screenc.wire"),
    "screenc/critic/checks": ("screenc.contract", "screenc.media", "screenc.text", "screenc.critic"),
    "screenc/media": ("screenc.media", "screenc.text", "screenc.nn"),
    "screenc/text": ("screenc.text",),
}
FILM = """screenc 1

film rain
  title    Rain

cast ANRI
  look     woman of 30, slight, short black hair, red coat

place street
  look     wet street, shop lights

scene s10 ext street dusk
  with     ANRI

shot s10.1 auto
  framing  medium ANRI
  ANRI: It rained the whole way.
  expect   spoken ANRI >= 80%
end
"""


def test_the_import_contract_holds():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ALLOWED)
def test_a_room_imports_only_what_it_may(folder):
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    for path in files:
        for name in imported(path):
            allowed = name == "screenc" or any(name == ok or name.startswith(ok + ".") for ok in ALLOWED[folder])
            assert allowed, f"{path.relative_to(ROOT)} imports {name}"


def imported(path: Path):
    """The modules of screenc that a file imports anywhere, inside its functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] == "screenc")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            if node.module and node.module.split(".")[0] == "screenc":
                yield from (f"screenc.{a.name}" for a in node.names) if node.module == "screenc" else [node.module]


def loaded(code: str, *args: str, cwd=None) -> set[str]:
    """The heavy packages in memory after running some code in a fresh interpreter, whether or not it exits."""
    report = "import json\n    sys.__stderr__.write('\\n@' + json.dumps(sorted(sys.modules)))"
    wrapped = f"import sys\ntry:\n    {code}\nfinally:\n    {report}"
    done = subprocess.run([sys.executable, "-c", wrapped, *args], cwd=cwd, capture_output=True, text=True, env={**os.environ})
    modules = set(json.loads(done.stderr.rpartition("@")[2].splitlines()[0]))
    assert "Traceback" not in done.stderr, done.stderr
    return {name for name in HEAVY if name in modules}


def test_the_command_line_is_light():
    assert loaded("import screenc.cli.command") == set()


def test_a_real_check_is_light(tmp_path):
    (tmp_path / "film.shot").write_text(FILM, encoding="utf-8")
    assert loaded("from screenc.cli import main; sys.argv[0] = 'screenc'; main()", "check", "film.shot", cwd=tmp_path) == set()


def test_the_guard_can_fail():
    assert loaded("import numpy") == {"numpy"}


@pytest.mark.parametrize("words", [["explain", "W0412"], ["list", "backends"], ["list", "checks"], ["list", "codes"], ["--help"]])
def test_the_verbs_that_only_talk_are_light(words):
    assert loaded("from screenc.cli import main; sys.argv[0] = 'screenc'; main()", *words) == set()


def test_no_drawer_for_odds_and_ends():
    bad = {"utils", "util", "helpers", "helper", "manager", "base", "misc", "common", "tools"}
    found = [
        p for top in ("screenc", "backends", "tests") for p in (ROOT / top).rglob("*.py") if p.stem in bad or p.parent.name in bad
    ]
    assert found == []
