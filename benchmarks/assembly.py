"""Assembly of 100 clips: ours against moviepy's re-encoding concatenation and against a bare packet remux, in one run.

    pip install moviepy        # only this benchmark uses it
    python benchmarks/assembly.py [--clips 100] [--frames 48] [--size 1280x720]

Times are process CPU seconds, children included, best of three for the quick ways and one run of moviepy; only the ratios mean
anything elsewhere. "Bare" copies packets from file to file with shifted timestamps and does nothing else: no check that a clip
fits, no key frame sought, no index moved to the front. PyAV decodes the first frame of every file that it opens, to probe it; we
skip that, so a second row gives a bare remux which skips it too. The last of ours has a dissolve at every tenth join.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from screenc.media.cutlist import Ending, Piece, joined
from screenc.media.probe import probe
from screenc.media.remux import splice
from screenc.media.video import Writer

RATE = Fraction(24)


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the children that it waited for."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def make_clips(folder: Path, count: int, frames: int, width: int, height: int) -> list[Path]:
    y, x = np.mgrid[:height, :width]
    grain = np.random.default_rng(0).integers(-6, 6, (height, width, 1))
    ground = np.stack([90 + 60 * np.sin(x / 97) + 40 * np.cos(y / 61), 80 + y * 0.12, 90 + x * 0.05], -1) + grain
    paths = []
    for n in range(count):
        path = folder / f"clip{n:03}.mp4"
        with Writer(path, width, height, RATE) as out:
            for index in range(frames):
                picture = np.roll(ground, index * 4 + n * 7, axis=1).clip(0, 255).astype(np.uint8)
                at = (index * 9 + n * 31) % (width - 120)
                picture[height // 3 : height // 3 * 2, at : at + 120] = (200, 60 + n % 100, 50)
                out.write(picture)
        paths.append(path)
    return paths


def bare(paths: list[Path], out: Path, options: dict[str, str] | None = None) -> None:
    with av.open(str(out), "w") as film:
        stream, end = None, 0
        for path in paths:
            with av.open(str(path), options=options) as clip:
                source = clip.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                last = end
                for packet in clip.demux(source):
                    if packet.dts is None:
                        continue
                    packet.pts, packet.dts, packet.stream = packet.pts + end, packet.dts + end, stream
                    last = packet.pts + packet.duration
                    film.mux(packet)
                end = last


def moviepy(paths: list[Path], out: Path) -> None:
    from moviepy import VideoFileClip, concatenate_videoclips

    clips = [VideoFileClip(str(path)) for path in paths]
    whole = concatenate_videoclips(clips)
    whole.write_videofile(str(out), codec="libx264", preset="veryfast", audio=False, logger=None)
    for clip in clips:
        clip.close()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--clips", type=int, default=100)
    options.add_argument("--frames", type=int, default=48)
    options.add_argument("--size", default="1280x720")
    options.add_argument("--without-moviepy", action="store_true")
    given = options.parse_args()
    width, height = map(int, given.size.split("x"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.monotonic()
        paths = make_clips(folder, given.clips, given.frames, width, height)
        took = time.monotonic() - started
        print(f"{given.clips} clips of {given.frames} frames, {given.size}, made in {took:.0f} s", file=sys.stderr)
        lengths = [given.frames] * given.clips
        pieces, at = [], 0
        for n, path in enumerate(paths):
            dissolve = Ending("dissolve", 12) if n % 10 == 9 and n + 1 < len(paths) else None
            pieces.append(Piece(path, at, given.frames, 0, dissolve))
            at += given.frames - (12 if dissolve else 0)
        splice(joined(paths[:2], lengths[:2]), folder / "warm.mp4", width, height, RATE)
        runs = {
            "bare packet remux": (3, lambda out: bare(paths, out)),
            "bare, opened as we do": (3, lambda out: bare(paths, out, {"skip_frame": "all"})),
            "screenc": (3, lambda out: splice(joined(paths, lengths), out, width, height, RATE)),
            "screenc, ten dissolves": (1, lambda out: splice(pieces, out, width, height, RATE)),
        }
        if not given.without_moviepy:
            runs["moviepy"] = (1, lambda out: moviepy(paths, out))
        took, frames = {}, {}
        for title, (times, work) in runs.items():
            out = folder / f"{title.split()[0]}{len(took)}.mp4"
            took[title] = min(spent(lambda work=work, out=out: work(out)) for _ in range(times))
            frames[title] = probe(out).frames
        for title, seconds in took.items():
            print(f"{title:24} {seconds:8.2f} s  {seconds / took['screenc']:8.2f} x screenc  {frames[title]:6} frames")
        for title in list(runs)[:2]:
            print(f"screenc / {title}: {took['screenc'] / took[title]:.2f}{' (at most 1.5)' if title.endswith('remux') else ''}")
        if "moviepy" in took:
            print(f"moviepy / screenc: {took['moviepy'] / took['screenc']:.0f} (at least 50)")
        same = frames["screenc"] == sum(lengths) and frames["screenc, ten dissolves"] == at
        print(f"length to the frame: {'yes' if same else 'NO'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
