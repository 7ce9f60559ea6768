"""A call as its backend is asked for it: the pictures, the words, the request to the last field, the price."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from screenc.contract import Brief, Capabilities, Careful, Failed, Reference, Task, flat, holds
from screenc.film.model import Shot
from screenc.film.resolve import Resolved, Spans
from screenc.planner import fitness, pictures
from screenc.planner.backends import Broken
from screenc.planner.lower import prompt
from screenc.planner.pictures import Pictures
from screenc.planner.segment import Call, Uses
from screenc.planner.staged import Choice, Draft, Drafts, Staged
from screenc.text import Diagnostic, Span


@dataclass
class Asking:
    """Makes each call's task, but for its key; what is wrong or lost goes to the drafts."""

    resolved: Resolved
    today: date
    pictures: Pictures

    def __post_init__(self) -> None:
        self.film, self.spans = self.resolved.film, self.resolved.spans

    def facts(self, choice: Choice, uses: Uses) -> dict[str, Any]:
        """What the profile's conditions may look at before there is a request."""
        return {**choice.params, **uses.facts}

    def price(self, choice: Choice, seconds: Fraction, facts: Mapping[str, Any]) -> Fraction | None:
        if choice.bought and not (choice.can.prices or choice.can.dollars_per_second):
            return None
        return choice.can.price(seconds, {**facts, "duration": seconds}, self.today)

    def ask(self, out: Drafts, call: Call, name: str, shots: list[Staged], choice: Choice, split: bool) -> None:
        """One call; `split` where it makes part of a shot."""
        can, first = choice.can, shots[0]
        begun = pictures.begun(first, choice) or (split and call.unit.start > 0)
        ends = call.pieces[-1].start + call.pieces[-1].kept == shots[-1].brief.length
        last = self.pictures.last(out, shots[-1], choice) if ends else None
        uses = Uses(begun, last is not None, False, len(shots))
        references = self.pictures.references(out, shots, choice, uses)
        uses = uses._replace(references=bool(references))
        shown = self._shown(out, call, shots, choice, references)
        if (late := call.pieces[0].trim_in) and begun:
            out.losses.append(fitness.late(can, first.shot.id, "from" if call.unit.start == 0 else "last", late))
        briefs = [self._part(s.brief, call, split, choice.bought) for s in shots]
        worded = self._worded(out, briefs, choice)
        if worded is None:
            return
        noted = [f"{words}\n\n{s.note}" if s.note else words for words, s in zip(worded, shots, strict=True)]
        worded = noted if self._over(can, noted) is None else worded
        facts = {**self.facts(choice, uses), "duration": call.unit.length}
        for rule in can.requires:
            if holds(rule.when, facts) and not holds(rule.then, facts):
                span = next((s for key in rule.when if (s := tuned(self.spans, choice.target.name, first.shot, key))), None)
                ending = self.spans.of(first.shot.id, "last") if "last_frame" in rule.when else None
                where = span or ending or self.spans.of(first.shot.id)
                out.found.append((first.shot.id, fitness.ruled_out(can, first.shot.id, rule, where)))
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
            anchor="" if begun else None,
            references=tuple(references),
            last=last,
            take=first.take,
            sampled=can.seeds == "none",
        )
        dollars: Fraction | None = can.price(call.unit.length, facts, self.today)
        if choice.bought:
            lowered = self._lowered(out, task, choice, first)
            if lowered is None:
                return
            task = task.model_copy(update={"request": lowered})
            dollars = self.price(choice, call.unit.length, {**facts, **dict(flat(lowered.body))})
            if dollars is None:
                out.losses.append(fitness.unpriced(can, first.shot.id))
        elif isinstance(choice.target.backend, Careful):
            self._examined(out, task, choice, first)
        out.drafts.append(
            Draft(
                call,
                task.model_copy(update={"dollars": dollars or Fraction(0), "priced": dollars is not None}),
                begun,
                dollars,
                shown,
            )
        )

    def _shown(self, out: Drafts, call: Call, shots: list[Staged], choice: Choice, references: Sequence[Reference]) -> str | None:
        """The shot that shows the call its place: as one of the references, or by the frame that it begins with."""
        here = {s.shot.id for s in shots}
        waits = next((s for s in shots if s.anchor is not None and s.anchor not in here), None)
        if waits is None or pictures.wordless(choice) or call.unit.start > 0:
            return waits.anchor if waits and any(r.clip is not None for r in references) else None
        way = pictures.shown(waits, choice)
        if way is None:
            out.losses.append(fitness.unshown(choice.can, waits.shot.id, waits.anchor))
        taken = any(r.clip is not None for r in references) if way == "reference" else way == "first"
        return waits.anchor if taken else None

    def _examined(self, out: Drafts, task: Task, choice: Choice, first: Staged) -> None:
        """What a backend on this machine says of a task before any work.

        It stands at the setting that it is about, which its words name in backticks; else where the backend is named.
        """
        shot = first.shot
        usual = self.spans.of(shot.id, "backend") or self.spans.of(self.film.id, "backend") or self.spans.of(shot.id)
        ill, lost = choice.target.backend.examine(task)
        for d in ill:
            words = re.findall(r"`([a-z0-9-]+)", d.message)
            span = next((s for word in words if (s := tuned(self.spans, choice.target.name, shot, word))), usual)
            out.found.append((shot.id, Diagnostic.at(d.code, span, d.message, notes=d.notes, help=d.help)))
        out.losses += lost

    def _part(self, brief: Brief, call: Call, split: bool, bought: bool) -> Brief:
        """A shot in parts is described to a service part by part, each with its own beats; backends of ours see it whole."""
        start, piece = call.unit.start, call.pieces[0]
        if not bought or not (split or piece.trim_in) or len(call.pieces) > 1:
            return brief
        end, on = start + piece.kept, piece.trim_in - start  # what is cut off its head comes before the first beat
        beats = tuple(
            b.model_copy(update={"start": max(b.start, start) + on, "end": min(b.end, end) + on})
            for b in brief.beats
            if b.start < end and b.end > start
        )
        return brief.model_copy(update={"length": piece.kept + piece.trim_in, "beats": beats})

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


def tuned(spans: Spans, backend: str, shot: Shot, key: str) -> Span | None:
    """Where a shot tunes one option of a backend."""
    for n, tune in enumerate(shot.tune):
        if tune.backend == backend and tune.key == key:
            return spans.of(shot.id, "tune", n)
    return None
