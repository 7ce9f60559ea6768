"""Who speaks with which voice, and the clock that measures a line by speaking it: once, into the store, for the film to use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib import metadata
from pathlib import Path

from screenc import __version__
from screenc.contract import Cancelled, Failed, Line, Progress, Task, Unit
from screenc.director.project import Project, written
from screenc.film.casting import appearances
from screenc.film.model import Film, Speech, Voice
from screenc.film.timing import estimate
from screenc.planner.casting import Casting
from screenc.planner.keys import speech_key
from screenc.text import Diagnostic

PACKAGES = {"hibari": "hibari-tts", "espeak": "espeakng-loader"}


class Estimated:
    """The clock that speaks nothing: lengths reckoned from the words, the same on every machine."""

    def spoken(self, lines: Sequence[Line]) -> list[Fraction]:
        return [estimate(line.text, line.language, line.speed) for line in lines]


def estimated(film: Film) -> Casting:
    """A casting that depends on the script alone, not on the voices that this machine has."""
    voices = {}
    for cast in film.cast:
        own = film.voice_of(cast.speaks) if cast.speaks else None
        voices[cast.id] = own or Voice(id=cast.id.lower())
    return Casting(_for_everybody(film, voices), {}, Estimated())


class Measured:
    """The clock that listens: a line that no build has spoken yet is spoken now, and kept."""

    def __init__(self, project: Project, casting: Casting | None = None, said=lambda done, of: None):
        self.project, self.casting, self.said = project, casting, said

    def spoken(self, lines: Sequence[Line]) -> list[Fraction]:
        """Raises Failed for a line that its voice cannot say."""
        lengths, todo = {}, {}
        for line in lines:
            key = speech_key(line, version(line.engine))
            known = self.project.journal.length(key)
            if known is None:
                todo[key] = line
            else:
                lengths[key] = known
        for n, (key, line) in enumerate(todo.items()):
            self.said(n, len(todo))
            lengths[key] = self._say(key, line)
        if todo:
            self.said(len(todo), len(todo))
        return [lengths[speech_key(line, version(line.engine))] for line in lines]

    def _say(self, key: str, line: Line) -> Fraction:
        import time

        task = Task(
            key=key,
            kind="speech",
            name=key[:8],
            unit=Unit(shots=(), length=Fraction(0)),
            backend=line.engine,
            version=version(line.engine),
            line=line,
        )
        store, journal = self.project.store, self.project.journal
        began, out = time.monotonic(), store.begin("wav")
        try:
            length = Speaking().make(task, {}, out, lambda share: None)
            landed = store.land(key, out)
            journal.record(landed, task.model_copy(update={"unit": Unit(shots=(), length=length)}), time.monotonic() - began)
        except OSError as cause:
            raise Failed(written(cause, out)) from cause
        journal.measure(key, length)
        store.settled(landed)
        return length


class Speaking:
    """What makes speech tasks: the voices of `media.speech`."""

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Progress) -> Fraction:
        """Write the task's line to `out` as a WAV file; its length in seconds. Raises Failed, Cancelled, OSError."""
        from screenc.media import audio, speech
        from screenc.media.fault import Unwritable

        line = task.line
        try:
            samples, rate = speech.speak(
                line.text, line.language, line.engine, line.speaker, float(line.speed), float(line.pitch), line.how
            )
            progress(0.9)
            audio.write(out, samples, rate)
        except Unwritable as cause:
            raise (
                cause.__cause__
                if isinstance(cause.__cause__, OSError)
                else Failed(Diagnostic("E0603", str(cause), help=cause.help or None))
            ) from cause
        except speech.SpeechError as cause:
            words = f"{line.who} cannot be heard: {cause}"
            raise Failed(Diagnostic("E0606", words, help=cause.help or None)) from cause
        except (Cancelled, OSError):
            raise
        except Exception as cause:  # an engine is somebody else's code: its slip is a line that failed, not the end of the build
            raise Failed(
                Diagnostic(
                    "E0606",
                    f"{line.who} cannot be heard: {line.engine} failed on this line",
                    notes=(f"{type(cause).__name__}: {cause}",),
                )
            ) from cause
        return Fraction(len(samples), rate)


def measured(film: Film, project: Project, said=lambda done, of: None) -> Casting:
    """A casting with this machine's voices: the script's own where it names them, else dealt so that everybody sounds different.

    Raises Failed for an engine, a speaker or a language that is not here.
    """
    from screenc.media import speech

    looks = appearances(film)
    try:
        voices = _given(film, speech)
        for engine, cast in _left(film, voices, speech).items():
            taken = [v.speaker for v in voices.values() if v.engine == engine and v.speaker]
            parts = [speech.Part(c, looks[c].shape, looks[c].age) for c in cast]
            for who, dealt in speech.deal(parts, engine, taken).items():
                own = voices.get(who)
                voices[who] = Voice(
                    id=own.id if own else who.lower(),
                    engine=engine,
                    speaker=dealt.speaker,
                    speed=own.speed if own else Fraction(1),
                    pitch=(own.pitch if own else Fraction(0)) + dealt.pitch,
                )
    except speech.SpeechError as cause:
        raise Failed(Diagnostic("E0606", str(cause), help=cause.help or None)) from cause
    engines = {v.engine for v in voices.values() if v.engine}
    return Casting(_for_everybody(film, voices), {e: version(e) for e in engines}, Measured(project, said=said))


def _given(film: Film, speech) -> dict[str, Voice]:
    """The voices that the script names, their engine chosen by the language where it does not say."""
    out = {}
    for cast in film.cast:
        own = film.voice_of(cast.speaks) if cast.speaks else None
        if own is not None:
            engine = own.engine or speech.choose(film.language, _words(film, cast.id))
            out[cast.id] = own.model_copy(update={"engine": engine})
    return out


def _left(film: Film, voices: Mapping[str, Voice], speech) -> dict[str, list[str]]:
    """The cast who still need a speaker, by engine, in the order of the script."""
    out: dict[str, list[str]] = {}
    for cast in film.cast:
        own = voices.get(cast.id)
        if own is not None and own.speaker:
            continue
        words = _words(film, cast.id)
        if own is None and not words:
            continue
        out.setdefault((own.engine if own else None) or speech.choose(film.language, words), []).append(cast.id)
    return out


def _words(film: Film, who: str) -> str:
    """Enough of what somebody says to tell its script."""
    lines = (b.text for _, shot in film.shots() for b in shot.beats if isinstance(b, Speech) and b.who == who)
    return " ".join(line for _, line in zip(range(20), lines, strict=False))


def _for_everybody(film: Film, voices: dict[str, Voice]) -> dict[str, Voice]:
    """Those who speak without being in the cast are said so elsewhere; the plan goes on with some voice."""
    spare = next(iter(voices.values()), Voice(id="voice"))
    for _, shot in film.shots():
        for beat in shot.beats:
            if isinstance(beat, Speech):
                voices.setdefault(beat.who, spare)
    return voices


def version(engine: str) -> str:
    """What of an engine changes its sound: its package, and our own shaping of it."""
    try:
        return f"{metadata.version(PACKAGES.get(engine, engine))}+{__version__}"
    except metadata.PackageNotFoundError:
        return __version__
