"""The offline engine: no model, no network, the same film each time; it knows what a script supervisor knows."""

from __future__ import annotations

import random
from fractions import Fraction
from hashlib import sha256

from screenc.film.model import Bounds, Cut, Film, Prop, Scene, Shot, Speech
from screenc.film.model import Place as FilmPlace
from screenc.film.timing import estimate, lay_out
from screenc.scripter import casting, setting
from screenc.scripter.dialogue import Dialogue, Direction
from screenc.scripter.dialogue import Passage as Part
from screenc.scripter.dialogue import Speech as Turn
from screenc.scripter.engines import Draft, Wishes
from screenc.scripter.phrases import phrases
from screenc.scripter.scene import Pace, SceneWriter
from screenc.scripter.stagecraft import Reader
from screenc.scripter.tongue import tongue

STYLE = "cinematic realism, natural light, shallow focus"
SLACK = Fraction(3, 20)
"""How far from the asked length a film may be and still be called that length."""
_PACES = (Fraction(1), Fraction(108, 100), Fraction(92, 100), Fraction(115, 100), Fraction(88, 100))


def script(dialogue: Dialogue, wishes: Wishes) -> Draft:
    """The film of a dialogue; where a length was asked for, the spareness and the speed of speech that come nearest to it."""
    if wishes.length is None:
        return _Writing(dialogue, wishes, Pace(1), Fraction(1)).draft()
    tries = [_Writing(dialogue, wishes, Pace(g), p).draft() for p in _PACES for g in (1, 0, 2)]
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
    """One film at one pace."""

    def __init__(self, dialogue: Dialogue, wishes: Wishes, pace: Pace, speed: Fraction):
        self.dialogue, self.wishes, self.pace = dialogue, wishes, pace
        self.guesses: list[str] = []
        self.language = wishes.language or tongue("\n".join(s.text for s in dialogue.speeches))
        if not wishes.language:
            self.guesses.append(f"the language is `{self.language}`")
        self.billing = casting.bill(dialogue.characters, wishes.seed, speed)
        self.ids = {key: b.id for key, b in self.billing.items()}
        self.speeds = {b.id: b.voice.speed for b in self.billing.values()}
        self.names = {b.id: b.name for b in self.billing.values()}
        self.reader = Reader({c.key: [c.name, *c.aka, self.ids[c.key]] for c in dialogue.characters})
        self.props: dict[str, str] = {}
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
            voices=tuple(b.voice for b in self.billing.values()),
            places=tuple(self.places.values()),
            props=tuple(Prop(id=id, look=look) for id, look in self.props.items()),
            scenes=tuple(scenes),
        )
        return Draft(film, self.ids, self._length(film), tuple(self.guesses))

    def _scene(self, n: int, part: Part, place: setting.Place, before: setting.Place | None) -> Scene:
        id = f"s{(n + 1) * 10}"
        place_id = self._place_id(place)
        dice = random.Random(int.from_bytes(sha256(f"{self.wishes.seed} {id} {len(part.turns)}".encode()).digest()[:8], "big"))
        last = n == len(self.dialogue.scenes) - 1
        writer = SceneWriter(
            part,
            self.ids,
            self.names,
            self.reader,
            self.spoken,
            place.setting == "ext",
            place.look,
            self.pace,
            dice,
            n == 0,
            last,
            self.props,
            phrases(self.language),
        )
        drafts = writer.write()
        drafts[-1].cut = Cut(kind="fade", length=Fraction(1)) if last else Cut(kind="dissolve", length=Fraction(1, 2))
        tension = sum(t.heat for t in writer.talks) / len(writer.talks)
        mood = _mood(tension)
        weather_sound = {
            "rain": "steady rain",
            "storm": "thunder and heavy rain",
            "snow": "soft wind",
            "wind": "wind",
            "fog": "distant foghorn",
        }.get(place.weather or "")
        return Scene(
            id=id,
            setting=place.setting,
            place=place_id,
            hour=place.hour,
            mood=mood,
            weather=place.weather,
            light=setting.key_light(place, tension),
            with_=tuple(writer.members),
            axis=writer.floor.axis,
            sound=weather_sound if place.setting == "ext" else None,
            music=_music(mood) if n == 0 or last or n % 3 == 2 else None,
            shots=tuple(d.shot(f"{id}.{k + 1}") for k, d in enumerate(drafts)),
        )

    def _place_id(self, place: setting.Place) -> str:
        """The id of a place; two places of one kind that look different are two."""
        for id, known in self.places.items():
            if known.look == place.look and (id == place.id or id.startswith(f"{place.id}-")):
                return id
        id, k = place.id, 2
        while id in self.places:
            id, k = f"{place.id}-{k}", k + 1
        self.places[id] = FilmPlace(id=id, look=place.look, sound=place.sound)
        return id

    def _length(self, film: Film) -> Fraction:
        """The film's estimated seconds, dissolves taken off once."""

        def spoken(speech: Speech) -> Fraction:
            return self.spoken(speech.who, speech.text)

        shots: list[Shot] = [shot for _, shot in film.shots()]
        total = sum((lay_out(film, shot, spoken).length for shot in shots), Fraction(0))
        return total - sum((s.cut.length or Fraction(0) for s in shots[:-1] if s.cut.kind in ("dissolve", "wipe")), Fraction(0))


def _mood(tension: float) -> str:
    return (
        "quiet, unhurried"
        if tension < 0.3
        else "easy, a little curious"
        if tension < 0.42
        else "taut beneath the words"
        if tension < 0.56
        else "tense, close to breaking"
    )


def _music(mood: str) -> str:
    return {
        "quiet, unhurried": "soft piano, sparse",
        "easy, a little curious": "warm guitar, light",
        "taut beneath the words": "low strings, held",
        "tense, close to breaking": "low drone, pulse",
    }[mood]
