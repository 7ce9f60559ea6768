"""The finished film out of its clips and its sound: cut to the frame, mixed, subtitled, and only then given its name.

Everything is written under a hidden name beside the target and renamed at the end, the film last, so that a film that is
there is whole and its subtitles are its own. Only transitions are encoded again (see `media.remux`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from screenc.contract import CutEvent, Failed, Plan
from screenc.director import subtitles
from screenc.director.mix import Mix
from screenc.film.quantity import whole_frames
from screenc.media.cutlist import Ending, Piece
from screenc.media.fault import MediaError, Unwritable, unwritable
from screenc.media.loudness import Loudness, Meter
from screenc.media.remux import splice
from screenc.media.speech import gaps
from screenc.media.tracks import RATE, Sound, Text
from screenc.text import Diagnostic

_AGAIN = "build again: what is made is kept"
_LANGUAGES = {
    "en": "eng",
    "ko": "kor",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "ja": "jpn",
    "zh": "zho",
    "ar": "ara",
    "it": "ita",
    "pt": "por",
    "ru": "rus",
    "hi": "hin",
    "tr": "tur",
    "nl": "nld",
    "pl": "pol",
    "sv": "swe",
    "vi": "vie",
    "th": "tha",
    "el": "ell",
    "he": "heb",
    "uk": "ukr",
    "cs": "ces",
    "fi": "fin",
    "da": "dan",
    "no": "nor",
    "id": "ind",
}
"""ISO 639-2 for the languages that a subtitle track is likely to be in."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """What was written; frames copied as they were and frames encoded; how loud the mix is before AAC; what to tell."""

    film: Path
    srt: Path
    vtt: Path
    frames: int
    copied: int
    encoded: int
    loudness: Loudness
    diagnostics: tuple[Diagnostic, ...] = ()


def cut(
    plan: Plan,
    clips: Mapping[str, Path],
    speech: Mapping[str, Path],
    out: Path,
    progress: Callable[[float], None] = lambda _: None,
) -> Cutting:
    """Make the film at `out`, with .srt and .vtt beside it. `clips` and `speech` are finished tasks' files by key.

    The film has exactly the plan's frames. Raises Failed when a clip or a line is not there or not whole, or when the film
    cannot be written; nothing is then left behind, and an older film of the name stays as it was.
    """
    out = Path(out)
    names = {suffix: out.with_suffix(suffix) for suffix in (out.suffix or ".mp4", ".srt", ".vtt")}
    final = dict(zip(("film", "srt", "vtt"), names.values(), strict=True))
    half = {kind: path.with_name(f".{path.name}.{os.getpid()}.part") for kind, path in final.items()}
    title, chapters = plan.title or plan.film, _chapters(plan)
    try:
        sound = Mix(plan, _sounds(plan, speech), {key: Path(path) for key, path in clips.items()})
        sound.settle()
        meter = Meter(RATE)
        read = subtitles.cues(plan)
        made = splice(
            _pieces(plan, clips),
            half["film"],
            plan.width,
            plan.height,
            plan.rate,
            title=title,
            chapters=chapters,
            sound=Sound(_heard(sound.blocks(), meter)),
            text=_text(read, plan) if read else None,
            progress=progress,
        )
        _write(half["srt"], subtitles.srt(read))
        _write(half["vtt"], subtitles.vtt(read))
        for kind in ("srt", "vtt", "film"):
            _settle(half[kind], final[kind])
    except MediaError as fault:
        raise Failed(_diagnostic(fault)) from fault
    finally:
        for path in half.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    told = tuple(dict.fromkeys((s.kind, s.words) for s in sound.unmade))
    return Cutting(
        final["film"],
        final["srt"],
        final["vtt"],
        made.frames,
        made.copied,
        made.encoded,
        meter.result(),
        (*(_unmade(kind, words) for kind, words in told), *_unread(plan)),
    )


def _pieces(plan: Plan, clips: Mapping[str, Path]) -> list[Piece]:
    if not plan.events:
        raise Failed(Diagnostic("E0631", "there is no shot to cut", help="give the film a scene with a shot in it"))
    pieces = []
    for event in plan.events:
        if event.clip not in clips:
            raise Failed(Diagnostic("E0631", f"the clip of {event.shot} has not been made", help=_AGAIN))
        start = whole_frames(event.start, plan.rate)
        count = whole_frames(event.start + event.length, plan.rate) - start
        skip = whole_frames(event.trim_in, plan.rate)
        pieces.append(Piece(Path(clips[event.clip]), start, count, skip, _ending(event, plan.rate)))
    return pieces


def _ending(event: CutEvent, rate: Fraction) -> Ending | None:
    if event.cut.kind not in ("dissolve", "wipe", "fade") or not event.cut.length:
        return None
    return Ending(event.cut.kind, whole_frames(event.cut.length, rate), event.cut.way)


def _sounds(plan: Plan, speech: Mapping[str, Path]) -> dict[str, Path]:
    """The lines that the film needs, each a sound that can be read."""
    needed = {s.source: s for s in plan.sounds if s.kind == "speech" and s.source is not None}
    for key, sounding in needed.items():
        if key not in speech:
            raise Failed(Diagnostic("E0632", f"the line of {sounding.who} in {sounding.shot} has not been spoken", help=_AGAIN))
    return {key: Path(speech[key]) for key in needed}


def _heard(blocks: Iterator[np.ndarray], meter: Meter) -> Iterator[np.ndarray]:
    for block in blocks:
        meter.add(block)
        yield block


def _text(read: list[subtitles.Cue], plan: Plan) -> Text:
    language = _LANGUAGES.get(plan.language.lower().split("-")[0], "und")
    return Text([(cue.start, cue.end, cue.text) for cue in read], language)


def _chapters(plan: Plan) -> list[tuple[Fraction, Fraction, str]]:
    """One a scene, by its id; a shot's id begins with its scene's."""
    out: list[tuple[Fraction, Fraction, str]] = []
    for event in plan.events:
        scene, end = event.shot.split(".")[0], event.start + event.length
        if out and out[-1][2] == scene:
            out[-1] = (out[-1][0], end, scene)
        else:
            if out:
                out[-1] = (out[-1][0], event.start, out[-1][2])
            out.append((event.start, end, scene))
    return out if len(out) > 1 else []


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as cause:
        raise unwritable(path, cause) from cause


def _settle(half: Path, final: Path) -> None:
    """Onto the disk, then under its name."""
    try:
        with open(half, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(half, final)
    except OSError as cause:
        raise unwritable(final, cause) from cause


def _diagnostic(fault: MediaError) -> Diagnostic:
    if isinstance(fault, Unwritable):
        return Diagnostic("E0602" if fault.full else "E0603", str(fault), help=fault.help or None)
    sound = fault.path is not None and fault.path.suffix.lower() in (".wav", ".flac")
    return Diagnostic("E0632" if sound else "E0631", str(fault), help=fault.help or "delete the file and build again")


def _unmade(kind: str, words: str) -> Diagnostic:
    return Diagnostic(
        "W0633",
        f"nothing here makes the {kind} `{_short(words)}`; a quiet neutral tone stands in for it",
        help="name it more plainly, or add the sound in your editor; `screenc explain W0633` lists what is made",
    )


def _unread(plan: Plan) -> Iterator[Diagnostic]:
    """A warning for each line with characters that its voice passes over."""
    for task in plan.tasks:
        missed = gaps(task.line.text, task.line.language) if task.line is not None else ""
        if missed:
            line = _short(task.line.text, 40)
            yield Diagnostic(
                "W0634",
                f"the voice of {task.line.who} cannot read `{_short(missed, 20)}` in `{line}`",
                notes=("it is silent there; the subtitles show the line whole",),
                help="write those words in kana",
            )


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
