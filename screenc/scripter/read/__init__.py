"""Dialogue in every form that people have it becomes one typed `Dialogue`; the text itself is never touched.

The form is told by the file's name and by its words, or by whoever asks; each form has its own module, imported when needed.
"""

from __future__ import annotations

import importlib

from screenc.scripter.dialogue import Dialogue
from screenc.scripter.read.forms import FORMATS, told_form
from screenc.text import Diagnostic, Source

__all__ = ["FORMATS", "read"]

MOST_CHARACTERS = 4_000_000
_MODULES = {"chat": "plain", "markdown": "plain", "srt": "subtitles", "vtt": "subtitles", "fdx": "screenplay",
            "fountain": "screenplay", "telegram": "page"}  # fmt: skip


def read(source: Source, form: str | None = None) -> tuple[Dialogue | None, list[Diagnostic]]:
    """The dialogue in a text; None when there is nothing in it or nobody speaks. `form` is one of `FORMATS`; else it is told."""
    if len(source.text) > MOST_CHARACTERS:
        diagnostic = Diagnostic.at(
            "E0808",
            source.span(MOST_CHARACTERS, MOST_CHARACTERS),
            f"{source.name} is longer than any film",
            notes=("all of Shakespeare is five million letters",),
            help="give one film's dialogue; a feature has about a hundred thousand letters",
        )
        return None, [diagnostic]
    if not source.text.strip(" \t\r\n\ufeff\u200e\u200f"):
        help = "write a line as `NAME: what they say`"
        return None, [Diagnostic.at("E0801", source.span(0, 0), f"{source.name} is empty", help=help)]
    form = form or told_form(source)
    dialogue, found = importlib.import_module(f"screenc.scripter.read.{_MODULES.get(form, form)}").read(source)
    if dialogue is None or dialogue.speeches:
        return dialogue, found
    at = len(source.text) - len(source.text.lstrip(" \t\r\n\ufeff\u200e\u200f"))
    end = source.text.find("\n", at)
    return None, [
        *found,
        Diagnostic.at(
            "E0802",
            source.span(at, end if end >= 0 else len(source.text)),
            f"nobody speaks in {source.name}",
            label="no line from here on names its speaker",
            help=_WAYS.get(form, "put the speaker and a colon before each line: `ANA: Is this the last tram?`"),
        ),
    ]


_WAYS = {
    "srt": "begin a subtitle with who says it: `ANA: Is this the last tram?`",
    "vtt": "begin a cue with who says it: `<v Ana>Is this the last tram?`",
    "json": "give each line its speaker: `{\"speaker\": \"Ana\", \"text\": \"Is this the last tram?\"}`",
    "renpy": "say a line by a character: `define a = Character(\"Ana\")`, then `a \"Is this the last tram?\"`",
}  # fmt: skip
