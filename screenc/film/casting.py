"""Everybody's appearance: the words rule, and what they leave open is dealt so that people are told apart at a glance."""

from __future__ import annotations

import hashlib

from screenc.film.appearance import OUTER, Appearance, Garment
from screenc.film.described import described
from screenc.film.model import Cast, Film

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

_USUAL_COLOURS = {
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
        out[cast.id] = _deal(cast, described(cast), list(out.values()))
    return out


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
        extras.append(Garment(kind=kind, colour=colour or _USUAL_COLOURS.get(kind) or dealt[3]))
    bottom, shoes = (dealt[2], dealt[3]), (dealt[4], dealt[5])
    if top.kind == "suit":
        bottom, shoes = ("trousers", top.colour), ("shoes", "#201a18")
    elif shape == "feminine" and dealt[0] in ("shirt", "sweater") and "bottom" not in worn and dice[9] % 2:
        bottom = ("skirt", dealt[3])
    if worn.get("bottom"):
        kind, colour = worn["bottom"][0]
        bottom = kind, colour or _USUAL_COLOURS.get(kind) or dealt[3]
    if worn.get("shoes"):
        kind, colour = worn["shoes"][0]
        shoes = kind, colour or _USUAL_COLOURS.get(kind) or dealt[5]
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
