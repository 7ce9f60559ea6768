"""What a person looks like, as data that everybody draws and judges by; `casting` reads it from words."""

from __future__ import annotations

from typing import Literal

from screenc.film.model import Typed

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
