"""A build told as data: `report.json`, and the JUnit file by which a CI server reads a film's verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from pydantic import Field

from screenc.contract import Plan, Subtitle, Task, Verdict, Why
from screenc.film.model import Typed
from screenc.report import alignment
from screenc.text import Diagnostic


class Done(Typed):
    """One task and what became of it; `took` is seconds of work, 0 for what was there already."""

    key: str
    kind: str
    name: str
    backend: str
    outcome: Literal["cached", "made", "failed", "left"]
    why: Why
    took: float = 0.0


class Cut(Typed):
    """One shot in the finished film, in seconds."""

    shot: str
    scene: str
    start: float
    length: float


class Spent(Typed):
    """Seconds of wall time, and dollars."""

    seconds: float
    dollars: Fraction = Fraction(0)


class Repair(Typed):
    """One take that was made because a claim did not hold, and what came of it."""

    shot: str
    claim: str
    before: str
    """What was measured before it, in the claim's own unit."""
    take: int
    cause: str = ""
    """Why the claim did not hold, in words: `it is black`."""
    remedy: str
    """What was done, in words: `another motion`, `told that the picture is too dark`."""
    after: str = ""
    outcome: Literal["better", "mended", "no better", "breaks another", "failed"]
    words: str = ""
    dollars: Fraction = Fraction(0)
    stills: tuple[str, ...] = ()
    """The shot before and after, as data URIs."""


class Report(Typed):
    """All that a build found out. Times are seconds of the film."""

    schema_: Literal["screenc.report/1"] = Field("screenc.report/1", alias="schema")
    screenc: str
    film: str
    title: str
    path: str | None = None
    width: int
    height: int
    rate: Fraction
    length: float
    exit: int
    shots: tuple[Cut, ...] = ()
    subtitles: tuple[Subtitle, ...] = ()
    diagnostics: tuple[dict[str, Any], ...] = ()
    tasks: tuple[Done, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    vsa: dict[str, Any] | None = None
    """A `screenc.vsa/1`; None where VSA was not measured."""
    judged: tuple[dict[str, Any], ...] = ()
    """What a model made of each shot: shot, item, score, least, most, answers, reason, evidence, model."""
    repairs: tuple[Repair, ...] = ()
    spent: Spent

    @property
    def unheld(self) -> tuple[Verdict, ...]:
        """What was claimed and does not hold, and what was checked unasked and is amiss."""
        return tuple(v for v in self.verdicts if v.held is False)


def cuts(plan: Plan) -> tuple[Cut, ...]:
    """The shots of a plan, the parts of one shot joined."""
    scenes = {b.shot: b.scene for t in plan.tasks for b in (t.briefs or (t.brief,)) if b}
    out: dict[str, Cut] = {}
    for e in plan.events:
        start = out[e.shot].start if e.shot in out else float(e.start)
        out[e.shot] = Cut(shot=e.shot, scene=scenes.get(e.shot, ""), start=start, length=float(e.start + e.length) - start)
    return tuple(out.values())


def plainly(diagnostics: Iterable[Diagnostic]) -> tuple[dict[str, Any], ...]:
    from screenc.report import machine, terminal

    return tuple(machine.plainly(d) for d in terminal.ordered(diagnostics))


def done(tasks: Sequence[Task], took: dict[str, float], failed: Iterable[str], left: Iterable[str]) -> tuple[Done, ...]:
    """`took` has the tasks that were made in this build."""
    failed, left = set(failed), set(left)
    return tuple(
        Done(
            key=t.key,
            kind=t.kind,
            name=t.name,
            backend=t.backend,
            why=t.why,
            took=round(took.get(t.key, 0.0), 3),
            outcome="failed" if t.key in failed else "left" if t.key in left else "made" if t.key in took else "cached",
        )
        for t in tasks
    )


def claimed(verdict: Verdict) -> str:
    """The claim as the script has it: `expect spoken TAKUMI >= 80%`."""
    c = verdict.assertion.claim
    said = " ".join(str(p) for p in (c.force, c.check, c.subject, c.op, c.value) if p)
    return f"{said}: {c.words}" if c.words else said


def junit(report: Report) -> str:
    """One test case a task and one a claim; an `expect` that fails is a failure, a `prefer` is told in the case's output."""
    cases = [_case("tasks", f"{t.kind} {t.name}", t.took, "failed" if t.outcome == "failed" else None) for t in report.tasks]
    for v in report.verdicts:
        a = v.assertion
        where = f"shot {a.shot}" if a.shot else f"scene {a.scene}" if a.scene else "film"
        ill = v.held is False and a.claim.force == "expect"
        words = v.words or f"measured {v.measured}"
        cases.append(
            _case(
                f"claims.{where}",
                claimed(v),
                0.0,
                words if ill else None,
                skipped=words if v.held is None else None,
                out=words if v.held is False and not ill else None,
            )
        )
    errors = [d for d in report.diagnostics if d.get("severity") == "error"]
    cases += [_case("diagnostics", f"{d['code']} {d['message']}", 0.0, d["message"]) for d in errors]
    from screenc.critic.vsa import Alignment

    aligned = Alignment.model_validate(report.vsa) if report.vsa else None
    failures = sum("<failure" in c for c in cases)
    skips = sum("<skipped" in c for c in cases)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name={quoteattr(report.film)} tests="{len(cases)}" '
        f'failures="{failures}" skipped="{skips}" time="{report.spent.seconds:.3f}">\n{alignment.junit(aligned)}\n'
        + "\n".join(cases)
        + "\n</testsuite>\n</testsuites>\n"
    )


def _case(group: str, name: str, took: float, failure: str | None, skipped: str | None = None, out: str | None = None) -> str:
    inner = ""
    if failure is not None:
        inner = f"<failure message={quoteattr(_xml(failure))}/>"
    elif skipped is not None:
        inner = f"<skipped message={quoteattr(_xml(skipped))}/>"
    elif out is not None:
        inner = f"<system-out>{escape(_xml(out))}</system-out>"
    return f'<testcase classname={quoteattr(group)} name={quoteattr(_xml(name))} time="{took:.3f}">{inner}</testcase>'


def _xml(text: str) -> str:
    """XML 1.0 has no place for most control characters, not even escaped."""
    return "".join(c if c in "\t\n\r" or ord(c) >= 32 else "\ufffd" for c in text)
