"""espeak-ng through ctypes: about a hundred languages, a different mouth for each variant, the same samples every time.

The library keeps the state of its oscillators between utterances, so a line would depend on the lines before it. It is
therefore loaded afresh for every line (4 ms) and unloaded after it, under a lock, since all its state is global; and the
noise of its breath, seeded with the time of day, is given a seed.
Text is passed as text: neither SSML nor its phoneme brackets are switched on, so both are read out as written.
"""

from __future__ import annotations

import ctypes
import threading
from functools import lru_cache
from pathlib import Path

import numpy as np

RATE = 22050
SPEAKERS: tuple[str, ...] = (
    "f2",
    "m3",
    "f3",
    "m1",
    "f5",
    "m7",
    "f4",
    "m2",
    "f1",
    "m4",
    "linda",
    "pablo",
    "shelby",
    "ian",
    "steph",
    "travis",
    "m5",
    "m6",
    "m8",
    "klatt3",
    "klatt4",
    "belinda",
    "grandma",
    "grandpa",
    "aunty",
)
"""In the order they are dealt; feminine ones are named in `casting`. `whisper` variants read unset memory and are left out."""

PACE = 160
"""Words a minute at speed 1: conversation."""

_SYNCHRONOUS, _DONT_EXIT, _UTF8, _CHARACTERS = 2, 0x8000, 1, 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_LOCK = threading.Lock()
_HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


_SILENT = ("cv", "sjn")
"""Languages whose shipped dictionary gives no sound at all (measured, espeakng-loader 0.2.4)."""


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """Every language tag that the shipped data speaks (`en-us`, `cmn`, `pt-br`, ...), and the voice that speaks it."""
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    dictionaries = {path.name.removesuffix("_dict") for path in data.glob("*_dict")}
    tags: dict[str, str] = {}
    files = [path for path in sorted((data / "lang").rglob("*")) if path.is_file()]
    for path in files:
        facts = [line.split() for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
        names = [fact[1].lower() for fact in facts if fact[0] == "language"]
        spelled = next((fact[1] for fact in facts if fact[0] == "dictionary"), names[0].split("-")[0])
        if spelled in dictionaries and path.name.lower() not in _SILENT:
            for tag in names:
                tags.setdefault(tag, path.name)
    for path in files:
        if path.name in tags.values():
            tags[path.name.lower()] = path.name
    return tags


def _unload(library: ctypes.CDLL) -> None:
    import _ctypes

    (_ctypes.dlclose if hasattr(_ctypes, "dlclose") else _ctypes.FreeLibrary)(library._handle)


def say(text: str, language: str, speaker: str, speed: float, semitones: float) -> np.ndarray:
    """One sentence as mono float32 at 22,050 Hz. Raises LookupError where the library knows no such voice."""
    import espeakng_loader

    heard: list[np.ndarray] = []

    @_HEARD
    def take(samples, count, _events):
        if samples and count > 0:
            heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    data = text.encode() + b"\0"
    with _LOCK:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        try:
            if library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _DONT_EXIT) < 0:
                raise OSError("espeak-ng cannot read its own data")
            library.espeak_SetSynthCallback(take)
            if library.espeak_SetVoiceByName(f"{language}+{speaker}".encode()):
                raise LookupError(f"{language}+{speaker}")
            library.espeak_SetParameter(_RATE, int(min(max(PACE * speed, 80), 450)), 0)
            library.espeak_SetParameter(_PITCH, int(min(max(50 + semitones * 5, 0), 99)), 0)
            library.espeak_SetParameter(_RANGE, 60, 0)
            library.espeak_ng_SetRandSeed(ctypes.c_long(1))
            library.espeak_Synth(data, len(data), 0, _CHARACTERS, 0, _UTF8, None, None)
            library.espeak_Terminate()
        finally:
            _unload(library)
    if not heard:
        return np.zeros(0, np.float32)
    return np.concatenate(heard).astype(np.float32) / 32768
