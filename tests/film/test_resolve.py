"""Names and values: what is bound, what is told, and where each word stands."""

from fractions import Fraction
from pathlib import Path

import pytest

from screenc.film import rules
from screenc.film.model import Action, Bounds, Camera, Cut, Light, Mark, Speech
from screenc.film.resolve import resolve
from screenc.lang import load

PAGE = Path(__file__).parents[1] / "lang" / "page"
FILM = (PAGE / "film.shot").read_text(encoding="utf-8")
LINE = "  from     s10.1\n"


def resolved(text, folder=PAGE):
    loaded, found = load(folder / "film.shot", text.encode())
    return resolve(loaded) if loaded else (None, found)


def reports(text):
    result, found = resolved(text)
    assert (result is None) == bool(found)
    return [(d.code, d.span.text) for d in found]


def shot(facts, head="shot s10.2 auto"):
    """The second shot of the film with other facts before its own."""
    result, found = resolved(FILM.replace("shot s10.2 auto\n" + LINE, f"{head}\n{facts}\n"))
    assert not found, found
    return result.film.scenes[0].shots[1]


def test_the_page_of_the_language_is_a_film():
    result, found = resolved(FILM)
    assert not found
    film = result.film
    assert film.length == Bounds(least=12, most=20) and film.rate == 24
    first, second = film.scenes[0].shots
    assert first.length == 4 and first.camera == Camera(move="truck", way="right", pace="slow")
    assert first.marks[0] == Mark(who="TAKUMI", side="left", depth="mid", facing="right")
    assert second.length is None and second.from_ == "s10.1" and second.cut == Cut(kind="dissolve", length=Fraction(1, 2))
    assert second.beats[1] == Speech(who="TAKUMI", how="confused", text="Oh - are you... Okita?")
    assert (second.claims[0].check, second.claims[0].subject, second.claims[0].op, second.claims[0].value) == (
        "spoken",
        "TAKUMI",
        ">=",
        "80%",
    )
    assert film.voices[0].speed == Fraction(21, 20)


def test_the_page_asks_for_more_film_than_its_two_shots_are():
    """It is an excerpt: all that the rules have to say of it is that it is shorter than its film."""
    assert [d.code for d in rules.check(resolved(FILM)[0])] == ["W0407"]


def test_addresses():
    spans = resolved(FILM)[0].spans
    assert spans.of("s10.2").text == "s10.2" and spans.of("s10.2", "length").text == "auto"
    assert spans.of("s10", "hour").text == "dusk" and spans.of("s10", "place").text == "street"
    assert spans.of("s10.1", "mark", 1).text == "mark     ANRI right far facing left"
    assert spans.of("s10.2", "beat", 1) == spans.of("s10.2", "speech", 0) and "Okita" in spans.of("s10.2", "beat", 1).text
    assert spans.of("s10.2", "prefer", 0) == spans.of("s10.2", "claim", 1) and spans.of("s10.2", "expect", 1) is None
    assert (
        spans.of("cast ANRI").source.name.endswith("cast.shot") and spans.of("voice anri-soft", "speed").text == "speed    1.05x"
    )
    assert spans.of("rain-on-14", "title").line == 6
    assert spans.of("s10.2", "lens") is None and spans.near("s10.2", "lens").text == "s10.2"


def test_moving_a_shot_in_the_file_changes_nothing_in_the_model():
    assert resolved(FILM.replace("\nshot s10.2", "\n\n# later\n\nshot s10.2"))[0].film == resolved(FILM)[0].film


def test_a_speech_that_goes_on_is_one():
    made = shot("  ANRI (softly): You came.\n  sound    rain\n  ANRI: After all.\n  ANRI (aloud): You came!")
    assert [(b.how, b.text) for b in made.beats[:2]] == [("softly", "You came. After all."), ("aloud", "You came!")]
    made = shot("  ANRI: 長い文の\n  ANRI: つづき。\n  TAKUMI: Ja.\n  ANRI: Und?")
    assert [b.text for b in made.beats[:3]] == ["長い文のつづき。", "Ja.", "Und?"]


def test_a_pin_parts_two_lines():
    made = shot("  ANRI: You came.\n  at       2.5s\n  ANRI: After all.\n  at       84f\n  action   They laugh.")
    assert [b.at for b in made.beats[:3]] == [None, Fraction(5, 2), Fraction(7, 2)]
    assert isinstance(made.beats[2], Action)


def test_frames_are_counted_by_the_rate_wherever_it_is_written():
    film = resolved(FILM.replace("rate     24fps", "rate     30fps"))[0].film
    assert film.scenes[0].shots[1].cut.length == Fraction(2, 5)
    film = resolved(FILM.replace("rate     24fps", "rate     23.976fps"))[0].film
    assert film.rate == Fraction(24000, 1001) and film.scenes[0].shots[1].cut.length == Fraction(1001, 2000)


def test_light():
    assert shot("  light    key left soft warm").light == Light(key="left", quality="soft", warmth="warm")
    assert shot("  light    cool").light == Light(warmth="cool")


@pytest.mark.parametrize(
    "facts, code, said",
    [
        ("  framing  medim ANRI", "E0301", "medim"),
        ("  angle    loww", "E0301", "loww"),
        ("  camera   psuh-in", "E0301", "psuh-in"),
        ("  camera   pan lfet", "E0301", "lfet"),
        ("  mark     ANRI lft", "E0301", "lft"),
        ("  light    left", "E0301", "left"),
        ("  light    key soft", "E0301", "soft"),
        ("  enters   ANRI up", "E0301", "up"),
        ("  cut      disolve", "E0301", "disolve"),
        ("  mark     ANRI facing", "E0301", "facing"),
        ("  lens     5cm", "E0302", "5cm"),
        ("  at       20%", "E0302", "20%"),
        ("  lens     35", "E0303", "35"),
        ("  lens     3mm", "E0304", "3mm"),
        ("  seed     1.5", "E0304", "1.5"),
        ("  at       -1s", "E0304", "-1s"),
        ("  cut      fade 60s", "E0304", "60s"),
        ("  lens     35mm\n  lens     50mm", "E0305", "lens     50mm"),
        ("  mark     ANRI left\n  mark     ANRI right", "E0305", "ANRI"),
        ("  wears    ANRI red\n  wears    ANRI blue", "E0305", "ANRI"),
        ("  tune     previz names on\n  tune     previz names off", "E0305", "names"),
        ("  waive    W0412 until 2027-02-30 x", "E0307", "2027-02-30"),
        ("  at       1s\n  at       2s", "E0308", "at       1s"),
        ("  camera   pan left right", "E0309", "right"),
        ("  light    soft hard", "E0309", "hard"),
        ("  framing  two-shot ANRI ANRI", "E0309", "ANRI"),
        ("  cut      wipe left right", "E0309", "right"),
        ("  framing  over-shoulder ANRI", "E0313", "over-shoulder"),
        ("  framing  close umbrella", "E0313", "umbrella"),
        ("  cut      cut 12f", "E0313", "12f"),
        ("  cut      dissolve left", "E0313", "left"),
        ("  from     s10.9", "E0206", "s10.9"),
        ("  from     s10.2", "E0213", "from     s10.2"),
        ("  focus    ANRY", "E0201", "ANRY"),
        ("  ANRY: hello", "E0201", "ANRY"),
        ("  holds    ANRI umbrela", "E0203", "umbrela"),
        ("  expect   spoken BOB >= 1", "E0201", "BOB"),
    ],
)
def test_a_value_that_means_nothing_is_told_at_its_word(facts, code, said):
    text = FILM.replace("  framing  medium-close TAKUMI\n", "").replace("  camera   rack-focus TAKUMI ANRI\n", "")
    text = text.replace("  cut      dissolve 12f\n", "").replace(LINE, facts + "\n")
    assert (code, said) in reports(text) and len(reports(text)) == 1, reports(text)


@pytest.mark.parametrize(
    "old, new, code, said",
    [
        ("scene s10 ext street dusk", "scene s10 ext street tusk", "E0301", "tusk"),
        ("  weather  rain", "  weather  rian", "E0301", "rian"),
        ("scene s10 ext street", "scene s10 ext alley", "E0202", "alley"),
        ("  axis     TAKUMI ANRI", "  axis     TAKUMI TAKUMI", "E0309", "TAKUMI"),
        ("  axis     TAKUMI ANRI", "  next     s20", "E0205", "s20"),
        ("1280x720", "1281x720", "E0304", "1281x720"),
        ("1280x720", "9x9", "E0304", "9x9"),
        ("24fps", "24s", "E0302", "24s"),
        ("12s..20s", "20s..12s", "E0312", "20s..12s"),
        ("shot s10.1 4s", "shot s10.1 4", "E0303", "4"),
        ("shot s10.1 4s", "shot s10.1 0s", "E0304", "0s"),
        ("shot s10.2 auto", "shot s10.1 auto", "E0207", "s10.1"),
        ("shot s10.2 auto", "shot s20.2 auto", "E0209", "s20.2"),
        ("scene s10", "shot s10.0 2s\n\nscene s10", "E0208", "s10.0"),
        ("scene s10", "cast ANRI\n\nscene s10", "E0207", "ANRI"),
        ("scene s10", "film snow\n\nscene s10", "E0210", "snow"),
        ("scene s10", "cast BEN\n  speaks   bens\n\nscene s10", "E0204", "bens"),
    ],
)
def test_a_name_or_head_that_cannot_be(old, new, code, said):
    found = [r for r in reports(FILM.replace(old, new, 1)) if r[0] != "E0213"]
    assert found == [(code, said)]


def test_an_unknown_name_is_told_once_with_the_nearest():
    _, found = resolved(FILM.replace("ANRI", "ANRY"))
    assert [d.code for d in found] == ["E0201"] and "`ANRI`" in found[0].help and found[0].notes == ("named in 6 places",)
    assert len(found[0].fix.edits) == 6


def test_a_film_has_a_film_and_shots():
    assert reports("screenc 1\n\nplace street\n\nscene s10 ext street\nend\n") == [("E0211", "screenc")]
    assert reports("screenc 1\n\nfilm f\nend\n") == [("E0212", "f")]


def test_a_shelf_of_declarations_is_no_film_and_no_error():
    loaded, _ = load(PAGE / "cast.shot")
    assert resolve(loaded) == (None, [])
    loaded, _ = load(PAGE / "cast.shot", b"screenc 1\n\ncast ANRI\n  height   1mm\nend\n")
    assert [d.code for d in resolve(loaded)[1]] == ["E0302"]


def test_long_circles_are_found_and_long_chains_are_quick():
    shots = "".join(f"\nshot s1.{n} 2s\n  from     s1.{n - 1}\n  framing  long\n" for n in range(1, 3000))
    head = "screenc 1\n\nfilm f\n\nplace p\n\nscene s1 int p\n"
    assert reports(head + "\nshot s1.0 2s\n  framing  long\n" + shots + "end\n") == []
    assert reports(head + "\nshot s1.0 2s\n  from     s1.2999\n" + shots.replace("s1.2999", "s1.2998") + "end\n")[0][0] in (
        "E0206",
        "E0207",
    )
    assert reports(head + "\nshot s1.0 2s\n  from     s1.2\n  framing  long\n" + shots + "end\n") == [("E0213", "from     s1.2")]
