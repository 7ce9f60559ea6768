"""How fast the embedded renderer draws, beside the bound of encoding the same frames alone; run it on a quiet machine.

    python benchmarks/previz.py [seconds of each shot]

Prints, from one run: seconds of film for each second of wall clock, for one shot of two people talking and for a film of four
such shots; the same for the encoder alone; the ratio of the two; and the processor's milliseconds a frame by part. The
first run on a machine compiles the kernels, which is timed apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.contract import Brief, Person, TimedSpeech
from screenc.film.appearance import Appearance, Garment
from screenc.film.model import Camera, Framing
from screenc.media.video import Writer
from screenc.stage import shot
from screenc.stage.parts import Voice

RATE = Fraction(24)


def talk(seconds: Fraction, size: str, subjects: tuple[str, ...], move: str = "static") -> Brief:
    """Two people in a café, one line each."""
    people = (
        Person(
            id="ANRI",
            name="Anri",
            in_frame=True,
            side="left",
            depth="mid",
            facing="right",
            appearance=Appearance(height=164, hair="bob", top=Garment(kind="dress", colour="#8d3b3b")),
        ),
        Person(
            id="TAKUMI",
            name="Takumi",
            in_frame=True,
            side="right",
            depth="mid",
            facing="left",
            appearance=Appearance(height=178, top=Garment(kind="coat", colour="#5b6f86")),
        ),
    )
    half = seconds / 2
    beats = tuple(
        TimedSpeech(who=who, text="I did not think that you would come.", start=half * n, end=half * (n + 1), audio=who)
        for n, who in enumerate(("ANRI", "TAKUMI"))
    )
    return Brief(
        shot="s10.1",
        scene="s10",
        length=seconds,
        width=1280,
        height=720,
        rate=RATE,
        setting="int",
        place="cafe",
        hour="morning",
        framing=Framing(size=size, subjects=subjects),
        camera=Camera(move=move),
        axis=("ANRI", "TAKUMI"),
        people=people,
        beats=beats,
    )


def voices(brief: Brief) -> dict[str, Voice]:
    count = int(brief.length / 2 * RATE)
    opening = np.abs(np.sin(np.arange(count) * 0.6)).astype(np.float32)
    return {b.audio: Voice(float(b.start), opening, opening * 0 + 0.5) for b in brief.beats}


def timed(work) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    seconds = Fraction(sys.argv[1]) if len(sys.argv) > 1 else Fraction(4)
    pair = ("ANRI", "TAKUMI")
    shots = [
        talk(seconds, "two-shot", pair),
        talk(seconds, "over-shoulder", pair),
        talk(seconds, "over-shoulder", pair[::-1]),
        talk(seconds, "close", ("TAKUMI",)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clip.mp4"
        first, _ = timed(lambda: [shot.render(s.model_copy(update={"length": Fraction(1, 12)}), voices(s), out) for s in shots])
        print(f"kernels ready after {first:.1f} s")

        def one_by_one(briefs):
            for brief in briefs:
                shot.render(brief, voices(brief), out)

        for name, briefs in (
            ("one two-shot", shots[:1]),
            ("a film of 4 shots", shots),
            ("a push-in", [talk(seconds, "medium", ("ANRI",), "push-in")]),
        ):
            frames = [shot.compose(b, voices(b)) for b in briefs]
            parts = [0.0, 0.0]
            drawn = []
            for composed in frames:
                composed.planes(0)
                poses: list = []
                parts[0] += timed(lambda c=composed, p=poses: p.extend(c.pose(n) for n in range(c.frames)))[1]
                parts[1] += timed(lambda c=composed, p=poses, d=drawn: d.extend(c.painter.planes(*pose) for pose in p))[1]

            def encode(drawn=drawn):
                with Writer(out, 1280, 720, RATE) as clip:
                    for planes in drawn:
                        clip.write_yuv(*planes)

            bound_wall, bound_cpu = timed(encode)
            drawn.clear()
            wall, cpu = timed(lambda briefs=briefs: one_by_one(briefs))
            film, count = float(sum(b.length for b in briefs)), sum(c.frames for c in frames)
            print(
                f"{name}: {film / wall:.2f}x real time all in, {film / bound_wall:.2f}x encoding alone, "
                f"{wall / bound_wall:.1f} times the bound"
            )
            print(
                f"  processor ms a frame: pose {parts[0] / count * 1e3:.1f}, draw {parts[1] / count * 1e3:.1f}, "
                f"encode {bound_cpu / count * 1e3:.1f}, all in {cpu / count * 1e3:.1f} "
                f"(two cores at 2x real time have {1e3 / float(RATE):.1f})"
            )


if __name__ == "__main__":
    main()
