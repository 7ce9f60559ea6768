"""How well each detector of shot boundaries finds edits of known truth.

    python benchmarks/cuts.py [FOLDER]     draws its takes into FOLDER (the user's cache) and prints a table

Sixteen films of six takes of the critic's own set: cuts to another place, cuts within one place and light, dissolves of half a
second, fades through black; and, to mislead, a flash, a whip pan and takes in which the camera travels. A boundary is found when
one is told within a quarter of a second of it, or within the transition. Our own was written with the first half of the
films before us: the table is the second half's.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

LENGTH = 40
KINDS = ("cut", "cut in one place", "dissolve", "fade")
NEAR = 0.25


def films(folder: Path):
    """(frames (N, 90, 160, 3), boundaries [(from, to, kind)] in seconds) of each film."""
    from screenc.critic.calibrate.trials import Set

    known = Set(folder)
    sizes = {(t.brief.place, t.brief.hour, t.brief.framing.size): t for t in known.of("size")}
    moving = [t for t in known.of("move", "walk")]
    for n in range(16):
        parts, truth, at, earlier = [], [], 0, None
        for k in range(6):
            take = moving[(5 * n + 7 * k) % len(moving)] if k % 3 == 2 else list(sizes.values())[(7 * n + 11 * k) % len(sizes)]
            kind = KINDS[(n + k) % 4] if k else None
            if kind == "cut in one place":
                beside = _beside(earlier, sizes)
                take, kind = (beside, kind) if beside else (take, "cut")
            clip = known.frames(take, 160)[6 : 6 + LENGTH].astype(np.float32)
            if k == 3:
                clip = _whipped(clip) if n % 2 else _flashed(clip)
            if kind in ("dissolve", "fade"):
                before, half = parts[-1], 12
                share = ((np.arange(half) + 1) / (half + 1))[:, None, None, None]
                if kind == "dissolve":
                    parts[-1] = before[:-half]
                    clip = np.concatenate([before[-half:] * (1 - share) + clip[:half] * share, clip[half:]])
                    truth.append(((at - half) / 24, at / 24, kind))
                    at -= half
                else:
                    parts[-1] = np.concatenate([before[:-half], before[-half:] * (1 - share)])
                    clip = np.concatenate([clip[:half] * share, clip[half:]])
                    truth.append(((at - half) / 24, (at + half) / 24, kind))
            elif kind:
                truth.append((at / 24, at / 24, kind))
            parts.append(clip)
            at += len(clip)
            earlier = take
        yield np.clip(np.concatenate(parts), 0, 255).astype(np.uint8), truth


def _beside(take, sizes):
    """Another size of the same place and hour."""
    same = [t for t in sizes.values() if t is not take and (t.brief.place, t.brief.hour) == (take.brief.place, take.brief.hour)]
    return same[0] if same else None


def _flashed(clip):
    clip = clip.copy()
    clip[20] = 255 - 0.1 * clip[20]
    return clip


def _whipped(clip):
    """Six frames of a camera swung round, smeared as it goes."""
    clip = clip.copy()
    for k in range(6):
        frame = np.roll(clip[18 + k], 24 * (k + 1), axis=1)
        clip[18 + k] = np.mean([np.roll(frame, s, axis=1) for s in range(0, 24, 3)], axis=0)
    return clip


def main() -> None:
    import click

    from screenc.critic import detectors, shots

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(click.get_app_dir("screenc")) / "calibration"
    made = list(films(folder))[8:]
    count = {kind: sum(b[2] == kind for _, truth in made for b in truth) for kind in KINDS}
    print(f"{len(made)} films, {sum(len(f) for f, _ in made)} frames; " + ", ".join(f"{n} {kind}" for kind, n in count.items()))
    print("| detector | precision | recall | " + " | ".join(KINDS) + " | CPU seconds for 1,000 frames |")
    print("|---|---|---|" + "---|" * (len(KINDS) + 1))
    for name in detectors.NAMES:
        hits, told, found, began, spent = 0, 0, dict.fromkeys(KINDS, 0), 0, 0.0
        for frames, truth in made:
            began = time.process_time()
            with detectors.using(name):
                got = [b.at for b in shots.boundaries(shots.ribbon((n / 24, frame) for n, frame in enumerate(frames)))]
            spent += time.process_time() - began
            free = list(got)
            for start, end, kind in truth:
                near = [at for at in free if start - NEAR <= at <= end + NEAR]
                if near:
                    free.remove(near[0])
                    found[kind] += 1
                    hits += 1
            told += len(got)
        shares = " | ".join(f"{found[kind]} of {count[kind]}" for kind in KINDS)
        cost = 1000 * spent / sum(len(f) for f, _ in made)
        print(f"| {name} | {hits / max(1, told):.3f} | {hits / sum(count.values()):.3f} | {shares} | {cost:.1f} |", flush=True)


if __name__ == "__main__":
    main()
