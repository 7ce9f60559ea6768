"""The repair loop of a build: a claim that failed on a shot gets another take, made by the smallest remedy that is left.

A take is proposed, made, cut into a trial film and judged beside the film as it is; only one that is better by its claim and
breaks no other is chosen. The script is never written to, and until a take is chosen every build uses the one before.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from screenc.cli import lent, session
from screenc.contract import Brief, Plan, Service, Task, Verdict
from screenc.critic import remedy
from screenc.critic.remedy import Remedy
from screenc.director.run import Outcome
from screenc.media.fault import MediaError
from screenc.planner import backends
from screenc.planner.reason import Take
from screenc.report.model import Repair, claimed
from screenc.text import Diagnostic

SPOILT = ("E0607", "E0624")
"""What a clip is told of that is no clip, or is of another length or size than was asked for."""
NO_CLIP = "it is not the clip that was asked for"


class Trial:
    """The past with one take put in the place of another."""

    def __init__(self, past: Any, shot: str, take: Take):
        self._past, self._shot, self._take = past, shot, take

    def __getattr__(self, name: str) -> Any:
        return getattr(self._past, name)

    def take(self, shot: str) -> Take:
        return self._take if shot == self._shot else self._past.take(shot)


@dataclass
class Made:
    """A film as it stands: its plan, what it is made of, where it lies and what was found of it."""

    plan: Plan
    outcome: Outcome
    film: Path
    verdicts: list[Verdict]


@dataclass
class Mending:
    """`planned` plans with a past; `make` runs a plan for real, of some shots or of all; `cut` makes a film at a path; `senses`
    look at trial films."""

    reading: session.Reading
    project: Any
    rounds: int
    planned: Callable[[Any], session.Planning]
    make: Callable[[Plan, tuple[str, ...]], Outcome]
    cut: Callable[[Plan, Outcome, Path], None]
    said: Callable[[str], None]
    senses: dict[str, Any] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)

    def go(self, made: Made) -> Made:
        """Try until every claim holds that a take may mend, or `rounds` takes of a shot were made, or the budget stops it."""
        tried: dict[str, int] = {}
        queues: dict[tuple[str, str], list[Remedy]] = {}
        while (verdict := self._next(made, tried, queues)) is not None:
            shot = verdict.assertion.shot
            tried[shot] = tried.get(shot, 0) + 1
            better, stopped = self._try(made, verdict, queues[shot, verdict.assertion.claim.model_dump_json()].pop(0))
            if stopped:
                break
            made = better or made
        self.notes += self._vain(made)
        return made

    def rescue(self, plan: Plan, outcome: Outcome) -> tuple[Plan, Outcome]:
        """Other takes for clips that are not what was asked for; where each gets one, the new plan and all that was made."""
        told = outcome
        for task in plan.tasks:
            if (no := outcome.failed.get(task.key)) is None:
                continue
            ways = remedy.ways(remedy.UNUSABLE, "", **self._means(plan, task, task.unit.shots[0])) if no.code in SPOILT else []
            better, stopped = None, False
            for what in ways[: self.rounds]:
                better, stopped = self._again(task, what, no.message)
                if better or stopped:
                    break
            if better is None:
                return plan, outcome
            told = merged(told, better)
        planning = self.planned(self.project.past(self.reading.resolved.film.id))
        return planning.plan, merged(told, self.make(planning.plan, ()))

    def _again(self, task: Task, what: Remedy, ill: str) -> tuple[Outcome | None, bool]:
        """What one more take of a shot came to, where its clip is one; and whether the budget ends it all."""
        film, shot = self.reading.resolved.film.id, task.unit.shots[0]
        past = self.project.past(film)
        take = self.project.journal.propose(film, shot, what.kind == "look", **what.asks)
        self.said(f"{shot} take {take.number}, {what.words}: {ill}")
        row = Repair(
            shot=shot, claim="a clip as asked", before=ill, take=take.number, cause=NO_CLIP, remedy=what.words, outcome="failed"
        )
        planning = self.planned(Trial(past, shot, take))
        if not planning.well:
            self._told(row, words=next(d.message for d in planning.diagnostics if d.severity == "error"))
            return None, False
        outcome = self.make(planning.plan, (shot,))
        mine = [outcome.failed[t.key] for t in planning.plan.tasks if t.key in outcome.failed and shot in t.unit.shots]
        if mine:
            self._told(row, words=mine[0].message, dollars=outcome.spent)
            return None, self._stopped(shot, mine[0])
        self.project.journal.choose(film, shot, take.number)
        self._told(row, outcome="mended", after="as asked", dollars=outcome.spent)
        return outcome, False

    def _stopped(self, shot: str, no: Diagnostic | None) -> bool:
        """Whether nothing more may be made, which is told."""
        if no is None or no.code not in ("E0610", "E0602", "E0603"):
            return False
        self.notes.append(Diagnostic("W0761", f"the repair stopped at shot {shot}: {no.message}", help=no.help))
        return True

    def _next(self, made: Made, tried: Mapping[str, int], queues: dict) -> Verdict | None:
        """The first failed claim with something left to try: what must hold before what should."""
        ill = [v for v in made.verdicts if v.held is False and v.assertion.shot]
        for verdict in sorted(ill, key=lambda v: (v.assertion.claim.force != "expect", v.assertion.automatic)):
            shot = verdict.assertion.shot
            if tried.get(shot, 0) >= self.rounds:
                continue
            queue = queues.setdefault((shot, verdict.assertion.claim.model_dump_json()), self._remedies(made.plan, verdict))
            if queue:
                return verdict
        return None

    def _remedies(self, plan: Plan, verdict: Verdict) -> list[Remedy]:
        shot = verdict.assertion.shot
        task = next(t for t in plan.tasks if t.kind == "clip" and shot in t.unit.shots)
        backend = backends.target(task.backend).backend
        reads = isinstance(backend, Service) or not getattr(backend, "wordless", False)
        return remedy.remedies(verdict, brief_of(plan, shot), reads=reads, **self._means(plan, task, shot))

    def _means(self, plan: Plan, task: Task, shot: str) -> dict[str, Any]:
        """What can be done about a shot at all: begun anew, divided, given to somebody else whom the film names."""
        target = backends.target(task.backend)
        can = target.capabilities.of(task.params.get("model")) if target.capabilities.models else target.capabilities
        film = self.reading.resolved.film
        script = next(s for _, s in film.shots() if s.id == shot)
        named = dict.fromkeys(b for b in (film.backend, *(s.backend for _, s in film.shots())) if b and b != "auto")
        return {
            "goes_on": script.from_ is not None and can.first_frame != "required",
            "divides": can.first_frame in ("optional", "required"),
            "others": [name for name in named if name != task.backend],
        }

    def _try(self, made: Made, verdict: Verdict, what: Remedy) -> tuple[Made | None, bool]:
        """The film with another take, where that is better; and whether the budget ends it all."""
        film, shot = self.reading.resolved.film.id, verdict.assertion.shot
        past = self.project.past(film)
        used = self.project.journal.take(film, shot)
        carried = {k: v for k in ("note", "backend", "anew", "split") if (v := getattr(used, k))}
        take = self.project.journal.propose(film, shot, what.kind == "look", **{**carried, **what.asks})
        self.said(f"{shot} take {take.number}, {what.words}: {remedy.cause(verdict)}")
        row = Repair(
            shot=shot,
            claim=claimed(verdict),
            before=verdict.measured or "",
            take=take.number,
            cause=remedy.cause(verdict),
            remedy=what.words,
            outcome="failed",
        )
        planning = self.planned(Trial(past, shot, take))
        if not planning.well:
            return self._told(row, words=next(d.message for d in planning.diagnostics if d.severity == "error")), False
        outcome = self.make(planning.plan, ())
        if not outcome.whole:
            first = next(iter(outcome.failed.values()), None)
            self._told(row, words=first.message if first else "it was not made", dollars=outcome.spent)
            return None, self._stopped(shot, first)
        with tempfile.TemporaryDirectory(dir=self.project.home, prefix="trial-") as folder:
            path = Path(folder) / "trial.mp4"
            try:
                self.cut(planning.plan, outcome, path)
                verdicts = self._judge(made, planning.plan, path)
                stills = (still(made.film, made.plan, shot), still(path, planning.plan, shot))
            except MediaError as cause:
                return self._told(row, words=str(cause)), False
        after = {v.assertion: v for v in verdicts}
        mine = after.get(verdict.assertion, verdict.model_copy(update={"held": None}))
        row = row.model_copy(
            update={"after": mine.measured or "", "words": mine.words, "stills": stills, "dollars": outcome.spent}
        )
        if (worse := remedy.broken(made.verdicts, verdicts)) and remedy.short(mine) < remedy.short(verdict):
            return self._told(row, outcome="breaks another", words=f"`{claimed(worse[0])}`: {worse[0].words}"), False
        if remedy.short(mine) >= remedy.short(verdict) - 1e-9:
            return self._told(row, outcome="no better"), False
        self.project.journal.choose(film, shot, take.number)
        self._told(row, outcome="mended" if mine.held else "better")
        kept = [after.get(v.assertion, v) for v in made.verdicts]
        return Made(planning.plan, merged(made.outcome, outcome), made.film, kept), False

    def _judge(self, made: Made, plan: Plan, path: Path) -> list[Verdict]:
        """The claims that a new take may change: those of every shot whose clip is another now, of its scene, and of the film."""
        from screenc.critic.judge import judge

        before = {e.clip for e in made.plan.events}
        touched = {e.shot for e in plan.events if e.clip not in before}
        return judge(plan, path, lent.again(self.senses), only=lambda a: a.shot is None or a.shot in touched)

    def _told(self, row: Repair, **more: Any) -> None:
        row = row.model_copy(update=more)
        self.repairs.append(row)
        change = f" {row.before} -> {row.after}" if row.after else ""
        self.said(f"{row.shot} take {row.take}:{change} {row.outcome}")

    def _vain(self, made: Made) -> list[Diagnostic]:
        """W0760 for each claim that still does not hold: all that was tried for it, or why a take is none of its remedies."""
        out = []
        for verdict in made.verdicts:
            mine = [r for r in self.repairs if r.shot == verdict.assertion.shot and r.claim == claimed(verdict)]
            sound = remedy.SOUND.get(verdict.assertion.claim.check)
            if verdict.held is False and verdict.assertion.shot and (mine or sound):
                notes = tuple(f"take {r.take}, {r.remedy}: {r.after or r.words or 'nothing'}, {r.outcome}" for r in mine)
                notes = notes or (f"{remedy.cause(verdict)}, which no take of the shot changes: {sound[1]}",)
                span = self.reading.resolved.spans.of(verdict.assertion.shot)
                message = f"shot {verdict.assertion.shot} still does not hold `{claimed(verdict)}`"
                out.append(Diagnostic.at("W0760", span, message, notes=notes))
        return out


def brief_of(plan: Plan, shot: str) -> Brief:
    return next(b for t in plan.tasks for b in (t.briefs or (t.brief,)) if b and b.shot == shot)


def merged(before: Outcome, after: Outcome) -> Outcome:
    """Everything that was made in this build, for its report."""
    after.made = [*before.made, *after.made]
    after.notes = [*before.notes, *after.notes]
    return after


def still(film: Path, plan: Plan, shot: str) -> str:
    """The middle of a shot as a small JPEG, a data URI."""
    from screenc.critic.footage import windows
    from screenc.media.frames import Reader
    from screenc.report.gallery import jpeg

    start, end = windows(plan)[shot]
    with Reader(film) as reader:
        return jpeg(reader.at((start + end) / 2, 256), 70)
