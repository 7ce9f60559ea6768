"""The subtitles that a film is delivered with: its own text track, else the .srt or .vtt of its name beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path

Cue = tuple[float, float, str]
_TIMES = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})")
_TAGS = re.compile(r"<[^>]*>|\{\\[^}]*\}")


def of(path: Path | str) -> tuple[Cue, ...] | None:
    """Every (start, end, text) in seconds, in order; None where there is neither a track nor a file. Raises MediaError."""
    path = Path(path)
    inside = _track(path)
    if inside is not None:
        return inside
    for suffix in (".srt", ".vtt"):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return parse(beside.read_text(encoding="utf-8-sig", errors="replace"))
    return None


def parse(text: str) -> tuple[Cue, ...]:
    """The cues of SubRip or WebVTT text; what is not a cue is passed over, as players do."""
    found: list[Cue] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for n, line in enumerate(lines):
        if not (times := _TIMES.search(line)):
            continue
        words = []
        for row in lines[n + 1 :]:
            if not row.strip() or _TIMES.search(row):
                break
            words.append(_TAGS.sub("", row).strip())
        numbers = times.groups()
        found.append((_seconds(*numbers[:4]), _seconds(*numbers[4:]), "\n".join(words)))
    return tuple(sorted(found))


def _seconds(hours: str | None, minutes: str, seconds: str, rest: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _track(path: Path) -> tuple[Cue, ...] | None:
    import av

    from screenc.media.fault import unreadable

    try:
        with av.open(os.fspath(path)) as file:
            if not file.streams.subtitles:
                return None
            stream = file.streams.subtitles[0]
            found = []
            for packet in file.demux(stream):
                text = _words(packet, stream.codec_context.name) if packet.pts is not None and packet.size else ""
                if text.strip():
                    start = float(packet.pts * packet.time_base)
                    found.append((start, start + float((packet.duration or 0) * packet.time_base), text))
            return tuple(sorted(found))
    except (av.FFmpegError, OSError) as cause:
        raise unreadable(path, cause) from cause


def _words(packet, codec: str) -> str:
    """The text of a packet: MPEG-4 timed text says its length first, ASS has nine fields before it, SubRip is bare."""
    data = bytes(packet)
    if codec == "mov_text":
        return data[2 : 2 + int.from_bytes(data[:2], "big")].decode("utf-8", "replace")
    text = data.decode("utf-8", "replace")
    if codec in ("ass", "ssa"):
        text = text.split(",", 8)[-1].replace("\\N", "\n")
    return _TAGS.sub("", text)
