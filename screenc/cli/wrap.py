"""The end of a build: its report in every form, what the terminal is told, and the seal that lets the next build do nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screenc import __version__
from screenc.cli import session
from screenc.contract import Plan, Verdict
from screenc.director import stamp
from screenc.director.run import Outcome
from screenc.planner.auto import NAME
from screenc.report import model, reckoning
from screenc.text import Diagnostic


def reported(
    plan: Plan,
    outcome: Outcome,
    film: Path | None,
    verdicts: Sequence[Verdict],
    found: Sequence[Diagnostic],
    repairs: Sequence[model.Repair],
    senses: dict[str, Any],
    seconds: float,
    code: int,
) -> model.Report:
    """The build as data; `film` is None where it was not cut, `seconds` what the build took so far."""
    took = {t.key: outcome.artifacts[t.key].took for t in outcome.made if t.key in outcome.artifacts}
    return model.Report(
        screenc=__version__,
        film=plan.film,
        title=plan.title,
        path=film.name if film else None,
        width=plan.width,
        height=plan.height,
        rate=plan.rate,
        length=float(plan.length),
        exit=code,
        shots=model.cuts(plan),
        subtitles=plan.subtitles,
        diagnostics=model.plainly(found),
        verdicts=tuple(verdicts),
        vsa=alignment.model_dump(mode="json") if (alignment := senses.get("vsa")) else None,
        judged=tuple(one.model_dump(mode="json") for one in getattr(senses.get("panel"), "told", ())),
        repairs=tuple(repairs),
        tasks=model.done(plan.tasks, took, outcome.failed, (t.key for t in outcome.left)),
        spent=model.Spent(seconds=round(seconds, 3), dollars=outcome.spent),
    )


def publish(report: model.Report, plan: Plan, film: Path | None, reading: session.Reading, folder: Path) -> list[Path]:
    """Write a report as JSON, JUnit and a page; where they are."""
    from screenc.report import gallery, page

    texts = {
        "report.json": report.model_dump_json(indent=2) + "\n",
        "junit.xml": model.junit(report),
        "report.html": page.render(
            report,
            plan,
            page.thumbnails(film, report) if film else {},
            page.script(reading.resolved),
            gallery.gathered(film, report) if film else None,
            live=stamp.WATCHED in os.environ,
        ),
    }
    for name, text in texts.items():
        _write(folder / name, text)
    return [folder / name for name in texts]


def told(plan: Plan, outcome: Outcome, seconds: float) -> str:
    """The one line of what was made, how long it took and what it cost."""
    made = len({t.name for t in outcome.made if t.kind == "clip"})
    clips = sum(t.kind == "clip" for t in plan.tasks)
    took = reckoning.duration(seconds)
    paid = f", ${float(outcome.spent):.2f} spent" if outcome.spent else ""
    if not made:
        return f"no shot had to be made again; cut and checked in {took}"
    if made == clips:
        return f"{made} shots made in {took}{paid}"
    return f"{made} of {clips} shots made in {took}{paid}, the others were there"


def ordered(names: Sequence[str]) -> str:
    """What an earlier build ordered and did not get: nobody shall fear that it is bought again."""
    what = "was ordered by an earlier build: it is" if len(names) == 1 else "were ordered by an earlier build: they are"
    return f"{', '.join(names)} {what} fetched, not ordered again"


def seal(
    path: Path,
    reading: session.Reading,
    began_ns: int,
    wishes: dict[str, Any],
    outputs: Sequence[Path],
    found: Sequence[Diagnostic],
    summary: str,
    code: int,
) -> None:
    """Seal the build, unless a file was written while it was read: then the next build had better look again."""
    inputs, film = [*reading.files, *references(reading)], reading.resolved.film
    try:
        if any(p.stat().st_mtime_ns >= began_ns for p in inputs if p.exists()):
            return
        stamp.seal(
            path,
            wishes,
            inputs={str(p): stamp.digest(p) for p in inputs},
            outputs=outputs,
            exit=code,
            summary=summary,
            reported=session.plainly(found),
            asked=NAME in {film.backend, *(shot.backend for _, shot in film.shots())},
        )
    except OSError:  # without a stamp the next build only takes longer to find out that there is nothing to do
        return


def references(reading: session.Reading) -> list[Path]:
    """The pictures that the film points to, there or not."""
    film, folder = reading.resolved.film, reading.path.parent
    kept = [one.ref for one in (*film.cast, *film.places, *film.props, *film.scenes)] + [shot.last for _, shot in film.shots()]
    return [folder / path for path in kept if path]


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
