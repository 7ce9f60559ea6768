"""What is written in a picture, read by PP-OCR (PaddlePaddle, Apache-2.0) through RapidOCR, whose wheel ships the weights.

The one door to it: RapidOCR is the extra `ocr`, and nothing is fetched.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

MISSING = "not measured: pip install 'screenc[ocr]'"
SCRIPTS = ("LATIN", "DIGIT", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "IDEOGRAPHIC")
"""The first words of the Unicode names of letters that it reads: no Cyrillic, Hangul, Arabic or Devanagari."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line of text: how sure its letters are, 0 to 1, and the box around it, shares of the frame as (x, y, width, height)."""

    text: str
    sure: float
    box: tuple[float, float, float, float]


def installed() -> bool:
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None


def read(picture: Any) -> list[Written]:
    """Every line in an RGB uint8 (H, W, 3) picture, from the top down; 0.4 s on one core whatever the picture's size."""
    height, width = picture.shape[:2]
    found = _reader()(picture[..., ::-1].copy(), use_cls=False)
    rows = zip(found.boxes, found.txts, found.scores, strict=True) if found.txts else ()
    out = []
    for corners, text, sure in rows:
        (x, right), (y, low) = (
            (float(side.min()), float(side.max())) for side in (corners[:, 0] / width, corners[:, 1] / height)
        )
        box = (round(x, 4), round(y, 4), round(right - x, 4), round(low - y, 4))
        out.append(Written(text.strip(), float(sure), box))
    return sorted(out, key=lambda line: line.box[1])


def unreadable(text: str) -> str:
    """The letters of a text that are of a script that is not read."""
    odd = [c for c in text if c.isalnum() and unicodedata.name(c, "?").split()[0] not in SCRIPTS]
    return "".join(dict.fromkeys(odd))


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
