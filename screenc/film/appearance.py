"""What a person looks like, read from the words of `look` and `wears`, so that everybody draws and judges the same person."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from screenc.film.looks import Found, scan, shape_of_names
from screenc.film.model import Cast, Film, Typed

Build = Literal["slight", "average", "broad", "heavy"]
Age = Literal["child", "young", "adult", "old"]
Shape = Literal["feminine", "masculine", "neutral"]
HairStyle = Literal["bald", "buzz", "short", "parted", "curly", "bob", "long", "ponytail", "bun", "afro", "braids", "hooded"]
Beard = Literal["none", "stubble", "moustache", "short", "full"]


class Garment(Typed):
    """`kind` is the plain English noun (coat, shirt, dress, trousers, scarf, hat, glasses, apron, ...)."""

    kind: str
    colour: str


class Appearance(Typed):
    """A person in colours `#rrggbb` and centimetres; what the words left open is dealt from the id, unlike the others."""

    height: int = 170
    build: Build = "average"
    age: Age = "adult"
    shape: Shape = "neutral"
    skin: str = "#d9a67e"
    hair: HairStyle = "short"
    hair_colour: str = "#2b1d14"
    eyes: str = "#3b2a1e"
    beard: Beard = "none"
    top: Garment = Garment(kind="shirt", colour="#5b7c99")
    bottom: Garment = Garment(kind="trousers", colour="#2f3440")
    shoes: Garment = Garment(kind="shoes", colour="#241d1a")
    extras: tuple[Garment, ...] = ()
    tint: str = "#5b7c99"


OUTER = ("coat", "raincoat", "jacket", "suit", "vest", "robe", "uniform")
"""Tops that are worn over another top, which then stands among the extras."""

_SKINS = ("#f0cfb4", "#c68a5e", "#8a5a3c", "#e3b48e", "#5f3a28", "#d9a67e", "#a9714a", "#eec3a0", "#74492f")
_HAIRS = ("#241916", "#4a2e20", "#6b4a30", "#191518", "#8a5a34", "#35231b", "#b08a54", "#7a3b22")
_GREYS = ("#a3a19d", "#d8d5ce", "#7d7b79")
_IRISES = ("#4a3020", "#5a7a52", "#5b7f9c", "#6d5330", "#33241b", "#7b8a8f")
_STYLES = {
    "feminine": ("long", "bob", "bun", "ponytail", "curly", "short", "braids", "parted"),
    "masculine": ("short", "parted", "curly", "buzz", "short", "afro", "bald", "long"),
    "neutral": ("short", "curly", "bob", "parted", "ponytail", "long", "buzz", "afro"),
}
_ENSEMBLES = (  # top, its colour, bottom, its colour, shoes, their colour: muted, so that one accent tells
    ("jacket", "#4e6a78", "trousers", "#2c2f36", "shoes", "#2a211d"),
    ("sweater", "#b0593f", "jeans", "#39485f", "boots", "#4a3527"),
    ("shirt", "#d8cfbd", "trousers", "#4b4238", "shoes", "#5a4030"),
    ("hoodie", "#6f7f5a", "jeans", "#2e3a4e", "sneakers", "#d9d5cc"),
    ("coat", "#7d5a6a", "trousers", "#26262b", "boots", "#221d1c"),
    ("sweater", "#c79a3f", "trousers", "#3a3f38", "shoes", "#3a2b22"),
    ("shirt", "#7a8fb3", "trousers", "#5b5348", "shoes", "#2a211d"),
    ("jacket", "#3d3a4f", "jeans", "#56657a", "boots", "#332620"),
    ("sweater", "#8f6f9a", "trousers", "#2f3440", "shoes", "#241d1a"),
    ("shirt", "#c27f78", "trousers", "#33404a", "sneakers", "#e2ded5"),
    ("coat", "#a98d68", "trousers", "#2d2a2c", "shoes", "#3a2920"),
    ("hoodie", "#39706d", "jeans", "#31353f", "sneakers", "#b5b2aa"),
    ("vest", "#5c4a3b", "trousers", "#6a6256", "boots", "#33261f"),
    ("sweater", "#e1ddd2", "jeans", "#3c5068", "sneakers", "#8b8f94"),
    ("jacket", "#84402f", "trousers", "#22252c", "boots", "#2a211c"),
    ("shirt", "#455a45", "trousers", "#8a7c66", "shoes", "#463326"),
)
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
_SLOT_COLOURS = {
    "scarf": "#a33a35",
    "tie": "#7b3440",
    "apron": "#d9d2c3",
    "glasses": "#2a2a2e",
    "sunglasses": "#17171a",
    "gloves": "#3a2f2a",
    "belt": "#3a2a20",
    "necklace": "#d8c27a",
    "crown": "#d8b24a",
    "backpack": "#5a5f4a",
    "jeans": "#39485f",
    "raincoat": "#c7a53c",
    "boots": "#3a2a20",
    "sneakers": "#dcd8cf",
    "heels": "#2b2024",
    "uniform": "#26324d",
}
_HEIGHTS = {"child": (128, 118, 136), "young": (172, 164, 179), "adult": (174, 167, 182), "old": (168, 161, 174)}


def appearances(film: Film) -> dict[str, Appearance]:
    """Everybody of a film; the words rule, and what they leave open keeps each person unlike the ones before."""
    out: dict[str, Appearance] = {}
    for cast in film.cast:
        out[cast.id] = _deal(cast, _read(cast), list(out.values()))
    return out


def dressed(appearance: Appearance, wears: str) -> Appearance:
    """The same person after a change of clothes: named garments replace those of their kind, `no hat` takes one off."""
    said = _garments(scan(wears))
    off = _taken_off(scan(wears))
    slots = {"top": appearance.top, "bottom": appearance.bottom, "shoes": appearance.shoes}
    extras = {g.kind: g for g in appearance.extras if g.kind not in off}
    if "top" in said and slots["top"].kind not in OUTER and any(k in OUTER for k, _ in said["top"]):
        extras["shirt"] = slots["top"]
    for slot, worn in said.items():
        for kind, colour in worn:
            garment = Garment(kind=kind, colour=colour or _SLOT_COLOURS.get(kind) or appearance.tint)
            if slot == "extra" or (slot == "top" and kind not in OUTER and any(k in OUTER for k, _ in worn)):
                extras[kind] = garment
            else:
                slots[slot] = garment
                if kind == "suit":
                    slots["bottom"] = Garment(kind="trousers", colour=garment.colour)
    if "top" in said and slots["top"].kind not in OUTER:
        extras.pop("shirt", None)
    if slots["top"].kind in off and "shirt" in extras:
        slots["top"] = extras.pop("shirt")
    return appearance.model_copy(update={**slots, "extras": tuple(extras.values())})


def _read(cast: Cast) -> dict:
    """What the words say, and nothing else; `worn` are the garments by slot."""
    said: dict = {}
    title = f"{cast.name or ''} , {cast.id.replace('_', ' ')} , {' , '.join(cast.aka)}"
    words = f"{cast.look or ''} ; {cast.wears or ''}"
    names, found = scan(title), scan(words)
    for sense in ("age", "shape", "build"):
        for f in [*found, *names]:
            if f.table == sense and not (sense == "age" and f.meaning == "young" and said.get("age") == "child"):
                said.setdefault(sense, f.meaning)
    if "shape" not in said:
        shapes = [shape_of_names()[n] for n in re.findall(r"[a-z]+", title.lower()) if n in shape_of_names()]
        said.update(shape=shapes[0] if shapes else None)
    _read_age(words.lower(), said)
    _read_head(found, said)
    said["worn"] = worn = _garments(found)
    for f in [*found, *names]:
        for kind, colour in _ROLES[f.meaning] if f.table == "role" else ():
            slot = _slot(kind)
            if slot == "extra" or slot not in worn or (slot == "top" and "role" in said and kind not in OUTER):
                worn.setdefault(slot, []).append((kind, colour))
            if slot == "top":
                said["role"] = f.meaning
    if cast.height is not None:
        said["height"] = int(cast.height)
    elif tall := re.search(r"\b(\d{2,3}) ?cm\b|\b([12])[.,m](\d{2}) ?m?\b", words.lower()):
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


def _garments(found: list[Found]) -> dict[str, list[tuple[str, str | None]]]:
    """Garments by slot, each with the nearest colour of its clause that no earlier garment took."""
    worn: dict[str, list[tuple[str, str | None]]] = {}
    taken: set[int] = set()
    heads = [f for f in found if f.table in ("noun", "style", "beard")]
    off = _taken_off(found)
    seen: set[int] = set()
    for f in found:
        if f.table not in ("top", "bottom", "shoes", "extra") or f.meaning in off or f.at in seen:
            continue
        seen.add(f.at)
        colours = [
            c
            for c in found
            if c.table == "colour"
            and c.clause == f.clause
            and c.at not in taken
            and not any(h.clause == c.clause and abs(h.at - c.at) < abs(f.at - c.at) for h in heads)
        ]
        best = min(colours, key=lambda c: (abs(c.at - f.at) - (5 if c.at < f.at else 0), c.at), default=None)
        if best:
            taken.add(best.at)
        worn.setdefault(f.table, []).append((f.meaning, _toned(best, found) if best else None))
    return worn


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


def _deal(cast: Cast, said: dict, others: list[Appearance]) -> Appearance:
    """Fill in what was not said, by the id's own hash, but away from what the others already are."""
    dice = hashlib.sha256(cast.id.encode()).digest()

    def pick(i: int, choices, used) -> str:
        """The least used choice; among equals, the one that the id's i-th byte points at first."""
        turned = [choices[(dice[i] + k) % len(choices)] for k in range(len(choices))]
        return min(turned, key=lambda c: sum(c == u for u in used))

    age = said.get("age", "adult")
    shape = said.get("shape") or pick(0, ("feminine", "masculine"), [o.shape for o in others])
    like = [o for o in others if o.shape == shape]
    build = said.get("build") or pick(
        1, ("average", "slight", "average", "broad") if age != "child" else ("average", "slight"), [o.build for o in like]
    )
    fair = said.get("hair_colour") in ("#96421f", "#a5502a", "#d8b878", "#c9a468")
    skins = [s for s in _SKINS if (not fair or s > "#d") and (said.get("hair") != "afro" or s < "#b")]
    skin = said.get("skin") or pick(2, skins or _SKINS, [o.skin for o in others])
    hair = said.get("hair") or pick(3, _STYLES[shape][: 6 if age == "child" else 8], [o.hair for o in others])
    if "hair" not in said and ((age == "child" and hair in ("bald", "bun")) or (hair == "afro" and int(skin[1:3], 16) > 0xB0)):
        hair = "curly"
    tones = _GREYS if age == "old" else _HAIRS[:6] if int(skin[1:3], 16) < 0xB0 else _HAIRS
    hair_colour = said.get("hair_colour") or pick(4, tones, [o.hair_colour for o in others])
    eyes = said.get("eyes") or pick(
        5, _IRISES if int(skin[1:3], 16) > 0xD0 else (_IRISES[0], _IRISES[4], _IRISES[3]), [o.eyes for o in others]
    )
    beards = ("none", "stubble", "none", "short", "moustache", "none", "full")
    grown = shape == "masculine" and age not in ("child", "young")
    beard = said.get("beard") or (pick(6, beards, [o.beard for o in like]) if grown else "none")
    return Appearance(
        height=_height(said, age, shape, dice[7], like),
        build=build,
        age=age,
        shape=shape,
        skin=skin,
        hair=hair,
        hair_colour=hair_colour,
        eyes=eyes,
        beard=beard,
        **_clothes(said, shape, age, dice, others),
    )


def _height(said: dict, age: str, shape: str, die: int, like: list[Appearance]) -> int:
    if "height" in said:
        return max(60, min(230, said["height"]))
    middle, low, high = _HEIGHTS[age]
    drop = 9 if shape == "feminine" and age != "child" else 0
    if "stature" in said:
        return (high + 4 if said["stature"] == "tall" else low - 5) - drop
    options = [middle + d - drop for d in (0, 5, -5, 8, -7, 3, -3)]
    turned = [options[(die + k) % len(options)] for k in range(len(options))]
    return max(turned, key=lambda h: min((abs(h - o.height) for o in like), default=0))


def _clothes(said: dict, shape: str, age: str, dice: bytes, others: list[Appearance]) -> dict:
    worn = said["worn"]
    turned = [_ENSEMBLES[(dice[8] + k) % len(_ENSEMBLES)] for k in range(len(_ENSEMBLES))]
    if age == "child":
        turned = [e for e in turned if e[0] in ("hoodie", "sweater", "shirt")]
    wanted = said.get("tint") or next((c for _, c in worn.get("top", ()) if c), None)
    if wanted:
        dealt = max(turned, key=lambda e: _apart(e[3], wanted))
    else:
        dealt = max(turned, key=lambda e: min((_apart(e[1], o.top.colour) for o in others), default=0))
    tops = [(k, c) for k, c in worn.get("top", ())]
    outer = next(((k, c) for k, c in tops if k in OUTER), tops[0] if tops else (dealt[0], None))
    top = Garment(kind=outer[0], colour=outer[1] or said.get("tint") or dealt[1])
    extras = [Garment(kind=k, colour=c or "#e0dbd0") for k, c in tops if (k, c) != outer and k not in OUTER]
    for kind, colour in worn.get("extra", ()):
        extras.append(Garment(kind=kind, colour=colour or _SLOT_COLOURS.get(kind) or dealt[3]))
    bottom, shoes = (dealt[2], dealt[3]), (dealt[4], dealt[5])
    if top.kind == "suit":
        bottom, shoes = ("trousers", top.colour), ("shoes", "#201a18")
    elif shape == "feminine" and dealt[0] in ("shirt", "sweater") and "bottom" not in worn and dice[9] % 2:
        bottom = ("skirt", dealt[3])
    if worn.get("bottom"):
        kind, colour = worn["bottom"][0]
        bottom = kind, colour or _SLOT_COLOURS.get(kind) or dealt[3]
    if worn.get("shoes"):
        kind, colour = worn["shoes"][0]
        shoes = kind, colour or _SLOT_COLOURS.get(kind) or dealt[5]
    return {
        "top": top,
        "bottom": Garment(kind=bottom[0], colour=bottom[1]),
        "shoes": Garment(kind=shoes[0], colour=shoes[1]),
        "extras": tuple(extras),
        "tint": said.get("tint") or top.colour,
    }


def _apart(a: str, b: str) -> float:
    """How unlike two colours are, weighted as the eye does."""
    d = [(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) * w for i, w in ((1, 0.55), (3, 0.75), (5, 0.4))]
    return sum(x * x for x in d) ** 0.5
