"""A long speech stands in several lines: how they become one, so that nothing is added where a script writes no spaces."""

from __future__ import annotations

_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u3001", "\u30ff"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff01", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)


def join(first: str, more: str) -> str:
    """Two lines of one speech: a space between, but none inside a script that is written without spaces."""
    return f"{first}{more}" if unspaced(first[-1]) and unspaced(more[0]) else f"{first} {more}"


def unspaced(letter: str) -> bool:
    """Whether a letter is of Thai, Lao, Burmese, Khmer, kana or Han, or their punctuation, which take no space between words."""
    return any(low <= letter <= high for low, high in _UNSPACED)
