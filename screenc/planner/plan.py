"""The one planning function: `plan`, `build`, the estimate and a resumed build call it, so a dry run cannot drift."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from screenc.contract import Loss, Plan, Service, Task, digest
from screenc.film.anchors import anchored
from screenc.film.casting import appearances
from screenc.film.continuity import follow
from screenc.film.model import Scene, Shot, Speech
from screenc.film.quantity import plain
from screenc.film.resolve import Resolved
from screenc.film.timing import lay_out
from screenc.planner import auto, backends, events, fitness
from screenc.planner.auto import ANYTHING, Wish
from screenc.planner.backends import Broken, Target
from screenc.planner.casting import Casting, said
from screenc.planner.compare import Column, compare
from screenc.planner.draft import Drafting
from screenc.planner.keyframes import Keyframes
from screenc.planner.keys import bought_key, clip_key
from screenc.planner.lower import Lowering, implied_framing
from screenc.planner.order import first_needed, in_order, reckoned
from screenc.planner.reason import NOTHING, Past, Take, why
from screenc.planner.staged import Choice, Draft, Staged, runs
from screenc.planner.takes import amended
from screenc.text import Diagnostic, Label
from screenc.text.diagnostic import failed


def plan(
    resolved: Resolved,
    casting: Casting,
    *,
    past: Past = NOTHING,
    today: date,
    force: Callable[[str], bool] = lambda shot: False,
    find: Callable[[str], Target] = backends.target,
    folder: Path | None = None,
    wish: Wish = ANYTHING,
) -> tuple[Plan | None, list[Diagnostic]]:
    """Everything that a build of this film will do. No plan where the film asks for what its backends cannot make.

    `force` names the shots to make again though nothing changed; `find` raises KeyError or Broken like `backends.target`;
    `folder` is where the film's pictures lie, None to leave them unread; `wish` is what `auto` has to keep to.
    """
    return _Planner(resolved, casting, past, today, force, find, folder, wish).run()


def side_by_side(
    resolved: Resolved,
    casting: Casting,
    *,
    today: date,
    find: Callable[[str], Target] = backends.target,
    folder: Path | None = None,
) -> list[Column]:
    """The film with every backend that there is, in the order of their price."""
    planner = _Planner(resolved, casting, NOTHING, today, lambda shot: False, find, folder)
    return compare(planner.drafting, planner.staging(), find)


@dataclass
class _Planner:
    resolved: Resolved
    casting: Casting
    past: Past
    today: date
    force: Callable[[str], bool]
    find: Callable[[str], Target]
    folder: Path | None = None
    wish: Wish = ANYTHING
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    targets: dict[str, Target | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        film = self.film = amended(self.resolved.film, self.past)
        self.lowering = Lowering(film, appearances(film))
        self.log = follow(film)
        self.anchors = anchored(film)
        self.shots = {shot.id: shot for _, shot in film.shots()}
        self.drafting = Drafting(self.resolved, self.today, self.folder)

    def staging(self) -> list[Staged]:
        """Every shot in time and in its scene, before anybody is asked to make it."""
        self.lines = said(self.film, self.casting)
        for (shot, _), (task, _) in self.lines.items():
            if task.key not in self.tasks:
                self.tasks[task.key] = task.model_copy(update={"why": why(task, self.past, False, {}, self._located(shot))})
        return [self._stage(scene, shot) for scene, shot in self.film.shots()]

    def run(self) -> tuple[Plan | None, list[Diagnostic]]:
        film = self.film
        self.takes: dict[str, events.Take] = {}
        self.ends: dict[str, tuple[str, Fraction]] = {}
        self.made: dict[int, str] = {}
        self.shot_of_clip: dict[str, str] = {}
        self.keyframes = Keyframes(self.drafting, self.past, self.force, self.find, self._stage)
        self._making: set[str] = set()
        self._part_before: tuple[str, Fraction] | None = None
        staged = self.staging()
        choices = self._choices(staged)
        staged = [self.keyframes.begun(one, choices[one.shot.id]) if one.shot.id in choices else one for one in staged]
        self._tell(self.keyframes.found)
        self.staged = {one.shot.id: one for one in staged}
        self.drafts = self._draft(staged, choices)
        if failed(self.diagnostics):
            return None, self.diagnostics
        needed = first_needed(film, self.anchors)
        for shot in needed:
            self._clips(shot)
        takes = [self.takes[shot.id] for _, shot in film.shots()]
        cut = events.cut_together(takes, film.rate)
        times = events.shot_times(cut)
        estimate = reckoned(self.tasks.values(), cut, self.past)
        if film.budget is not None and estimate.dollars > film.budget:
            self.say(
                "E0513",
                film.id,
                "budget",
                f"this build would cost {dollars(estimate.dollars)}, over the budget of {dollars(film.budget)}",
                help="raise the budget, or choose a cheaper backend for some shots",
            )
        tasks = tuple(in_order(self.tasks, [clip for shot in needed for clip, *_ in self.takes[shot].clips]))
        return Plan(
            film=film.id,
            title=film.title or film.id,
            width=film.frame.width,
            height=film.frame.height,
            rate=film.rate,
            language=film.language,
            tasks=tasks,
            events=tuple(cut),
            sounds=tuple(events.soundings(film, takes, times, {task.key for task in tasks if task.audible})),
            subtitles=tuple(events.subtitles(film, takes, times)),
            assertions=tuple(events.assertions(film)),
            losses=tuple(self.losses),
            estimate=estimate,
        ), self.diagnostics

    # --- clips ---

    def _stage(self, scene: Scene, shot: Shot, take: Take | None = None) -> Staged:
        """The shot in time, with everybody in it, as any backend is told."""
        spoken = {id(beat): self.lines[shot.id, n][1] for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)}
        layout = lay_out(self.film, shot, lambda speech: spoken[id(speech)])
        keys = {n: self.lines[shot.id, n][0].key for n, beat in enumerate(shot.beats) if isinstance(beat, Speech)}
        at = {id(beat): n for n, beat in enumerate(shot.beats)}
        beats = sorted(layout.beats, key=lambda b: (b[1], at[id(b[0])]))
        take = take or self.past.take(shot.id)
        brief = self.lowering.brief(
            scene,
            shot,
            self.log[shot.id],
            layout.length,
            tuple(beats),
            {n: keys[at[id(b[0])]] for n, b in enumerate(beats) if at[id(b[0])] in keys},
            take,
        )
        anchor = self.anchors.get(shot.id)
        alike = anchor is not None and self._framed(anchor) == self._framed(shot.id)
        return Staged(scene, shot, brief, take.number, note=take.note, split=take.split, anchor=anchor, alike=alike)

    def _framed(self, id: str) -> tuple:
        """What makes one picture the beginning of another: how close, of whom, from where."""
        shot = self.shots[id]
        framing = shot.framing or implied_framing(self.log[id])
        return framing.size, set(framing.subjects), shot.angle

    def _choices(self, staged: list[Staged]) -> dict[str, Choice]:
        """Who makes each shot; a shot of whom nobody can is not in it, and the report says why."""
        out: dict[str, Choice] = {}
        left: list[Staged] = []
        for one in staged:
            shot, name = one.shot, one.shot.backend or self.film.backend
            if name == auto.NAME:
                left.append(one)
                continue
            target = self._target(name, (shot.id, "backend") if shot.backend else (self.film.id, "backend"))
            if target is None:
                continue
            choice, found = self.drafting.choose(target, shot)
            self._tell([(shot.id, d) for d in found])
            if choice is not None:
                out[shot.id] = choice
        if left:
            picked, found = auto.pick(self.drafting, left, self.wish, self.find, self.past)
            self._tell(found)
            out |= picked
        return out

    def _tell(self, found: Iterable[tuple[str, Diagnostic]]) -> None:
        """Each report once, unless its shot waives it."""
        shots = {shot.id: shot for _, shot in self.film.shots()}
        for shot, diagnostic in found:
            once = diagnostic.code == "E0514" and any((d.code, d.notes) == ("E0514", diagnostic.notes) for d in self.diagnostics)
            if not once and not self._waived(shots[shot], diagnostic.code) and diagnostic not in self.diagnostics:
                self.diagnostics.append(diagnostic)

    def _draft(self, staged: list[Staged], choices: dict[str, Choice]) -> dict[str, list[tuple[Draft, Choice]]]:
        """The calls of every shot, in order; one that makes several shots stands under each."""
        out: dict[str, list[tuple[Draft, Choice]]] = {}
        self._lose(self.keyframes.losses)
        for run, choice in runs([s for s in staged if s.shot.id in choices], choices):
            drafts = self.drafting.draft(run, choice)
            self._tell(drafts.found)
            self._lose(drafts.losses)
            for draft in drafts.drafts:
                for shot in draft.call.unit.shots:
                    out.setdefault(shot, []).append((draft, choice))
        return out

    def _lose(self, losses: Iterable[tuple[str, Loss, str]]) -> None:
        for code, loss, help in losses:
            if loss not in self.losses:
                self.losses.append(loss)
                if not self._waived(self.shots[loss.shot], code):
                    self.say(code, loss.shot, loss.fact, loss.message, help=help or None)

    def _clips(self, shot: str) -> None:
        """The tasks of a shot's calls, after those of the shot that it goes on from."""
        if shot in self.takes or shot in self._making:
            return
        self._making.add(shot)
        for draft, choice in self.drafts[shot]:
            first = self.staged[draft.call.unit.shots[0]]
            for needed in (first.shot.from_ if draft.call.unit.start == 0 else None, draft.shown):
                if needed:
                    self._clips(needed)
            self._clip(draft, choice, first)
        staged = self.staged[shot]
        pieces = [(self.made[id(d)], p) for d, _ in self.drafts[shot] for p in d.call.pieces if p.shot == shot]
        self.ends[shot] = pieces[-1][0], pieces[-1][1].trim_in + pieces[-1][1].kept
        clips = tuple((key, p.kept, p.trim_in) for key, p in pieces)
        self.takes[shot] = events.Take(staged.scene, staged.shot, staged.brief, clips)

    def _clip(self, draft: Draft, choice: Choice, first: Staged) -> None:
        if id(draft) in self.made:
            return
        unit = draft.call.unit
        before = self.ends.get(first.shot.from_ or "") if unit.start == 0 else self._part_before
        lines = () if choice.bought else self._spoken(unit.shots)
        shown = self.ends[draft.shown] if draft.shown else None
        if shown and not any(r.clip is not None for r in draft.task.references):
            before, shown = shown, None
        changes: dict = {"anchor": None, "needs": (*lines, *((before[0],) if before else ()))}
        if draft.anchored and before:
            changes |= {"anchor": before[0], "anchor_at": before[1]}
        if choice.bought:
            changes["needs"] = (before[0],) if draft.anchored and before else ()
        if shown:
            frame = {"clip": shown[0], "at": shown[1], "digest": digest(["frame", shown[0], str(shown[1])])}
            changes["references"] = tuple(r if r.clip is None else r.model_copy(update=frame) for r in draft.task.references)
            changes["needs"] = tuple(dict.fromkeys((*changes["needs"], shown[0])))
        if unit.start == 0 and (clip := self.keyframes.clips.get(first.shot.id)):
            painted = self.keyframes.tasks.get(clip)
            changes |= {**self.keyframes.start(clip), "needs": (*changes["needs"], clip) if painted else ()}
            if painted and clip not in self.tasks:
                reason = why(painted, self.past, any(self.force(s) for s in unit.shots), {}, self._located(first.shot.id))
                self.tasks[clip] = painted.model_copy(update={"why": reason})
                self.shot_of_clip[clip] = first.shot.id
        task = draft.task.model_copy(update=changes)
        midway = draft.anchored and bool(before) and before[1] != self.tasks[before[0]].unit.length
        key = bought_key(task) if choice.bought else clip_key(task, midway)
        task = task.model_copy(update={"key": key})
        forced = any(self.force(s) for s in unit.shots)
        reason = why(task, self.past, forced, self.shot_of_clip, self._located(unit.shots[0]))
        self.tasks[key] = task.model_copy(update={"why": reason})
        self.shot_of_clip[key] = unit.shots[0]
        self.made[id(draft)] = key
        self._part_before = key, draft.call.pieces[-1].trim_in + draft.call.pieces[-1].kept

    def _spoken(self, shots: Iterable[str]) -> tuple[str, ...]:
        """The lines of some shots in the order of their beats."""
        beats = [(s, n) for s in shots for n, beat in enumerate(self.staged[s].shot.beats) if isinstance(beat, Speech)]
        return tuple(dict.fromkeys(self.lines[s, n][0].key for s, n in beats))

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
            can, bought = target.capabilities, isinstance(target.backend, Service)
            ill = [
                *([] if can.models else fitness.dated(can, self.today, span)),
                *([] if bought else fitness.frame(can, film.frame.width, film.frame.height, film.rate, spans, film.id)),
            ]
            self.diagnostics += ill
            if failed(ill):
                target = None
        self.targets[name] = target
        return target

    # --- what is said ---

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


def dollars(amount: Fraction) -> str:
    return f"${float(amount):.2f}"


def seconds(length: Fraction) -> str:
    return f"{plain(length, 1)}s"
