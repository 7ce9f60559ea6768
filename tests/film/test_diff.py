"""Two versions of a film are compared as films: what a director changed is told, and nothing that a text diff would invent."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from screenc.film.diff import _moved, compare
from screenc.film.resolve import resolve
from screenc.lang import load

FILM = """screenc 1

film tram
  backend  previz

cast ANRI
  look     woman of 30

cast TAKUMI
  look     man of 30

place street
  look     a street

scene s10 ext street dusk
  with     ANRI TAKUMI
  axis     ANRI TAKUMI

shot s10.1 4s
  framing  two-shot ANRI TAKUMI
  mark     ANRI left near facing right
  mark     TAKUMI right near facing left
  ANRI: Does the 14 still stop here?

shot s10.2 auto
  framing  close TAKUMI
  TAKUMI: When it feels like it.

shot s10.3 2s
  framing  medium ANRI
  action   She waits.
end
"""


def film(text: str):
    loaded, found = load("film.shot", text.encode())
    assert loaded, found
    resolved, found = resolve(loaded)
    assert resolved, found
    return resolved.film


def changes(old: str, new: str, text: str = FILM):
    assert old in text
    return compare(film(text), film(text.replace(old, new)))


def test_a_film_is_the_same_as_itself_whatever_its_layout():
    loose = FILM.replace("  framing  close TAKUMI\n  TAKUMI: When", "  # a note\n  framing   close   TAKUMI\n  TAKUMI: When")
    assert compare(film(FILM), film(loose)) == []


def test_a_reworded_line_is_one_edit():
    (change,) = changes("When it feels like it.", "If it feels like it.")
    assert (change.kind, change.what, change.id) == ("changed", "shot", "s10.2")
    (edit,) = change.edits
    assert (edit.fact, edit.before, edit.after) == (
        "speech",
        "TAKUMI: When it feels like it.",
        "TAKUMI: If it feels like it.",
    )


def test_length_framing_and_a_fact_taken_out():
    (change,) = changes("shot s10.3 2s\n  framing  medium ANRI\n  action   She waits.", "shot s10.3 3s\n  framing  close ANRI")
    assert [(e.fact, e.before, e.after) for e in change.edits] == [
        ("length", "2s", "3s"),
        ("framing", "medium ANRI", "close ANRI"),
        ("action", "She waits.", None),
    ]


def test_added_removed_and_moved_shots():
    shots = FILM[FILM.index("shot s10.1") : FILM.index("end\n")].split("\n\n")
    first, second, third = (s.rstrip() for s in shots)
    head = FILM[: FILM.index("shot s10.1")]
    added = "shot s10.15 1s\n  framing  insert ANRI\n  action   A clock."

    def cut(*parts: str):
        return compare(film(FILM), film(head + "\n\n".join(parts) + "\nend\n"))

    assert [(c.kind, c.id) for c in cut(first, added, second, third)] == [("added", "s10.15")]
    assert [(c.kind, c.id) for c in cut(first, third)] == [("removed", "s10.2")]
    assert [(c.kind, c.id, c.follows) for c in cut(third, first, second)] == [("moved", "s10.3", None)]
    assert [(c.kind, c.id, c.follows) for c in cut(second, third, first)] == [("moved", "s10.1", "s10.3")]


def test_a_shot_under_another_id_is_renamed_only_if_it_is_the_same_word_for_word():
    assert [(c.kind, c.id, c.was) for c in changes("shot s10.3 2s", "shot s10.35 2s")] == [("renamed", "s10.35", "s10.3")]
    both = FILM.replace("She waits.", "She hopes.").replace("shot s10.3 2s", "shot s10.35 2s")
    assert [(c.kind, c.id) for c in compare(film(FILM), film(both))] == [("added", "s10.35"), ("removed", "s10.3")]


def test_cast_scene_and_film_facts():
    (change,) = changes("woman of 30", "woman of 60")
    assert (change.what, change.id, change.edits[0].fact) == ("cast", "ANRI", "look")
    (change,) = changes("ext street dusk", "ext street night")
    assert (change.what, [(e.fact, e.after) for e in change.edits]) == ("scene", [("scene", "ext street night")])
    (change,) = changes("  backend  previz", "  backend  previz\n  seed     7")
    assert (change.what, [(e.fact, e.after) for e in change.edits]) == ("film", [("seed", "7")])


def test_a_new_film_has_everything_added():
    found = compare(None, film(FILM))
    assert {c.kind for c in found} <= {"added", "changed"}
    assert [c.id for c in found if c.what == "shot"] == ["s10.1", "s10.2", "s10.3"]


@given(st.permutations(range(7)))
def test_the_fewest_are_called_moved(order):
    moved = _moved([str(n) for n in order], [str(n) for n in range(7)])
    rest = [n for n in order if str(n) not in moved]
    assert rest == sorted(rest)
    best = max(
        sum(1 for n in range(7) if mask >> n & 1)
        for mask in range(128)
        if (picked := [o for i, o in enumerate(order) if mask >> i & 1]) == sorted(picked)
    )
    assert len(rest) == best
