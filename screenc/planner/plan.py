"""The one planning function: `plan`, `build`, the estimate and a resumed build call it, so a dry run cannot drift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from screenc.contract import Brief, Clock, CutEvent, Estimate, Line, Loss, Plan, Task, Unit
from screenc.film.appearance import appearances
from screenc.film.continuity import follow
from screenc.film.model import Film, Scene, Shot, Speech, Voice
from screenc.film.quantity import plain
from screenc.film.resolve import Resolved
from screenc.film.timing import lay_out
from screenc.planner import backends, events, fitness
from screenc.planner.backends import Broken, Target
from screenc.planner.keys import clip_key, speech_key
from screenc.planner.lower import Lowering, options, prompt
from screenc.planner.reason import NOTHING, Past, why
from screenc.planner.segment import segment
from screenc.text import Diagnostic, Label
from screenc.text.diagnostic import failed


@dataclass(frozen=True)
class Casting:
    """Who speaks with what, and how long it takes: a voice for each cast id, the version of each engine, and the clock."""

    voices: Mapping[str, Voice]
    versions: Mapping[str, str]
    clock: Clock

    def line(self, film: Film, speech: Speech) -> Line:
        voice = self.voices[speech.who]
        return Line(
            who=speech.who,
            text=speech.text,
            how=speech.how,
            language=film.language,
            engine=voice.engine or "estimate",
            speaker=voice.speaker,
            speed=voice.speed,
            pitch=voice.pitch,
        )

    def version(self, line: Line) -> str:
        return self.versions.get(line.engine, "0")


def plan(
    resolved: Resolved,
    casting: Casting,
    *,
    past: Past = NOTHING,
    today: date,
    force: Callable[[str], bool] = lambda shot: False,
    find: Callable[[str], Target] = backends.target,
) -> tuple[Plan | None, list[Diagnostic]]:
    """Everything that a build of this film will do. No plan where the film asks for what its backends cannot make.

    `force` names the shots to make again though nothing changed; `find` raises KeyError or Broken like `backends.target`.
    """
    return _Planner(resolved, casting, past, today, force, find).run()


@dataclass
class _Planner:
    resolved: Resolved
    casting: Casting
    past: Past
    today: date
    force: Callable[[str], bool]
    find: Callable[[str], Target]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    targets: dict[str, Target | None] = field(default_factory=dict)

    def run(self) -> tuple[Plan | None, list[Diagnostic]]:
        film = self.film = self.resolved.film
        self.lowering = Lowering(film, appearances(film))
        self.log = follow(film)
        self.lines = self._lines()
        self.takes: dict[str, events.Take] = {}
        self.clips: dict[str, str] = {}
        self.shot_of_clip: dict[str, str] = {}
        for scene, shot in _continued_first(film):
            self._shot(scene, shot)
        if failed(self.diagnostics):
            return None, self.diagnostics
        takes = [self.takes[shot.id] for _, shot in film.shots()]
        cut = events.cut_together(takes, film.rate)
        times = events.shot_times(cut)
        estimate = self._estimate(cut)
        if film.budget is not None and estimate.dollars > film.budget:
            self.say(
                "E0513",
                film.id,
                "budget",
                f"this build would cost {dollars(estimate.dollars)}, over the budget of {dollars(film.budget)}",
                help="raise the budget, or choose a cheaper backend for some shots",
            )
        return Plan(
            film=film.id,
            title=film.title or film.id,
            width=film.frame.width,
            height=film.frame.height,
            rate=film.rate,
            language=film.language,
            tasks=tuple(self._in_order(takes)),
            events=tuple(cut),
            sounds=tuple(events.soundings(film, takes, times)),
            subtitles=tuple(events.subtitles(film, takes, times)),
            assertions=tuple(events.assertions(film)),
            losses=tuple(self.losses),
            estimate=estimate,
        ), self.diagnostics

    # --- lines ---

    def _lines(self) -> dict[tuple[str, int], tuple[Task, Fraction]]:
        """The speech task and the seconds of every spoken beat, by shot and index; lines of one sound are one task."""
        beats = [
            (shot, n, beat) for _, shot in self.film.shots() for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)
        ]
        lines = [self.casting.line(self.film, beat) for *_, beat in beats]
        lengths = self.casting.clock.spoken(lines)
        out, count = {}, dict.fromkeys((shot.id for shot, *_ in beats), 0)
        for (shot, n, beat), line, seconds in zip(beats, lines, lengths, strict=True):
            count[shot.id] += 1
            version = self.casting.version(line)
            key = speech_key(line, version)
            task = self.tasks.get(key) or Task(
                key=key,
                kind="speech",
                name=f"{shot.id} {beat.who} {count[shot.id]}",
                unit=Unit(shots=(shot.id,), length=seconds),
                backend=line.engine,
                version=version,
                line=line,
            )
            if key not in self.tasks:
                self.tasks[key] = task.model_copy(update={"why": why(task, self.past, False, {}, self._located(shot.id))})
            out[shot.id, n] = task, seconds
        return out

    # --- clips ---

    def _shot(self, scene: Scene, shot: Shot) -> None:
        name = shot.backend or self.film.backend
        target = self._target(name, (shot.id, "backend") if shot.backend else (self.film.id, "backend"))
        if target is None:
            return
        spoken = {id(beat): self.lines[shot.id, n][1] for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)}
        layout = lay_out(self.film, shot, lambda speech: spoken[id(speech)])
        keys = {n: self.lines[shot.id, n][0].key for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)}
        at = {id(beat): n for n, beat in enumerate(shot.beats)}
        beats = sorted(layout.beats, key=lambda b: (b[1], at[id(b[0])]))
        brief = self.lowering.brief(
            scene,
            shot,
            self.log[shot.id],
            layout.length,
            tuple(beats),
            {n: keys[at[id(b[0])]] for n, b in enumerate(beats) if at[id(b[0])] in keys},
        )
        parts = segment(shot.id, layout.length, self.film.rate, target.capabilities)
        if ill := fitness.too_long(
            target.capabilities, shot.id, layout.length, len(parts), self.resolved.spans.of(shot.id, "length")
        ):
            self.diagnostics.append(ill)
            return
        for code, loss, help in fitness.losses(target.capabilities, brief, shot.from_ is not None):
            self.losses.append(loss)
            if not self._waived(shot, code):
                self.say(code, shot.id, loss.fact, loss.message, help=help or None)
        params, wrong = options(target, shot)
        for n, kind, words in wrong:
            self._bad_option(target, shot, n, kind, words)
        if wrong:
            return
        try:
            words = prompt(target, brief, params)
        except Broken as cause:
            self.diagnostics.append(fitness.broken(name, str(cause), self.resolved.spans.of(shot.id)))
            self.targets[name] = None
            return
        self._clips(scene, shot, brief, target, parts, params, words, tuple(dict.fromkeys(keys.values())))

    def _clips(
        self,
        scene: Scene,
        shot: Shot,
        brief: Brief,
        target: Target,
        parts: list[tuple[Unit, Fraction]],
        params: dict,
        words: str,
        speech: tuple[str, ...],
    ) -> None:
        before = self.clips.get(shot.from_) if shot.from_ else None
        made = []
        for n, (unit, kept) in enumerate(parts):
            needs = (*speech, *((before,) if before else ()))
            key = clip_key(target.name, target.backend.version, unit, brief, words, params, needs)
            task = Task(
                key=key,
                kind="clip",
                name=shot.id if len(parts) == 1 else f"{shot.id} part {n + 1}",
                unit=unit,
                backend=target.name,
                version=target.backend.version,
                prompt=words,
                params=params,
                needs=needs,
                brief=brief,
                sampled=target.capabilities.seeds == "none",
            )
            reason = why(task, self.past, self.force(shot.id), self.shot_of_clip, self._located(shot.id))
            self.tasks[key] = task.model_copy(update={"why": reason})
            self.shot_of_clip[key] = shot.id
            made.append((key, kept))
            before = key
        self.clips[shot.id] = made[-1][0]
        self.takes[shot.id] = events.Take(scene, shot, brief, tuple(made))

    def _target(self, name: str, at: tuple[str, str]) -> Target | None:
        """The backend by name, judged once; whatever is wrong with it is said where it is first named."""
        if name in self.targets:
            return self.targets[name]
        span, spans, film = self.resolved.spans.of(*at) or self.resolved.spans.of(at[0]), self.resolved.spans, self.film
        target: Target | None = None
        try:
            target = self.find(name)
        except KeyError:
            self.diagnostics.append(fitness.unknown(name, list(backends.found()), span))
        except Broken as cause:
            self.diagnostics.append(fitness.broken(name, str(cause), span))
        if target is not None:
            can = target.capabilities
            ill = [
                *fitness.dated(can, self.today, span),
                *fitness.frame(can, film.frame.width, film.frame.height, film.rate, spans, film.id),
            ]
            self.diagnostics += ill
            if failed(ill):
                target = None
        self.targets[name] = target
        return target

    def _bad_option(self, target: Target, shot: Shot, n: int, kind: str, words: str) -> None:
        tune, span = shot.tune[n], self.resolved.spans.of(shot.id, "tune", n)
        known = sorted(target.backend.options.model_fields)
        if kind == "unknown":
            meant = fitness.near(tune.key, known)
            help = (
                f"did you mean `{meant}`?" if meant else (f"its options are {', '.join(known)}" if known else "it has no options")
            )
            self.diagnostics.append(Diagnostic.at("E0509", span, f"`{target.name}` has no option `{tune.key}`", help=help))
        else:
            self.diagnostics.append(
                Diagnostic.at("E0510", span, f"`{tune.key}` of `{target.name}` cannot be `{tune.value}`", notes=(words,))
            )

    # --- the whole ---

    def _in_order(self, takes: list[events.Take]) -> list[Task]:
        """Lines before the shot that they are spoken in, a clip before those that continue it, else the order of the film."""
        out: dict[str, Task] = {}

        def put(key: str) -> None:
            if key not in out:
                for need in self.tasks[key].needs:
                    put(need)
                out[key] = self.tasks[key]

        for _, shot in _continued_first(self.film):
            for clip, _ in self.takes[shot.id].clips:
                put(clip)
        return list(out.values())

    def _estimate(self, cut: list[CutEvent]) -> Estimate:
        todo = [t for t in self.tasks.values() if t.why.kind != "cached"]
        cost = Fraction(0)
        work: float | None = 0.0
        for task in todo:
            if task.kind == "clip" and (target := self.targets.get(task.backend)):
                cost += target.capabilities.dollars_per_second * task.unit.length
            pace = self.past.pace(task.backend)
            work = None if pace is None or work is None else work + pace * float(task.unit.length)
        return Estimate(
            length=max((e.start + e.length for e in cut), default=Fraction(0)),
            to_make=len(todo),
            cached=len(self.tasks) - len(todo),
            work=work,
            dollars=cost,
        )

    def _located(self, shot: str) -> Callable[[str, int], str | None]:
        def at(fact: str, index: int) -> str | None:
            span = (self.resolved.spans.of(shot, fact, index) if fact else None) or self.resolved.spans.of(shot)
            return f"{span.source.name}:{span.line}" if span else None

        return at

    def _waived(self, shot: Shot, code: str) -> bool:
        return any(w.code == code and date.fromisoformat(w.until) >= self.today for w in shot.waive)

    def say(self, code: str, owner: str, fact: str, message: str, help: str | None = None, also: tuple[Label, ...] = ()) -> None:
        span = self.resolved.spans.of(owner, fact) or self.resolved.spans.of(owner)
        self.diagnostics.append(Diagnostic.at(code, span, message, help=help, also=also))


def _continued_first(film: Film) -> list[tuple[Scene, Shot]]:
    """Every shot after the one that it continues from, else in the order of the film. A loop is left where it closes."""
    shots = {shot.id: (scene, shot) for scene, shot in film.shots()}
    out: dict[str, tuple[Scene, Shot]] = {}
    for first in shots:
        chain, at = [], first
        while at in shots and at not in out and at not in chain:
            chain.append(at)
            at = shots[at][1].from_ or ""
        for name in reversed(chain):
            out[name] = shots[name]
    return list(out.values())


def dollars(amount: Fraction) -> str:
    return f"${float(amount):.2f}"


def seconds(length: Fraction) -> str:
    return f"{plain(length, 1)}s"
