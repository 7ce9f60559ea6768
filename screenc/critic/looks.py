"""Who can be seen in a shot: faces at a few moments, found once for all the checks that ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screenc.contract import Footage

SAMPLES = 5
WIDTH = 1280


@dataclass(frozen=True, slots=True)
class Look:
    """A moment of a shot: its time, its picture (H, 1280, 3) and the faces in it, in pixels of that picture, best first."""

    at: float
    picture: Any
    faces: tuple


def looks(footage: Footage, shot: str) -> list[Look]:
    """Five moments spread over a shot; pictures are kept for the two shots asked for last."""
    kept = footage.memo.setdefault("looks", {})
    if shot not in kept:
        import numpy as np

        from screenc.critic.faces import find

        start, end = footage.window(None, shot)
        found = []
        for at in np.linspace(start, max(start, end - 0.1), SAMPLES + 2)[1:-1]:
            picture = footage.still(float(at), WIDTH)
            found.append(Look(float(at), picture, tuple(find(picture))))
        while len(kept) >= 2:
            kept.pop(next(iter(kept)))
        kept[shot] = found
    return kept[shot]


def seen(footage: Footage, shot: str) -> list[tuple[float, float, float, float, float, float]]:
    """Every face at every moment as (time, x, y, width, height, score), sides as shares of the frame; kept for all shots."""
    kept = footage.memo.setdefault("seen", {})
    if shot not in kept:
        kept[shot] = [
            (
                look.at,
                f.x / look.picture.shape[1],
                f.y / look.picture.shape[0],
                f.width / look.picture.shape[1],
                f.height / look.picture.shape[0],
                f.score,
            )
            for look in looks(footage, shot)
            for f in look.faces
        ]
    return kept[shot]
