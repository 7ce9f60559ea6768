"""The bracketed shooting script: its shots become the film's shots, each with its time, camera, size, words and blocking.

What the language has no word for (two sizes in one shot, a move nobody knows, blocking in prose) stays as an action that says so
in the script's own words, and goes back from there: nothing is dropped.
"""

from __future__ import annotations

import re
from fractions import Fraction

from screenc.contract import Plan
from screenc.film.model import Action, Camera, Cast, Film, Framing, Mark, Place, Scene, Shot, Speech
from screenc.film.resolve import Resolved, resolve
from screenc.film.spelling import cast_id, place_id
from screenc.film.timing import estimate, lay_out
from screenc.film.write import write as film_text
from screenc.interchange import terms
from screenc.lang import load
from screenc.manuscript import bracket
from screenc.planner.events import shot_times
from screenc.text import Diagnostic, Source
from screenc.text.diagnostic import failed

_CAMERA, _SIZES, _BLOCKING = "Camera Movement: ", "Shot Type: ", "Blocking: "
_HOURS = ("midnight", "night", "evening", "dusk", "afternoon", "noon", "morning", "dawn", "sunset", "sunrise")
_AS = {"sunset": "dusk", "sunrise": "dawn"}
_OUTSIDE = re.compile(
    r"\b(street|garden|park|beach|forest|field|road|outdoor|outside|sky|mountain|river|city|square|courtyard)\b", re.I
)


def read(source: Source) -> tuple[Resolved | None, list[Diagnostic]]:
    """The film of a script in any of its three dialects; its shots keep their order, their times and their words."""
    script = bracket.parse(source)
    found = list(script.diagnostics)
    for line in (p for s in script.shots for p in s.plot if isinstance(p, bracket.Line) and p.who is None):
        help = 'name the speaker before the quote: `Ana says: "..."`'
        found.append(Diagnostic.at("E0812", line.span, "nobody can be told to say this", help=help))
    if failed(found):
        return None, found
    film = _Reading(script).film(source.name, found)
    loaded, more = load("film.shot", film_text(film).encode())
    if loaded is None:
        return None, [*found, *more]
    resolved, rest = resolve(loaded)
    return resolved, [*found, *more, *rest]


class _Reading:
    def __init__(self, script: bracket.ShootingScript):
        self.script = script
        self.ids: dict[str, str] = {}
        self.cast: list[Cast] = []
        for name, about in script.people:
            self._add(name, about)

    def _add(self, name: str, about: str | None) -> str:
        id = cast_id(name, len(self.cast), {c.id for c in self.cast})
        self.cast.append(Cast(id=id, name=name, look=about or None))
        self.ids[name.casefold()] = id
        for word in name.split():
            self.ids.setdefault(word.casefold(), id)
        return id

    def film(self, name: str, found: list[Diagnostic]) -> Film:
        text = self.script.scene
        id = place_id(name.rsplit("/", 1)[-1].rsplit(".", 1)[0]) or "film"
        hour = next((h for h in _HOURS if re.search(rf"\b{h}\b", text, re.IGNORECASE)), None)
        setting = "ext" if _OUTSIDE.search(text) else "int"
        shots = [self._shot(s) for s in self.script.shots]
        who = tuple(dict.fromkeys(b.who for s in shots for b in s.beats if isinstance(b, Speech)))
        framed = tuple(w for s in shots for w in (*s.framing.subjects, *(m.who for m in s.marks)) if s.framing)
        scene = Scene(
            id="s10",
            setting=setting,
            place="place",
            hour=_AS.get(hour or "", hour),
            with_=tuple(dict.fromkeys((*who, *framed))),
            shots=tuple(shots),
        )
        film = Film(id=id, cast=tuple(self.cast), places=(Place(id="place", look=text[:380] or None),), scenes=(scene,))
        fitted = tuple(self._fitted(film, s, told, found) for s, told in zip(shots, self.script.shots, strict=True))
        return film.model_copy(update={"scenes": (scene.model_copy(update={"shots": fitted}),)})

    def _fitted(self, film: Film, shot: Shot, told: bracket.Shot, found: list[Diagnostic]) -> Shot:
        """The shot at its own time, or at the time that its words take, where that is longer."""
        if shot.length is None:
            return shot
        laid = lay_out(film, shot, lambda speech: estimate(speech.text, film.language))
        end = max((end for _, _, end in laid.beats), default=Fraction(0))
        if end <= shot.length:
            return shot
        found.append(
            Diagnostic.at(
                "W0818",
                told.span.source.span(told.span.start, min(told.span.start + 40, told.span.end)),
                f"shot {told.number} has more words than its {float(shot.length):g}s hold",
                notes=(f"they take about {float(end):.1f}s; the shot is made as long as they are",),
                help="give it more time, or put words into another shot",
            )
        )
        return shot.model_copy(update={"length": None})

    def _shot(self, told: bracket.Shot) -> Shot:
        beats: list[Action | Speech] = []
        camera = next((c for m in told.moves if (c := terms.camera(m))), None)
        if len(told.moves) > 1 or (told.moves and camera is None):
            beats.append(Action(text=_CAMERA + ", ".join(told.moves)))
        size = next((s for t in told.sizes if (s := terms.size(t))), None)
        if len(told.sizes) > 1 or (told.sizes and size is None):
            beats.append(Action(text=_SIZES + ", ".join(told.sizes)))
        if told.blocking:
            beats.append(Action(text=_BLOCKING + told.blocking))
        for part in told.plot:
            if isinstance(part, str):
                beats.append(Action(text=part))
            else:
                who = self.ids.get(part.who.casefold()) or self._add(part.who, None)
                beats.append(Speech(who=who, how=_how(part.how), text=part.text))
        words = " ".join([told.blocking or "", *(p if isinstance(p, str) else p.who or "" for p in told.plot)])
        people = self._named(words)
        return Shot(
            id=f"s10.{told.number}",
            length=told.window[1] - told.window[0] if told.window else None,
            framing=_framing(size, people),
            camera=_camera(camera, people),
            marks=self._marks(told.blocking or ""),
            beats=tuple(beats),
        )

    def _named(self, words: str) -> tuple[str, ...]:
        spots = [
            (m.start(), id)
            for name, id in self.ids.items()
            if (m := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words.casefold()))
        ]
        return tuple(dict.fromkeys(id for _, id in sorted(spots)))

    def _marks(self, blocking: str) -> tuple[Mark, ...]:
        """Sides that blocking gives: `Alice stands on the left, Bob on the right`."""
        marks: dict[str, Mark] = {}
        for clause in re.split(r"[,;.]|\band\b", blocking):
            people, side = self._named(clause), re.search(r"\b(left|right|cent(?:er|re)|middle)\b", clause, re.IGNORECASE)
            if len(people) == 1 and side and people[0] not in marks:
                where = side[1].casefold()
                marks[people[0]] = Mark(who=people[0], side=where if where in ("left", "right") else "centre")
        return tuple(marks.values())


def _how(how: str | None) -> str | None:
    return re.sub(r"[()]", " ", how)[:78].strip() or None if how else None


def _framing(size: str | None, people: tuple[str, ...]) -> Framing:
    """The framing of a size: of two where it takes two, of one where two would crowd it."""
    size = size or "medium"
    if size in ("two-shot", "over-shoulder"):
        return Framing(size=size, subjects=people[:2]) if len(people) == 2 else Framing(size="medium", subjects=people)
    if size in ("close", "extreme-close", "medium-close", "pov", "insert"):
        return Framing(size=size, subjects=people[:1]) if people else Framing(size="medium")
    return Framing(size=size, subjects=people)


def _camera(camera: Camera | None, people: tuple[str, ...]) -> Camera:
    if camera is None or (camera.move == "rack-focus" and len(people) < 2):
        return Camera()
    return camera.model_copy(update={"subjects": people[:2]}) if camera.move == "rack-focus" else camera


# --- out


def write(film: Film, plan: Plan) -> tuple[str, list[str]]:
    """The director's dialect, and what it could not say: it has whole seconds, one scene, one run of shots."""
    unsaid = []
    names = {c.id: c.name or c.id for c in film.cast}
    if len(film.scenes) > 1:
        unsaid.append(f"the {len(film.scenes)} scenes follow each other as one, since a script of this kind has one")
    if any(s.choices for s in film.scenes):
        unsaid.append("choices are left out, since a script of this kind is a line")
    times = shot_times(plan.events)
    shots, blocking, at, uneven = [], [], 0, False
    for number, (_, shot) in enumerate(film.shots(), 1):
        start, end = times.get(shot.id, (Fraction(0), Fraction(4)))
        till = max(round(float(end)), at + 1)
        uneven |= till != end or at != start
        shots.append(_told(number, at, till, shot, names))
        blocking.append(f"{number}: {_where(shot, names)}")
        at = till
    if uneven:
        unsaid.append("times are rounded to whole seconds, which is all that the format's reader takes")
    people = "\n".join(f"{names[c.id]}: {', '.join(filter(None, [c.look, c.wears])) or '-'}" for c in film.cast)
    looks = [
        " ".join(
            filter(
                None,
                [
                    f"{(p.look if (p := film.place_of(s.place)) else None) or s.place}.",
                    s.hour and f"{s.hour}.",
                    s.weather and f"{s.weather}.",
                    s.mood and f"{s.mood}.",
                ],
            )
        )
        for s in film.scenes
    ]
    sections = {
        "DIALOGUE": "\n\n".join(shots),
        "CHARACTER PROFILES": people,
        "SCENE DESCRIPTION": " ".join(dict.fromkeys(looks)),
        "BLOCKING": "\n".join(blocking),
    }
    return "\n\n".join(f"【{name}】\n{text}" for name, text in sections.items()) + "\n", unsaid


def _told(number: int, start: int, end: int, shot: Shot, names: dict[str, str]) -> str:
    actions = [b.text for b in shot.beats if isinstance(b, Action)]
    moves = next((a.removeprefix(_CAMERA) for a in actions if a.startswith(_CAMERA)), terms.MOVED[shot.camera.move])
    size = terms.SHOWN[shot.framing.size] if shot.framing else "Medium Shot"
    sizes = next((a.removeprefix(_SIZES) for a in actions if a.startswith(_SIZES)), size)
    plot = []
    for beat in shot.beats:
        if isinstance(beat, Speech):
            words = beat.text.replace('"', "'")
            plot.append(f'{names[beat.who]} says{f", {beat.how}" if beat.how else ""}: "{words}"')
        elif not beat.text.startswith((_CAMERA, _SIZES, _BLOCKING)):
            plot.append(beat.text)
    return (
        f"{number}. [{start}s-{end}s] (Camera Movement: {moves}+Shot Type: {sizes})\nPlot: {' '.join(plot) or 'Nobody speaks.'}"
    )


def _where(shot: Shot, names: dict[str, str]) -> str:
    for beat in shot.beats:
        if isinstance(beat, Action) and beat.text.startswith(_BLOCKING):
            return beat.text.removeprefix(_BLOCKING)
    marks = [
        " ".join(filter(None, [names[m.who], "stands", m.side, m.depth, m.facing and f"facing {m.facing}"])) for m in shot.marks
    ]
    return "; ".join(marks) + "." if marks else "As before."
