"""What a report shows of a film to prove its words: the frames that evidence points to, and the shape of each shot's sound."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screenc.report.model import Report

BINS = 120
EARS = 4000
MOST_FRAMES = 90
"""Evidence frames on one page, worst verdicts first: the page stays under a few megabytes."""
FULL_WAVES = 400
FAITHFUL, SPECTACLE = "script faithfulness", "spectacle"


@dataclass(frozen=True)
class Gallery:
    """`frames` are data URIs by time in the film; `waves` the loudest sample of each of BINS stretches of a shot, 0 to 1."""

    frames: Mapping[float, str] = field(default_factory=dict)
    waves: Mapping[str, Sequence[float]] = field(default_factory=dict)


def gathered(film: Path, report: Report) -> Gallery:
    return Gallery(frames(film, report), waves(film, report))


def frames(film: Path, report: Report) -> dict[float, str]:
    from screenc.media.frames import Reader

    ill = sorted((v for v in report.verdicts if v.held is False), key=lambda v: v.assertion.claim.force != "expect")
    times = dict.fromkeys(e.at for v in ill for e in v.evidence[:3])
    times |= dict.fromkeys(e["at"] for one in report.judged if one["score"] < 3 for e in one["evidence"][:1])
    with Reader(film) as reader:
        return {
            at: jpeg(reader.at(min(max(0.0, at), max(0.0, report.length - 0.01)), 200), 66)
            for at in sorted([*times][:MOST_FRAMES])
        }


def waves(film: Path, report: Report) -> dict[str, list[float]]:
    """Read once from end to end, against the film's loudest sample; a film without sound has none."""
    import numpy as np

    from screenc.media import listen

    if len(report.shots) > FULL_WAVES:
        return {}
    parts = list(listen.blocks(film, EARS, 1))
    if not parts:
        return {}
    sound = np.abs(np.concatenate(parts))
    sound /= max(float(sound.max()), 0.05)
    out = {}
    for cut in report.shots:
        mine = sound[round(cut.start * EARS) : round((cut.start + cut.length) * EARS)]
        edges = np.linspace(0, len(mine), BINS + 1).astype(int)
        out[cut.shot] = [round(float(mine[a:b].max()), 3) if b > a else 0.0 for a, b in pairwise(edges)]
    return out


def wave_path(peaks: Sequence[float]) -> str:
    """A closed SVG path around the middle of a box 120 wide and 32 high."""
    upper = " ".join(f"L{n} {16 - 15 * p:.1f}" for n, p in enumerate(peaks))
    lower = " ".join(f"L{n} {16 + 15 * p:.1f}" for n, p in reversed(list(enumerate(peaks))))
    return f"M0 16 {upper} {lower} Z"


def curve_path(curve: Sequence[tuple[float, float]], start: float, length: float) -> tuple[str, float, float]:
    """An SVG path through (time, value) pairs in a box 120 wide and 32 high, and the least and greatest value."""
    values = [value for _, value in curve]
    least, most = min(values), max(values)
    spread = (most - least) or 1.0
    points = [(120 * (at - start) / (length or 1), 30 - 28 * (value - least) / spread) for at, value in curve]
    return "M" + " L".join(f"{min(max(x, 0), 120):.1f} {y:.1f}" for x, y in points), least, most


def scatter(judged: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The shots that have both scores: x is script faithfulness, y is spectacle, in a box 200 wide and high for 0 to 5."""
    by: dict[str, dict[str, float]] = {}
    for one in judged:
        by.setdefault(one["shot"], {})[one["item"]] = one["score"]
    return [
        {
            "shot": shot,
            "x": 40 * row[FAITHFUL],
            "y": 200 - 40 * row[SPECTACLE],
            "faithful": row[FAITHFUL],
            "spectacle": row[SPECTACLE],
        }
        for shot, row in by.items()
        if FAITHFUL in row and SPECTACLE in row
    ]


def jpeg(rgb: Any, quality: int) -> str:
    """A picture as a data URI."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=quality, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
