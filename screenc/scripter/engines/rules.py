"""The offline engine: no model, no network, the same film each time; it knows what a script supervisor knows."""

from __future__ import annotations

import random
from fractions import Fraction
from hashlib import sha256

from screenc.film.model import Bounds, Cut, Film, Prop, Scene, Shot, Speech
from screenc.film.model import Place as FilmPlace
from screenc.film.timing import estimate, lay_out
from screenc.scripter import casting, setting
from screenc.scripter.breakdown import CallSheet, break_down
from screenc.scripter.dialogue import Dialogue, Direction
from screenc.scripter.dialogue import Passage as Part
from screenc.scripter.dialogue import Speech as Turn
from screenc.scripter.engines import Draft, Wishes
from screenc.scripter.phrases import phrases
from screenc.scripter.scene import SceneWriter
from screenc.scripter.stagecraft import Reader
from screenc.scripter.story import branched
from screenc.scripter.styles import dressed
from screenc.scripter.tongue import tongue

STYLE = "cinematic realism, natural light, shallow focus"
SHORTEST = Fraction(3, 2)
"""Seconds that any shot stands: less reads as a mistake."""
SLACK = Fraction(3, 20)
"""How far from the asked length a film may be and still be called that length."""
_PACES = (Fraction(1), Fraction(108, 100), Fraction(92, 100), Fraction(115, 100), Fraction(88, 100))


def script(dialogue: Dialogue, wishes: Wishes) -> Draft:
    """The film of a dialogue; where a length was asked for, the spareness and the speed of speech that come nearest to it."""
    if wishes.length is None:
        return _Writing(dialogue, wishes, 1, Fraction(1)).draft()
    tries = [_Writing(dialogue, wishes, g, p).draft() for p in _PACES for g in (1, 0, 2)]
    best = min(
        enumerate(tries),
        key=lambda t: (abs(t[1].length - wishes.length) > wishes.length * SLACK, t[0] // 3, abs(t[1].length - wishes.length)),
    )[1]
    if abs(best.length - wishes.length) > wishes.length * SLACK:
        best = min(tries, key=lambda t: abs(t.length - wishes.length))
        return best
    bounds = Bounds(least=Fraction(int(wishes.length * (1 - SLACK))), most=Fraction(-int(-wishes.length * (1 + SLACK) // 1)))
    return Draft(best.film.model_copy(update={"length": bounds}), best.ids, best.length, best.guesses)


class _Writing:
    """One film at one pace: how generous with silent shots, how fast in its speech."""

    def __init__(self, dialogue: Dialogue, wishes: Wishes, generous: int, speed: Fraction):
        self.dialogue, self.wishes = dialogue, wishes
        self.guesses: list[str] = []
        self.language = wishes.language or tongue("\n".join(s.text for s in dialogue.speeches))
        if not wishes.language:
            self.guesses.append(f"the language is `{self.language}`")
        self.billing = casting.bill(dialogue.characters, wishes.seed, speed, wishes.company)
        self.ids = {key: b.id for key, b in self.billing.items()}
        self.speeds = {b.id: b.voice.speed if b.voice else Fraction(1) for b in self.billing.values()}
        self.sheet = CallSheet(
            ids=self.ids,
            names={b.id: b.name for b in self.billing.values()},
            reader=Reader({c.key: [c.name, *c.aka, self.ids[c.key]] for c in dialogue.characters}),
            spoken=self.spoken,
            phrases=phrases(self.language),
            generous=generous,
        )
        self.places: dict[str, FilmPlace] = {}
        self.clock: dict[tuple[str, str], Fraction] = {}

    def spoken(self, who: str, text: str) -> Fraction:
        if (who, text) not in self.clock:
            self.clock[who, text] = estimate(text, self.language, self.speeds[who])
        return self.clock[who, text]

    def draft(self) -> Draft:
        scenes: list[Scene] = []
        before: setting.Place | None = None
        for n, part in enumerate(self.dialogue.scenes):
            opening = []
            for it in part.turns:
                if isinstance(it, Turn):
                    break
                opening.append(it.text)
            later = [it.text for it in part.turns if isinstance(it, Direction)]
            place = setting.read_place(part.head.text if part.head else None, opening or later[:1], before)
            if not place.told and (before is None or before.id != place.id):
                self.guesses.append(f"scene {n + 1} plays in {place.look}, since nothing says where")
            scenes.append(self._scene(n, part, place, before))
            before = place
        film = Film(
            id=self.wishes.id,
            title=self.wishes.title or self.dialogue.title,
            style=self.wishes.style or STYLE,
            language=self.language,
            seed=self.wishes.seed,
            cast=tuple(b.cast for b in self.billing.values()),
            voices=tuple({b.voice.id: b.voice for b in self.billing.values() if b.voice}.values()),
            places=tuple(self.places.values()),
            props=tuple(self._prop(id, look) for id, look in self.sheet.props.items()),
            scenes=tuple(scenes),
        )
        film = branched(self.dialogue, dressed(self._held(film), self.wishes.style))
        return Draft(film, self.ids, self._length(film), tuple(self.guesses))

    def _scene(self, n: int, part: Part, place: setting.Place, before: setting.Place | None) -> Scene:
        id = f"s{(n + 1) * 10}"
        place_id = self._place_id(place)
        dice = random.Random(int.from_bytes(sha256(f"{self.wishes.seed} {id} {len(part.turns)}".encode()).digest()[:8], "big"))
        last = n == len(self.dialogue.scenes) - 1
        broken = break_down(part, self.sheet)
        drafts = SceneWriter(broken, self.sheet, place, dice, n == 0, last).write()
        drafts[-1].cut = Cut(kind="fade", length=Fraction(1)) if last else Cut(kind="dissolve", length=Fraction(1, 2))
        mood, music = _mood(broken.tension + _DREAD.get(place.weather or "", 0.0) + (0.05 if place.hour == "night" else 0.0))
        return Scene(
            id=id,
            setting=place.setting,
            place=place_id,
            hour=place.hour,
            mood=mood,
            weather=place.weather,
            light=setting.key_light(place, broken.tension),
            with_=broken.members,
            axis=broken.axis,
            sound=_WEATHER_SOUNDS.get(place.weather or "") if place.setting == "ext" else None,
            music=music if n == 0 or last or n % 3 == 2 else None,
            shots=tuple(d.shot(f"{id}.{k + 1}") for k, d in enumerate(drafts)),
        )

    def _place_id(self, place: setting.Place) -> str:
        """The id of a place; two places of one kind that look different are two."""
        for id, known in self.places.items():
            ours = self.wishes.company is not None and known == self.wishes.company.place_of(place.id)
            if (ours or known.look == place.look) and (id == place.id or id.startswith(f"{place.id}-")):
                return id
        id, k = place.id, 2
        while id in self.places:
            id, k = f"{place.id}-{k}", k + 1
        ours = self.wishes.company.place_of(id) if self.wishes.company else None
        self.places[id] = ours or FilmPlace(id=id, look=place.look, sound=place.sound)
        return id

    def _prop(self, id: str, look: str) -> Prop:
        ours = self.wishes.company.prop_of(id) if self.wishes.company else None
        return ours or Prop(id=id, look=look)

    def _speech_seconds(self, speech: Speech) -> Fraction:
        return self.spoken(speech.who, speech.text)

    def _held(self, film: Film) -> Film:
        """The film with no shot so short that it is over before it is seen: those get a length of their own."""

        def held(shot: Shot) -> Shot:
            short = lay_out(film, shot, self._speech_seconds).length < SHORTEST
            return shot.model_copy(update={"length": SHORTEST}) if short else shot

        scenes = (scene.model_copy(update={"shots": tuple(map(held, scene.shots))}) for scene in film.scenes)
        return film.model_copy(update={"scenes": tuple(scenes)})

    def _length(self, film: Film) -> Fraction:
        """The film's estimated seconds, dissolves taken off once."""
        shots: list[Shot] = [shot for _, shot in film.shots()]
        total = sum((lay_out(film, shot, self._speech_seconds).length for shot in shots), Fraction(0))
        return total - sum((s.cut.length or Fraction(0) for s in shots[:-1] if s.cut.kind in ("dissolve", "wipe")), Fraction(0))


_WEATHER_SOUNDS = {
    "rain": "steady rain",
    "storm": "thunder and heavy rain",
    "snow": "soft wind",
    "wind": "wind",
    "fog": "distant foghorn",
}
_MOODS = (
    (0.30, "quiet, unhurried", "soft piano, sparse"),
    (0.42, "easy, a little curious", "warm guitar, light"),
    (0.56, "taut beneath the words", "low strings, held"),
    (1.01, "tense, close to breaking", "low drone, pulse"),
)
"""Up to which mean tension of its lines a scene has which mood, and the music that would go under it."""


_DREAD = {"storm": 0.16, "fog": 0.06}
"""What the sky adds to a scene's tension; night adds a little more."""


def _mood(tension: float) -> tuple[str, str]:
    return next((mood, music) for most, mood, music in _MOODS if tension < most or most > 1)
