"""A video beside its script: a lane each, what joins a shot to where it was found, and in what state it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from screenc.contract import Plan, Subtitle
from screenc.report.model import Cut

if TYPE_CHECKING:
    from screenc.critic.critique import Critique, Row

BROKEN = ("missing", "extra", "out of order")
"""What a video cannot be excused for; a length is only so where the script writes it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a critique. `script` and `video` are (start, share) in per cent of each lane, None where it is not there."""

    id: str
    state: str
    told: str
    words: str
    script: tuple[float, float] | None
    video: tuple[float, float] | None
    at: float

    @property
    def found(self) -> bool:
        return self.video is not None

    @property
    def joint(self) -> str:
        """The corners of what joins the two, in a box 100 wide and 10 high; empty where there is only one."""
        if self.script is None or self.video is None:
            return ""
        (a, wide), (b, long) = self.script, self.video
        return f"{a:.3f},0 {a + wide:.3f},0 {b + long:.3f},10 {b:.3f},10"


@dataclass(frozen=True)
class Lanes:
    """`rows` in the video's order, each missing shot before the shot that should have come after it."""

    video: str
    script: str
    summary: str
    scripted: float
    """The script's length in seconds."""
    rows: tuple[Lane, ...]
    cuts: tuple[Cut, ...]
    """The same rows as shots of a report; a missing one has no length."""
    lines: tuple[Subtitle, ...]
    """The lines that the video has, where it has them."""

    @property
    def scripted_rows(self) -> list[Lane]:
        return sorted((row for row in self.rows if row.script), key=lambda row: row.script[0])

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What is not as scripted, worst first, as the head of a page tells it."""
        ill = [row for row in self.rows if row.state in ("ill", "doubt") and row.told]
        return [
            {"shot": row.id, "go": row.id, "words": row.words, "at": row.at, "state": row.state, "check": row.told}
            for row in sorted(ill, key=lambda row: (row.state != "ill", row.at))
        ]


def lanes(found: Critique, plan: Plan, fixed: frozenset[str], video: str, script: str, summary: str) -> Lanes:
    """`plan` is the script's own, `fixed` are the shots whose length is written."""
    from screenc.critic.critique import spans

    wanted = spans(plan)
    whole = max((end for _, end in wanted.values()), default=0.0)
    scenes = {b.shot: b.scene for t in plan.tasks for b in (t.briefs or (t.brief,)) if b}
    rows, cuts, scene, starts = [], [], next(iter(scenes.values()), ""), {}
    for n, row in enumerate(found.rows):
        at = _begins(found.rows, n, found.length)
        id = row.shot or f"extra-{sum(r.shot is None for r in found.rows[: n + 1])}"
        scene = scenes.get(row.shot or "", scene)
        length = (row.end or 0.0) - (row.start or 0.0)
        cuts.append(Cut(shot=id, scene=scene, start=at, length=length))
        span = wanted.get(row.shot or "")
        rows.append(
            Lane(
                id=id,
                state=_state(row, fixed),
                told=", ".join(
                    [*(s for s in row.states if s not in ("as scripted", "damaged")), *(["other words"] if _echo(row) else [])]
                ),
                words=_words(found.rows, n),
                script=_share(span[0], span[1] - span[0], whole) if span else None,
                video=_share(at, length, found.length) if row.start is not None else None,
                at=at,
            )
        )
        if row.shot and row.start is not None:
            starts[row.shot] = row.start
    moved = tuple(_moved(plan.subtitles, wanted, starts))
    return Lanes(video, script, summary, whole, tuple(rows), tuple(cuts), moved)


def _begins(rows: Sequence[Row], n: int, length: float) -> float:
    """Where a row begins in the video; a missing shot where the next that is there does."""
    return next((row.start for row in rows[n:] if row.start is not None), length)


def _state(row: Row, fixed: frozenset[str]) -> str:
    if any(s in BROKEN for s in row.states) or _echo(row):
        return "ill"
    if any(s in ("too long", "too short") for s in row.states):
        return "ill" if row.shot in fixed else "doubt"
    return "doubt" if "no cut seen" in row.states else "well"


def _words(rows: Sequence[Row], n: int) -> str:
    row = rows[n]
    if "missing" in row.states:
        where = f"should stand at {clock(_begins(rows, n, 0.0))}" if n + 1 < len(rows) else "should end it"
        return "; ".join((where, *row.words))
    if "extra" in row.states:
        return "; ".join((f"{row.end - row.start:.2f} s that are no shot of the script", *row.words))
    told = [words for state, words in zip(_lengths(row), row.words, strict=False) if state != "out of order"]
    if "out of order" in row.states:
        after = next((r.shot for r in rows[n + 1 :] if r.shot and r.start is not None), None)
        told.insert(0, f"at {clock(row.start)}, {f'before {after}' if after else 'at the end'}")
    told += [_echo(row)] if _echo(row) else []
    return "; ".join(told) or "the video goes on from the shot before it"


def _echo(row: Row) -> str:
    """That another shot's lines are heard in this one, in words; what the checks found amiss has a verdict of its own."""
    return next((words for words in row.words if words.startswith("another shot's words")), "") if "damaged" in row.states else ""


def _lengths(row: Row) -> list[str]:
    """The states that a row has words for, in their order."""
    return [s for s in row.states if s in ("out of order", "too long", "too short")]


def clock(seconds: float) -> str:
    """`1:05`, `1:02:03`."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _share(start: float, length: float, whole: float) -> tuple[float, float]:
    return (100 * start / whole, 100 * length / whole) if whole else (0.0, 0.0)


def _moved(
    lines: Sequence[Subtitle], wanted: Mapping[str, tuple[float, float]], starts: Mapping[str, float]
) -> Iterator[Subtitle]:
    for line in lines:
        if line.shot in starts:
            by = Fraction(starts[line.shot] - wanted[line.shot][0]).limit_denominator(1000)
            yield line.model_copy(update={"start": max(Fraction(0), line.start + by), "end": max(Fraction(0), line.end + by)})
