"""Every kind of place stands up, the same each time, with room to act and to come and go."""

from fractions import Fraction

import numpy as np
import pytest

from screenc.contract import Brief, Person
from screenc.film.appearance import Appearance
from screenc.film.model import Framing
from screenc.stage import set as stage_set
from screenc.stage.set_ground import survey
from screenc.stage.set_words import EXTERIORS, INTERIORS, kind_of
from screenc.stage.sightline import distances

PLACES = [("int", k) for k in (*INTERIORS, "nowhere")] + [("ext", k) for k in (*EXTERIORS, "nowhere")]


def brief(setting: str, place: str, size: str = "long", hour: str = "day", **more) -> Brief:
    people = (
        Person(id="A", name="A", appearance=Appearance(), in_frame=True, side="left", depth="mid", facing="right"),
        Person(id="B", name="B", appearance=Appearance(), in_frame=True, side="right", depth="mid", facing="left"),
    )
    return Brief(
        shot="s1.1",
        scene="s1",
        length=Fraction(4),
        width=640,
        height=360,
        rate=Fraction(24),
        setting=setting,
        place=place,
        hour=hour,
        framing=Framing(size=size, subjects=("A", "B")),
        axis=("A", "B"),
        people=people,
        **more,
    )


@pytest.mark.parametrize(("setting", "place"), PLACES)
def test_a_place_leaves_room_to_act(setting, place):
    built = stage_set.build(brief(setting, place))
    assert 40 <= len(built.solids) <= 270
    assert built.interior == (setting == "int")
    assert np.isfinite(built.solids.a).all() and (built.solids.colour >= 0).all() and (built.solids.colour <= 1).all()
    chests = np.array([(x, 1.2, z) for x in (-1.3, 0, 1.3) for z in (-1.0, 0, 1.0, 1.6)], np.float32)
    assert distances(built.solids, chests).min() > 0.2


@pytest.mark.parametrize(("setting", "place"), PLACES[:4] + PLACES[-4:])
def test_every_shot_of_a_place_gets_the_same_place(setting, place):
    one, two = (stage_set.build(brief(setting, place, hour="night")) for _ in range(2))
    columns = ("a", "b", "size", "colour", "material", "look")
    assert all(np.array_equal(getattr(one.solids, f), getattr(two.solids, f)) for f in columns)
    assert one.lamps == two.lamps and one.skyline == two.skyline
    close = stage_set.build(brief(setting, place, "close", hour="night"))
    assert one.floor_colour == close.floor_colour and abs(len(one.solids) - len(close.solids)) < 60


def test_two_places_of_a_kind_differ():
    one, two = (stage_set.build(brief("ext", p)) for p in ("street-of-saints", "street-of-thieves"))
    assert one.solids.a.shape != two.solids.a.shape or not np.allclose(one.solids.a, two.solids.a)


@pytest.mark.parametrize(
    ("setting", "place", "look", "kind"),
    [
        ("ext", "street", None, "street"),
        ("ext", "x1", "a quiet park with a pond", "park"),
        ("int", "x1", "작은 카페", "cafe"),
        ("int", "x1", "une cuisine claire", "kitchen"),
        ("int", "x1", "ein altes Büro", "office"),
        ("ext", "x1", "una playa al amanecer", "beach"),
        ("ext", "x1", "駅のホーム", "platform"),
        ("int", "x1", "医院走廊", "hospital"),
        ("int", "forum", None, "room"),
        ("ext", "xyz", None, "open"),
        ("ext", "tram-stop", None, "street"),
        ("int", "train-carriage", None, "train"),
        ("ext", "elsinore", None, "courtyard"),
    ],
)
def test_words_choose_the_place(setting, place, look, kind):
    assert kind_of(setting, place, look) == kind


def test_colour_and_material_words_are_heard():
    plain, red = (stage_set.build(brief("int", "flat", place_look=look)) for look in ("a flat", "a flat with red brick walls"))
    assert not np.allclose(plain.solids.colour[0], red.solids.colour[0])
    assert red.solids.material[0] != plain.solids.material[0]


def test_lamps_burn_at_night():
    day, night = (stage_set.build(brief("ext", "street", hour=h)) for h in ("day", "night"))
    assert len(night.lamps) > len(day.lamps)


def test_the_fourth_wall_goes_only_when_it_cannot_be_seen():
    wide = stage_set.build(brief("int", "office"))
    ground = survey(brief("int", "office"))
    assert not (np.abs(wide.solids.a[:, 2] - (ground.front - 0.1)) < 0.05).any()
    back = stage_set.build(brief("int", "office", "pov"))
    assert len(back.solids) > 40


@pytest.mark.parametrize("place", ["office", "cafe", "living", "corridor"])
def test_doorways_are_open(place):
    b = brief("int", place)
    ground, built = survey(b), stage_set.build(b)
    way = np.array(
        [
            (x, y, ground.door)
            for x in (
                ground.left - 0.5,
                ground.left - 0.1,
                ground.left + 0.4,
                ground.right - 0.4,
                ground.right + 0.1,
                ground.right + 0.5,
            )
            for y in (0.4, 1.2, 1.8)
        ],
        np.float32,
    )
    assert distances(built.solids, way).min() > 0.2
