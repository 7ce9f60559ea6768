"""The embedded backend: draws every shot with the stage's own renderer, offline, free, the same bytes for the same task."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pydantic import Field

from screenc.contract import Brief, Failed, Loss, Progress, Task, TimedSpeech, Typed
from screenc.text import Diagnostic

_RATE_FACTOR = {"draft": 25, "good": 21, "fine": 16}


class Options(Typed):
    """What `tune previz` may set."""

    names: bool = False
    """Everybody's name over their head."""
    quality: Literal["draft", "good", "fine"] = "good"
    """How closely the clip is encoded; the drawing is the same."""
    grain: Fraction = Field(Fraction(1), ge=0, le=4)
    """Film grain, as a multiple of the light's own."""


class Previz:
    """The thin adapter: nothing heavy is imported before something is made."""

    name = "previz"
    version = "11"
    wordless = True
    """It draws from the brief; its prompt is for people."""
    options = Options

    def make(self, task: Task, inputs: Mapping[str, Path], out: Path, progress: Progress) -> None:
        """Draw the task's brief. E0650 when a picture or a sound cannot be written or read."""
        from screenc.media.audio import envelope
        from screenc.media.fault import MediaError
        from screenc.stage.parts import Voice
        from screenc.stage.shot import render

        brief = task.brief
        if brief is None:
            raise Failed(Diagnostic("E0901", f"{task.name} came to previz without a brief"))
        options = Options.model_validate({k: v for k, v in task.params.items() if k in Options.model_fields})
        try:
            voices = {
                beat.audio: Voice(float(beat.start), *envelope(inputs[beat.audio], brief.rate))
                for beat in brief.beats
                if isinstance(beat, TimedSpeech) and beat.audio in inputs
            }
            render(
                brief,
                voices,
                out,
                progress,
                names=options.names,
                grain=float(options.grain),
                quality=_RATE_FACTOR[options.quality],
            )
        except MediaError as cause:
            raise Failed(Diagnostic("E0650", str(cause), help=cause.help or None)) from cause

    def losses(self, brief: Brief) -> list[Loss]:
        """Words on the picture that no font of this machine can write: they are left out, never drawn as boxes."""
        if not any(ord(c) > 126 for text in brief.text for c in text):
            return []
        from screenc.stage.draw_text import unwritable

        return [
            Loss(shot=brief.shot, fact="text", backend=self.name, message=f"no font here can write `{missing}`, in `{text}`")
            for text in brief.text
            if (missing := unwritable(text))
        ]


backend = Previz()
