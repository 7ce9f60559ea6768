"""A film's shots asked of backends, before anything has a key: what each call says, what it costs, what it leaves out.

`plan`, `plan --compare` and `backend auto` all draft with this one class, so that what is compared is what would be bought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from screenc.contract import TimedSpeech, holds
from screenc.film.model import Shot
from screenc.film.quantity import whole_frames
from screenc.film.resolve import Resolved
from screenc.planner import fitness, pictures
from screenc.planner.asking import Asking, tuned
from screenc.planner.backends import Target
from screenc.planner.lower import options
from screenc.planner.pictures import Pictures
from screenc.planner.segment import Call, Stretch, Uses
from screenc.planner.segment import Scene as Segmenting
from screenc.planner.staged import Choice, Drafts, Staged
from screenc.text import Diagnostic
from screenc.text.diagnostic import failed


@dataclass
class Drafting:
    """Drafts one film's shots; `folder` is where its pictures lie, None where they are not looked at."""

    resolved: Resolved
    today: date
    folder: Path | None = None

    def __post_init__(self) -> None:
        self.film, self.spans = self.resolved.film, self.resolved.spans
        self.asking = Asking(self.resolved, self.today, Pictures(self.spans, self.folder))

    def choose(self, target: Target, shot: Shot, model: str | None = None) -> tuple[Choice | None, list[Diagnostic]]:
        """The model and the options that a shot asks of a backend; `model` where the shot names none."""
        params, wrong = options(target, shot)
        if wrong:
            return None, [self._bad_option(target, shot, *one) for one in wrong]
        if model and not any(t.backend == target.name and t.key == "model" for t in shot.tune):
            params["model"] = model
        can = target.capabilities.of(params.get("model")) if target.capabilities.models else target.capabilities
        span = tuned(self.spans, target.name, shot, "model") or self.spans.of(shot.id, "backend") or self.spans.of(shot.id)
        ill = list(fitness.dated(can, self.today, span)) if can.model else []
        return (None if failed(ill) else Choice(target, can, params)), ill

    def draft(self, run: Sequence[Staged], choice: Choice) -> Drafts:
        """The calls for shots in a row of one scene, all asked of one model with one set of options."""
        out = Drafts()
        if choice.can.seeds == "one":  # another take needs another seed, and there is only one to deal anew
            run = [s if s.take == 1 else replace(s, brief=s.brief.model_copy(update={"seed": s.brief.motion_seed})) for s in run]
        for staged in run:
            self._judge(out, staged, choice)
        calls = self.calls(run, choice)
        if calls is None:
            for staged in run:
                if self.calls([staged], choice) is None:
                    offer = choice.can.offered(self.asking.facts(choice, Uses(first_frame=True)))
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
            self.asking.ask(out, call, name, [by_shot[s] for s in call.unit.shots], choice, split[first] > 1)
        return out

    def calls(self, run: Sequence[Staged], choice: Choice) -> list[Call] | None:
        """How shots in a row are divided and joined, with nothing said yet; None where one of them is too long."""
        facts, price = self.asking.facts, self.asking.price
        scene = Segmenting(
            self.film.rate,
            choice.can,
            lambda uses: choice.can.offered(facts(choice, uses)),
            lambda seconds, uses: price(choice, seconds, facts(choice, uses)) or Fraction(0),
        )
        return scene.calls([self._stretch(run, n, choice) for n in range(len(run))])

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
        return Stretch(
            staged.shot.id,
            frame(brief.length),
            lines,
            tuple(sorted(seams)),
            anchored=pictures.begun(staged, choice),
            joins=n > 0 and self._joins(run[:n], staged, choice),
            ends=pictures.ended(staged, choice),
            pictures=bool(pictures.of(staged, choice)),
            most=-(-frame(brief.length) // 2) if staged.split else None,
        )

    def _joins(self, before: Sequence[Staged], staged: Staged, choice: Choice) -> bool:
        """Whether a call may go on into a shot: nothing of it may wait for a clip that the shots before it do not wait for."""
        last = before[-1]
        if staged.keyframe or staged.split or staged.take != last.take or pictures.ended(last, choice):
            return False
        if staged.shot.from_ is not None:
            return staged.shot.from_ == last.shot.id
        place = self._place(staged, before, choice)
        return place in (self._place(last, before[:-1], choice), last.shot.id)

    def _place(self, staged: Staged, before: Sequence[Staged], choice: Choice) -> str | None:
        """The anchor that a shot waits for, itself or by the shots that it goes on from."""
        if staged.shot.from_ is None:
            return staged.anchor if pictures.shown(staged, choice) else None
        for n, one in enumerate(before):
            if one.shot.id == staged.shot.from_:
                return self._place(one, before[:n], choice)
        return None

    def _judge(self, out: Drafts, staged: Staged, choice: Choice) -> None:
        """What this model cannot do of this shot, whatever the calls."""
        can, shot, begun = choice.can, staged.shot, pictures.begun(staged, choice)
        facts = self.asking.facts(choice, Uses(first_frame=begun, last_frame=pictures.ended(staged, choice)))
        out.losses += fitness.losses(can, staged.brief, shot.from_ is not None)
        out.losses += fitness.pictures(can, staged.brief, len(pictures.of(staged, choice)))
        out.losses += fitness.left_out(choice.target.backend, staged.brief)
        if choice.params.get("audio") is True:
            out.losses += fitness.unheard(can, staged.brief)
        if shot.last is not None and can.last_frame not in pictures.GIVEN:
            out.losses.append(fitness.endless(can, shot.id))
        if choice.bought:
            out.losses += fitness.conformed(can, staged.brief, facts)
        for row in can.ignored:
            span = tuned(self.spans, choice.target.name, shot, row.option)
            if span is not None and holds(row.when, facts):
                out.found.append((shot.id, fitness.ignored(can, row, span)))
        if can.first_frame == "required" and not begun:
            out.found.append((shot.id, fitness.unanchored(can, shot.id, self.spans.of(shot.id))))

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
