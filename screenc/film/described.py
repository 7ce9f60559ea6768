"""What the words of `look` and `wears` say of a person, and nothing else: what they leave open is left out."""

from __future__ import annotations

import re

from screenc.film.appearance import OUTER
from screenc.film.looks import Found, scan, shape_of_names
from screenc.film.model import Cast

_ROLES = {
    "doctor": (("coat", "#e6e7e6"), ("shirt", "#8fb0c4")),
    "nurse": (("t-shirt", "#5fa3a3"), ("trousers", "#5fa3a3")),
    "officer": (("uniform", "#26324d"), ("trousers", "#1f2636"), ("cap", "#26324d")),
    "soldier": (("uniform", "#66703f"), ("trousers", "#565d38"), ("boots", "#2a251d")),
    "chef": (("jacket", "#e9e7e2"), ("apron", "#d8d5cd")),
    "waiter": (("vest", "#1d1d21"), ("shirt", "#e9e7e2"), ("apron", "#2b2b30")),
    "priest": (("robe", "#1d1d21"),),
    "boss": (("suit", "#3a4150"), ("shirt", "#e6e3dc"), ("tie", "#7b3440")),
    "worker": (("shirt", "#5b7391"), ("jeans", "#39485f"), ("boots", "#4a3527")),
    "witch": (("robe", "#2a2730"), ("hat", "#1d1b22")),
    "ghost": (("robe", "#cfd3d6"),),
    "royal": (("robe", "#7b2f3b"), ("crown", "#d8b24a")),
}


def described(cast: Cast) -> dict:
    """What the words say, and nothing else; `worn` are the garments by slot. An old coat makes nobody old."""
    said: dict = {}
    title = f"{cast.name or ''} , {cast.id.replace('_', ' ')} , {' , '.join(cast.aka)}"
    look = (cast.look or "").lower()
    names, body, found = scan(title), scan(look), scan(f"{look} ; {cast.wears or ''}")
    for sense in ("age", "shape", "build"):
        for f in [*body, *names]:
            if f.table == sense and not (sense == "age" and f.meaning == "young" and said.get("age") == "child"):
                said.setdefault(sense, f.meaning)
    if "shape" not in said:
        shapes = [shape_of_names()[n] for n in re.findall(r"[a-z]+", title.lower()) if n in shape_of_names()]
        said.update(shape=shapes[0] if shapes else None)
    _read_age(look, said)
    _read_head(found, said)
    said["worn"] = worn = garments(found)
    for f in [*found, *names]:
        for kind, colour in _ROLES[f.meaning] if f.table == "role" else ():
            slot = _slot(kind)
            if slot == "extra" or slot not in worn or (slot == "top" and "role" in said and kind not in OUTER):
                worn.setdefault(slot, []).append((kind, colour))
            if slot == "top":
                said["role"] = f.meaning
    if cast.height is not None:
        said["height"] = int(cast.height)
    elif tall := re.search(r"\b(\d{2,3}) ?cm\b|\b([12])[.,m](\d{2}) ?m?\b", look):
        said["height"] = int(tall[1] or tall[2] + tall[3])
    if cast.tint:
        said["tint"] = cast.tint.lower()
    return said


_YEARS = re.compile(r"\b(\d{1,2})(?:[- ]?(?:years?|yo|ans|jahre|años)\b|세|살|歳|岁)")
_DECADE = re.compile(r"\b(teen|twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:ies|s|y)\b|\b([1-9]0)(?:s\b|대|代)")
_TENS = {"teen": 11, "twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}


def _read_age(words: str, said: dict) -> None:
    if m := _YEARS.search(words):
        years = int(m[1])
    elif m := _DECADE.search(words):
        years = (_TENS[m[1]] if m[1] else int(m[2])) + 4
    else:
        return
    said["age"] = "child" if years < 13 else "young" if years < 30 else "adult" if years < 60 else "old"


_AS_HAIR = {
    "dark": "#2b1d16",
    "pale": "#c9a468",
    "bright": "#a5502a",
    "#b5362f": "#96421f",
    "#d8b24a": "#d8b878",
    "#d9b13b": "#d8b878",
}


def _read_head(found: list[Found], said: dict) -> None:
    """Hair, beard, eyes, skin, and the words of size, which mean the hair beside `hair` and the person elsewhere."""
    nouns = [f for f in found if f.table in ("noun", "style", "beard", "top", "bottom", "shoes", "extra")]
    for f in found:
        near = _nearest(f, nouns)
        if f.table == "style" and not (f.meaning == "hooded" and "hair" in said):
            said.setdefault("hair", f.meaning)
        elif f.table == "haircolour":
            said["hair_colour"] = f.meaning
        elif f.table == "beard" and not (f.meaning == "full" and "beard" in said):
            short = any(g.table == "size" and g.meaning == "short" and g.clause == f.clause for g in found)
            said["beard"] = "short" if f.meaning == "full" and short else f.meaning
        elif f.table == "size":
            if near and near.table == "noun" and near.meaning == "hair":
                if f.meaning in ("long", "short"):
                    said.setdefault("hair", f.meaning)
                elif f.meaning == "little":
                    said.setdefault("stature", "short")
            elif f.meaning != "long" and (near is None or near.table == "noun"):
                said.setdefault("stature", "tall" if f.meaning == "tall" else "short")
        elif f.table == "tone" and f.meaning == "tanned":
            said["skin"] = "#b67a4e"
        elif f.table in ("colour", "tone") and near:
            if near.table == "noun" and near.meaning == "skin":
                said.setdefault("skin", _skin(f))
            elif near.table == "noun" and near.meaning == "eyes":
                said.setdefault("eyes", _toned(f, found, 0.8))
            elif near.table in ("noun", "style", "beard") and (f.table == "colour" or "hair_colour" not in said):
                said["hair_colour"] = _AS_HAIR.get(f.meaning, f.meaning)
    kinds = {f.meaning for f in found if f.table in ("top", "extra")}
    if "headscarf" in kinds:
        said["hair"] = "hooded"


def _nearest(f: Found, nouns: list[Found]) -> Found | None:
    """The noun that an adjective goes with: the next one in its clause, else the last one before it."""
    here = [n for n in nouns if n.clause == f.clause and n is not f and n.at != f.at]
    after = [n for n in here if n.at > f.at]
    before = [n for n in here if n.at < f.at]
    if before and after and f.at - before[-1].at < (after[0].at - f.at) * 0.6:
        return before[-1]
    return after[0] if after else before[-1] if before else None


def _skin(f: Found) -> str:
    tones = {
        "dark": "#5f3a28",
        "pale": "#f0cfb4",
        "#6b4a35": "#8a5a3c",
        "#1d1d21": "#4f3124",
        "#b78f63": "#b67a4e",
        "#66703f": "#c0905f",
        "#e9e7e2": "#f0cfb4",
        "#d8b24a": "#c68a5e",
    }
    return tones.get(f.meaning, "#d9a67e")


def _slot(kind: str) -> str:
    if kind in ("trousers", "jeans", "skirt", "shorts", "leggings"):
        return "bottom"
    if kind in ("boots", "shoes", "sneakers", "heels", "sandals"):
        return "shoes"
    return "extra" if kind in _EXTRA_KINDS else "top"


_EXTRA_KINDS = (
    "scarf",
    "tie",
    "apron",
    "hat",
    "cap",
    "beanie",
    "headscarf",
    "glasses",
    "sunglasses",
    "backpack",
    "gloves",
    "belt",
    "necklace",
    "crown",
)


def garments(found: list[Found]) -> dict[str, list[tuple[str, str | None]]]:
    """Garments by slot, each with the nearest colour, or tone, of its clause that no earlier garment took."""
    worn: dict[str, list[tuple[str, str | None]]] = {}
    taken: set[int] = set()
    heads = [f for f in found if f.table in ("noun", "style", "beard")]
    off = _taken_off(found)
    seen: set[int] = set()
    for f in found:
        if f.table not in ("top", "bottom", "shoes", "extra") or f.meaning in off or f.at in seen:
            continue
        seen.add(f.at)
        near = [
            c
            for c in found
            if c.clause == f.clause
            and c.at not in taken
            and not any(h.clause == c.clause and abs(h.at - c.at) < abs(f.at - c.at) for h in heads)
        ]
        colours = [c for c in near if c.table == "colour"] or [c for c in near if c.meaning in _CLOTH and not _tones(c, found)]
        best = min(colours, key=lambda c: (abs(c.at - f.at) - (5 if c.at < f.at else 0), c.at), default=None)
        if best:
            taken.add(best.at)
        worn.setdefault(f.table, []).append((f.meaning, _cloth(best, found) if best else None))
    return worn


_CLOTH = {"dark": "#2b2d33", "pale": "#d8d3c8", "bright": "#cf8a34"}
"""Cloth of which only a tone is said."""


def _tones(tone: Found, found: list[Found]) -> bool:
    """Whether a tone is that of a colour beside it."""
    return any(c.table == "colour" and c.clause == tone.clause and abs(c.at - tone.at) < 10 for c in found)


def _cloth(said: Found, found: list[Found]) -> str:
    return _toned(said, found) if said.table == "colour" else _CLOTH[said.meaning]


def _taken_off(found: list[Found]) -> set[str]:
    nots = [f for f in found if f.table == "not"]
    return {
        f.meaning
        for f in found
        if f.table in ("top", "extra", "shoes", "bottom") and any(n.clause == f.clause and abs(n.at - f.at) < 16 for n in nots)
    }


def _toned(colour: Found, found: list[Found], by: float = 1.0) -> str:
    """A colour made darker or paler by the word beside it."""
    if colour.table != "colour":
        return {"dark": "#35241a", "pale": "#8fa9b8"}.get(colour.meaning, "#4a6a8a")
    tones = [t.meaning for t in found if t.table == "tone" and t.clause == colour.clause and abs(t.at - colour.at) < 10]
    rgb = [int(colour.meaning[i : i + 2], 16) * by for i in (1, 3, 5)]
    if "dark" in tones:
        rgb = [v * 0.6 for v in rgb]
    elif "pale" in tones:
        rgb = [v + (235 - v) * 0.5 for v in rgb]
    return "#" + "".join(f"{round(min(255, v)):02x}" for v in rgb)
