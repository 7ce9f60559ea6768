"""What `screenc critique` makes of damaged copies of the examples: each damage named, and nothing invented.

    python benchmarks/critique.py [--work FOLDER] [--films a,b] [--each N]     measure, and write critique.toml and the README
    python benchmarks/critique.py --sync                                       only write the README from critique.toml

Each example is built once at 640x360; N copies of each kind (2 unless told) are cut from it and judged by the command's own
function, checks and all. Films and copies stay in FOLDER (the user's cache), and so does what was said of each, by the digest of
critique's own modules, so that a run which was broken off goes on. With the extras `vision` and `speech`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOML = ROOT / "benchmarks" / "critique.toml"
FILMS = ("night-market", "the-last-order", "first", "rain-on-14")
BEGIN, END = "<!-- copies: written by benchmarks/critique.py -->", "<!-- end of copies -->"


def main() -> None:
    import click

    asked = argparse.ArgumentParser()
    asked.add_argument("--work", type=Path, default=Path(click.get_app_dir("screenc")) / "copies")
    asked.add_argument("--films", default=",".join(FILMS))
    asked.add_argument("--each", type=int, default=2)
    asked.add_argument("--sync", action="store_true")
    asked.add_argument("--kept", action="store_true", help="sum up what a run that was broken off has left, and measure nothing")
    told = asked.parse_args()
    if not told.sync:
        measure(told.work, told.films.split(","), told.each, told.kept)
    kept = tomllib.loads(TOML.read_text(encoding="utf-8"))
    readme = ROOT / "README.md"
    words = f"{BEGIN}\n{markdown(kept)}{END}"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: words, text, flags=re.S), encoding="utf-8")
    print(markdown(kept), end="")


def measure(work: Path, films: list[str], each: int, kept_only: bool = False) -> None:
    from screenc.critic.calibrate.marks import summed, table

    marks = [mark for film in films for mark in marked(film, work, each, kept_only)]
    kept = {"measured": date.today().isoformat(), "films": films}
    lines = [f"{key} = {json.dumps(value)}" for key, value in kept.items()]
    for kind, row in {**table(marks), "all": summed(marks)}.items():
        lines += ["", f"[{json.dumps(kind)}]", *(f"{key} = {value}" for key, value in row.items())]
    TOML.write_text(
        "# Written by benchmarks/critique.py; not to be edited by hand.\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )


def marked(name: str, work: Path, each: int, kept_only: bool):
    """The marks of one film's copies, one after another."""
    from dataclasses import asdict

    from screenc.cli import session
    from screenc.contract import digest
    from screenc.critic.asked import spans
    from screenc.critic.calibrate import copies
    from screenc.critic.calibrate.marks import Mark, mark
    from screenc.critic.calibrate.recut import recut
    from screenc.critic.claims import addresses
    from screenc.critic.critique import critique
    from screenc.director.project import Project

    script, film = built(name, work)
    reading = session.read(script)
    plan = session.planned(reading, Project(script.parent), estimate=False).plan
    fixed = frozenset(shot.id for _, shot in reading.resolved.film.shots() if shot.length is not None)
    where = spans(plan)
    how = digest([path.read_text(encoding="utf-8") for path in sorted((ROOT / "screenc" / "critic").rglob("*.py"))])[:8]
    done: dict[str, int] = {}
    for copy in copies.copies(copies.shots(plan, where)):
        done[copy.kind] = done.get(copy.kind, 0) + 1
        if done[copy.kind] > each:
            continue
        video = film.with_name(f"{digest([str(copy.parts), film.stat().st_size])[:12]}.mp4") if copy.kind != "intact" else film
        kept = video.with_suffix(f".{how}.{copy.kind.replace(' ', '-')}.json")
        if kept.exists():
            told = Mark(**json.loads(kept.read_text(encoding="utf-8")))
        elif kept_only:
            continue
        else:
            if not video.exists():
                recut(film, video.with_suffix(".part.mp4"), list(copy.parts)).replace(video)
            told = mark(copy, critique(plan, video, addresses(reading.resolved), fixed), list(where))
            kept.write_text(json.dumps(asdict(told)), encoding="utf-8")
        wrong = "; ".join([*(f"missed {what}" for what in told.missed), *(f"invented {what}" for what in told.invented)])
        print(f"{name}, {copy.kind}: {told.named} of {told.done} named, {told.untold} past telling. {wrong}", flush=True)
        yield told


def built(name: str, work: Path) -> tuple[Path, Path]:
    """The example's script, small, and its film, built where it is not there."""
    folder = work / name
    script = folder / "film.shot"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in (ROOT / "examples" / name).glob("*.shot"):
            shutil.copy(path, folder / path.name)
        if not script.exists():
            _screenc("script", str(ROOT / "examples" / name / "talk.txt"), "-o", str(script))
        script.write_text(script.read_text(encoding="utf-8").replace("1280x720", "640x360"), encoding="utf-8")
    if not list(folder.glob("build/*/report.html")):
        _screenc("build", str(script), "-q")
    (film,) = [path for path in folder.glob("build/*/*.mp4") if path.stem == path.parent.name]
    return script, film


def _screenc(*words: str) -> None:
    subprocess.run([sys.executable, "-c", "from screenc.cli import main; main()", *words], check=True)


def markdown(kept: dict) -> str:
    """The table for people."""
    rows = [row for row in kept.items() if isinstance(row[1], dict)]
    out = [
        f"Measured {kept['measured']} on {kept['all']['copies']} copies of {', '.join(kept['films'])}:",
        "",
        "| what was done | copies | damages | named | past telling | missed | invented | shots found where they are |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, row in rows:
        cells = (row[key] for key in ("copies", "done", "named", "untold", "missed", "invented"))
        out.append(f"| {kind} | {' | '.join(map(str, cells))} | {row['placed']:.1%} |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
