"""The bench as tables and plots: text for a terminal, and one HTML page that needs nothing beside itself."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from statistics import mean

from screenc.film.model import SIZES
from screenc.scripter.bench.measures import MEASURES
from screenc.scripter.bench.run import Bench, Row, stats

DIMENSIONS = MEASURES[:4]
COLOURS = ("#0b7285", "#d9480f", "#5f3dc4", "#2b8a3e", "#a61e4d", "#495057")
TIMING = "against the same line spoken by the offline voice: median over the lines tried, as a share of the spoken length."


def table(bench: Bench) -> list[list[str]]:
    """Rows of a table, the first its head: a measure a row, an engine a column, mean and standard deviation."""
    head = ["", *bench.engines]
    out = [head, ["dialogues", *(str(len(bench.of(e))) for e in bench.engines)]]
    out.append(["failed", *(str(sum(r.failed is not None for r in bench.of(e))) for e in bench.engines)])
    for m in MEASURES:
        out.append([m.name, *(shown(bench.values(e, m.key), m.unit) for e in bench.engines)])
    for key, name in (("timing", "timing error"), ("model", "scenes by the model")):
        if any(bench.values(e, key) for e in bench.engines):
            out.append([name, *(shown(bench.values(e, key), "%") for e in bench.engines)])
    if bench.judge:
        for m in DIMENSIONS:
            out.append([f"{m.name}, judged 0-5", *(shown(bench.judged(e, m.key), "") for e in bench.engines)])
    return out


def shown(values: list[float], unit: str) -> str:
    """Mean and standard deviation; a dash where nothing could be measured."""
    it = stats(values)
    if it is None:
        return "-"
    scale, places = (100, 1) if unit == "%" else (1, 2)
    tail = f" {unit}" if unit and unit != "%" else unit
    return f"{it['mean'] * scale:.{places}f}{tail} ±{it['sd'] * scale:.{places}f}"


def page(bench: Bench, title: str = "ScriptBench") -> str:
    """The whole page: dimensions, sizes, lengths, every dialogue, and what each measure is and cannot see."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = made.from_string((files("screenc.scripter.bench") / "page.j2").read_text(encoding="utf-8"))
    return template.render(
        title=title,
        table=table(bench),
        measures=MEASURES,
        timing=TIMING,
        engines=[{"name": e, "colour": COLOURS[n % len(COLOURS)]} for n, e in enumerate(bench.engines)],
        dots=_dots(bench),
        sizes=_sizes(bench),
        histograms=_histograms(bench),
        rows=[_line(r) for r in bench.rows],
        judge=bench.judge,
    )


def _dots(bench: Bench) -> list[dict]:
    """One strip a dimension and engine: a dot for each dialogue, spread up and down by its name so that none hides another."""
    out = []
    for m in DIMENSIONS:
        strips = []
        for n, engine in enumerate(bench.engines):
            points = []
            for row in bench.of(engine):
                value = row.scores.get(m.key)
                if value is not None:
                    points.append(
                        {"x": round(value * 100, 2), "y": sha256(row.dialogue.encode()).digest()[0] / 255, "of": row.dialogue}
                    )
            middle = mean(p["x"] for p in points) if points else None
            strips.append({"engine": engine, "colour": COLOURS[n % len(COLOURS)], "points": points, "mean": middle})
        out.append({"name": m.name, "strips": strips})
    return out


def _sizes(bench: Bench) -> list[dict]:
    out = []
    for engine in bench.engines:
        total = sum(sum(r.sizes.values()) for r in bench.of(engine)) or 1
        at, parts = 0.0, []
        for n, size in enumerate(SIZES):
            share = 100 * sum(r.sizes.get(size, 0) for r in bench.of(engine)) / total
            if share:
                parts.append(
                    {"size": size, "at": round(at, 3), "share": round(share, 3), "hue": 200 + 13 * n, "light": 30 + 4 * n}
                )
            at += share
        out.append({"engine": engine, "parts": parts})
    return out


def _histograms(bench: Bench, widest: float = 16.0, step: float = 0.5) -> list[dict]:
    out = []
    for n, engine in enumerate(bench.engines):
        lengths = [s for r in bench.of(engine) for s in r.lengths]
        bins = [0] * int(widest / step)
        for s in lengths:
            bins[min(int(s / step), len(bins) - 1)] += 1
        top = max(bins, default=0) or 1
        bars = [{"at": k * step, "share": round(c / top, 4), "count": c} for k, c in enumerate(bins)]
        out.append({"engine": engine, "colour": COLOURS[n % len(COLOURS)], "bars": bars, "shots": len(lengths)})
    return out


def _line(row: Row) -> dict:
    cells = [shown_one(row.scores.get(m.key), m.unit) for m in MEASURES]
    judged = ""
    if row.judged:
        marks = (f"{row.judged.mean[m.key]:.1f}±{row.judged.spread[m.key]:.1f}" for m in DIMENSIONS if m.key in row.judged.mean)
        judged = " ".join(marks) or f"no marks in {row.judged.asked}"
    return {
        "dialogue": row.dialogue,
        "engine": row.engine,
        "lines": row.lines,
        "failed": row.failed,
        "cells": cells,
        "judged": judged,
    }


def shown_one(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value * 100:.0f}%" if unit == "%" else f"{value:.2f}"
