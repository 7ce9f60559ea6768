"""A build from end to end: read, plan, make, cut, judge, report, seal. Here the rooms meet that never import each other."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from screenc.cli import crew, lent, session, takes, wrap
from screenc.cli.mending import Made, Mending
from screenc.contract import Failed, Plan, Verdict, digest
from screenc.director import stamp
from screenc.director.ledger import Limits
from screenc.director.project import Project, Trouble, written
from screenc.director.run import Outcome, proved, run, usual_workers
from screenc.media.fault import MediaError
from screenc.planner.auto import Wish as Asked
from screenc.report import model, progress
from screenc.text import Diagnostic


@dataclass(frozen=True)
class Wish:
    """What was asked on the command line; `sealed` are the wishes that belong to the stamp."""

    out: Path | None = None
    jobs: int | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    check: bool = True
    quiet: bool = False
    dollars: Fraction | None = None
    shots: int | None = None
    deadline: Fraction | None = None
    quality: str | None = None
    retake: tuple[str, ...] = ()
    recast: tuple[str, ...] = ()
    takes: tuple[tuple[str, int], ...] = ()
    lent: dict[str, Any] = field(default_factory=dict)
    repair: int = 0
    sealed: dict[str, Any] | None = None


def build(film: Path, wish: Wish) -> int:
    """Build a film and say where it is; the code to leave with. Ctrl-C anywhere leaves what is finished."""
    began, began_ns = time.monotonic(), time.time_ns()
    project = None
    reading: session.Reading | None = None
    try:
        reading = session.read(film)
        if not reading.well:
            session.say(reading.diagnostics)
            return session.exit_of(reading.diagnostics)
        project = Project(film.parent)
        with project.building(), progress.of(wish.quiet) as show:
            return _Build(film, wish, reading, project, show, began, began_ns).go()
    except Trouble as cause:
        session.say([*reading.diagnostics, cause.diagnostic])
        return session.FAILED
    except sqlite3.OperationalError as cause:
        session.say([*reading.diagnostics, written(cause, project.journal.path)])
        return session.FAILED
    except KeyboardInterrupt:
        click.echo("interrupted: what is finished is kept, and the next build goes on from there", err=True)
        return session.INTERRUPTED
    finally:
        if project is not None:
            project.close()


@dataclass
class _Build:
    path: Path
    wish: Wish
    reading: session.Reading
    project: Project
    show: progress.Show
    began: float
    began_ns: int
    senses: dict[str, Any] = field(default_factory=dict)
    repairs: list[model.Repair] = field(default_factory=list)
    spent: Fraction = Fraction(0)

    def go(self) -> int:
        film, only = self.reading.resolved.film, self.wish.only
        takes.have(self.path, film, only)
        before = {shot: self.project.journal.take(film.id, shot).number for shot, _ in self.wish.takes}
        takes.ask(self.path, self.reading, self.project, self.wish.retake, self.wish.recast, self.wish.takes)
        if self.wish.check:
            try:
                self.senses = lent.senses(self.wish.lent, self.project.journal)
            except Failed as cause:
                session.say([*self.reading.diagnostics, cause.diagnostic])
                return session.exit_of([cause.diagnostic])
        planning = session.planned(
            self.reading,
            self.project,
            said=self.show.speaking,
            force=lambda shot: self.wish.force and (not only or shot in only),
            wish=self.asked,
        )
        self.found = planning.diagnostics
        if not planning.well:
            session.say(self.found)
            return session.exit_of(self.found)
        self.plan = planning.plan
        if lost := takes.lost(self.plan, self.wish.takes):
            for shot, number in before.items():
                self.project.journal.choose(film.id, shot, number)
            session.say([*self.found, *lost])
            return session.exit_of(lost)
        number = self.project.journal.build_begins(film.id, self.project.ledger.last_build())
        code = session.INTERRUPTED
        try:
            code = self._make(number)
        except OSError as cause:
            code = self._stopped(written(cause, cause.filename or self.folder))
        finally:
            with contextlib.suppress(sqlite3.Error):  # on a full disk the first fault has been told
                self.project.journal.build_ends(number, code)
        return code

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def asked(self) -> Asked:
        return Asked(self.wish.dollars, self.wish.deadline, self.wish.quality)

    @property
    def folder(self) -> Path:
        return self.wish.out or self.path.parent / "build" / self.plan.film

    def _stopped(self, diagnostic: Diagnostic) -> int:
        self.show.close()
        session.say([*self.found, diagnostic])
        return session.exit_of([*self.found, diagnostic])

    def _make(self, number: int) -> int:
        outcome = self._run(self.plan, number)
        if self.wish.repair and outcome.failed:
            mending = self._mending(number)
            self.plan, outcome = mending.rescue(self.plan, outcome)
            self.repairs, self.found = mending.repairs, [*self.found, *mending.notes]
        plan = self.plan
        waived = {w.code for _, shot in self.reading.resolved.film.shots() for w in shot.waive if w.code == "W0627"}
        notes = [d for d in outcome.notes if d.code not in waived]
        self.found = [*self.found, *notes, *outcome.failed.values()]
        self.folder.mkdir(parents=True, exist_ok=True)
        if not outcome.whole:
            return self._partly(outcome)
        try:
            before = self.found
            film, key = self._cut(outcome)
            verdicts = self._judge(film, key) if self.wish.check else []
            if self.wish.repair and verdicts:
                outcome = self._mend(number, Made(plan, outcome, film, verdicts), before)
                film, key = self._cut(outcome)
                verdicts = self._judge(film, key)
        except (MediaError, Failed) as cause:
            found = cause.diagnostic if isinstance(cause, Failed) else _media(cause, self.folder)
            return self._stopped(found)
        code = session.exit_of(self.found)
        pages = self._report(outcome, verdicts, film, code)
        for path in pages:
            self.project.journal.produced(plan.film, path, key)
        outputs = [film, film.with_suffix(".srt"), film.with_suffix(".vtt"), *pages]
        summary = f"film    {film}\nreport  {self.folder / 'report.html'}"
        self.show.close()
        session.say(self.found)
        if not self.wish.quiet:
            click.echo(wrap.told(plan, outcome, self.seconds), err=True)
        click.echo(summary)
        wrap.seal(self.path, self.reading, self.began_ns, self.wish.sealed or {}, outputs, self.found, summary, code)
        return code

    def _run(self, plan: Plan, number: int, only: tuple[str, ...] = ()) -> Outcome:
        """Make what a plan asks for, of some shots or of all; `spent` is what the whole build has spent by then."""
        wanted = crew.needed(plan, only or self.wish.only)
        late = [o.name for o in self.project.ledger.orders(plan.film) if o.key in wanted and o.stage == "ordered"]
        if late and not self.wish.quiet:
            click.echo(wrap.ordered(late), err=True)
        self.show.begin(plan)
        stop, workers = threading.Event(), self.wish.jobs or usual_workers()
        limits = Limits(self.wish.dollars, self.wish.shots)
        buyer = crew.buyer(self.reading, self.project, plan, number, limits, stop, workers)
        outcome = run(
            plan,
            self.project,
            lambda task: crew.maker_of(task, self.path.parent) if task.request is None else buyer,
            watcher=self.show,
            workers=workers,
            prove=proved,
            only=lambda task: task.key in wanted,
            jobs=lambda task: buyer.find(task)[1].concurrency,
            lead=buyer.lead,
            ended=buyer.ended,
            fetched=buyer.fetched,
            stop=stop,
        )
        self.spent += buyer.spent()
        outcome.spent = self.spent
        if outcome.cancelled:
            raise KeyboardInterrupt
        return outcome

    def _mend(self, number: int, made: Made, found: list[Diagnostic]) -> Outcome:
        """Other takes of the shots whose claims failed; `found` is what had been found before the film was judged."""
        mending = self._mending(number)
        made = mending.go(made)
        self.plan, self.repairs, self.found = made.plan, [*self.repairs, *mending.repairs], [*found, *mending.notes]
        self.senses = lent.again(self.senses)
        made.outcome.spent = self.spent
        return made.outcome

    def _mending(self, number: int) -> Mending:
        from screenc.director.cut import cut

        def cut_at(plan: Plan, outcome: Outcome, path: Path) -> None:
            cut(plan, *_clips_and_lines(plan, outcome), path)

        return Mending(
            self.reading,
            self.project,
            self.wish.repair,
            lambda past: session.planned(self.reading, self.project, past=past, wish=self.asked),
            lambda plan, only: self._run(plan, number, only),
            cut_at,
            lambda words: self.show.stage(words)(0.0),
            self.senses,
        )

    def _partly(self, outcome: Outcome) -> int:
        """Something failed, or only some shots were wanted: the clips are there, the film is not."""
        code = session.exit_of(self.found)
        for path in self._report(outcome, [], None, code):
            self.project.journal.produced(self.plan.film, path, "")
        self.show.close()
        session.say(self.found)
        for task in self.plan.tasks:
            if task.kind == "clip" and task.brief.shot in self.wish.only and task.key in outcome.artifacts:
                click.echo(f"{task.name}    {outcome.artifacts[task.key].path}")
        left = len(outcome.left) + len(outcome.failed)
        click.echo(f"{len(outcome.made)} made, {left} still to make: the film is not cut until all are there", err=True)
        click.echo(f"report  {self.folder / 'report.html'}")
        return code

    # --- cut ---

    def _cut(self, outcome: Outcome) -> tuple[Path, str]:
        """The finished film, cut again only if something that is in it changed."""
        from screenc.director.cut import cut

        plan, film = self.plan, self.folder / f"{self.plan.film}.mp4"
        made_of = plan.model_dump(
            mode="json", include={"title", "width", "height", "rate", "language", "events", "sounds", "subtitles"}
        )
        key = digest([made_of, sorted((a.key, a.digest) for a in outcome.artifacts.values()), stamp.tool()])
        beside = all(film.with_suffix(form).is_file() for form in (".srt", ".vtt"))
        if self.project.journal.product(plan.film, film) == key and beside and not self.wish.force:
            return self._cut_again(film, key)
        made = cut(plan, *_clips_and_lines(plan, outcome), film, self.show.stage("cutting and mixing"))
        for path in (film, made.srt, made.vtt):
            self.project.journal.produced(plan.film, path, key)
        self.project.journal.judged(f"cut {key}", json.dumps([(d.code, d.message, d.help) for d in made.diagnostics]))
        return self._cut_again(film, key)

    def _cut_again(self, film: Path, key: str) -> tuple[Path, str]:
        """What the cut had to say is said again with every build, since it still holds."""
        told = json.loads(self.project.journal.verdicts(f"cut {key}") or "[]")
        self.found = [*self.found, *(Diagnostic(code, message, help=help) for code, message, help in told)]
        return film, key

    # --- judge and report ---

    def _report(self, outcome: Outcome, verdicts: list[Verdict], film: Path | None, code: int) -> list[Path]:
        self.show.stage("writing the report")(0.0)
        report = wrap.reported(self.plan, outcome, film, verdicts, self.found, self.repairs, self.senses, self.seconds, code)
        return wrap.publish(report, self.plan, film, self.reading, self.folder)

    def _judge(self, film: Path, key: str) -> list[Verdict]:
        from screenc.critic.claims import addresses
        from screenc.critic.judge import diagnose
        from screenc.film.rules.waiver import excuse

        key = digest([key, [a.model_dump(mode="json") for a in self.plan.assertions], *([self.wish.lent] if self.senses else [])])
        if (verdicts := lent.kept(self.project.journal, key, self.senses)) is None:
            self.show.stage("checking")(0.0)
            verdicts = lent.judged(self.project.journal, key, self.plan, film, self.senses)
        self.found = [*self.found, *lent.found(self.senses)]
        told = diagnose(verdicts, addresses(self.reading.resolved))
        self.found = [*self.found, *excuse(self.reading.resolved, told, date.today())]
        return verdicts


def _clips_and_lines(plan: Plan, outcome: Outcome) -> tuple[dict[str, Path], dict[str, Path]]:
    """What a cut is made of, by key."""
    clips, lines = (
        {t.key: Path(outcome.artifacts[t.key].path) for t in plan.tasks if t.kind == kind} for kind in ("clip", "speech")
    )
    return clips, lines


def _media(cause: MediaError, folder: Path) -> Diagnostic:
    inner: BaseException = cause
    while inner.__cause__ is not None and not isinstance(inner, OSError):
        inner = inner.__cause__
    if isinstance(inner, OSError) and inner.errno:
        return written(inner, cause.path or folder)
    return Diagnostic("E0609", f"the finished film cannot be read back: {cause}", help=cause.help or None)
