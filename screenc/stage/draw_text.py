"""Words on the picture: title cards, lower thirds and names, in a font that has every letter, or not at all.

Pillow brings one font of its own; a script that it lacks is looked for among the fonts of the system, whole text by whole text,
so that no line is set in two faces and no letter becomes a box.
"""

from __future__ import annotations

import functools
import io
import os
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_NOWHERE = "\U0010fffe"
"""No font has a letter here, so what is drawn for it is what is drawn for any letter that is missing."""


def unwritable(text: str) -> str:
    """The letters of a text that no one font on this machine can write along with the rest; empty when all is well."""
    return _face(text)[1]


@functools.lru_cache(maxsize=256)
def lettering(text: str, size: int, width: int) -> np.ndarray:
    """The ink of a text, 0 to 255, (h, w) uint8, wrapped to at most `width` pixels; letters without a glyph are left out."""
    data, missing = _face(text)
    font = _open(data, size)
    text = "".join(c for c in text if c not in missing)
    lines = _wrapped(text, font, width)
    pad, step = max(2, size // 3), round(size * 1.3)
    wide = max((round(font.getlength(line)) for line in lines), default=1)
    image = Image.new("L", (wide + 2 * pad, step * max(len(lines), 1) + 2 * pad))
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        draw.text((image.width / 2, pad + n * step), line, fill=255, font=font, anchor="ma")
    return np.asarray(image)


def lay_words(planes, ink: np.ndarray, x: float, y: float, strength: float = 1.0) -> None:
    """Lay white ink with a soft shadow on planes (Y, Cb, Cr), its middle at (x, y); what falls outside is cut off."""
    luma, blue, red = planes
    shade = _shadow(ink)
    h, w = shade.shape
    x0, y0 = round((x - w / 2) / 2) * 2, round((y - h / 2) / 2) * 2
    ax, ay, bx, by = max(0, x0), max(0, y0), min(luma.shape[1], x0 + w), min(luma.shape[0], y0 + h)
    if bx <= ax or by <= ay:
        return
    cut = np.s_[ay - y0 : by - y0, ax - x0 : bx - x0]
    grow = (h - ink.shape[0]) // 2
    full = np.zeros((h, w), np.float32)
    full[grow : grow + ink.shape[0], grow : grow + ink.shape[1]] = ink / np.float32(255)
    full, shade = full[cut] * strength, shade[cut] * (0.45 * strength)
    part = luma[ay:by, ax:bx].astype(np.float32)
    part += (16 - part) * shade
    part += (233 - part) * full
    luma[ay:by, ax:bx] = (part + 0.5).astype(np.uint8)
    half = full[::2, ::2]
    for plane in (blue, red):
        part = plane[ay // 2 : ay // 2 + half.shape[0], ax // 2 : ax // 2 + half.shape[1]]
        inked = half[: part.shape[0], : part.shape[1]]
        part[:] = (part + (128 - part.astype(np.float32)) * inked + 0.5).astype(np.uint8)


@functools.lru_cache(maxsize=256)
def _shadow_of(data: bytes, height: int, width: int) -> np.ndarray:
    grow = 12
    a = np.zeros((height + 2 * grow, width + 2 * grow), np.float32)
    a[grow:-grow, grow:-grow] = np.frombuffer(data, np.uint8).reshape(height, width) / np.float32(255)
    kernel = np.hanning(13)[1:-1]
    kernel /= kernel.sum()
    for axis in (0, 1):
        a = np.apply_along_axis(lambda v: np.convolve(v, kernel, "same"), axis, a)
    a = np.minimum(a * 1.4, 1.0).astype(np.float32)
    return a[: a.shape[0] // 2 * 2, : a.shape[1] // 2 * 2]


def _shadow(ink: np.ndarray) -> np.ndarray:
    return _shadow_of(ink.tobytes(), *ink.shape)


def _wrapped(text: str, font, width: int) -> list[str]:
    """Lines that fit; words are kept whole where the script has spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


# --- finding a font -------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=256)
def _face(text: str) -> tuple[str | None, str]:
    """(path of a font, None for Pillow's own; the letters that it lacks): the first font that has all, or the least lacking."""
    letters = frozenset(c for c in text if not c.isspace() and c.isprintable())
    best: tuple[str | None, frozenset[str]] = (None, _lacking(None, letters))
    if best[1]:
        for path in _fonts():
            lacking = _lacking(path, letters)
            if len(lacking) < len(best[1]):
                best = (path, lacking)
            if not lacking:
                break
    return best[0], "".join(sorted(best[1]))


def _lacking(path: str | None, letters: frozenset[str]) -> frozenset[str]:
    try:
        font = _open(path, 24)
        box = _drawn(font, _NOWHERE)
        return frozenset(c for c in letters if (drawn := _drawn(font, c)) == box or not any(drawn[1]))
    except (OSError, ValueError):
        return letters


def _drawn(font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@functools.lru_cache(maxsize=64)
def _open(path: str | None, size: int):
    if path is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(io.BytesIO(Path(path).read_bytes()), size)


@functools.cache
def _fonts() -> tuple[str, ...]:
    """Fonts of the system, plain ones of wide coverage first, in an order that does not depend on the disk."""
    home = Path.home()
    match sys.platform:
        case "darwin":
            folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
        case "win32":
            folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        case _:
            folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
    found = [str(p) for f in folders if f.is_dir() for p in f.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc")]

    def rank(path: str) -> tuple[int, int, str]:
        name = Path(path).name.lower()
        liked = next(
            (
                n
                for n, word in enumerate(("dejavusans.", "notosans-regular", "notosanscjk-regular", "noto", "dejavu"))
                if word in name
            ),
            9,
        )
        plain = 0 if not any(w in name for w in ("bold", "italic", "oblique", "mono", "condensed", "light", "thin")) else 1
        return plain, liked, path

    return tuple(sorted(found, key=rank)[:400])
