"""Solids made ready for the kernels: for one eye that looks for them, and as one table for those that light them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenc.stage import kernel_prepare, kernel_rays, kernel_trace
from screenc.stage.kernel_rows import SOLID_COLUMNS
from screenc.stage.solid import Solids

EVERY = np.ones((1, 1), np.uint8)
"""A mask that leaves nothing out."""


@dataclass(slots=True)
class Drawn:
    """Solids made ready for one eye."""

    solids: Solids
    rows: np.ndarray
    rects: np.ndarray
    depths: np.ndarray
    order: np.ndarray

    @classmethod
    def ready(cls, solids: Solids, position, axes, focal: float, width: int, height: int, mirror: float = 1.0) -> Drawn:
        n = len(solids)
        rows, rects, depths = np.zeros((n, kernel_rays.ROW)), np.zeros((n, 4), np.int32), np.zeros((n, 2))
        kernel_prepare.prepare(
            solids.kind,
            solids.a,
            solids.b,
            solids.size,
            solids.turn,
            solids.round,
            position,
            axes,
            focal,
            width,
            height,
            mirror,
            rows,
            rects,
            depths,
        )
        return cls(solids, rows, rects, depths, np.argsort(depths[:, 0], kind="stable"))

    def trace(self, width: int, height: int, focal: float, z, ids, order=None, only: np.ndarray = EVERY) -> None:
        kernel_trace.trace(
            self.solids.kind,
            self.rows,
            self.rects,
            self.depths,
            self.order if order is None else order,
            0,
            only,
            width,
            height,
            focal,
            z,
            ids,
        )


def table(s: Solids) -> np.ndarray:
    """The solids as one array (one, because a kernel that is handed ten counts references for every pixel)."""
    n = len(s)
    out = np.empty((n, SOLID_COLUMNS))
    out[:, 0], out[:, 1], out[:, 2:5], out[:, 5:8], out[:, 8:11] = s.kind, s.material, s.a, s.b, s.size
    out[:, 11:20], out[:, 20], out[:, 21:24], out[:, 24] = s.turn.reshape(n, 9), s.round, s.colour, s.look
    return out
