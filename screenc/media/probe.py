"""What a media file holds, counted packet by packet: a header may lie about its length, the packets cannot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from screenc.media.fault import unreadable


@dataclass(frozen=True, slots=True)
class Media:
    """One media file. `length` is seconds, of the picture where there is one; `codec` is the picture's, or the sound's."""

    path: Path
    codec: str
    width: int = 0
    height: int = 0
    rate: Fraction = Fraction(0)
    frames: int = 0
    length: Fraction = Fraction(0)
    audio: bool = False
    audio_codec: str = ""
    audio_rate: int = 0
    channels: int = 0
    audio_length: Fraction = Fraction(0)
    subtitles: int = 0


def probe(path: Path | str) -> Media:
    """Count a file's frames and sound without decoding any. Raises Unreadable for what is no media file, or holds nothing."""
    try:
        with av.open(os.fspath(path)) as file:
            return _probe(Path(path), file)
    except (av.FFmpegError, OSError, ValueError) as cause:
        raise unreadable(path, cause) from cause


def _probe(path: Path, file) -> Media:
    video = file.streams.video[0] if file.streams.video else None
    audio = file.streams.audio[0] if file.streams.audio else None
    if video is None and audio is None:
        raise ValueError("it holds neither picture nor sound")
    frames, first, last = 0, None, Fraction(0)
    heard_first, heard_last = None, Fraction(0)
    for packet in file.demux([s for s in (video, audio) if s is not None]):
        if packet.pts is None or not packet.size:
            continue
        start = packet.pts * packet.time_base
        end = start + (packet.duration or 0) * packet.time_base
        if packet.stream is video:
            frames += 1
            first, last = (start if first is None else min(first, start)), max(last, end)
        else:
            heard_first, heard_last = (start if heard_first is None else min(heard_first, start)), max(heard_last, end)
    heard = heard_last - max(heard_first or Fraction(0), Fraction(0))
    sound = (
        {}
        if audio is None
        else {
            "audio": True,
            "audio_codec": audio.codec_context.name,
            "audio_rate": audio.codec_context.sample_rate,
            "channels": audio.codec_context.channels,
            "audio_length": heard,
        }
    )
    if video is None:
        return Media(path, sound["audio_codec"], length=heard, **sound)
    rate = Fraction(video.average_rate or video.guessed_rate or 0)
    return Media(
        path,
        video.codec_context.name,
        video.codec_context.width,
        video.codec_context.height,
        rate,
        frames,
        last - (first or 0),
        subtitles=len(file.streams.subtitles),
        **sound,
    )
