"""Shots found in a video by their lengths and voices, in order and out of it."""

from dataclasses import replace

import numpy as np
import pytest

from screenc.critic.align import Asked, Seen, align


def talk(seconds, *lines):
    heard = np.zeros(round(seconds * 50), bool)
    for a, b in lines:
        heard[round(a * 50) : round(b * 50)] = True
    return heard


SCRIPT = [
    Asked("s1.1", 4.0, talk(4), 2, None, ()),
    Asked("s1.2", 3.0, talk(3, (0.3, 2.6)), 1, 0.2, ("ANRI",)),
    Asked("s1.3", 5.0, talk(5, (0.3, 2.0), (2.6, 4.6)), 2, None, ()),
    Asked("s1.4", 2.0, talk(2, (0.3, 1.7)), 1, 0.4, ("TAKUMI",)),
    Asked("s1.5", 6.0, talk(6, (3.0, 5.5)), 2, None, ()),
]


def video(*numbers, tell=1.0, **lengths):
    """Segments made of the script's shots, in this order; a length may be given by name: `s1_3=3.0`."""
    out, at = [], 0.0
    for n in numbers:
        shot = SCRIPT[n]
        length = lengths.get(shot.shot.replace(".", "_"), shot.length)
        who = (("ANRI", 0.4), ("TAKUMI", 2.0)) if shot.who == ("ANRI",) else (("ANRI", 2.0), ("TAKUMI", 0.4)) if shot.who else ()
        out.append(Seen(at, at + length, shot.voice[: round(length * 50)], len(shot.who), shot.face, tell, who))
        at += length
    return out


def read(found):
    return [(m.shots, m.segments, m.order) for m in found]


def test_a_film_as_it_is_written():
    assert read(align(SCRIPT, video(0, 1, 2, 3, 4))) == [((n,), (n,), True) for n in range(5)]


@pytest.mark.parametrize("gone", range(5))
def test_a_missing_shot(gone):
    there = [n for n in range(5) if n != gone]
    found = align(SCRIPT, video(*there))
    assert [m.shots for m in found if not m.segments] == [(gone,)]
    assert {m.shots[0]: m.segments[0] for m in found if m.segments} == {n: k for k, n in enumerate(there)}


@pytest.mark.parametrize("order, moved", [((1, 0, 2, 3, 4), {0, 1}), ((0, 1, 3, 2, 4), {2, 3}), ((4, 0, 1, 2, 3), {4})])
def test_shots_out_of_order_are_neither_missing_nor_extra(order, moved):
    found = align(SCRIPT, video(*order))
    assert all(m.shots and m.segments for m in found)
    assert [m.shots[0] for m in found] == list(order)
    wrong = {m.shots[0] for m in found if not m.order}
    assert wrong and wrong <= moved


def test_footage_that_is_no_shot():
    strange = Seen(12.0, 13.1, talk(1.1), 3, 0.05, 1.0, ())
    segments = video(0, 1, 2, 3, 4)
    found = align(SCRIPT, [*segments[:3], strange, *segments[3:]])
    assert read(found)[3] == ((), (3,), True)


def test_a_shot_used_twice_is_once_extra():
    found = align(SCRIPT, video(0, 1, 2, 3, 3, 4))
    assert [m.segments for m in found if not m.shots] in ([(3,)], [(4,)])


def test_a_trimmed_shot_is_the_shot():
    found = align(SCRIPT, video(0, 1, 2, 3, 4, s1_3=3.5))
    assert read(found) == [((n,), (n,), True) for n in range(5)]


def test_a_cut_that_nobody_wrote_leaves_one_shot():
    segments = video(0, 1, 2, 3, 4)
    whole = segments[4]
    halves = [
        Seen(whole.start, whole.start + 2.5, whole.voice[:125], 0, None),
        Seen(whole.start + 2.5, whole.end, whole.voice[125:], 0, None),
    ]
    assert read(align(SCRIPT, [*segments[:4], *halves]))[-1] == ((4,), (4, 5), True)


def test_a_cut_that_cannot_be_seen_leaves_two_shots():
    a, b, *rest = video(0, 1, 2, 3, 4)
    both = Seen(a.start, b.end, np.concatenate([a.voice, b.voice]), 1, 0.2)
    assert read(align(SCRIPT, [both, *rest]))[0] == ((0, 1), (0,), True)


def test_a_shot_gone_from_between_two_that_are_framed_alike_leaves_no_cut():
    segments = video(0, 2, 3, 4)
    one = Seen(0.0, segments[1].end, np.concatenate([s.voice for s in segments[:2]]), 2, None)
    assert read(align(SCRIPT, [one, *segments[2:]]))[:2] == [((0, 2), (0,), True), ((1,), (), True)]


def test_without_sound_lengths_and_faces_do():
    silent = [Seen(s.start, s.end, s.voice * False, s.faces, s.face, 0.0, s.who) for s in video(0, 1, 3, 2, 4)]
    assert [m.shots[0] for m in align(SCRIPT, silent)] == [0, 1, 3, 2, 4]


def test_nothing_at_all():
    assert [m.shots for m in align(SCRIPT, [])] == [(n,) for n in range(5)]
    assert align([], []) == []


WITCHES = [
    Asked("s1.1", 3.0, talk(3), 4, 0.05, ()),
    Asked("s1.2", 2.0, talk(2, (0.4, 1.4)), 2, 0.23, ("A",)),
    Asked("s1.3", 2.0, talk(2, (0.4, 1.4)), 2, 0.23, ("B",)),
    Asked("s1.4", 2.4, talk(2.4, (0.4, 1.7)), 2, 0.23, ("C",)),
    Asked("s1.5", 2.3, talk(2.3, (0.4, 1.6)), 1, 0.44, ("A",)),
    Asked("s1.6", 2.5, talk(2.5), 1, 0.44, ("C",)),
    Asked("s1.7", 2.0, talk(2, (0.4, 1.4)), 4, 0.08, ()),
    Asked("s1.8", 1.5, talk(1.5, (0.4, 0.9)), 1, 0.28, ("C",)),
]
"""Eight shots of which five are of nearly one length."""


def take(shot, at, length, *lines, off=2.5):
    """What is seen of a shot whose length came out otherwise; `off`: how far its costume is from the script's."""
    who = tuple((id, off + (0.0 if id in shot.who else 1.5)) for id in "ABC") if shot.who else ()
    return Seen(at, at + length, talk(length, *lines), shot.people if shot.people != 2 else 1, shot.face, 1.0, who)


TAKES = [
    (3.0, ()),
    (1.8, ((0.4, 1.2),)),
    (1.9, ((0.4, 1.2),)),
    (2.3, ((0.4, 1.5),)),
    (2.25, ((0.4, 1.4),)),
    (2.5, ()),
    (1.95, ((0.4, 1.3),)),
    (1.55, ((0.4, 0.8),)),
]


def film(*numbers, mute=()):
    out = []
    for n in numbers:
        length, lines = TAKES[n]
        out.append(take(WITCHES[n], out[-1].end if out else 0.0, length, *(() if n in mute else lines)))
    return out


def test_shots_of_one_length_are_known_by_what_is_seen_and_heard():
    found = align(WITCHES, film(0, 1, 4, 3, 2, 5, 7, mute=(1,)))
    assert [m.shots[0] for m in found if m.segments] == [0, 1, 4, 3, 2, 5, 7]
    assert [m.shots for m in found if not m.segments] == [(6,)] and all(m.shots for m in found)
    assert {m.shots[0] for m in found if not m.order} == {2, 4}


def test_of_equal_lengths_none_is_moved_where_none_was():
    assert all(m.order and m.shots == m.segments for m in align(WITCHES, film(*range(8))))


def test_a_silent_shot_is_not_taken_for_a_spoken_one_of_its_length():
    script = [Asked("a", 2.0, talk(2, (0.4, 1.5)), 1, 0.4), Asked("b", 2.0, talk(2), 1, 0.4), Asked("c", 5.0, talk(5), 2, 0.1)]
    silent, wide = Seen(0.0, 2.1, talk(2.1), 1, 0.4), Seen(2.1, 7.1, talk(5), 2, 0.1)
    found = align(script, [silent, wide])
    assert [m.shots for m in found if not m.segments] == [(0,)] and not found[0].rivals


def test_of_two_shots_alike_in_every_way_either_is_missing():
    script = [WITCHES[0], WITCHES[1], replace(WITCHES[1], shot="s1.25"), WITCHES[5]]
    found = align(script, [*film(0, 1), *[replace(s, start=4.8, end=7.3) for s in film(5)]])
    (gone,) = [m for m in found if not m.segments]
    assert {*gone.shots, *gone.rivals} == {1, 2}


class Heard:
    """A listener who knows which shot's words are heard from when on; None: nobody's that he knows."""

    def __init__(self, *words):
        self.words = words

    def likely(self, shots, start, end):
        own = self.words[round(start / 2)]
        return None if own is None else 0.1 if own == "mumbled" else float(own in shots)


ALIKE = [Asked(f"s1.{n + 1}", 2.0, talk(2, (0.3, 1.7)), 1, 0.4, ("ANRI",), lines=(f"Line {n}.",), clip=f"{n}") for n in range(5)]


def likes(count=5, **more):
    return [Seen(2.0 * k, 2.0 * k + 2, talk(2, (0.3, 1.7)), 1, 0.4, **more) for k in range(count)]


def test_shots_alike_in_all_but_their_words_are_told_by_them():
    found = align(ALIKE, likes(), Heard(0, 3, 2, 1, 4))
    assert [m.shots[0] for m in found] == [0, 3, 2, 1, 4] and {m.shots[0] for m in found if not m.order} == {1, 3}
    assert all(m.margin > 1 for m in found) and not any(m.alike for m in found)
    gone = align(ALIKE, likes(4), Heard(0, 1, 3, 4))
    assert [m.shots for m in gone if not m.segments] == [(2,)] and not any(m.rivals for m in gone)


def test_words_that_nobody_knows_leave_look_alikes_untold():
    found = align(ALIKE, likes(), Heard(*["mumbled"] * 5))
    assert all(m.order and m.shots == m.segments for m in found)
    assert all(len(m.alike) == 4 for m in found)


def test_another_shots_words_in_a_shot_of_the_right_place():
    found = align(ALIKE, likes(), Heard(0, 1, 1, 3, 4))
    assert [(m.shots, m.order, m.echo) for m in found] == [((n,), True, 1 if n == 2 else None) for n in range(5)]


def test_frames_that_come_back_are_a_shot_once():
    """E0717 is for words; frames that come back are no second shot, unless both are made from one clip."""
    segments = likes(5)
    segments[3], segments[1] = replace(segments[3], twins=frozenset({1})), replace(segments[1], twins=frozenset({3}))
    listener = Heard(0, 1, 2, 1, 4)
    found = align([ALIKE[n] for n in (0, 1, 2, 4)], segments, Heard(0, 1, 2, 1, 3))
    assert [(m.segments, m.twin) for m in found if not m.shots] == [((3,), 1)]
    again = align(ALIKE, segments, listener)
    assert [m.shots for m in again if not m.segments] == [(3,)] and [m.segments for m in again if not m.shots] == [(3,)]
    one = [replace(shot, clip="the same") for shot in ALIKE]
    assert all(m.shots == m.segments for m in align(one, segments, Heard(*[None] * 5)))


def test_what_is_said_of_another_shots_words():
    """E0717."""
    from screenc.critic.told import told

    segments = likes()
    rows, found = told(align(ALIKE, segments, Heard(0, 1, 1, 3, 4)), ALIKE, segments, {}, frozenset())
    assert [(d.code, d.message) for d in found] == [("E0717", "shot s1.3 is heard with the words of shot s1.2")]
    assert [row.states for row in rows] == [("damaged",) if n == 2 else ("as scripted",) for n in range(5)]


def test_what_cannot_be_told_is_said_and_is_no_damage():
    from screenc.critic.told import told

    segments = likes(2)
    rows, found = told(align(ALIKE[:2], segments, None), ALIKE[:2], segments, {}, frozenset())
    assert not found and [row.states for row in rows] == [("as scripted",)] * 2
    assert rows[0].words == ("cannot be told from s1.2 by what is seen and heard",)
