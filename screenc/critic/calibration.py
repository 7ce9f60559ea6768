"""What the checks were found to be worth: `calibration.toml`, the one place of their thresholds.

A check may be an `expect` when, at the threshold chosen on one half of the set, it told the damaged from the true on the other
half with at least PRECISION and RECALL. What cannot may still be a `prefer`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

PRECISION, RECALL, LEAST = 0.9, 0.8, 6
"""The least share of alarms that are true, of damage that is found, and of clips on each side of the held-out half."""


@cache
def table() -> dict[str, Any]:
    """The whole file: `measured` (a date), `set` (words), `check` (a row a check)."""
    return tomllib.loads(resources.files("screenc.critic").joinpath("calibration.toml").read_text(encoding="utf-8"))


def row(check: str) -> dict[str, Any]:
    """The figures of one check; empty for one that was never calibrated."""
    return table().get("check", {}).get(check, {})


def threshold(check: str) -> float | None:
    return row(check).get("threshold")


def trusted(check: str) -> bool:
    """Whether an `expect` may rest on this check."""
    return good(row(check))


def good(row: dict[str, Any]) -> bool:
    """The gate itself, on held-out figures; `exact` marks counting and standard meters, `kept` what tests alone hold."""
    if row.get("exact") or row.get("kept"):
        return True
    enough = min(row.get("true", 0), row.get("damaged", 0)) >= LEAST
    return enough and row.get("precision", 0.0) >= PRECISION and row.get("recall", 0.0) >= RECALL
