"""A film as formatted `.shot` text: what is read back is the same film, though a default that was written out is left out again.

The language holds less than a Python string can: breaks and control characters become spaces, an action longer than a line goes
on in another action, and any other text that is too long is shortened at a word with an ellipsis. Speech is never shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from screenc.film import model
from screenc.film.joining import join
from screenc.lang.format import fact_line, order, speech_line
from screenc.lang.parse import EDITION

MOST_TEXT = 400
MOST_HOW = 80
_BROKEN = re.compile(r"[\x00-\x20\x7f]*[\x00-\x1f\x7f][\x00-\x20\x7f]*")


def write(film: model.Film) -> str:
    """The whole film in one file, stanzas in the order film, cast, voices, places, props, scenes, each shot under its scene."""
    stanzas = [[f"film {film.id}", *_facts("film", _film(film))]]
    stanzas += [[f"cast {c.id}", *_facts("cast", _cast(c))] for c in film.cast]
    stanzas += [[f"voice {v.id}", *_facts("voice", _voice(v))] for v in film.voices]
    stanzas += [[f"place {p.id}", *_facts("place", _thing(p))] for p in film.places]
    stanzas += [[f"prop {p.id}", *_facts("prop", _thing(p))] for p in film.props]
    for scene in film.scenes:
        stanzas.append([f"scene {scene.id} {_scene_head(scene)}", *_facts("scene", _scene(scene))])
        for shot in scene.shots:
            stanzas.append([f"shot {shot.id} {_shot_head(shot, film.rate)}", *_facts("shot", _shot(shot, film.rate))])
        for choice in scene.choices:
            stanzas.append([f"choice {choice.id}", *_facts("choice", _choice(choice, film.rate))])
    return "\n\n".join([f"screenc {EDITION}", *("\n".join(lines) for lines in stanzas)]) + "\nend\n"


Facts = Iterator[tuple[str, str]]
"""(fact word, value) as they come; a spoken line or a pinned beat comes ready made, its value the whole line."""


def facts(thing: model.Typed, rate: Fraction) -> Facts:
    """The facts of one stanza as they would be written; what a head says besides the id comes first, under the stanza's word."""
    match thing:
        case model.Film():
            yield from _film(thing)
        case model.Cast():
            yield from _cast(thing)
        case model.Voice():
            yield from _voice(thing)
        case model.Place() | model.Prop():
            yield from _thing(thing)
        case model.Scene():
            yield "scene", _scene_head(thing)
            yield from _scene(thing)
        case model.Shot():
            yield "length", _shot_head(thing, rate)
            yield from _shot(thing, rate)
        case model.Choice():
            yield from _choice(thing, rate)


def _scene_head(scene: model.Scene) -> str:
    return " ".join([scene.setting, scene.place, *([scene.hour] if scene.hour else [])])


def _shot_head(shot: model.Shot, rate: Fraction) -> str:
    return "auto" if shot.length is None else time(shot.length, rate)


def _facts(kind: str, facts: Facts) -> list[str]:
    ranks = order(kind)
    ranked = sorted(((ranks[key], n, key, value) for n, (key, value) in enumerate(facts)), key=lambda each: each[:2])
    return [value if key == "speech" else fact_line(key, value) for _, _, key, value in ranked]


def number(value: Fraction, least: int = 0) -> str:
    """Exactly, where decimals can; else to nine places."""
    scaled, places = value, 0
    while scaled.denominator != 1 and places < 9:
        scaled, places = scaled * 10, places + 1
    places = max(places, least)
    digits = f"{abs(round(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def time(seconds: Fraction, rate: Fraction) -> str:
    """A length of time: seconds where three decimals hold it, else frames where they do, else seconds."""
    if (seconds * 1000).denominator == 1:
        return f"{number(seconds)}s"
    frames = seconds * rate
    return f"{frames}f" if frames.denominator == 1 else f"{number(seconds)}s"


def text(words: str, most: int = MOST_TEXT) -> str:
    """Words as one line can hold them."""
    words = _BROKEN.sub(" ", words).strip(" ")
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0].rstrip(" ") + "\u2026"


def lines(words: str, joined=lambda a, b: f"{a} {b}") -> list[str]:
    """Words cut into lines that one `joined` after the other are the same words again, wherever there is a place to cut."""
    rest, out = _BROKEN.sub(" ", words).strip(" "), []
    while len(rest) > MOST_TEXT:
        cut = next((at for at in range(MOST_TEXT, 0, -1) if _cuts(rest, at, joined)), MOST_TEXT)
        out.append(rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    return [*out, rest] if rest else out


def _cuts(words: str, at: int, joined) -> bool:
    before, after = words[:at].rstrip(" "), words[at:].lstrip(" ")
    return bool(before and after) and len(before) + len(after) + 1 >= len(words) and joined(before, after) == words


def _text_facts(thing, *names: str) -> Facts:
    for name in names:
        value = getattr(thing, name)
        if value is not None and text(value):
            yield name, text(value)


def _film(film: model.Film) -> Facts:
    yield from _text_facts(film, "title", "logline", "style")
    yield "frame", f"{film.frame.width}x{film.frame.height}"
    yield "rate", f"{_rate(film.rate)}fps"
    if film.length:
        least, most = (time(v, film.rate) for v in (film.length.least, film.length.most))
        yield "length", least if film.length.least == film.length.most else f"{least}..{most}"
    if film.language != "en":
        yield "language", film.language
    yield "backend", film.backend
    if film.budget is not None:
        yield "budget", f"${number(film.budget, least=2)}"
    if film.seed:
        yield "seed", str(film.seed)
    yield from _claims(film.claims)


def _rate(rate: Fraction) -> str:
    return number(rate) if (rate * 1000).denominator == 1 else f"{float(rate):.3f}"


def _cast(cast: model.Cast) -> Facts:
    yield from _text_facts(cast, "name", "look", "wears", "speaks", "ref", "tint")
    yield from (("aka", text(aka)) for aka in cast.aka)
    if cast.height is not None:
        yield "height", f"{number(cast.height)}cm"


def _voice(voice: model.Voice) -> Facts:
    yield from _text_facts(voice, "engine", "speaker")
    if voice.speed != 1:
        yield "speed", f"{number(voice.speed)}x"
    if voice.pitch:
        yield "pitch", f"{number(voice.pitch)}st"


def _thing(thing: model.Place | model.Prop) -> Facts:
    yield from _text_facts(thing, *(name for name in ("look", "ref", "sound") if name in type(thing).model_fields))


def _scene(scene: model.Scene) -> Facts:
    yield from _text_facts(scene, "goal", "mood", "weather", "sound", "music", "next")
    yield from _light(scene.light)
    if scene.with_:
        yield "with", " ".join(scene.with_)
    if scene.axis:
        yield "axis", " ".join(scene.axis)
    yield from _text_facts(scene, "ref", "anchor")
    yield from _claims(scene.claims)


def _light(light: model.Light | None) -> Facts:
    if light and (light.key or light.quality or light.warmth):
        yield "light", " ".join(filter(None, [light.key and f"key {light.key}", light.quality, light.warmth]))


def _shot(shot: model.Shot, rate: Fraction) -> Facts:
    if shot.from_:
        yield "from", shot.from_
    yield from _text_facts(shot, "last")
    if shot.framing:
        yield "framing", " ".join([shot.framing.size, *shot.framing.subjects])
    if shot.angle != "eye":
        yield "angle", shot.angle
    if shot.lens is not None:
        yield "lens", f"{number(shot.lens)}mm"
    camera = shot.camera
    if camera != model.Camera():
        pace = [camera.pace] if camera.pace != "normal" else []
        yield "camera", " ".join([camera.move, *filter(None, [camera.way]), *pace, *camera.subjects])
    yield from _text_facts(shot, "focus", "music", "backend")
    yield from _light(shot.light)
    for mark in shot.marks:
        words = [mark.who, mark.side, mark.depth, mark.facing and f"facing {mark.facing}"]
        yield "mark", " ".join(filter(None, words))
    for word, passages in (("enters", shot.enters), ("exits", shot.exits)):
        yield from ((word, " ".join(filter(None, [p.who, p.side]))) for p in passages)
    yield from (("wears", f"{w.who} {text(w.what)}") for w in shot.wears)
    yield from (("holds", f"{h.who} {h.prop}") for h in shot.holds)
    yield from _beats(shot.beats, rate)
    yield from (("sound", text(sound)) for sound in shot.sound)
    yield from (("text", text(words)) for words in shot.text)
    cut = shot.cut
    if cut != model.Cut():
        yield "cut", " ".join(filter(None, [cut.kind, cut.way, cut.length is not None and time(cut.length, rate)]))
    if shot.seed is not None or shot.motion_seed is not None:
        yield "seed", f"{shot.seed or 0}" + (f" motion {shot.motion_seed}" if shot.motion_seed is not None else "")
    yield from (("tune", f"{t.backend} {t.key} {t.value}") for t in shot.tune)
    yield from (("waive", f"{w.code} until {w.until} {text(w.why)}") for w in shot.waive)
    yield from _claims(shot.claims)


def _beats(beats: tuple[model.Beat, ...], rate: Fraction) -> Facts:
    for beat in beats:
        if beat.at is not None:
            yield "at", time(beat.at, rate)
        if isinstance(beat, model.Action):
            yield from (("action", words) for words in lines(beat.text))
            continue
        how = re.sub(r"[()]", "", text(beat.how or "", MOST_HOW)).strip()
        for number_, words in enumerate(lines(beat.text, join)):
            yield "speech", speech_line(beat.who, None if number_ else how, words)


def _choice(choice: model.Choice, rate: Fraction) -> Facts:
    yield from _text_facts(choice, "ask", "default")
    yield from (("pick", f"{p.scene} {text(p.words)}") for p in choice.picks)
    if choice.timeout is not None:
        yield "timeout", time(choice.timeout, rate)


def _claims(claims: tuple[model.Claim, ...]) -> Facts:
    for claim in claims:
        said = " ".join(filter(None, [claim.check, claim.subject, claim.op, claim.op and claim.value]))
        yield claim.force, f"{said}: {claim.words}" if claim.words else said
