"""A film's shots asked of backends, before anything has a key: what each call says, what it costs, what it leaves out.

`plan`, `plan --compare` and `backend auto` all draft with this one class, so that what is compared is what would be bought.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from screenc.contract import (
    Brief,
    Capabilities,
    Careful,
    Failed,
    Loss,
    Reference,
    Service,
    Task,
    TimedSpeech,
    flat,
    holds,
)
from screenc.film.model import Scene, Shot
from screenc.film.quantity import whole_frames
from screenc.film.resolve import Resolved
from screenc.planner import fitness
from screenc.planner.backends import Broken, Target
from screenc.planner.lower import options, prompt
from screenc.planner.segment import Call, Stretch
from screenc.planner.segment import Scene as Segmenting
from screenc.text import Diagnostic
from screenc.text.diagnostic import failed


@dataclass(frozen=True)
class Staged:
    """A shot with its brief, ready to be asked of any backend."""

    scene: Scene
    shot: Shot
    brief: Brief
    take: int = 1
    keyframe: bool = False
    """Whether this take begins with the first frame of an earlier one."""
    note: str = ""
    """What a repair adds to the prompt."""
    split: bool = False
    """Asked in two halves at least."""


@dataclass(frozen=True)
class Choice:
    """Who makes a shot: a backend, the profile of the model that is meant, and its options."""

    target: Target
    can: Capabilities
    params: Mapping[str, Any]

    @property
    def bought(self) -> bool:
        return isinstance(self.target.backend, Service)

    @property
    def name(self) -> str:
        """`kling kling-v3`: for people."""
        return f"{self.target.name} {self.can.model}" if self.can.model else self.target.name

    def same(self, other: Choice) -> bool:
        return self.target.name == other.target.name and self.params == other.params


@dataclass
class Draft:
    """One call: `task` has everything but its key, its needs and its reasons."""

    call: Call
    task: Task
    anchored: bool
    dollars: Fraction | None


@dataclass
class Drafts:
    """What some shots come to with their backends; `losses` with the code and the help of each."""

    drafts: list[Draft] = field(default_factory=list)
    found: list[tuple[str, Diagnostic]] = field(default_factory=list)
    losses: list[tuple[str, Loss, str]] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not failed([d for _, d in self.found])

    @property
    def dollars(self) -> Fraction:
        return sum((d.dollars or Fraction(0) for d in self.drafts), Fraction(0))

    @property
    def seconds(self) -> Fraction:
        return sum((d.call.unit.length for d in self.drafts), Fraction(0))

    @property
    def wasted(self) -> Fraction:
        return sum((d.call.wasted for d in self.drafts), Fraction(0))


@dataclass
class Drafting:
    """Drafts one film's shots; `folder` is where its pictures lie, None where they are not looked at."""

    resolved: Resolved
    today: date
    folder: Path | None = None

    def __post_init__(self) -> None:
        self.film, self.spans = self.resolved.film, self.resolved.spans
        self._pictures: dict[str, str] = {}

    def choose(self, target: Target, shot: Shot, model: str | None = None) -> tuple[Choice | None, list[Diagnostic]]:
        """The model and the options that a shot asks of a backend; `model` where the shot names none."""
        params, wrong = options(target, shot)
        if wrong:
            return None, [self._bad_option(target, shot, *one) for one in wrong]
        if model and not any(t.backend == target.name and t.key == "model" for t in shot.tune):
            params["model"] = model
        can = target.capabilities.of(params.get("model")) if target.capabilities.models else target.capabilities
        span = self._tuned(target, shot, "model") or self.spans.of(shot.id, "backend") or self.spans.of(shot.id)
        ill = list(fitness.dated(can, self.today, span)) if can.model else []
        return (None if failed(ill) else Choice(target, can, params)), ill

    def draft(self, run: Sequence[Staged], choice: Choice) -> Drafts:
        """The calls for shots in a row of one scene, all asked of one model with one set of options."""
        out = Drafts()
        if choice.can.seeds == "one":  # another take needs another seed, and there is only one to deal anew
            run = [s if s.take == 1 else replace(s, brief=s.brief.model_copy(update={"seed": s.brief.motion_seed})) for s in run]
        for staged in run:
            self._judge(out, staged, choice)
        scene = Segmenting(
            self.film.rate,
            choice.can,
            lambda anchored, shots: choice.can.offered(self._facts(choice, anchored, 0, shots)),
            lambda seconds, anchored, shots: self._price(choice, seconds, self._facts(choice, anchored, 0, shots)) or Fraction(0),
        )
        calls = scene.calls([self._stretch(run, n, choice) for n in range(len(run))])
        if calls is None:
            for staged in run:
                if scene.calls([self._stretch([staged], 0, choice)]) is None:
                    offer = choice.can.offered(self._facts(choice, True, 0, 1))
                    span = self.spans.of(staged.shot.id, "length")
                    out.found.append(
                        (staged.shot.id, fitness.too_long(choice.can, staged.shot.id, staged.brief.length, offer.longest, span))
                    )
            return out
        by_shot = {s.shot.id: s for s in run}
        split: dict[str, int] = {}
        for call in calls:
            for shot in call.unit.shots:
                split[shot] = split.get(shot, 0) + 1
        nth: dict[str, int] = {}
        for call in calls:
            first = call.unit.shots[0]
            nth[first] = nth.get(first, 0) + 1
            name = first if split[first] == 1 else f"{first} part {nth[first]}"
            if len(call.unit.shots) > 1:
                name = f"{first}..{call.unit.shots[-1]}"
            if call.divides:
                out.losses.append(fitness.divided(choice.can, first, call.unit.start))
            self._call(out, call, name, [by_shot[s] for s in call.unit.shots], choice, split[first] > 1)
        return out

    # --- what a shot is like ---

    def _stretch(self, run: Sequence[Staged], n: int, choice: Choice) -> Stretch:
        staged, rate = run[n], self.film.rate
        brief = staged.brief
        frame = lambda t: whole_frames(t, rate)  # noqa: E731
        lines = tuple((frame(b.start), frame(b.end)) for b in brief.beats if isinstance(b, TimedSpeech))
        seams = {frame(t) for b in brief.beats for t in (b.start, b.end)}
        for before, after in zip(brief.beats, brief.beats[1:], strict=False):
            if after.start > before.end:
                seams.add(frame((before.end + after.start) / 2))
        from_, before = staged.shot.from_, run[n - 1].shot.id if n else None
        joins = n > 0 and not staged.keyframe and from_ in (None, before) and staged.take == run[n - 1].take
        return Stretch(
            staged.shot.id,
            frame(brief.length),
            lines,
            tuple(sorted(seams)),
            anchored=self._anchored(staged, choice),
            joins=joins and not staged.split,
            most=-(-frame(brief.length) // 2) if staged.split else None,
        )

    def _anchored(self, staged: Staged, choice: Choice) -> bool:
        return (staged.shot.from_ is not None or staged.keyframe) and choice.can.first_frame in ("optional", "required")

    def _judge(self, out: Drafts, staged: Staged, choice: Choice) -> None:
        """What this model cannot do of this shot, whatever the calls."""
        can, shot = choice.can, staged.shot
        out.losses += fitness.losses(can, staged.brief, shot.from_ is not None)
        out.losses += fitness.left_out(choice.target.backend, staged.brief)
        if choice.bought:
            out.losses += fitness.conformed(can, staged.brief, self._facts(choice, False, 0, 1))
        for row in can.ignored:
            span = self._tuned(choice.target, shot, row.option)
            if span is not None and holds(row.when, self._facts(choice, False, 0, 1)):
                out.found.append((shot.id, fitness.ignored(can, row, span)))
        if can.first_frame == "required" and shot.from_ is None:
            out.found.append((shot.id, fitness.unanchored(can, shot.id, self.spans.of(shot.id))))

    def _facts(self, choice: Choice, anchored: bool, references: int, shots: int) -> dict[str, Any]:
        return {
            **choice.params,
            "first_frame": anchored,
            "last_frame": False,
            "references": references > 0,
            "multi_shot": shots > 1,
            "shots": shots,
        }

    # --- a call ---

    def _call(self, out: Drafts, call: Call, name: str, shots: list[Staged], choice: Choice, split: bool) -> None:
        can, first = choice.can, shots[0]
        anchored = self._anchored(first, choice) or (split and call.unit.start > 0)
        references = self._references(out, shots, choice, anchored, len(shots) > 1)
        briefs = [self._part(s.brief, call, split, choice.bought) for s in shots]
        worded = self._worded(out, briefs, choice)
        if worded is None:
            return
        noted = [f"{words}\n\n{s.note}" if s.note else words for words, s in zip(worded, shots, strict=True)]
        worded = noted if self._over(can, noted) is None else worded
        facts = {**self._facts(choice, anchored, len(references), len(shots)), "duration": call.unit.length}
        for rule in can.requires:
            if holds(rule.when, facts) and not holds(rule.then, facts):
                span = next((s for key in rule.when if (s := self._tuned(choice.target, first.shot, key))), None)
                span = span or self.spans.of(first.shot.id)
                out.found.append((first.shot.id, fitness.ruled_out(can, first.shot.id, rule, span)))
                return
        several = len(shots) > 1
        task = Task(
            key="",
            kind="clip",
            name=name,
            unit=call.unit,
            backend=choice.target.name,
            version=choice.target.backend.version,
            prompt="\n\n".join(worded),
            params=dict(choice.params),
            brief=briefs[0],
            briefs=tuple(briefs) if several else (),
            prompts=tuple(worded) if several else (),
            parts=call.parts,
            anchor="" if anchored else None,
            references=tuple(references),
            take=first.take,
            sampled=can.seeds == "none",
        )
        dollars: Fraction | None = can.price(call.unit.length, facts, self.today)
        if choice.bought:
            lowered = self._lowered(out, task, choice, first)
            if lowered is None:
                return
            task = task.model_copy(update={"request": lowered})
            dollars = self._price(choice, call.unit.length, {**facts, **dict(flat(lowered.body))})
            if dollars is None:
                out.losses.append(fitness.unpriced(can, first.shot.id))
        elif isinstance(choice.target.backend, Careful):
            self._examined(out, task, choice, first)
        out.drafts.append(
            Draft(
                call,
                task.model_copy(update={"dollars": dollars or Fraction(0), "priced": dollars is not None}),
                anchored,
                dollars,
            )
        )

    def _examined(self, out: Drafts, task: Task, choice: Choice, first: Staged) -> None:
        """What a backend on this machine says of a task before any work; its words stand where the backend is named."""
        span = self.spans.of(first.shot.id, "backend") or self.spans.of(self.film.id, "backend") or self.spans.of(first.shot.id)
        ill, lost = choice.target.backend.examine(task)
        for d in ill:
            out.found.append((first.shot.id, Diagnostic.at(d.code, span, d.message, notes=d.notes, help=d.help)))
        out.losses += lost

    def _price(self, choice: Choice, seconds: Fraction, facts: Mapping[str, Any]) -> Fraction | None:
        if choice.bought and not (choice.can.prices or choice.can.dollars_per_second):
            return None
        return choice.can.price(seconds, {**facts, "duration": seconds}, self.today)

    def _part(self, brief: Brief, call: Call, split: bool, bought: bool) -> Brief:
        """A shot in parts is described to a service part by part, each with its own beats; backends of ours see it whole."""
        if not (split and bought):
            return brief
        start, piece = call.unit.start, call.pieces[0]
        end = start + piece.kept
        beats = tuple(
            b.model_copy(update={"start": max(b.start, start) - start, "end": min(b.end, end) - start})
            for b in brief.beats
            if b.start < end and b.end > start
        )
        return brief.model_copy(update={"length": piece.kept, "beats": beats})

    def _references(self, out: Drafts, shots: list[Staged], choice: Choice, anchored: bool, several: bool) -> list[Reference]:
        can, shot = choice.can, shots[0].shot
        if not can.references:
            return []
        wanted: dict[str, str] = {}
        for staged in shots:
            for person in staged.brief.people:
                if person.ref and (person.in_frame or person.enters):
                    wanted.setdefault(person.ref, person.id)
            if staged.brief.place_ref:
                wanted.setdefault(staged.brief.place_ref, staged.brief.place)
        uses = {name for name, used in (("first_frame", anchored), ("multi_shot", several)) if used}
        for group in can.exclusive:
            if wanted and "references" in group and (other := uses & set(group)):
                out.losses.append(fitness.excluded(can, shot.id, len(wanted), sorted(other)[0]))
                return []
        out_of: list[Reference] = []
        for path, who in list(wanted.items())[: can.references]:
            seen = self._seen(path)
            if seen is None:
                owner = f"cast {who}" if who.isupper() else f"place {who}"
                out.found.append((shot.id, fitness.no_picture(path, self.spans.of(owner, "ref") or self.spans.of(shot.id))))
                continue
            out_of.append(Reference(of=who, path=path, digest=seen))
        return out_of

    def _seen(self, path: str) -> str | None:
        """The digest of a picture; empty where the folder is not known, None where it cannot be read."""
        if self.folder is None:
            return ""
        if path not in self._pictures:
            try:
                self._pictures[path] = hashlib.sha256((self.folder / path).read_bytes()).hexdigest()
            except OSError:
                self._pictures[path] = "?"
        held = self._pictures[path]
        return None if held == "?" else held

    def _worded(self, out: Drafts, briefs: list[Brief], choice: Choice) -> list[str] | None:
        can, shot = choice.can, briefs[0].shot
        try:
            words = [prompt(choice.target, b, choice.params) for b in briefs]
            if self._over(can, words):
                short = [prompt(choice.target, b, choice.params, terse=True) for b in briefs]
                if short != words and not self._over(can, short):
                    out.losses.append(fitness.shortened(can, shot))
                words = short
        except Broken as cause:
            out.found.append((shot, fitness.broken(choice.target.name, str(cause), self.spans.of(shot))))
            return None
        if over := self._over(can, words):
            out.found.append((shot, fitness.too_wordy(can, shot, *over, self.spans.of(shot))))
            return None
        return words

    def _over(self, can: Capabilities, words: list[str]) -> tuple[int, Any] | None:
        if len(words) > 1 and can.part_prompt:
            size = max(can.part_prompt.size(w) for w in words)
            if size > can.part_prompt.most:
                return size, can.part_prompt
        if can.prompt and (size := can.prompt.size("\n\n".join(words))) > can.prompt.most:
            return size, can.prompt
        return None

    def _lowered(self, out: Drafts, task: Task, choice: Choice, first: Staged):
        try:
            request = choice.target.backend.lower(task, choice.can)
        except Failed as cause:
            told, span = cause.diagnostic, self.spans.of(first.shot.id)
            out.found.append(
                (first.shot.id, Diagnostic.at(told.code, span, told.message, notes=told.notes, help=told.help))
                if not told.labels
                else (first.shot.id, told)
            )
            return None
        except Exception as cause:  # whatever somebody else's service does offline, the author gets a plain report
            words = f"its request cannot be made: {type(cause).__name__}: {cause}"
            out.found.append((first.shot.id, fitness.broken(choice.target.name, words, self.spans.of(first.shot.id))))
            return None
        body = dict(flat(request.body))
        for place, value in choice.can.pinned.items():
            if body.get(place) != value:
                words = f"its request does not say `{place} = {value}`, which its profile pins"
                out.found.append((first.shot.id, fitness.broken(choice.target.name, words, self.spans.of(first.shot.id))))
                return None
        return request

    # --- addresses ---

    def _tuned(self, target: Target, shot: Shot, key: str):
        for n, tune in enumerate(shot.tune):
            if tune.backend == target.name and tune.key == key:
                return self.spans.of(shot.id, "tune", n)
        return None

    def _bad_option(self, target: Target, shot: Shot, n: int, kind: str, words: str) -> Diagnostic:
        tune, span = shot.tune[n], self.spans.of(shot.id, "tune", n)
        known = sorted({*target.backend.options.model_fields, *(["model"] if target.capabilities.models else [])})
        if kind == "unknown":
            meant = fitness.near(tune.key, known)
            help = (
                f"did you mean `{meant}`?" if meant else (f"its options are {', '.join(known)}" if known else "it has no options")
            )
            return Diagnostic.at("E0509", span, f"`{target.name}` has no option `{tune.key}`", help=help)
        return Diagnostic.at("E0510", span, f"`{tune.key}` of `{target.name}` cannot be `{tune.value}`", notes=(words,))


def runs(staged: Sequence[Staged], choices: Mapping[str, Choice]) -> Iterator[tuple[list[Staged], Choice]]:
    """Shots in a row of one scene that are asked of one model in one way."""
    group: list[Staged] = []
    for one in staged:
        choice = choices[one.shot.id]
        if group and (group[-1].scene.id != one.scene.id or not choices[group[-1].shot.id].same(choice)):
            yield group, choices[group[0].shot.id]
            group = []
        group.append(one)
    if group:
        yield group, choices[group[0].shot.id]
