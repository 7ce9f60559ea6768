"""The log: who is there, where they stand, what they wear and hold, from shot to shot."""

from pathlib import Path

from screenc.film.continuity import follow
from screenc.film.resolve import resolve
from screenc.lang import load

HEAD = """screenc 1

film f

cast ANRI
  wears    grey coat

cast BEN

cast CYD

cast DAN

place p

prop cup

prop key
"""


def log(scenes):
    loaded, found = load(Path("film.shot"), f"{HEAD}\n{scenes}\nend\n".encode())
    assert not found, found
    resolved, found = resolve(loaded)
    assert not found, found
    return follow(resolved.film)


def shots(*facts, scene="scene s1 int p\n  with     ANRI BEN\n  axis     ANRI BEN"):
    return scene + "\n" + "".join(f"\nshot s1.{n} 2s\n{lines}\n" for n, lines in enumerate(facts, 1))


def who(entry):
    return [p.who for p in entry.present]


def place(entry, person):
    return (entry.of(person).side, entry.of(person).depth, entry.of(person).facing)


def test_the_axis_deals_the_first_left_facing_right():
    entry = log(shots("  framing  long"))["s1.1"]
    assert (entry.scene, who(entry)) == ("s1", ["ANRI", "BEN"])
    assert place(entry, "ANRI") == ("left", "mid", "right") and place(entry, "BEN") == ("right", "mid", "left")


def test_the_others_are_spread_and_never_share_a_place():
    entry = log(shots("  framing  long", scene="scene s1 int p\n  with     ANRI BEN CYD DAN\n  axis     ANRI BEN"))["s1.1"]
    places = {(p.side, p.depth) for p in entry.present}
    assert len(places) == 4
    assert place(entry, "CYD")[:2] not in (("left", "mid"), ("right", "mid"))


def test_one_alone_stands_in_the_middle():
    assert place(log(shots("  framing  long", scene="scene s1 int p\n  with     ANRI"))["s1.1"], "ANRI")[0] == "centre"


def test_a_mark_holds_until_the_next():
    entries = log(
        shots("  mark     ANRI right near facing camera", "  framing  long", "  mark     ANRI far", "  mark     ANRI left")
    )
    assert place(entries["s1.1"], "ANRI") == ("right", "near", "camera") == place(entries["s1.2"], "ANRI")
    assert place(entries["s1.3"], "ANRI") == ("right", "far", "camera")
    assert place(entries["s1.4"], "ANRI") == ("left", "far", "camera")


def test_who_changes_side_turns_to_face_in_again():
    entries = log(shots("  mark     ANRI left facing right", "  mark     ANRI right"))
    assert place(entries["s1.2"], "ANRI")[2] == "left"


def test_who_enters_is_not_there_before_and_who_exits_not_after():
    entries = log(shots("  framing  long", "  enters   BEN right", "  exits    ANRI", "  framing  long"))
    assert [who(e) for e in entries.values()] == [["ANRI"], ["ANRI", "BEN"], ["ANRI", "BEN"], ["BEN"]]
    assert entries["s1.2"].of("BEN").before == "right" and entries["s1.2"].of("ANRI").before is None
    assert entries["s1.3"].of("ANRI").after == "left" and entries["s1.3"].of("BEN").after is None


def test_somebody_from_elsewhere_may_enter_and_come_back():
    entries = log(shots("  enters   CYD left", "  exits    CYD left", "  framing  long", "  enters   CYD right"))
    assert [who(e)[2:] for e in entries.values()] == [["CYD"], ["CYD"], [], ["CYD"]]
    assert entries["s1.4"].of("CYD").before == "right"


def test_wardrobe_and_hands_are_carried_through_a_scene():
    entries = log(shots("  holds    ANRI cup\n  holds    ANRI key", "  wears    ANRI dry coat", "  holds    ANRI nothing"))
    assert [e.of("ANRI").holds for e in entries.values()] == [("cup", "key"), ("cup", "key"), ()]
    assert [e.of("ANRI").wears for e in entries.values()] == ["grey coat", "dry coat", "dry coat"]


def test_a_new_scene_begins_anew():
    again = "scene s2 int p\n  with     ANRI\n\nshot s2.1 2s\n  framing  long"
    entries = log(shots("  wears    ANRI dry coat\n  holds    ANRI cup\n  mark     ANRI right far facing away") + "\n" + again)
    anri = entries["s2.1"].of("ANRI")
    assert (anri.wears, anri.holds, anri.side) == ("grey coat", (), "centre")


def in_frame(facts, scene="scene s1 int p\n  with     ANRI BEN CYD"):
    return {p.who for p in log(shots(facts, scene=scene))["s1.1"].present if p.in_frame}


def test_who_is_in_frame():
    assert in_frame("  angle    low") == {"ANRI", "BEN", "CYD"}
    assert in_frame("  framing  medium") == {"ANRI", "BEN", "CYD"}
    assert in_frame("  framing  close ANRI") == {"ANRI"}
    assert in_frame("  framing  close ANRI\n  BEN: Off screen.") == {"ANRI"}
    assert in_frame("  framing  close ANRI\n  mark     BEN right far") == {"ANRI", "BEN"}
    assert in_frame("  framing  close ANRI\n  camera   rack-focus ANRI CYD") == {"ANRI", "CYD"}
    assert in_frame("  framing  long ANRI") == {"ANRI", "BEN", "CYD"}
    assert in_frame("  framing  pov ANRI") == {"BEN", "CYD"}
    assert in_frame("  framing  insert cup") == set()
    assert in_frame("  framing  close DAN") == set()


def test_the_anchor_shows_the_place_to_all_but_itself_and_what_it_goes_on_from():
    from screenc.film.anchors import anchored
    from screenc.film.model import Film, Scene, Shot

    def scene(id, anchor, *froms):
        shots = tuple(Shot(id=f"{id}.{n}", from_=from_) for n, from_ in enumerate(froms, 1))
        return Scene(id=id, setting="ext", place="street", anchor=anchor, shots=shots)

    film = Film(id="f", scenes=(scene("a", "a.2", None, "a.1", None, "a.3"), scene("b", "a.2", None), scene("c", None, None)))
    assert anchored(film) == {"a.3": "a.2", "b.1": "a.2"}
