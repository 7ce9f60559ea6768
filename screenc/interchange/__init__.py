"""Films in and out of what other people use: one format a module, both ways where the format can hold a screenplay."""

from __future__ import annotations

from pathlib import PurePath

TO = {
    "fountain": "Fountain, a screenplay as text; read back, it is the same film",
    "fdx": "Final Draft; read back, it is the same film",
    "bracket": "the bracketed shooting script of the ScriptAgent paper",
    "csv": "a shot list as a table",
    "otio": "OpenTimelineIO, a cut for editing programs",
    "edl": "CMX 3600, a cut for editing programs",
    "srt": "SubRip subtitles",
    "vtt": "WebVTT subtitles",
}
"""What `screenc export` writes."""

FROM = ("fountain", "fdx", "bracket")
"""What `screenc import` reads: what is a script already."""

_ENDS = {
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".fdx": "fdx",
    ".txt": "bracket",
    ".csv": "csv",
    ".otio": "otio",
    ".edl": "edl",
    ".srt": "srt",
    ".vtt": "vtt",
}


def named(path: str) -> str | None:
    """The format that the end of a file's name means."""
    return _ENDS.get(PurePath(path).suffix.casefold())
