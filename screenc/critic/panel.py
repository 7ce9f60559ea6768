"""The judge at work: a model is shown frames of a shot, several times over, and its scores are kept with their spread.

A call costs money, so every good answer is kept by the digest of all that was asked, and no more calls leave than were allowed.
"""

from __future__ import annotations

import hashlib
import io
import json
from statistics import median
from typing import Any, Protocol

from screenc.contract import Evidence, Failed, Footage, Typed, digest
from screenc.critic import rubric
from screenc.critic.rubric import Item, Score, Sheet, Unfit
from screenc.critic.vlm import Answer, Spent, Unheard
from screenc.text import Diagnostic

FRAMES = 6
WIDTH = 512
REPEATS = 3


class Model(Protocol):
    """What a panel asks; `vlm.Eyes` is one."""

    model: str
    endpoint: str

    def ask(self, system: str, text: str, pictures: list[bytes], schema: dict[str, Any], seed: int) -> Answer: ...


class Memory(Protocol):
    """Where answers are kept; a project's journal is one."""

    def verdicts(self, key: str) -> str | None: ...

    def judged(self, key: str, verdicts: str) -> None: ...


class Forgetful:
    """Keeps nothing: for a video without a project."""

    def verdicts(self, key: str) -> str | None:
        return None

    def judged(self, key: str, verdicts: str) -> None:
        return None


class Judged(Typed):
    """One question about one shot: the median score of its good answers, from `least` to `most`, and where to look."""

    shot: str
    item: str
    score: float
    least: float
    most: float
    answers: int
    reason: str
    evidence: tuple[Evidence, ...] = ()
    model: str


class Panel:
    """A judge for one film. `told` is all that it said, `notes` what a person must hear of."""

    def __init__(self, model: Model, memory: Memory | None = None, repeats: int = REPEATS, dimensions: bool = True):
        self.model, self.memory, self.repeats, self.dimensions = (
            model,
            Forgetful() if memory is None else memory,
            repeats,
            dimensions,
        )
        self.told: list[Judged] = []
        self.notes: list[Diagnostic] = []
        self._shots: dict[str, dict[str, Judged] | str] = {}
        self._over = ""

    def see(self, footage: Footage) -> None:
        """Judge every shot that was not judged yet, in the order of the film."""
        for shot in dict.fromkeys(e.shot for e in footage.plan.events):
            self.of(footage, shot)

    def of(self, footage: Footage, shot: str) -> dict[str, Judged] | str:
        """What the model makes of a shot, by item name; words where it gave no answer that counts."""
        if shot not in self._shots:
            found = self._judge(footage, shot)
            self._shots[shot] = found
            if isinstance(found, str):
                if not self._over:
                    self.notes.append(Diagnostic("W0754", f"shot {shot} was not judged: {found}"))
                elif len(self.notes) == 0 or self.notes[-1].code not in ("E0753", "W0755"):
                    self.notes.append(Diagnostic("W0755", f"from shot {shot} on nothing more was judged: {found}",
                                                 help="allow more with --max-calls; what was answered is kept"))  # fmt: skip
            else:
                self.told += found.values()
        return self._shots[shot]

    def _judge(self, footage: Footage, shot: str) -> dict[str, Judged] | str:
        brief = next((b for t in footage.plan.tasks for b in (t.briefs or (t.brief,)) if b and b.shot == shot), None)
        asked = rubric.items(claims(footage, shot), self.dimensions)
        if brief is None or not asked:
            return "the script has no such shot" if brief is None else "nothing is asked of it"
        times, pictures, levels = looked(footage, shot)
        start = footage.window(None, shot)[0]
        sheet = rubric.sheet(brief, asked, [(at - start, db) for at, db in zip(times, levels, strict=True)])
        good: list[tuple[list[Score], str]] = []
        why = ""
        for seed in range(self.repeats):
            try:
                good.append(self._once(sheet, pictures, seed))
            except (Unfit, Unheard) as cause:
                why = str(cause)
            except Spent:
                self._over = why = why or "the calls that were allowed are used"
                break
        if not good:
            return why or self._over
        return {i.name: _told(shot, i, good, times) for i in asked}

    def _once(self, sheet: Sheet, pictures: list[bytes], seed: int) -> tuple[list[Score], str]:
        """One good answer, kept or asked for; an unfit one is asked for once more."""
        key = digest(
            {
                "judge": rubric.EDITION,
                "model": self.model.model,
                "endpoint": self.model.endpoint,
                "system": rubric.SYSTEM,
                "text": sheet.text,
                "schema": sheet.schema,
                "pictures": [hashlib.sha256(p).hexdigest() for p in pictures],
                "seed": seed,
            }
        )
        kept = self.memory.verdicts(key)
        if kept is not None:
            said = json.loads(kept)
            return rubric.read(said["text"], sheet), said["model"]
        if self._over:
            raise Spent
        for attempt in (0, 1):
            try:
                answer = self.model.ask(rubric.SYSTEM, sheet.text, pictures, sheet.schema, seed + 1000 * attempt)
                scores = rubric.read(answer.text, sheet)
            except Unfit:
                if attempt:
                    raise
                continue
            except Failed as cause:
                self.notes.append(cause.diagnostic)
                self._over = cause.diagnostic.message
                raise Spent from None
            self.memory.judged(key, json.dumps({"text": answer.text, "model": answer.model}))
            return scores, answer.model
        raise AssertionError("two attempts either answer or raise")


def claims(footage: Footage, shot: str) -> list[str]:
    """The words of all claims that reach a shot: its own, its scene's, the film's."""
    asked = [a for a in footage.plan.assertions if a.claim.check == "judge" and a.claim.words and shot in footage.shots(a)]
    return list(dict.fromkeys(a.claim.words for a in asked if a.claim.words))


def looked(footage: Footage, shot: str) -> tuple[list[float], list[bytes], list[float]]:
    """Evenly spaced moments of a shot: times in the film, JPEG pictures, and the level of the sound around each in dB."""
    import numpy as np
    from PIL import Image

    start, end = footage.window(None, shot)
    times = [start + (end - start) * (n + 0.5) / FRAMES for n in range(FRAMES)]
    pictures, levels = [], []
    for at in times:
        out = io.BytesIO()
        Image.fromarray(footage.still(at, WIDTH)).save(out, "JPEG", quality=82)
        pictures.append(out.getvalue())
        heard = footage.sound(max(start, at - 0.2), min(end, at + 0.2))
        level = 20 * np.log10(np.sqrt(np.mean(np.square(heard, dtype=np.float64))) + 1e-5) if len(heard) else -100.0
        levels.append(float(level))
    return times, pictures, levels


def _told(shot: str, item: Item, good: list[tuple[list[Score], str]], times: list[float]) -> Judged:
    mine = sorted(((s, name) for scores, name in good for s in scores if s.item == item), key=lambda one: one[0].value)
    values = [s.value for s, _ in mine]
    middle = mine[(len(mine) - 1) // 2][0]
    return Judged(
        shot=shot,
        item=item.name,
        score=median(values),
        least=values[0],
        most=values[-1],
        answers=len(values),
        reason=middle.reason,
        evidence=tuple(Evidence(at=round(times[n], 3), words=middle.reason or item.name) for n in middle.frames[:3]),
        model=mine[0][1],
    )
