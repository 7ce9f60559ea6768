"""The ground plan of a place, before anything is built on it: what blocking and the camera must know of walls and doors."""

from __future__ import annotations

from dataclasses import dataclass

from screenc.contract import Brief
from screenc.stage.set_words import kind_of


@dataclass(frozen=True, slots=True)
class Ground:
    """Metres. A room spans x from `left` to `right` and z from `front` (behind the camera) to `back`, `ceiling` high; people come
    and go through side doorways at `door`. Outside the same numbers bound what people and camera may use."""

    kind: str
    interior: bool
    left: float
    right: float
    front: float
    back: float
    ceiling: float = 30.0
    door: float = 1.35
    deep: float = 8.0
    """How far back (z) people may stand or walk, clear of what is furnished behind them."""

    def indoors(self, x: float, z: float) -> tuple[float, float]:
        """The nearest place to a point at which somebody can stand."""
        if not self.interior:
            return x, min(z, self.deep)
        return min(max(x, self.left + 0.85), self.right - 0.85), min(max(z, -1.9), self.deep)

    @property
    def camera(self) -> tuple[float, float, float, float]:
        """The (x0, x1, z0, z1) box that the camera keeps to; in a room it may stand well behind the fourth wall, which is
        wild."""
        if self.interior:
            return self.left + 0.3, self.right - 0.3, self.front - 4.0, self.back - 0.3
        return self.left + 0.4, self.right - 0.4, self.front, self.back


_ROOMS: dict[str, tuple[float, float, float, float, float]] = {
    "train": (-3.1, 3.1, -3.4, 3.0, 2.5),
    "court": (-6.5, 6.5, -8.0, 9.0, 7.5),
    "hospital": (-3.6, 3.6, -4.6, 3.6, 2.9),
    "classroom": (-4.4, 4.4, -5.2, 4.2, 3.1),
    "library": (-4.2, 4.2, -5.0, 4.4, 3.5),
    "kitchen": (-3.3, 3.3, -4.2, 3.0, 2.7),
    "bedroom": (-3.4, 3.4, -4.2, 4.2, 2.7),
    "bar": (-4.2, 4.2, -5.0, 3.8, 3.0),
    "cafe": (-4.4, 4.4, -5.2, 4.0, 3.1),
    "office": (-4.0, 4.0, -4.8, 3.8, 2.9),
    "corridor": (-2.7, 2.7, -8.0, 11.0, 2.9),
    "cellar": (-3.6, 3.6, -4.8, 3.8, 2.6),
    "shop": (-4.0, 4.0, -4.8, 3.8, 3.0),
    "workshop": (-4.8, 4.8, -5.6, 4.8, 4.0),
    "lab": (-4.2, 4.2, -5.0, 4.2, 3.0),
    "cabin": (-3.2, 3.2, -4.2, 3.0, 2.4),
    "stage": (-6.0, 6.0, -9.0, 5.0, 6.0),
    "living": (-3.8, 3.8, -4.6, 3.6, 2.8),
    "room": (-3.8, 3.8, -4.6, 3.6, 2.9),
}
_OPEN: dict[str, tuple[float, float, float, float]] = {
    "street": (-4.3, 9.0, -24.0, 24.0),
    "rooftop": (-7.5, 7.5, -12.0, 7.0),
    "bridge": (-3.2, 3.2, -24.0, 24.0),
    "platform": (-3.4, 5.0, -22.0, 24.0),
    "market": (-4.2, 4.2, -20.0, 20.0),
    "courtyard": (-9.0, 9.0, -14.0, 11.0),
    "harbour": (-12.0, 12.0, -18.0, 6.0),
    "beach": (-20.0, 20.0, -20.0, 9.0),
}


def survey(brief: Brief) -> Ground:
    """The plan of the brief's place; a pure function of the words that name and describe it."""
    kind = kind_of(brief.setting, brief.place, brief.place_look)
    if brief.setting == "int":
        left, right, front, back, ceiling = _ROOMS[kind]
        deep = {"court": 4.2, "corridor": 5.0, "stage": 2.0, "bar": 1.4, "cafe": 1.5}.get(kind, 1.75)
        return Ground(kind, True, left, right, front, back, ceiling, deep=deep)
    return Ground(kind, False, *_OPEN.get(kind, (-20.0, 20.0, -22.0, 24.0)), deep=2.5)
