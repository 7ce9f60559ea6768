"""A shot in the words of the backend that will make it: the brief, the prompt, the options, and what had to be left out."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_origin

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ValidationError

from screenc.contract import Brief, Person, TimedAction, TimedSpeech
from screenc.film.appearance import Appearance
from screenc.film.continuity import Entry, Standing
from screenc.film.model import Action, Film, Framing, Light, Scene, Shot
from screenc.film.quantity import plain
from screenc.planner.backends import Broken, Target
from screenc.planner.naming import named
from screenc.planner.reason import FIRST, Take


class Lowering:
    """Lowers one film's shots. Holds what many shots share: what everybody looks like, in whatever they wear by then."""

    def __init__(self, film: Film, appearances: Mapping[str, Appearance]):
        self.film = film
        self._looks: dict[tuple[str, str | None], Appearance] = {
            (c.id, c.wears): appearances[c.id] for c in film.cast if c.id in appearances
        }

    def brief(
        self,
        scene: Scene,
        shot: Shot,
        entry: Entry,
        length: Fraction,
        beats: tuple,
        keys: Mapping[int, str],
        take: Take = FIRST,
    ) -> Brief:
        """`beats` are (beat, start, end); `keys` gives the speech task of the beat at each index."""
        film, place = self.film, self.film.place_of(scene.place)
        seed = shot.seed if shot.seed is not None else dealt_seed(film.seed, shot.id)
        motion = shot.motion_seed if shot.motion_seed is not None else seed
        if take.content > 1:
            seed = dealt_seed(seed, f"content {take.content}")
        if take.number > 1:
            motion = dealt_seed(motion, f"take {take.number}")
        return Brief(
            shot=shot.id,
            scene=scene.id,
            length=length,
            width=film.frame.width,
            height=film.frame.height,
            rate=film.rate,
            style=film.style,
            language=film.language,
            setting=scene.setting,
            place=scene.place,
            place_look=place.look if place else None,
            place_ref=scene.ref or (place.ref if place else None),
            hour=scene.hour,
            weather=scene.weather,
            mood=scene.mood,
            goal=scene.goal,
            framing=shot.framing or implied_framing(entry),
            angle=shot.angle,
            lens=shot.lens,
            camera=shot.camera,
            focus=shot.focus,
            light=lit(scene.light, shot.light),
            axis=scene.axis,
            people=tuple(self._person(p) for p in entry.present),
            beats=tuple(self._beats(beats, keys)),
            text=shot.text,
            seed=seed,
            motion_seed=motion,
        )

    def _person(self, stands: Standing) -> Person:
        cast = self.film.cast_of(stands.who)
        held = (self.film.prop_of(prop) for prop in stands.holds)
        wears = stands.wears or (cast.wears if cast else None)
        return Person(
            id=stands.who,
            name=(cast.name if cast else None) or stands.who,
            look=cast.look if cast else None,
            wears=wears,
            ref=cast.ref if cast else None,
            appearance=self._appearance(stands.who, wears),
            in_frame=stands.in_frame,
            side=stands.side,
            depth=stands.depth,
            facing=stands.facing,
            holds=tuple(p for p in held if p),
            enters=stands.before,
            exits=stands.after,
            walked=stands.walked,
        )

    def _appearance(self, who: str, wears: str | None) -> Appearance:
        """A change of clothes is read like the first ones: as if the cast had been written so."""
        if (who, wears) not in self._looks:
            from screenc.film.casting import appearances

            dressed = tuple(c.model_copy(update={"wears": wears}) if c.id == who else c for c in self.film.cast)
            self._looks[who, wears] = appearances(self.film.model_copy(update={"cast": dressed})).get(who, Appearance())
        return self._looks[who, wears]

    def _beats(self, beats: tuple, keys: Mapping[int, str]) -> Iterator[TimedAction | TimedSpeech]:
        for n, (beat, start, end) in enumerate(beats):
            if isinstance(beat, Action):
                yield TimedAction(text=beat.text, start=start, end=end, who=named(beat.text, self.film.cast))
            else:
                yield TimedSpeech(who=beat.who, how=beat.how, text=beat.text, start=start, end=end, audio=keys[n])


def dealt_seed(film_seed: int, shot: str) -> int:
    """A seed of its own for every shot, the same for ever: shots that share one come out too alike."""
    return int.from_bytes(hashlib.sha256(f"{film_seed}/{shot}".encode()).digest()[:4], "big") >> 1


def implied_framing(entry: Entry) -> Framing:
    """The framing of a shot that names none: a medium shot of whoever is there, or a long shot of the empty place."""
    who = tuple(p.who for p in entry.present if p.in_frame)
    return Framing(size="medium" if who else "long", subjects=who)


def lit(scene: Light | None, shot: Light | None) -> Light:
    """The shot's light where it speaks, the scene's where it does not."""
    of_shot, of_scene = shot or Light(), scene or Light()
    return Light(
        key=of_shot.key or of_scene.key, quality=of_shot.quality or of_scene.quality, warmth=of_shot.warmth or of_scene.warmth
    )


# --- words and options ----------------------------------------------------------------------------------------------


@functools.cache
def _environment() -> SandboxedEnvironment:
    """Templates come with backends that anybody may write: they see the brief and nothing of the machine."""
    env = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False)
    env.filters["plain"] = lambda value, places=3: plain(Fraction(value), places)
    return env


@functools.cache
def _template(text: str):
    return _environment().from_string(text)


def prompt(target: Target, brief: Brief, params: Mapping[str, Any], terse: bool = False) -> str:
    """The backend's own wording of the brief; `terse` asks for the short form. Raises Broken where it does not hold."""
    facts = {name: getattr(brief, name) for name in Brief.model_fields if name != "schema_"}
    try:
        words = _template(target.template).render(**facts, brief=brief, params=params, terse=terse)
    except TemplateError as cause:
        where = f" on line {cause.lineno}" if getattr(cause, "lineno", None) else ""
        raise Broken(f"{target.found.template.name} failed{where}: {cause.message}") from cause
    except Exception as cause:  # a template may call any method of the brief with anything
        raise Broken(f"{target.found.template.name} failed: {type(cause).__name__}: {cause}") from cause
    return "\n".join(line.rstrip() for line in words.strip().splitlines())


def options(target: Target, shot: Shot) -> tuple[dict[str, Any], list[tuple[int, str, str]]]:
    """All options, as `tune` sets them or by default; and (index of the tune, `unknown` or `value`, words) for each wrong one.

    `model` is an option of every backend that has several, whether or not it says so itself. An option of many named things
    takes them one a line: `tune wan lora-rain 0.8` sets `rain` of `lora`.
    """
    fields, can = target.backend.options, target.capabilities
    given: dict[str, Any] = {}
    wrong: list[tuple[int, str, str]] = []
    for n, tune in enumerate(shot.tune):
        if tune.backend != target.name:
            continue
        if tune.key == "model" and can.models:
            if tune.value in can.models:
                given["model"] = tune.value
            else:
                wrong.append((n, "value", f"its models are {', '.join(can.models)}"))
            continue
        key, item = tune.key, ""
        if key not in fields.model_fields:
            key, _, item = key.partition("-")
            if not item or key not in fields.model_fields or get_origin(fields.model_fields[key].annotation) is not dict:
                wrong.append((n, "unknown", tune.key))
                continue
        value = {**given.get(key, {}), item: tune.value} if item else tune.value
        try:
            fields.model_validate({key: value})
        except ValidationError as cause:
            own = [e for e in cause.errors() if e["loc"] and e["loc"][0] == key]
            if own:
                words = own[0]["msg"].removeprefix("Value error, ")
                wrong.append((n, "value", words[0].lower() + words[1:]))
                continue
        given[key] = value
    if wrong:
        return {}, wrong
    model = {"model": given.pop("model", can.model)} if can.models else {}
    own = model if "model" in fields.model_fields else {}
    return {**fields.model_validate({**given, **own}).model_dump(mode="json"), **model}, []
