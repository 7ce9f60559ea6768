"""Dialogues through engines: one row of measures for each pair, what failed among them, and the means."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean, median, pstdev
from typing import Any

from screenc.film.model import SIZES, Film, Speech
from screenc.film.timing import estimate
from screenc.scripter.bench.compiled import compiled
from screenc.scripter.bench.judge import DIMENSIONS, Judged
from screenc.scripter.bench.measures import MEASURES, lengths, measured
from screenc.scripter.dialogue import Dialogue
from screenc.scripter.engines import Engine, Wishes
from screenc.scripter.engines.chat import Trouble
from screenc.scripter.finish import finish
from screenc.scripter.read import read
from screenc.text import Source

SCHEMA = "screenc.scriptbench/1"
MOST_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One dialogue by one engine. `failed` is the code that came instead of a script; a failed row has no measures at all.

    `timing` is the median error of a line's estimated length against the same line spoken, `model` the share of scenes that the
    model wrote and not `rules`, `took` seconds.
    """

    dialogue: str
    engine: str
    lines: int
    took: float
    failed: str | None = None
    scores: dict[str, float | None] = field(default_factory=dict)
    timing: float | None = None
    model: float | None = None
    judged: Judged | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    lengths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    rows: tuple[Row, ...]
    engines: tuple[str, ...]
    judge: str | None = None

    def of(self, engine: str) -> list[Row]:
        return [r for r in self.rows if r.engine == engine]

    def values(self, engine: str, key: str) -> list[float]:
        """Every value of a measure that could be taken; one that could not is left out and never counts as zero."""
        picked = [r.timing if key == "timing" else r.model if key == "model" else r.scores.get(key) for r in self.of(engine)]
        return [v for v in picked if v is not None]

    def judged(self, engine: str, key: str) -> list[float]:
        return [r.judged.mean[key] for r in self.of(engine) if r.judged and key in r.judged.mean]

    def as_json(self) -> dict[str, Any]:
        means = {}
        for engine in self.engines:
            rows = self.of(engine)
            told = {k: stats(self.values(engine, k)) for k in (*(m.key for m in MEASURES), "timing", "model")}
            means[engine] = {"dialogues": len(rows), "failed": sum(r.failed is not None for r in rows), "measures": told}
            if self.judge:
                means[engine]["judged"] = {k: stats(self.judged(engine, k)) for k in DIMENSIONS}
        return {"schema": SCHEMA, "judge": self.judge, "engines": means, "rows": [asdict(r) for r in self.rows]}


def stats(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    return {"n": len(values), "mean": mean(values), "sd": pstdev(values), "least": min(values), "most": max(values)}


def dialogues(folder: Path) -> list[Path]:
    """The files of a folder that may be dialogues, by name, however deep; a file alone is itself."""
    if folder.is_file():
        return [folder]
    found = (p for p in folder.rglob("*") if p.is_file() and p.stat().st_size <= MOST_BYTES)
    return sorted(
        p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts) and p.suffix != ".shot"
    )


def run(
    files: Iterable[tuple[str, str]],
    engines: dict[str, Engine],
    voices: int = 0,
    judge: Any = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Bench:
    """Measure every (name, text) by every engine. `voices` lines of each film are spoken to measure their timing."""
    rows = []
    for name, text in files:
        dialogue, found = read(Source(name, text))
        for label, engine in engines.items():
            if dialogue is None:
                rows.append(Row(name, label, 0, 0.0, failed=found[0].code))
                continue
            rows.append(_row(name, dialogue, label, engine, voices, judge))
            tell(f"{name}: {label}{' ' + (rows[-1].failed or '') if rows[-1].failed else ''}")
    return Bench(tuple(rows), tuple(engines), judge.name if judge else None)


def _row(name: str, dialogue: Dialogue, label: str, engine: Engine, voices: int, judge: Any) -> Row:
    began = time.monotonic()
    lines = len(dialogue.speeches)
    try:
        draft = engine.script(dialogue, Wishes())
    except Trouble as trouble:
        return Row(name, label, lines, time.monotonic() - began, failed=trouble.diagnostic.code)
    text, found = finish(dialogue, draft)
    took = time.monotonic() - began
    if text is None:
        return Row(name, label, lines, took, failed=found[0].code)
    it = compiled(dialogue, text)
    assert it.film is not None, "finish hands over only what compiles"
    by_rules = sum(d.code == "W0850" for d in draft.found)
    spoken = sum(bool(p.speeches) for p in dialogue.scenes)
    sizes = Counter(s.framing.size for _, s in it.film.shots() if s.framing)
    return Row(
        name,
        label,
        lines,
        took,
        scores=measured(it),
        timing=_timing(it.film, voices) if voices else None,
        model=None if draft.spent is None else 1 - by_rules / max(spoken, 1),
        judged=judge.judge(dialogue, text) if judge else None,
        sizes={size: sizes[size] for size in SIZES if sizes[size]},
        lengths=tuple(round(s, 2) for _, s in lengths(it.film)),
    )


def _timing(film: Film, voices: int) -> float | None:
    """The median share by which the estimate of a line misses the line spoken, over lines spread evenly through a film."""
    from screenc.media.speech import SpeechError, speak

    said = [b for _, s in film.shots() for b in s.beats if isinstance(b, Speech)]
    picked = said[:: max(len(said) // voices, 1)][:voices]
    misses = []
    for line in picked:
        try:
            samples, rate = speak(line.text, film.language)
        except SpeechError:
            continue
        misses.append(abs(float(estimate(line.text, film.language)) * rate / max(len(samples), 1) - 1))
    return median(misses) if misses else None
