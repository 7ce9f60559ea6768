"""A scene's one prompt, and which of its tokens speak of which shot.

The form is HoloCine's (arXiv 2510.20822): a caption of the whole scene, then one a shot. All are encoded in one pass, so every
token has read every other; a shot is kept to its own caption by what its pictures may look at, not by separate prompts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WHOLE, SHOTS, CUT = "[global caption]", "[per shot caption]", "[shot cut]"

Tokenize = Callable[[str], Sequence[tuple[int, int]]]
"""Text -> the range of characters of each of its tokens, special tokens as an empty range; nothing cut off."""


class Misplaced(ValueError):
    """A prompt whose captions cannot all be told apart or do not all fit: a model would ignore them in silence."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Token ranges of a prompt: the scene's caption, each shot's, and where the text ends and padding begins."""

    whole: range
    shots: tuple[range, ...]
    end: int

    def visible(self, shot: int, length: int) -> list[int]:
        """The tokens that a shot's pictures may look at, of a text of this length: the scene's, its own, and the padding.

        Padding is not neutral (its keys have a bias) and a model was trained with it, so all shots see it.
        """
        own = {*self.whole, *self.shots[shot], *range(self.end, length)}
        return sorted(n for n in own if n < length)


def compose(scene: str, shots: Sequence[str]) -> str:
    """The prompt. Captions are made one line with single spaces, as pipelines do it, so that places in it stay true."""
    if not shots:
        raise Misplaced("a scene without shots has no captions")
    for words in (scene, *shots):
        for mark in (WHOLE, SHOTS, CUT):
            if mark in words:
                raise Misplaced(f"a caption holds `{mark}`, which parts captions")
    scene = _plain(scene)
    if "This scene contains" not in scene:
        scene = f"{scene} This scene contains {len(shots)} {'shot' if len(shots) == 1 else 'shots'}.".strip()
    return f"{WHOLE} {scene} {SHOTS} " + f" {CUT} ".join(_plain(s) for s in shots)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def locate(prompt: str, tokenize: Tokenize, shots: int, limit: int = 512, *, compat: bool = False) -> Spans:
    """Where the captions of a composed prompt are among its tokens. Misplaced where one is missing, or beyond the limit.

    A token belongs to the first caption that it shares a character with; the marks belong to the caption that they open, a
    `[shot cut]` to the one that it ends. `compat` makes each range one token longer, as the released weights' own code does.
    """
    if prompt != _plain(prompt):
        raise Misplaced("the prompt has double spaces or line breaks: a pipeline would clean them, and shift every caption")
    if not prompt.startswith(WHOLE) or prompt.count(SHOTS) != 1:
        raise Misplaced(f"the prompt is not `{WHOLE} ... {SHOTS} ...`")
    edges = [0, prompt.index(SHOTS)]
    edges += [found.end() for found in re.finditer(re.escape(CUT), prompt)]
    edges.append(len(prompt))
    captions = len(edges) - 2
    if captions != shots:
        raise Misplaced(f"the prompt has {captions} captions for {shots} shots")
    offsets = list(tokenize(prompt))
    if len(offsets) > limit:
        raise Misplaced(f"the prompt has {len(offsets)} tokens, and the model reads {limit}: the last captions would be lost")
    ranges, first = [], 0
    for low, high in pairwise(edges):
        inside = [n for n in range(first, len(offsets)) if offsets[n][1] > low and offsets[n][0] < high and offsets[n][1] > 0]
        if not inside:
            raise Misplaced(f"no token of its own is left to `{prompt[low:high].strip()}`")
        ranges.append(range(inside[0], inside[-1] + 1))
        first = inside[-1] + 1
    if compat:
        return Spans(
            range(ranges[0].start, ranges[0].stop + 1),
            tuple(range(r.start, r.stop + 1) for r in ranges[1:]),
            ranges[-1].stop + 1,
        )
    return Spans(ranges[0], tuple(ranges[1:]), ranges[-1].stop)
