"""The offline engine directs as a director would: what it opens on, how it cuts, where it moves, whom it shows."""

from __future__ import annotations

from fractions import Fraction

import pytest

from screenc.film.model import Film, Shot, Speech
from screenc.film.timing import estimate, lay_out
from screenc.scripter import delivery
from screenc.scripter.coverage import WIDE
from screenc.scripter.engines import Wishes
from screenc.scripter.engines.rules import script
from screenc.scripter.read import read
from screenc.scripter.setting import read_place
from screenc.scripter.tongue import tongue
from screenc.text import Source

QUARREL = """A rooftop at night.

ANA: You came up here to smoke?
BEN: I came up here to think.
ANA: You never think.
BEN: That is not fair.
ANA: You sold the boat. You sold it and you never told me!
BEN (quietly): I had to.
ANA: Had to! Had to! You promised me!
BEN: I know what I promised.
ANA: Then say it.
BEN: I am sorry.
"""
PARTY = """INT. CAFE - EVENING

NORA: We are closed.
OTTO: I know.
NORA: Then why are you here?
OTTO: Habit.

[IDRIS enters with a letter.]

IDRIS: This came for you.
NORA: At night?
OTTO: Open it.

[IDRIS leaves.]

NORA: I will read it later.
OTTO: Read it now.
"""


def directed(text: str, **wishes) -> Film:
    dialogue, found = read(Source("talk.txt", text))
    assert found == []
    return script(dialogue, Wishes(**wishes)).film


def shots(film: Film) -> list[Shot]:
    return [shot for _, shot in film.shots()]


def seconds(film: Film, shot: Shot) -> float:
    def spoken(speech: Speech) -> Fraction:
        return estimate(speech.text, film.language, film.voice_of(film.cast_of(speech.who).speaks).speed)

    return float(lay_out(film, shot, spoken).length)


def test_opens_wide_then_on_the_two_and_ends_in_the_dark():
    film = directed(QUARREL)
    first, second, *_, last = shots(film)
    assert first.framing.size in WIDE and set(first.framing.subjects) == {"ANA", "BEN"}
    assert second.framing.size == "two-shot"
    assert last.cut.kind == "fade"


def test_comes_closer_as_it_tightens_and_moves_only_on_the_turn():
    film = directed(QUARREL)
    ladder = ["two-shot", "medium", "over-shoulder", "medium-close", "close", "extreme-close"]
    spoken = [s for s in shots(film) if any(isinstance(b, Speech) for b in s.beats) and s.framing.size in ladder]
    half = len(spoken) // 2
    early = [ladder.index(s.framing.size) for s in spoken[:half]]
    late = [ladder.index(s.framing.size) for s in spoken[half:]]
    assert sum(late) / len(late) > sum(early) / len(early)
    pushed = [s for s in shots(film)[1:] if s.camera.move == "push-in"]
    assert len(pushed) == 1 and pushed[0].framing.size in ("close", "extreme-close", "medium-close")
    assert any("promised" in b.text or "sold" in b.text for b in pushed[0].beats)


def test_the_left_one_stays_left_and_each_looks_at_the_other():
    for shot in shots(directed(QUARREL)):
        for mark in shot.marks:
            assert (mark.who, mark.side, mark.facing) in {("ANA", "left", "right"), ("BEN", "right", "left")}


def test_a_reaction_follows_the_turn_and_says_nothing():
    film = directed(QUARREL)
    silent = [s for s in shots(film)[1:-1] if not any(isinstance(b, Speech) for b in s.beats)]
    assert silent and silent[0].framing.size == "close" and len(silent[0].framing.subjects) == 1


def test_entrances_and_exits_bring_the_wide_shot_back():
    film = directed(PARTY)
    (enter,) = [s for s in shots(film) if s.enters]
    (leave,) = [s for s in shots(film) if s.exits]
    assert enter.enters[0].who == leave.exits[0].who == "IDRIS"
    for shot in (enter, leave):
        assert shot.framing.size in WIDE and set(shot.framing.subjects) == {"NORA", "OTTO", "IDRIS"}
    assert film.scenes[0].with_ == ("NORA", "OTTO")
    assert ("IDRIS", "letter") in {(h.who, h.prop) for s in shots(film) for h in s.holds}


def test_somebody_who_says_that_they_are_late_comes_in():
    film = directed("ANA: One.\nBEN: Two.\nANA: Three.\nBEN: Four.\nCYD: Sorry I'm late!\nANA: Five.\n")
    assert [p.who for s in shots(film) for p in s.enters] == ["CYD"]


def test_a_named_prop_gets_its_insert_once():
    film = directed("ANA: Here.\nBEN: What?\n[ANA holds up a key.]\nANA: This.\nBEN: Oh.\n[BEN takes the key.]\nBEN: Mine.\n")
    inserts = [s for s in shots(film) if s.framing.size == "insert"]
    assert [s.framing.subjects for s in inserts] == [("ANA",)]
    assert [(h.who, h.prop) for s in shots(film) for h in s.holds] == [("ANA", "key"), ("ANA", "nothing"), ("BEN", "key")]


@pytest.mark.parametrize("people", range(1, 13))
def test_ensembles_are_seen_together_and_no_size_wears_out(people):
    names = [f"P{chr(65 + n)}" for n in range(people)]
    film = directed("".join(f"{names[(n * 5 + n // 3) % people]}: This is line number {n}, and it goes on.\n" for n in range(40)))
    sizes = [s.framing.size for s in shots(film)]
    assert max(sizes.count(size) for size in sizes) < len(sizes) * (0.7 if people > 1 else 0.8)
    if people > 2:
        since = [n for n, s in enumerate(shots(film)) if len(s.framing.subjects) > 2]
        assert len(since) >= 3
    for shot in shots(film):
        assert 1.5 <= seconds(film, shot) <= 13


def test_a_long_speech_goes_over_several_shots_at_its_sentences():
    speech = " ".join(f"This is sentence number {n} of a long confession." for n in range(30))
    film = directed(f"ANA: {speech}\nBEN: I see.\n")
    mine = [b.text for s in shots(film) for b in s.beats if isinstance(b, Speech) and b.who == "ANA"]
    assert len(mine) > 5
    assert " ".join(mine) == speech
    assert all(text.endswith(".") for text in mine)


@pytest.mark.parametrize(
    "text", ["a" * 3000, "日本語" * 700, "no " * 1000, "안녕하세요 " * 300, "👨‍👩‍👧" * 200, "e\u0301" * 900, "One. " * 600]
)
def test_parts_keep_every_character_and_cut_none_in_two(text):
    def clock(words):
        return estimate(words, "en")

    parts = delivery.parts(text, clock, Fraction(9))
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(clock(p) <= 10 for p in parts if len(p) > 60)
    assert not any(p[0] in "\u0301\u200d" for p in parts)


def test_the_same_dialogue_gives_the_same_film_and_another_seed_another():
    assert directed(QUARREL) == directed(QUARREL)
    assert directed(QUARREL, seed=3) != directed(QUARREL)


def test_nobody_looks_like_anybody_else():
    film = directed("".join(f"P{chr(65 + n)}: Line {n}.\n" for n in range(12)))
    assert len({(c.look, c.wears) for c in film.cast}) == len({c.tint for c in film.cast}) == 12


def test_ids_are_ascii_and_names_are_kept():
    film = directed("할머니: 안녕.\n李明: 你好。\nMRS. O'HARA: Hi.\nÉlodie: Oui.\nGuard 1: Halt.\n1: Eh.\n")
    assert [c.id for c in film.cast] == ["HALMEONI", "PERSON_2", "MRS_OHARA", "ELODIE", "GUARD_1", "PERSON_6"]
    assert [c.name for c in film.cast] == ["할머니", "李明", "MRS. O'HARA", "Élodie", "Guard 1", "1"]


@pytest.mark.parametrize(("head", "directions", "setting", "place", "hour", "weather"), [
    ("INT. KITCHEN - NIGHT", [], "int", "kitchen", "night", None),
    ("EXT. BRIDGE - DAY", [], "ext", "bridge", "day", None),
    (None, ["A rainy street at dusk"], "ext", "street", "dusk", "rain"),
    ("SCENE III. A forest.", [], "ext", "forest", None, None),
    ("제1장. 야시장, 밤", [], "ext", "market", "night", None),
    ("場面2 喫茶店・朝", [], "int", "cafe", "morning", None),
    (None, ["Un bar, la nuit."], "int", "bar", "night", None),
    ("Сцена 1. Кухня, утро", [], "int", "kitchen", "morning", None),
    ("INT. CAR - DAY", [], "int", "car", "day", None),
    (None, ["Snow on the roof, at dawn."], "ext", "rooftop", "dawn", "snow"),
    (None, [], "int", "room", None, None),
])  # fmt: skip
def test_place_hour_and_weather_are_read(head, directions, setting, place, hour, weather):
    found = read_place(head, directions, None)
    assert (found.setting, found.id, found.hour, found.weather) == (setting, place, hour, weather)


def test_the_same_place_carries_on():
    before = read_place("INT. KITCHEN - NIGHT", [], None)
    assert read_place("SCENE II. The same.", [], before).id == "kitchen"
    assert read_place(None, [], before).hour == "night"


@pytest.mark.parametrize(("text", "code"), [
    ("Is this the last tram? I do not know.", "en"), ("C'est le dernier ? Je ne sais pas.", "fr"),
    ("Das ist nicht die letzte Bahn.", "de"), ("No sé si es el último.", "es"), ("Non è l'ultimo, ma ti aspetto.", "it"),
    ("막차 전에 왔어요.", "ko"), ("これは最後の電車ですか。", "ja"), ("这是最后一班车吗？", "zh"), ("Ok 안녕 잘 가", "ko"),
    ("Это последний трамвай?", "ru"), ("هل هذا هو الأخير؟", "ar"), ("123 !?", "en"),
])  # fmt: skip
def test_the_language_is_guessed(text, code):
    assert tongue(text) == code


@pytest.mark.parametrize("asked", [35, 45, 55])
def test_an_asked_length_is_met_where_words_allow(asked):
    dialogue, _ = read(Source("talk.txt", QUARREL))
    draft = script(dialogue, Wishes(length=Fraction(asked)))
    if draft.film.length is not None:
        assert draft.film.length.least <= draft.length <= draft.film.length.most
    else:
        assert abs(draft.length - asked) > asked * 0.15
