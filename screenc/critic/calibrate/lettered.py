"""Trials of what is written: takes with words drawn into them in many inks, sizes and slants, and takes without."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from screenc.contract import Brief
from screenc.critic.calibrate import takes as truth
from screenc.critic.calibrate.reel import Reel, Scene, claim
from screenc.critic.calibrate.trials import Set, Trial
from screenc.critic.checks import text

WORDS = (
    "Osaka, 1974",
    "The next morning",
    "EXIT",
    "Café Lumière",
    "Three years later",
    "PLATFORM 14",
    "closed until March",
    "Room 203",
)
INKS = (((250, 250, 245), None), ((20, 20, 24), (235, 228, 210)), ((240, 205, 60), None), ((250, 250, 245), (150, 30, 34)))
"""The colour of the letters, and of the sign that they stand on, if any."""
TALL = (0.045, 0.06, 0.085, 0.13)
"""Heights of the letters as shares of the frame's."""
SLANTS = (0, 0, -6, 9)
"""Degrees."""


def writing(set: Set) -> Iterator[Trial]:
    """Words that nobody wrote, words that the script writes, the same misspelt, and nothing at all."""
    for n, take in enumerate(set.of("size")[1::2]):
        clip, words = set.frames(take, truth.WIDTH)[::6], WORDS[n % len(WORDS)]
        titled = take.brief.model_copy(update={"text": (words,)})
        plain, drawn, wrong = (
            Reel([Scene(take.brief, f)]) for f in (clip, lettered(clip, words, n), lettered(clip, misspelt(words), n))
        )
        yield Trial("text", take.half, "true", read(plain, take.brief), ("none",))
        yield Trial("text", take.half, "words nobody wrote", read(drawn, take.brief), ("none", "scripted"))
        yield Trial("text", take.half, "true", read(drawn, titled), ("scripted",))
        yield Trial("text", take.half, "misspelt", read(wrong, titled), ("scripted",))


def read(reel: Reel, brief: Brief) -> float | str | None:
    """What the check makes of a reel's one shot under a brief; what was read of it once is not read again."""
    reel.memo["briefs"] = {brief.shot: brief}
    return text.check.take(reel, claim("text", brief.shot)).value


def lettered(clip, words: str, n: int):
    """A clip (N, H, W, 3) with words in all of it: light ink on the picture, or any ink on a sign."""
    from PIL import Image

    from screenc.stage.draw_text import lettering

    height, width = clip.shape[1:3]
    tag = Image.fromarray(lettering(words, round(TALL[n % 4] * height * 1.35), round(width * 0.9)))
    tag = tag.rotate(SLANTS[n // 2 % 4], Image.Resampling.BICUBIC, expand=True)
    x, y = (8 + (n * step) % max(1, size - own - 8) for step, size, own in ((97, width, tag.width), (61, height, tag.height)))
    ink, board = INKS[n % 4]
    out = []
    for frame in clip:
        picture = Image.fromarray(frame)
        if board:
            picture.paste(board, (x, y, x + tag.width, y + tag.height))
        picture.paste(ink, (x, y), tag)
        out.append(np.asarray(picture))
    return np.stack(out)


def misspelt(words: str) -> str:
    """Two neighbours in the longest word in each other's place: what a model makes of a sign."""
    longest = max(words.split(), key=len)
    middle = len(longest) // 2
    turned = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    if turned == longest:
        turned = longest[0] + ("n" if longest[1] != "n" else "u") + longest[2:]
    return words.replace(longest, turned)
