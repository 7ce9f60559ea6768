"""Looks in words become the person that they say, in seven languages, and nobody looks like anybody else."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from screenc.film.appearance import Appearance
from screenc.film.casting import appearances
from screenc.film.model import Cast, Film


def read(look: str | None = None, *, wears: str | None = None, id: str = "X", **more) -> Appearance:
    return appearances(Film(id="f", cast=(Cast(id=id, look=look, wears=wears, **more),)))[id]


def worn(a: Appearance) -> dict[str, str]:
    return {g.kind: g.colour for g in (a.top, a.bottom, a.shoes, *a.extras)}


RED, BLUE, GREEN, YELLOW, BLACK, WHITE, GREY, BROWN = (
    "#b5362f",
    "#3f6ea8",
    "#4f7f52",
    "#d9b13b",
    "#1d1d21",
    "#e9e7e2",
    "#85878b",
    "#6b4a35",
)
NAVY = "#26324d"


@pytest.mark.parametrize(
    ("look", "expected", "garments"),
    [
        ("slightly shorter; expressive eyes; red scarf", {}, {"scarf": RED}),
        (
            "tall woman in her sixties, grey bun, navy raincoat",
            {"shape": "feminine", "age": "old", "hair": "bun", "hair_colour": GREY},
            {"raincoat": NAVY},
        ),
        (
            "a boy with curly black hair, yellow hoodie",
            {"shape": "masculine", "age": "child", "hair": "curly", "hair_colour": BLACK},
            {"hoodie": YELLOW},
        ),
        ("old man with a white beard and a brown hat", {"age": "old", "shape": "masculine", "beard": "full"}, {"hat": BROWN}),
        (
            "bald, stocky man in a black suit and a red tie",
            {"hair": "bald", "build": "broad"},
            {"suit": BLACK, "tie": RED, "trousers": BLACK},
        ),
        ("long blonde hair, green eyes, blue dress", {"hair": "long", "hair_colour": "#d8b878"}, {"dress": BLUE}),
        ("a short woman, short red hair", {"hair": "short", "hair_colour": "#96421f"}, {}),
        (
            "dark-skinned girl with braids, white t-shirt, jeans, red sneakers",
            {"hair": "braids", "skin": "#5f3a28", "age": "child"},
            {"t-shirt": WHITE, "jeans": "#39485f", "sneakers": RED},
        ),
        (
            "teenager, ponytail, green jacket over a white shirt, black skirt",
            {"age": "young", "hair": "ponytail"},
            {"jacket": GREEN, "shirt": WHITE, "skirt": BLACK},
        ),
        ("72 years old, glasses, moustache", {"age": "old", "beard": "moustache"}, {"glasses": "#2a2a2e"}),
        (
            "in his thirties, unshaven, blue uniform, black boots",
            {"age": "adult", "beard": "stubble", "shape": "masculine"},
            {"uniform": BLUE, "boots": BLACK},
        ),
        ("chubby man with an afro and a goatee", {"build": "heavy", "hair": "afro", "beard": "short"}, {}),
        ("thin, bob, black turtleneck", {"build": "slight", "hair": "bob"}, {"sweater": BLACK}),
        ("woman in a hijab, grey coat", {"hair": "hooded"}, {"coat": GREY, "headscarf": None}),
        ("dark blue coat", {}, {"coat": "#264265"}),
        ("a nurse", {}, {"t-shirt": None, "trousers": None}),
        ("écharpe rouge, manteau bleu, cheveux longs", {"hair": "long"}, {"scarf": RED, "coat": BLUE}),
        ("vieille femme, chapeau noir, lunettes", {"age": "old", "shape": "feminine"}, {"hat": BLACK, "glasses": "#2a2a2e"}),
        ("petit garçon aux cheveux bouclés, chemise blanche", {"age": "child", "hair": "curly"}, {"shirt": WHITE}),
        ("roter Schal, alter Mann mit weißem Bart", {"age": "old", "beard": "full", "hair_colour": WHITE}, {"scarf": RED}),
        (
            "junge Frau, Zopf, grüner Mantel, schwarze Stiefel",
            {"shape": "feminine", "hair": "braids"},
            {"coat": GREEN, "boots": BLACK},
        ),
        ("mujer joven con pelo corto y vestido verde", {"age": "young", "hair": "short", "shape": "feminine"}, {"dress": GREEN}),
        ("anciano calvo con bigote, chaqueta azul", {"age": "old", "hair": "bald", "beard": "moustache"}, {"jacket": BLUE}),
        ("키 큰 남자, 검은 머리, 회색 코트, 안경", {"shape": "masculine", "hair_colour": BLACK}, {"coat": GREY, "glasses": None}),
        ("할머니, 하얀 머리, 빨간 목도리", {"age": "old", "shape": "feminine", "hair_colour": WHITE}, {"scarf": RED}),
        ("단발머리 여자, 노란 원피스", {"hair": "bob", "shape": "feminine"}, {"dress": YELLOW}),
        ("背の高い女性、長い黒髪、青いコート", {"shape": "feminine", "hair": "long", "hair_colour": BLACK}, {"coat": BLUE}),
        ("眼鏡の少年、赤いパーカー", {"age": "child", "shape": "masculine"}, {"hoodie": RED, "glasses": None}),
        ("年轻的女孩，红色毛衣，马尾", {"hair": "ponytail", "shape": "feminine"}, {"sweater": RED}),
        ("老人，白胡子，黑色大衣", {"age": "old", "beard": "full"}, {"coat": BLACK}),
        ("skin like weather; a voice of gravel; zorblax", {}, {}),
        ("", {}, {}),
    ],
)
def test_a_look_is_read(look, expected, garments):
    a = read(look)
    for field, value in expected.items():
        assert getattr(a, field) == value, field
    on = worn(a)
    for kind, colour in garments.items():
        assert kind in on
        assert colour is None or on[kind] == colour, kind


def test_words_of_height_and_the_fact_of_height():
    assert read("a tall man").height > read("a man").height > read("a short man").height
    assert read("a man, 192cm").height == 192
    assert read("a tall man", height=150).height == 150
    assert read("키 큰 남자").height > read("키 작은 남자").height


def test_names_and_titles_tell_the_shape():
    assert read(None, name="Mrs Okafor").shape == "feminine"
    assert read(None, id="GRANDPA").shape == "masculine"
    assert read(None, id="GRANDPA").age == "old"
    assert read(None, id="ANRI").shape == "feminine"


def test_twelve_undescribed_people_are_told_apart():
    cast = tuple(Cast(id=i) for i in ["ABE", "BOB", "CAT", "DAN", "EVE", "FAY", "GUS", "HAL", "IDA", "JOE", "KIM", "LEE"])
    people = list(appearances(Film(id="f", cast=cast)).values())
    for a, b in itertools.combinations(people, 2):
        apart = sum(abs(int(a.top.colour[i : i + 2], 16) - int(b.top.colour[i : i + 2], 16)) for i in (1, 3, 5))
        differ = sum(getattr(a, f) != getattr(b, f) for f in ("hair", "hair_colour", "skin", "build", "beard", "shape", "height"))
        assert apart >= 24 and differ >= 3, (a, b)
    assert len({a.hair for a in people}) >= 7 and len({a.skin for a in people}) >= 7
    assert len({a.build for a in people}) >= 3 and len({a.shape for a in people}) == 2


def test_the_same_film_gives_the_same_people():
    film = Film(id="f", cast=(Cast(id="A", look="red scarf"), Cast(id="B")))
    assert appearances(film) == appearances(film)


def test_the_tint_dresses_whoever_has_no_colour_of_their_own():
    a = read("tall", tint="#336699")
    assert a.tint == a.top.colour == "#336699"
    b = read("green coat", tint="#336699")
    assert b.tint == "#336699" and b.top.colour == GREEN


def test_clothes_say_nothing_of_the_body():
    plain = read("dark hair", wears="a shirt")
    for wears in ("an old coat", "a child's scarf", "a heavy coat", "a lady's hat"):
        worn = read("dark hair", wears=wears)
        assert (worn.age, worn.build, worn.shape, worn.height) == (plain.age, plain.build, plain.shape, plain.height)


def test_cloth_of_a_tone_alone_is_of_that_tone():
    def light(colour: str) -> int:
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    assert light(read(wears="a dark jacket").top.colour) < 180 < 540 < light(read(wears="a pale jacket").top.colour)
    coat = read(wears="a dark blue coat over a shirt")
    assert worn(coat)["shirt"] != read(wears="a dark shirt").top.colour, "the tone is the coat's"


def test_reading_looks_loads_nothing_heavy():
    code = "import sys, screenc.film.casting; sys.exit(any(m in sys.modules for m in ('numpy', 'numba', 'av')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
