"""What the critic has to say of a video, told for people and for machines: a row a shot, then what is wrong, then each claim."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from screenc import __version__
from screenc.report import alignment, machine
from screenc.report.model import claimed
from screenc.report.terminal import ordered

if TYPE_CHECKING:
    from screenc.contract import Plan
    from screenc.critic.critique import Critique, Row
    from screenc.film.resolve import Resolved

SCHEMA = "screenc.critique/1"
FORMATS = ("terminal", "json", "junit", "sarif", "github", "markdown")


def lines(found: Critique) -> list[str]:
    """The rows as a table for a terminal."""
    rows = [("shot", "script", "video", "")]
    for row in found.rows:
        rows.append((row.shot or "-", _seconds(row.scripted), _where(row), _said(row)))
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip() for row in rows]


def summary(found: Critique) -> str:
    """One line: how many shots are as scripted, and what is not."""
    shots = [row for row in found.rows if row.shot]
    well = sum(row.states == ("as scripted",) for row in shots)
    counts: dict[str, int] = {}
    for row in found.rows:
        for state in row.states:
            if state != "as scripted":
                counts[state] = counts.get(state, 0) + 1
    told = "".join(f", {n} {state}" for state, n in counts.items())
    return f"{well} of {len(shots)} shots as scripted{told}"


def markdown(found: Critique, film: str, video: str, senses: Mapping[str, Any] = {}) -> str:
    """For a pull request: the table, every finding, then the alignment or that there is none."""
    out = [f"## {film}: {video}", "", summary(found) + ".", "", "| shot | script | video | |", "|---|---|---|---|"]
    out += [
        f"| {_cell(row.shot or '-')} | {_seconds(row.scripted)} | {_where(row)} | {_cell(_said(row))} |" for row in found.rows
    ]
    findings = ordered(found.diagnostics)
    if findings:
        out += ["", *(f"- **{d.code}** {_cell(d.message)}" + (f" ({d.span})" if d.span else "") for d in findings)]
    out += ["", *alignment.markdown(senses.get("vsa"))]
    return "\n".join(out) + "\n"


def as_json(found: Critique, film: str, video: str, exit: int, senses: Mapping[str, Any] = {}) -> str:
    """`{schema, version, film, video, length, exit, shots, verdicts, vsa, judged, diagnostics}`; times in seconds.

    `senses` are the models that looked; without one `vsa` is null and `judged` empty.
    """
    aligned, panel = senses.get("vsa"), senses.get("panel")
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "version": __version__,
        "film": film,
        "video": video,
        "length": round(found.length, 3),
        "exit": exit,
        "shots": [
            {
                "shot": row.shot,
                "scripted": _round(row.scripted),
                "start": _round(row.start),
                "end": _round(row.end),
                "states": list(row.states),
                "words": list(row.words),
            }
            for row in found.rows
        ],
        "verdicts": [v.model_dump(mode="json") for v in found.verdicts],
        "vsa": aligned.model_dump(mode="json") if aligned is not None else None,
        "judged": [one.model_dump(mode="json") for one in getattr(panel, "told", ())],
        "diagnostics": [machine.plainly(d) for d in ordered(found.diagnostics)],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def sarif(found: Critique, senses: Mapping[str, Any] = {}) -> str:
    """SARIF of what was found, with the alignment in the run's properties."""
    return machine.as_sarif(ordered(found.diagnostics), alignment.sarif(senses.get("vsa")))


def github(found: Critique, senses: Mapping[str, Any] = {}) -> str:
    """Notes on the script's lines, and one of its own for the alignment."""
    return machine.as_github(ordered(found.diagnostics)) + f"::notice title=VSA::{alignment.sentence(senses.get('vsa'))}\n"


def junit(found: Critique, film: str, senses: Mapping[str, Any] = {}) -> str:
    """A test case a shot, failed where it is not as scripted by an error, and one a claim."""
    cases = []
    for row in found.rows:
        name = row.shot or f"footage at {_where(row)}"
        bad = [s for s in row.states if s in ("missing", "extra", "out of order")]
        cases.append(
            _case("shots", name, f"{_said(row)}" if bad else None, None if bad or row.states == ("as scripted",) else _said(row))
        )
    for verdict in found.verdicts:
        a = verdict.assertion
        where = f"shot {a.shot}" if a.shot else f"scene {a.scene}" if a.scene else "film"
        ill = verdict.held is not True and a.claim.force == "expect"
        words = verdict.words or f"measured {verdict.measured}"
        cases.append(
            _case(
                f"claims.{where}", claimed(verdict), words if ill else None, words if not ill and verdict.held is False else None
            )
        )
    failures = sum("<failure" in case for case in cases)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name={quoteattr(film)} tests="{len(cases)}" '
        f'failures="{failures}">\n{alignment.junit(senses.get("vsa"))}\n' + "\n".join(cases) + "\n</testsuite>\n</testsuites>\n"
    )


def page(
    found: Critique,
    plan: Plan,
    resolved: Resolved,
    fixed: frozenset[str],
    video: Path,
    folder: Path,
    code: int,
    senses: Mapping[str, Any] = {},
) -> str:
    """The report page of a build, for a video that was held against a script; it lies in `folder` and plays the video from there.

    Raises MediaError for a video that cannot be read.
    """
    import os

    from screenc.media.probe import probe
    from screenc.report import gallery, lanes, model
    from screenc.report import page as pages

    seen, aligned = probe(video), senses.get("vsa")
    beside = lanes.lanes(found, plan, fixed, video.name, plan.title, summary(found))
    try:
        path = Path(os.path.relpath(video.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        path = video.resolve().as_uri()
    report = model.Report(
        screenc=__version__,
        film=plan.film,
        title=plan.title,
        path=path,
        width=seen.width,
        height=seen.height,
        rate=seen.rate or plan.rate,
        length=found.length,
        exit=code,
        shots=beside.cuts,
        subtitles=beside.lines,
        diagnostics=model.plainly(found.diagnostics),
        verdicts=found.verdicts,
        vsa=aligned.model_dump(mode="json") if aligned is not None else None,
        judged=tuple(one.model_dump(mode="json") for one in getattr(senses.get("panel"), "told", ())),
        spent=model.Spent(seconds=0.0),
    )
    return pages.render(
        report,
        plan,
        pages.thumbnails(video, report),
        pages.script(resolved),
        gallery.gathered(video, report),
        beside,
    )


def _case(group: str, name: str, failure: str | None, out: str | None) -> str:
    inner = f"<failure message={quoteattr(failure)}/>" if failure else f"<system-out>{escape(out)}</system-out>" if out else ""
    return f"<testcase classname={quoteattr(group)} name={quoteattr(name)}>{inner}</testcase>"


def _said(row: Row) -> str:
    return ", ".join(row.states) + (f": {'; '.join(row.words)}" if row.words else "")


def _where(row: Row) -> str:
    return "-" if row.start is None else f"{row.start:.2f}..{row.end:.2f} s"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
