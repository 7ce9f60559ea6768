"""Making damaged copies of a film: its stretches in any order, some twice, some not, muted, black or frozen; in any codec."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from screenc.media import listen
from screenc.media.frames import Reader

EARS = 48000


@dataclass(frozen=True)
class Part:
    """From, to (seconds of the source), what is done to it (`mute`, `black`, `freeze`, `dark`), and from where its sound comes
    where that is not its own: it lasts as long as the picture, cut or followed by silence."""

    start: float
    end: float
    done: tuple[str, ...] = ()
    voice: tuple[float, float] | None = None


def recut(
    source: Path,
    out: Path,
    parts: list[Part],
    *,
    codec: str = "libx264",
    sound: str | None = "aac",
    rate: Fraction | None = None,
    size: tuple[int, int] | None = None,
    vary: bool = False,
) -> Path:
    """Write the parts one after another. `vary` leaves every third frame out and keeps the others' times: a variable rate."""
    with Reader(source) as reader:
        base = reader.rate
        width, height = size or (reader.width, reader.height)
        with av.open(str(out), "w") as film:
            picture = film.add_stream(codec, rate=rate or base)
            picture.width, picture.height = width, height
            picture.pix_fmt = {"gif": "rgb8", "mjpeg": "yuvj420p", "prores_ks": "yuv422p10le"}.get(codec, "yuv420p")
            picture.time_base = picture.codec_context.time_base = Fraction(1, 100) if codec == "gif" else 1 / (rate or base)
            if codec in ("libx264", "libvpx-vp9"):
                picture.options = (
                    {"preset": "ultrafast", "crf": "20"} if codec == "libx264" else {"deadline": "realtime", "cpu-used": "8"}
                )
            heard = film.add_stream(sound, rate=EARS, layout="stereo") if sound else None
            at = Fraction(0)
            tracks = []
            for part in parts:
                frames = list(reader.frames(part.start, part.end, width=None if width == reader.width else width))
                for n, (time, frame) in enumerate(frames):
                    if "freeze" in part.done:
                        frame = frames[0][1]
                    if "black" in part.done and n > len(frames) // 3:
                        frame = np.zeros_like(frame)
                    if "dark" in part.done:
                        frame = (frame * 0.15).astype(np.uint8)
                    when = at + Fraction(time - part.start).limit_denominator(10000)
                    if vary and n % 3 == 2:
                        continue
                    shot = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame[:height]), format="rgb24")
                    shot.time_base = picture.codec_context.time_base
                    shot.pts = round(when / shot.time_base)
                    film.mux(picture.encode(shot))
                length = Fraction(len(frames)) / base
                at += length
                tracks.append(_sound(source, part, float(length)))
            film.mux(picture.encode(None))
            if heard is not None:
                _mux(film, heard, np.concatenate(tracks))
    return out


def _sound(source: Path, part: Part, length: float) -> np.ndarray:
    start, end = part.voice or (part.start, part.end)
    blocks = list(listen.blocks(source, EARS, 2, start, end))
    track = np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
    whole = np.zeros((round(length * EARS), 2), np.float32)
    whole[: len(track)] = track[: len(whole)]
    return whole * 0 if "mute" in part.done else whole


def _mux(film, stream, samples: np.ndarray) -> None:
    form = {"aac": "fltp", "libopus": "flt", "pcm_s16le": "s16", "libvorbis": "fltp", "libmp3lame": "fltp"}[
        stream.codec_context.name
    ]
    convert = av.AudioResampler(format=form, layout="stereo", rate=EARS)
    for at in range(0, len(samples), 960):
        block = np.ascontiguousarray(samples[at : at + 960].reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = EARS, at, Fraction(1, EARS)
        for part in convert.resample(frame):
            film.mux(stream.encode(part))
    film.mux(stream.encode(None))
