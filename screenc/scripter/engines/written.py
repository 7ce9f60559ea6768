"""A scene as a model writes it in the language itself: its shots, out of the answer and read by the compiler's own doors."""

from __future__ import annotations

import re

from screenc.film.model import Film, Scene, Shot
from screenc.film.resolve import resolve
from screenc.film.write import write
from screenc.lang import load
from screenc.lang.parse import parse
from screenc.text import Diagnostic, Source


def shots_of(text: str, film: Film, scene: Scene) -> tuple[tuple[Shot, ...], list[str]]:
    """The shots that an answer writes for a scene, and what keeps them from being read; other stanzas are not its to write."""
    body = unfenced(text)
    if not body:
        return (), ["the answer holds no `screenc 1` ... `end`"]
    file, found = parse(Source("answer.shot", body))
    if file is None:
        return (), _told(found, body)
    shots = [s for s in file.stanzas if s.kind == "shot"]
    if not shots:
        return (), ["the answer holds no shot"]
    others = sorted({s.kind for s in file.stanzas} - {"shot", "scene", "film"})
    if others:
        return (), [f"only shots are yours to write: leave out the {kind} stanzas" for kind in others]
    head = write(film.model_copy(update={"scenes": (scene.model_copy(update={"shots": (), "choices": ()}),), "length": None}))
    whole = head.removesuffix("end\n") + "\n" + "\n\n".join(body[s.span.start : s.span.end] for s in shots) + "\nend\n"
    loaded, found = load("film.shot", whole.encode())
    if loaded is None:
        return (), _told(found, whole)
    resolved, found = resolve(loaded)
    if resolved is None:
        return (), _told(found, whole)
    return resolved.film.scenes[0].shots, []


def unfenced(text: str) -> str:
    """The script in a reply, out of a Markdown fence or the prose around it; empty where there is none."""
    text = text.replace("\r\n", "\n")
    at = re.search(r"^screenc 1\b", text, re.MULTILINE)
    if at is None:
        return ""
    body = text[at.start() :]
    end = re.search(r"^end[ \t]*$", body, re.MULTILINE)
    return body[: end.end()] + "\n" if end else body


def _told(found: list[Diagnostic], text: str) -> list[str]:
    lines = text.split("\n")
    out = []
    for d in found[:12]:
        where = f"`{lines[d.span.line - 1].strip()[:80]}`: " if d.span else ""
        out.append(f"{where}{d.message}" + (f" ({d.help})" if d.help else ""))
    return out
