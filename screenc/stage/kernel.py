"""How the stage compiles: one decorator, one cache folder, and the noise that every pattern is made of.

numba's own cache looks only at the file a kernel stands in, so a changed pattern in another file would go on being drawn
from the old machine code; the folder here is named for the text of the whole stage instead, and lies in the user's cache,
where a read-only install can still write.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

import numba

_KEPT = 12
"""Folders of machine code that are kept; older ones are removed when a new one is made."""


def _folder() -> str:
    text = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        text.update(path.read_bytes())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "screenc"
    folder = home / f"kernels-{text.hexdigest()[:16]}"
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            others = sorted(home.glob("kernels-*"), key=lambda p: p.stat().st_mtime, reverse=True)
            for old in others[_KEPT:]:
                shutil.rmtree(old, ignore_errors=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        spare = Path(tempfile.gettempdir()) / f"screenc-{os.getuid() if hasattr(os, 'getuid') else 0}" / folder.name
        with contextlib.suppress(OSError):
            spare.mkdir(parents=True, exist_ok=True)
        return str(spare)


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = _folder()

compiled = partial(numba.njit, nogil=True, cache=True, fastmath=True, error_model="numpy")
"""A kernel: releases the GIL, is compiled once per machine, and divides without asking."""

inlined = partial(numba.njit, nogil=True, fastmath=True, error_model="numpy", forceinline=True, _nrt=False)
"""A piece of a kernel; it is compiled into those that call it, so it needs no cache of its own. It makes no arrays, and so
need not count who holds those that it is handed: counted for every pixel, by two threads, that was a quarter of all drawing."""


@inlined
def hash2(x, y):
    """A number 0..1 for a cell of the integer lattice."""
    h = (x * 374761393 + y * 668265263) & 0x7FFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFFFF) * (1.0 / 16777215.0)


@inlined
def hash3(x, y, z):
    return hash2(x + z * 7919, y - z * 104729)


@inlined
def floor_of(x):
    i = int(x)
    if x < i:
        i -= 1
    return i


@inlined
def noise2(x, y):
    """Value noise 0..1 with a smooth gradient, period-free."""
    i = floor_of(x)
    j = floor_of(y)
    u = x - i
    v = y - j
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    a = hash2(i, j)
    b = hash2(i + 1, j)
    c = hash2(i, j + 1)
    d = hash2(i + 1, j + 1)
    return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v


@inlined
def noise3(x, y, z):
    k = floor_of(z)
    w = z - k
    w = w * w * (3.0 - 2.0 * w)
    a = noise2(x + k * 17.31, y - k * 9.17)
    b = noise2(x + (k + 1) * 17.31, y - (k + 1) * 9.17)
    return a + (b - a) * w


@inlined
def clouds2(x, y):
    """Four octaves of noise, 0..1."""
    return (
        noise2(x, y) * 0.533
        + noise2(x * 2.03 + 5.1, y * 2.03 + 1.7) * 0.267
        + noise2(x * 4.11 - 3.3, y * 4.11 + 8.1) * 0.133
        + noise2(x * 8.23 + 2.9, y * 8.23 - 4.7) * 0.067
    )


@inlined
def smooth(low, high, x):
    """0 below low, 1 above high, smooth between."""
    q = (x - low) / (high - low)
    if q <= 0.0:
        return 0.0
    if q >= 1.0:
        return 1.0
    return q * q * (3.0 - 2.0 * q)
