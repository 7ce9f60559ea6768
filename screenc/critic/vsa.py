"""Visual-Script Alignment as the ScriptAgent paper defines it: each frame against the instruction of the shot that it stands in.

VSA is the mean cosine of unit image and text embeddings (x1, not x100). A cosine alone says little, since every picture is a
little like every sentence, so it never stands without two nulls: the same pictures with the instructions shuffled between the
shots, and a film that shows one of its shots in every window. The gaps to both have a 95% interval from resampling shots,
which are what varies independently; frames of one shot are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from math import factorial
from typing import Any, Literal

from pydantic import Field

from screenc.contract import Brief, Footage, TimedAction, Typed
from screenc.critic.encoder import Encoder

EVERY = 0.5
"""Seconds between the frames that are looked at; the paper's rate is not known."""
WIDTH = 448
SHUFFLES = 2000
RESAMPLES = 2000
FEWEST = 4
"""Shots from which chance can be told from alignment at 5%: three can be shuffled in six ways only."""


class Gap(Typed):
    """How far VSA is above a null, with its 95% interval."""

    null: float
    gap: float
    least: float
    most: float


class Aligned(Typed):
    """One shot: the mean cosine of its frames with its own instruction, and with the other shots' (None where it is alone)."""

    shot: str
    instruction: str
    cut_off: bool
    frames: int
    value: float
    null: float | None


class Alignment(Typed):
    """A film's VSA. `tells`: beyond chance by every measure here; None where the film has too few shots to say."""

    schema_: Literal["screenc.vsa/1"] = Field("screenc.vsa/1", alias="schema")
    encoder: str
    every: float
    frames: int
    value: float
    shots: tuple[Aligned, ...]
    shuffled: Gap | None = None
    chance: float | None = None
    """The share of shuffled scripts that fit the pictures as well: a permutation test's p."""
    copied: Gap | None = None
    copy_of: str | None = None
    tells: bool | None = None

    @property
    def words(self) -> str:
        if self.shuffled is None or self.copied is None:
            return f"VSA {self.value:.3f} by {self.encoder}; a film of one shot has no null to be held against"
        said = (
            f"VSA {self.value:.3f} by {self.encoder}, {self.shuffled.gap:+.3f} over the shuffled script (95% "
            f"{self.shuffled.least:+.3f} to {self.shuffled.most:+.3f}), {self.copied.gap:+.3f} over {self.copy_of} throughout"
        )
        if self.tells is None:
            return f"{said}; {len(self.shots)} shots are too few to tell it from chance"
        return f"{said}; {'beyond chance' if self.tells else 'no different from its null'}"


def aligned(footage: Footage, encoder: Encoder, every: float = EVERY) -> Alignment | None:
    """Measure a film; None where no shot of it is on screen alone for a single frame."""
    import numpy as np

    briefs = {b.shot: b for t in footage.plan.tasks for b in (t.briefs or (t.brief,)) if b}
    shown: list[tuple[str, Any]] = []
    for shot in dict.fromkeys(e.shot for e in footage.plan.events):
        if shot in briefs and (frames := [frame for _, frame in footage.moments(shot, every, WIDTH)]):
            shown.append((shot, encoder.pictures(frames)))
    if not shown:
        return None
    texts = [instruction(briefs[shot]) for shot, _ in shown]
    words, cut = encoder.words(texts)
    fit = np.stack([(seen @ words.T).mean(axis=0) for _, seen in shown])
    counts = np.array([len(seen) for _, seen in shown], float)
    rows = []
    for n, (shot, seen) in enumerate(shown):
        others = np.delete(fit[n], n)
        rows.append(
            Aligned(
                shot=shot,
                instruction=texts[n],
                cut_off=cut[n],
                frames=len(seen),
                value=round(float(fit[n, n]), 5),
                null=round(float(others.mean()), 5) if len(others) else None,
            )
        )
    found = Alignment(
        encoder=encoder.name,
        every=every,
        frames=int(counts.sum()),
        value=round(float((np.diag(fit) * counts).sum() / counts.sum()), 5),
        shots=tuple(rows),
    )
    return found if len(shown) < 2 else found.model_copy(update=held_against_chance(fit, counts, [s for s, _ in shown]))


def held_against_chance(fit: Any, counts: Any, shots: Sequence[str]) -> dict[str, Any]:
    """Both nulls of `fit` (N, N), the mean cosine of each shot's frames with each instruction; the fields of an Alignment."""
    import numpy as np

    size, dice = len(fit), np.random.default_rng(20260117)
    every = np.arange(size)
    own = (fit[every, every] * counts).sum() / counts.sum()
    few = factorial(size) <= SHUFFLES
    orders = np.array(list(permutations(range(size)))) if few else np.stack([dice.permutation(size) for _ in range(SHUFFLES)])
    by_chance = (fit[every[None], orders] * counts).sum(axis=1) / counts.sum()
    as_well = int((by_chance >= own - 1e-9).sum())
    chance = as_well / len(orders) if few else (as_well + 1) / (len(orders) + 1)
    apart = (fit.sum(axis=1) - np.diag(fit)) / (size - 1)
    drawn = dice.integers(0, size, (RESAMPLES, size))
    weights = np.stack([np.bincount(row, minlength=size) for row in drawn]) * counts
    weights = weights / weights.sum(axis=1, keepdims=True)
    copies = fit @ (counts / counts.sum())
    best = int(copies.argmax())
    shuffled = _gap(apart @ counts / counts.sum(), own, weights @ (np.diag(fit) - apart))
    copied = _gap(copies[best], own, weights @ np.diag(fit) - (weights @ fit.T).max(axis=1))
    tells = None if size < FEWEST else bool(chance <= 0.05 and shuffled.least > 0 and copied.least > 0)
    return {"shuffled": shuffled, "copied": copied, "copy_of": shots[best], "chance": round(chance, 5), "tells": tells}


def _gap(null: float, own: float, resampled: Any) -> Gap:
    import numpy as np

    least, most = np.percentile(resampled, [2.5, 97.5])
    round5: Callable[[Any], float] = lambda x: round(float(x), 5)  # noqa: E731
    return Gap(null=round5(null), gap=round5(own - null), least=round5(least), most=round5(most))


def instruction(brief: Brief) -> str:
    """What a shot asks to be seen, most telling first, since an encoder reads 60 words or so: speech is not in it."""
    seen = [p for p in brief.people if p.in_frame]
    who = [f"{p.look or p.name}{f', wearing {p.wears}' if p.wears and not p.look else ''}" for p in seen]
    parts = [f"{brief.framing.size.replace('-', ' ')} shot" + (f" of {' and '.join(who)}" if who else "")]
    parts += [b.text.rstrip(".") for b in brief.beats if isinstance(b, TimedAction)]
    parts.append(" ".join(w for w in (brief.place_look or brief.place.replace("-", " "), brief.hour, brief.weather) if w))
    return ". ".join(parts) + "."
