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
