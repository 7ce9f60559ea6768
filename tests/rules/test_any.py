"""Whatever is written, the rules answer: no film makes one of them fall over, and each answer has a code of theirs."""

import random
from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from screenc.film import model as m
from screenc.film.resolve import Resolved, Spans
from screenc.film.rules import check

PEOPLE = ("ANRI", "BEN", "CYD")
WORDS = ("ANRI turns.", "They wait in the sunlight.", "BEN takes the cup.", "…", "雨。")
LINES = ("Well?", "I walked all the way from the harbour in the rain.", "…", "さようなら", "No. " * 60)


def any_film(deal: random.Random) -> m.Film:
    def some(values, most=2):
        return tuple(deal.sample(values, deal.randint(0, min(most, len(values)))))

    def maybe(value, share=0.5):
        return value() if deal.random() < share else None

    def beat():
        at = maybe(lambda: Fraction(deal.randint(0, 12), 2), 0.2)
        if deal.random() < 0.5:
            return m.Action(text=deal.choice(WORDS), at=at)
        how = maybe(lambda: deal.choice(("off screen", "softly")), 0.3)
        return m.Speech(who=deal.choice(PEOPLE), how=how, text=deal.choice(LINES), at=at)

    def passages():
        return tuple(m.Passage(who=who, side=maybe(lambda: deal.choice(("left", "right")))) for who in some(PEOPLE, 1))

    def size():
        return m.Framing(size=deal.choice(m.SIZES), subjects=some(PEOPLE, 3))

    def shot(id, earlier):
        return m.Shot(
            id=id,
            length=maybe(lambda: Fraction(deal.randint(1, 240), 24)),
            framing=maybe(size, 0.8),
            from_=maybe(lambda: deal.choice([*earlier, id]), 0.2),
            angle=deal.choice(m.ANGLES),
            lens=maybe(lambda: Fraction(deal.choice((14, 35, 85)))),
            focus=maybe(lambda: deal.choice(PEOPLE), 0.3),
            camera=m.Camera(move=deal.choice(m.MOVES), way=maybe(lambda: deal.choice(m.WAYS), 0.3), subjects=some(PEOPLE)),
            marks=tuple(
                m.Mark(
                    who=who,
                    side=maybe(lambda: deal.choice(m.SIDES)),
                    depth=maybe(lambda: deal.choice(m.DEPTHS)),
                    facing=maybe(lambda: deal.choice(m.FACINGS)),
                )
                for who in some(PEOPLE, 3)
            ),
            enters=passages(),
            exits=passages(),
            wears=tuple(m.Wears(who=who, what=deal.choice(("coat", "shirt"))) for who in some(PEOPLE, 1)),
            holds=tuple(m.Holds(who=who, prop=deal.choice(("cup", "nothing"))) for who in some(PEOPLE)),
            beats=tuple(beat() for _ in range(deal.randint(0, 4))),
            cut=m.Cut(kind=deal.choice(m.CUTS), length=maybe(lambda: Fraction(deal.randint(1, 48), 24))),
            waive=tuple(
                m.Waive(code=code, until=deal.choice(("2020-01-01", "2030-01-01")), why="meant")
                for code in some(("W0412", "W0426", "E0401", "W9999"), 1)
            ),
        )

    scenes, ids = [], [f"s{n}" for n in range(1, deal.randint(2, 6))]
    earlier: list[str] = []
    for id in ids:
        shots = [shot(f"{id}.{n}", earlier) for n in range(1, deal.randint(1, 7))]
        earlier += [s.id for s in shots]
        picks = tuple(m.Pick(scene=s, words="go") for s in some(ids, 3))
        choice = m.Choice(id=f"{id}.way", picks=picks, default=maybe(lambda: deal.choice(ids)))
        scenes.append(
            m.Scene(
                id=id,
                setting=deal.choice(get_args(m.Setting)),
                place=deal.choice(("street", "kitchen")),
                with_=some(PEOPLE, 3),
                axis=maybe(lambda: tuple(deal.sample(PEOPLE, 2))),
                shots=tuple(shots),
                hour=maybe(lambda: deal.choice(m.HOURS), 0.8),
                next=maybe(lambda: deal.choice(ids), 0.3),
                choices=(choice,) if deal.random() < 0.3 else (),
            )
        )
    return m.Film(
        id="rain",
        scenes=tuple(scenes),
        cast=tuple(m.Cast(id=who, name=who.title(), look=maybe(lambda: "tall")) for who in PEOPLE),
        places=(m.Place(id="street"), m.Place(id="kitchen")),
        props=(m.Prop(id="cup"),),
        language=deal.choice(("en", "ja")),
        length=maybe(lambda: m.Bounds(least=Fraction(5), most=Fraction(20))),
    )


@pytest.mark.parametrize("seed", range(100))
def test_any_film_is_answered(seed):
    film = any_film(random.Random(seed))
    told = check(Resolved(film, Spans()), date(2026, 6, 1))
    assert all(d.code[1:3] == "04" for d in told)
    assert told == check(Resolved(film, Spans()), date(2026, 6, 1)), "the same film is told the same, in the same order"


def test_no_scenes_no_answer():
    assert check(Resolved(m.Film(id="rain"), Spans())) == []
