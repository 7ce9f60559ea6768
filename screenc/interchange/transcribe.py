"""A screenplay that names no shots, as a film that adds none: a scene is one master shot until the script itself calls another.

Whoever wants it covered gives the same file to `screenc script`.
"""

from __future__ import annotations

import re

from screenc.film.model import Action, Cast, Film, Framing, Place, Scene, Shot, Speech
from screenc.film.resolve import Resolved, resolve
from screenc.film.spelling import cast_id, place_id
from screenc.film.write import write
from screenc.interchange import terms
from screenc.lang import load
from screenc.manuscript import Element, Manuscript
from screenc.manuscript.cue import parted
from screenc.text import Diagnostic, Source

_SEEN = re.compile(r"(?:(?P<both>int\.?/ext|i/e)|(?P<int>int)|(?P<ext>ext|est))[. ]+", re.IGNORECASE)
_CALL = re.compile(
    r"(?:(?:extreme )?(?:close|wide|tight|long|medium|full)(?:[ -](?:up|on|shot|angle))?|angle|insert|pov|two[- ]shot|"
    r"over[- ]the[- ]shoulder|establishing)\b[^.!?]{0,80}\Z",
    re.IGNORECASE,
)
_HOURS = {
    "dawn": "dawn",
    "sunrise": "dawn",
    "morning": "morning",
    "day": "day",
    "noon": "noon",
    "midday": "noon",
    "afternoon": "afternoon",
    "dusk": "dusk",
    "sunset": "dusk",
    "magic hour": "dusk",
    "evening": "evening",
    "night": "night",
    "midnight": "midnight",
}


def transcribed(source: Source, script: Manuscript) -> tuple[Resolved | None, list[Diagnostic]]:
    """The film, resolved from its own text; no scene with anything in it is an error."""
    film = _Transcript(script).film(source.name)
    if not film.scenes:
        at = source.span(0, min(len(source.text), 1))
        help = "give dialogue without scenes to `screenc script`, which stages it"
        return None, [Diagnostic.at("E0820", at, f"{source.name} has no scene in it", help=help)]
    loaded, found = load("film.shot", write(film).encode())
    if loaded is None:
        return None, found
    resolved, more = resolve(loaded)
    return resolved, [*found, *more]


def _both(one: str | None, other: str | None) -> str | None:
    """Two notes on how a line is spoken as one; a `how` holds 80 characters."""
    return ", ".join(words for words in (one, other) if words)[:78].strip() or None


class _Transcript:
    def __init__(self, script: Manuscript):
        self.script = script
        self.ids: dict[str, str] = {}
        self.cast: list[Cast] = []
        self.places: dict[str, Place] = {}
        self.scenes: list[Scene] = []
        self.shots: list[list] = []
        self.framings: list[Framing | None] = []
        self.heads: list[Element] = []
        self.who: str | None = None
        self.how: str | None = None

    def film(self, name: str) -> Film:
        for it in self.script.elements:
            if it.kind == "character":
                self._id(it.text)
        for it in self.script.elements:
            self._take(it)
        self._close()
        title = " ".join(self.script.titles.get("title", "").split()) or None
        id = place_id(title or name.rsplit("/", 1)[-1].rsplit(".", 1)[0]) or "film"
        return Film(id=id, title=title, cast=tuple(self.cast), places=tuple(self.places.values()), scenes=tuple(self.scenes))

    def _take(self, it: Element) -> None:
        if it.kind == "heading":
            self._close()
            self.heads.append(it)
        elif it.kind == "character":
            _, from_where = parted(it.text)
            self.who, self.how = self._id(it.text), _both(from_where, "at the same time" if it.dual else None)
        elif it.kind == "parenthetical":
            self.how = _both(self.how, it.text.replace("(", " ").replace(")", " ").strip())
        elif it.kind in ("dialogue", "lyric") and self.who:
            how = self.how or ("singing" if it.kind == "lyric" else None)
            self._beat(Speech(who=self.who, how=how, text=" ".join(it.text.split())))
            self.how = None
        elif it.kind in ("shot", "action", "centred", "general"):
            text = " ".join(it.text.split())
            called = it.kind == "shot" or (text == text.upper() and _CALL.match(text))
            if called and terms.size(text):
                self.shots.append([])
                self.framings.append(self._framing(text))
            self._beat(Action(text=text))

    def _framing(self, text: str) -> Framing | None:
        size = terms.size(text)
        people = [id for name, id in self.ids.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.casefold())]
        need = {"two-shot": 2, "over-shoulder": 2}.get(size or "")
        if size is None or (need and len(people) != need) or (size in ("pov", "insert") and not people):
            return Framing(size="close" if size == "insert" else "medium", subjects=tuple(people[:1])) if people else None
        return Framing(size=size, subjects=tuple(people))

    def _beat(self, beat: Action | Speech) -> None:
        if not beat.text.strip():
            return
        if not self.shots:
            self.shots.append([])
            self.framings.append(None)
        self.shots[-1].append(beat)

    def _id(self, cue: str) -> str:
        name = re.sub(r"\s*\([^()]*\)", "", cue).strip() or cue
        key = name.casefold()
        if key not in self.ids:
            id = cast_id(name, len(self.ids), set(self.ids.values()))
            self.ids[key] = id
            self.cast.append(Cast(id=id, name=name if name != id else None))
        return self.ids[key]

    def _close(self) -> None:
        """End the scene that was being read."""
        filled = [(beats, framing) for beats, framing in zip(self.shots, self.framings, strict=True) if beats]
        head = self.heads[-1].text if self.heads else ""
        self.shots, self.framings, self.who = [], [], None
        if not filled:
            return
        id = f"s{(len(self.scenes) + 1) * 10}"
        speakers = tuple(dict.fromkeys(b.who for beats, _ in filled for b in beats if isinstance(b, Speech)))
        framed = tuple(w for _, f in filled if f for w in f.subjects)
        setting, place, hour = self._where(head)
        shots = tuple(
            Shot(id=f"{id}.{n}", framing=framing or Framing(size="full", subjects=speakers), beats=tuple(beats))
            for n, (beats, framing) in enumerate(filled, 1)
        )
        people = tuple(dict.fromkeys((*speakers, *framed)))
        self.scenes.append(Scene(id=id, setting=setting, place=place, hour=hour, with_=people, shots=shots))

    def _where(self, head: str):
        found = _SEEN.match(head)
        setting = "ext" if found and found["ext"] else "int"
        words = head[found.end() :] if found else head
        parts = re.split(r"\s+[-–—]+\s+", words.strip())
        hour = next((h for p in reversed(parts[1:]) for key, h in _HOURS.items() if key in p.casefold()), None)
        look = parts[0].strip(" .") or "a place"
        id = place_id(look) or f"place-{len(self.places) + 1}"
        known = next((p for p in self.places.values() if p.look == look), None)
        if known is None:
            while id in self.places:
                id += "-2"
            known = self.places[id] = Place(id=id, look=look)
        return setting, known.id, hour
