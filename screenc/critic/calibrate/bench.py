"""Thresholds chosen on one half of the trials, figures reported on the other, and the file that the checks read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from statistics import median
from typing import Any

from screenc.critic.calibrate.trials import Trial
from screenc.critic.checks.size import LADDER, near

GOOD = {
    "black": "<=",
    "frozen": "<=",
    "flicker": "<=",
    "cuts": "<=",
    "backdrop": "<=",
    "motion": ">=",
    "contrast": ">=",
    "anchor": ">=",
    "cutting": ">=",
    "likeness": ">=",
    "spoken": ">=",
    "words": ">=",
    "speaker": ">=",
    "lips": ">=",
    "subtitles": "<=",
}
"""Which way a good film lies from the threshold."""
RANGES = ("brightness", "warmth")
COUNTS = ("cuts",)
"""What is counted in whole numbers, so that a threshold is one."""
EXACT = {
    "length": "frames are counted",
    "loudness": "EBU R 128 by FFmpeg's meter",
    "peak": "ITU-R BS.1770 by FFmpeg's meter",
    "reading": "characters over seconds",
}
LENT = {
    "judge": "it is as good as the model that is asked",
    "vsa": "it is as good as the encoder that is named",
}
"""What stands on a model that somebody lends, so that no set of ours can vouch for it."""
PEAK = -0.5
"""dBTP: what the automatic claim on the true peak asks; a delivery limit, not a calibrated one."""
MARGIN = 0.15
"""How far a range is widened beyond what was seen on the first half, as a share of its width."""
LEAN = 2 / 3
"""Where a threshold stands in the gap between true and damaged: nearer to the damaged, since an alarm should be right."""


def table(trials: Iterable[Trial]) -> dict[str, dict[str, Any]]:
    """A row a check: its threshold, bounds or ranges from half 0; from half 1 precision and recall, with their counts."""
    by: dict[str, list[Trial]] = {}
    for trial in trials:
        by.setdefault(trial.check, []).append(trial)
    rows = {name: {"exact": words} for name, words in EXACT.items()}
    rows |= {name: {"lent": words} for name, words in LENT.items()}
    rows["peak"]["threshold"] = PEAK
    for name, mine in by.items():
        first, second = ([t for t in mine if t.half == half] for half in (0, 1))
        rows[name] = chosen = choose(name, first)
        chosen |= scores(name, chosen, second)
    return dict(sorted(rows.items()))


def choose(name: str, trials: list[Trial]) -> dict[str, Any]:
    """What half 0 gives: a threshold between true and damaged, ranges a name, or bounds between sizes."""
    if name in RANGES:
        return {"ranges": ranges(trials)}
    if name == "size":
        return {"bounds": bounds(trials)}
    if name in GOOD:
        found = threshold(trials, GOOD[name])
        return {"threshold": float(int(found)) if name in COUNTS else found}
    return {}


def threshold(trials: list[Trial], good: str) -> float:
    """The value where the harmonic mean of precision and recall is best; in a gap of equals, LEAN of the way to the damaged."""
    rows = [(float(t.value), t.damaged) for t in trials if t.value is not None]
    sign = 1 if good == "<=" else -1
    values = sorted({sign * v for v, _ in rows})
    if not values:
        return 0.0
    best: list[tuple[float, float, float]] = []
    for low, high in zip(values, [*values[1:], values[-1] + 1e-6], strict=True):
        caught = sum(d and sign * v > low for v, d in rows)
        alarms = sum(sign * v > low for v, d in rows)
        score = 2 * caught / max(1, alarms + sum(d for _, d in rows))
        best.append((score, low, high))
    top = max(score for score, *_ in best)
    _, low, high = max((row for row in best if row[0] > top - 1e-9), key=lambda row: row[2] - row[1])
    return float(f"{sign * (low + LEAN * (high - low)):.3g}")


def ranges(trials: list[Trial]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    for name in sorted({str(t.wanted) for t in trials}):
        seen = [float(t.value) for t in trials if not t.damaged and t.wanted == name and t.value is not None]
        wide = MARGIN * (max(seen) - min(seen))
        out[name] = [round(min(seen) - wide, 1), round(max(seen) + wide, 1)]
    return out


def bounds(trials: list[Trial]) -> list[float]:
    """Between neighbouring sizes the geometric mean of their median face heights."""
    middles = []
    for word in LADDER:
        heights = [float(t.value) for t in trials if not t.damaged and t.wanted == (word,) and t.value is not None]
        middles.append(median(heights))
    return [round((a * b) ** 0.5, 4) for a, b in itertools.pairwise(middles)]


def alarm(name: str, chosen: dict[str, Any], trial: Trial) -> bool | None:
    """Whether the check would raise an alarm; None where it could not measure."""
    if trial.value is None:
        return None
    if name in RANGES:
        low, high = chosen["ranges"][trial.wanted]
        return not low <= trial.value <= high
    if name == "size":
        word = LADDER[sum(trial.value >= bound for bound in chosen["bounds"])]
        return word not in near(trial.wanted[0])
    if name in GOOD:
        return trial.value > chosen["threshold"] if GOOD[name] == "<=" else trial.value < chosen["threshold"]
    value = trial.value if isinstance(trial.value, str) else f"{trial.value:g}"
    return value not in trial.wanted


def scores(name: str, chosen: dict[str, Any], trials: list[Trial]) -> dict[str, Any]:
    """Precision, recall, and the counts behind them, of trials that threshold never saw."""
    told = [(alarm(name, chosen, t), t) for t in trials]
    measured = [(a, t) for a, t in told if a is not None]
    hits = sum(a and t.damaged for a, t in measured)
    false = sum(a and not t.damaged for a, t in measured)
    damaged = sum(t.damaged for _, t in measured)
    return {
        "true": len(measured) - damaged,
        "damaged": damaged,
        "unmeasured": len(told) - len(measured),
        "precision": round(hits / (hits + false), 3) if hits + false else 0.0,
        "recall": round(hits / damaged, 3) if damaged else 0.0,
        "damage": ", ".join(sorted({t.damage for t in trials if t.damaged})),
    }


def toml(rows: dict[str, dict[str, Any]], measured: str, of: str) -> str:
    """calibration.toml."""
    lines = [
        "# Written by `screenc bench critic --measure --write`; read by every check. Not to be edited by hand.",
        f'measured = "{measured}"',
        f'set = "{of}"',
    ]
    for name, row in rows.items():
        lines += ["", f"[check.{name}]"]
        lines += [f"{key} = {_value(value)}" for key, value in row.items() if not isinstance(value, dict)]
        for key, value in row.items():
            if isinstance(value, dict):
                lines += [f"[check.{name}.{key}]", *(f"{inner} = {_value(v)}" for inner, v in value.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def markdown(table: dict[str, Any]) -> str:
    """The table for people: one row a check, the held-out half's figures, and whether an `expect` may rest on it."""
    from screenc.critic.calibration import good

    rows = ["| check | damage | true, damaged | precision | recall | threshold | `expect` |", "|---|---|---|---|---|---|---|"]
    for name, row in table["check"].items():
        if "kept" in row:
            rows.append(f"| {name} | - | - | not measured yet: {row['kept']} | | {row.get('threshold', '')} | yes |")
            continue
        if "lent" in row:
            rows.append(f"| {name} | - | - | {row['lent']} | | | no |")
            continue
        if "precision" not in row and "exact" not in row:
            rows.append(f"| {name} | - | - | not measured yet | | | no |")
            continue
        if "exact" in row:
            rows.append(f"| {name} | - | - | exact: {row['exact']} | | {row.get('threshold', '')} | yes |")
            continue
        limit = (
            f"{row['threshold']:g}"
            if "threshold" in row
            else "by size"
            if "bounds" in row
            else "by light"
            if "ranges" in row
            else ""
        )
        rows.append(
            f"| {name} | {row['damage']} | {row['true']}, {row['damaged']} | {row['precision']:.2f} | {row['recall']:.2f} "
            f"| {limit} | {'yes' if good(row) else 'no'} |"
        )
    return "\n".join(rows) + "\n"


def sentence(row: dict[str, Any], measured: str) -> str:
    """What a check's page says of its error."""
    if "lent" in row:
        return f"Not to be calibrated by us: {row['lent']}."
    if "precision" not in row and "exact" not in row:
        return f"Not measured on the calibration set yet{': ' + row['kept'] if 'kept' in row else ''}."
    if "exact" in row:
        return f"None to calibrate: {row['exact']}."
    return (
        f"On {row['true']} true and {row['damaged']} damaged clips that its threshold never saw ({row['damage']}): precision "
        f"{row['precision']:.2f}, recall {row['recall']:.2f} (measured {measured})."
    )
