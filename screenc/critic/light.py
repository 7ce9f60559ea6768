"""The light of a shot as the picture has it: brightness, contrast, warmth; and what its hour and its key ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screenc.contract import Assertion, Brief, Footage
from screenc.critic import calibration
from screenc.critic.measure import brief

DARK_HOURS = ("dusk", "evening", "night", "midnight")
SAMPLES = 24


@dataclass(frozen=True, slots=True)
class Light:
    """In %: mean luma, the spread of luma between its 5th and 95th hundredths, and red over blue."""

    brightness: float
    contrast: float
    warmth: float


def of(footage: Footage, assertion: Assertion) -> Light | None:
    """The mean over the shots of an assertion, each frame for itself."""
    import numpy as np

    rows = [found for shot in footage.shots(assertion) for found in _shot(footage, shot)]
    return Light(*np.mean(rows, axis=0)) if rows else None


def _shot(footage: Footage, shot: str) -> list[tuple[float, float, float]]:
    kept = footage.memo.setdefault("light", {})
    if shot not in kept:
        _, frames = footage.strip(shot)
        kept[shot] = [of_picture(frame) for frame in frames[:: max(1, len(frames) // SAMPLES)]]
    return kept[shot]


def of_picture(picture) -> tuple[float, float, float]:
    """(brightness, contrast, warmth) of one RGB uint8 picture."""
    import numpy as np

    luma = picture @ np.array([0.2126, 0.7152, 0.0722], np.float32) / 2.55
    low, high = np.quantile(luma, (0.05, 0.95))
    red, _, blue = picture.reshape(-1, 3).mean(axis=0)
    return float(luma.mean()), float(high - low), float(100 * (red - blue) / max(red + blue, 1.0))


def asks(brief: Brief, what: str) -> str | None:
    """Which of calibration's ranges a shot's facts ask for: of brightness by the hour, of warmth by the key."""
    if what == "warmth":
        return brief.light.warmth
    if brief.hour is None:
        return None
    return f"{'dark' if brief.hour in DARK_HOURS else 'light'}-{brief.setting}"


def scripted(what: str) -> Callable[[Footage, Assertion], tuple[float, float] | None]:
    """The range that the script asks of a shot, from calibration's table; None where it asks nothing."""

    def range_of(footage: Footage, assertion: Assertion) -> tuple[float, float] | None:
        asked = brief(footage, assertion.shot) if assertion.shot else None
        name = asks(asked, what) if asked else None
        found = calibration.row(what).get("ranges", {}).get(name)
        return (found[0], found[1]) if found else None

    return range_of
