"""Writing: whatever film there is, its text is formatted, and what is read back is the same film."""

from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenc.film import model
from screenc.film.joining import join
from screenc.film.resolve import resolve
from screenc.film.write import lines, number, write
from screenc.lang import load
from screenc.lang.format import format_file

CAST, PLACES, PROPS, VOICES = ("ANRI", "BEN_2", "C"), ("street", "bus-stop"), ("umbrella", "letter"), ("soft", "deep-1")
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).map(lambda t: t.strip(" ")).filter(bool)
WORDS = st.text("abcé漢字かな .,!-", min_size=1, max_size=30).map(lambda t: t.strip(" ")).filter(bool)
LONG = st.lists(st.sampled_from(["word", "漢字", "かな。", "it's", "x"]), min_size=1, max_size=600).map(" ".join)
TIME = st.integers(1, 20_000).map(lambda n: Fraction(n, 1000)) | st.integers(1, 400).map(lambda n: Fraction(n, 24))
SEED = st.integers(0, 2**40)


def some(*values):
    return st.sampled_from(values)


def maybe(strategy):
    return st.none() | strategy


fields = st.builds


def unique(strategy, key, most=3):
    return st.lists(strategy, max_size=most, unique_by=key).map(tuple)


people = st.lists(some(*CAST), max_size=3, unique=True).map(tuple)
light = maybe(
    fields(model.Light, key=maybe(some("left", "top")), quality=maybe(some("soft", "hard")), warmth=some("warm", "cool"))
)
claims = st.lists(
    fields(
        model.Claim,
        force=some("expect", "prefer"),
        check=some("spoken", "cuts"),
        subject=maybe(some(*CAST)),
        op=some("==", ">="),
        value=some("80%", "0.80", "static", "-24dB"),
    ),
    max_size=3,
)
mark = fields(
    model.Mark,
    who=some(*CAST),
    side=some("left", "right"),
    depth=maybe(some("near", "far")),
    facing=maybe(some("camera", "away")),
)
passage = fields(model.Passage, who=some(*CAST), side=maybe(some("left", "right")))
speech = fields(
    model.Speech,
    who=some(*CAST),
    how=maybe(st.text("abc ", min_size=1, max_size=20).map(str.strip).filter(bool)),
    text=TEXT | LONG,
    at=maybe(TIME),
)
action = fields(model.Action, text=TEXT, at=maybe(TIME))
cut = (
    st.just(model.Cut())
    | fields(model.Cut, kind=some("dissolve", "fade"), length=maybe(TIME.filter(lambda t: t <= 10)))
    | fields(model.Cut, kind=st.just("wipe"), way=maybe(some("left")))
)


def parted(beats):
    """A line right after one of the same person is the same speech unless a manner or a pin parts them."""
    out = []
    for beat in beats:
        if out and beat.kind == out[-1].kind == "speech" and beat.who == out[-1].who and not beat.how and beat.at is None:
            continue
        out.append(beat)
    return tuple(out)


def shot(id):
    framing = fields(model.Framing, size=some("close", "long"), subjects=people) | fields(
        model.Framing, size=st.just("insert"), subjects=some(("umbrella",), ())
    )
    camera = fields(
        model.Camera, move=some("static", "pan", "push-in"), way=maybe(some("left")), pace=some("slow", "normal"), subjects=people
    )
    holds = fields(model.Holds, who=some(*CAST), prop=some(*PROPS, "nothing"))
    tune = fields(model.Tune, backend=st.just("previz"), key=some("names", "steps"), value=some("on", "30"))
    return fields(
        model.Shot,
        id=st.just(id),
        length=TIME.filter(lambda t: t >= Fraction(1, 24)),
        framing=maybe(framing),
        angle=some("eye", "low"),
        lens=maybe(some(Fraction(35), Fraction(81, 10))),
        camera=camera,
        focus=maybe(some(*CAST)),
        light=light,
        marks=unique(mark, lambda m: m.who),
        enters=unique(passage, lambda p: p.who),
        exits=unique(passage, lambda p: p.who),
        wears=unique(fields(model.Wears, who=some(*CAST), what=TEXT), lambda w: w.who),
        holds=st.lists(holds, max_size=2).map(tuple),
        beats=st.lists(speech | action, max_size=5).map(parted),
        sound=st.lists(TEXT, max_size=2).map(tuple),
        music=maybe(TEXT),
        text=st.lists(TEXT, max_size=2).map(tuple),
        cut=cut,
        seed=maybe(SEED),
        backend=maybe(st.just("previz")),
        last=maybe(TEXT),
        tune=unique(tune, lambda t: t.key),
        claims=claims.map(tuple),
        waive=st.lists(fields(model.Waive, code=st.just("W0412"), until=st.just("2027-01-01"), why=TEXT), max_size=1).map(tuple),
    )


def scene(id):
    return fields(
        model.Scene,
        id=st.just(id),
        setting=some("int", "ext"),
        place=some(*PLACES),
        hour=maybe(some("dusk")),
        goal=maybe(TEXT),
        mood=maybe(TEXT),
        weather=maybe(some("rain")),
        light=light,
        with_=people,
        axis=maybe(some(("ANRI", "C"))),
        ref=maybe(TEXT),
        anchor=maybe(some("s1.1")),
        sound=maybe(TEXT),
        music=maybe(TEXT),
        next=maybe(some("s1")),
        claims=claims.map(tuple),
        shots=st.tuples(shot(f"{id}.1"), shot(f"{id}.a-2")),
        choices=st.lists(
            fields(
                model.Choice,
                id=st.just(f"{id}.pick"),
                ask=TEXT,
                default=maybe(some("s1")),
                timeout=maybe(TIME),
                picks=st.lists(fields(model.Pick, scene=some("s1", "s2"), words=TEXT), max_size=2).map(tuple),
            ),
            max_size=1,
        ).map(tuple),
    )


FILMS = fields(
    model.Film,
    id=st.just("f-1"),
    title=maybe(TEXT),
    logline=maybe(TEXT),
    style=maybe(TEXT),
    frame=some(model.Frame(), model.Frame(width=640, height=480)),
    rate=some(Fraction(24), Fraction(48)),
    seed=SEED,
    language=some("en", "pt-br"),
    claims=claims.map(tuple),
    length=maybe(TIME.map(lambda t: model.Bounds(least=t, most=t)) | st.just(model.Bounds(least=1, most=Fraction(5, 2)))),
    budget=maybe(some(Fraction(4), Fraction(1, 100))),
    cast=st.tuples(
        *(
            fields(
                model.Cast,
                id=st.just(id),
                name=maybe(TEXT),
                aka=st.lists(TEXT, max_size=2).map(tuple),
                look=maybe(TEXT),
                wears=maybe(TEXT),
                height=maybe(some(Fraction(172), Fraction(3215, 20))),
                speaks=maybe(some(*VOICES)),
                tint=maybe(some("#00ffaa")),
            )
            for id in CAST
        )
    ),
    places=st.tuples(*(fields(model.Place, id=st.just(id), look=maybe(TEXT), sound=maybe(TEXT)) for id in PLACES)),
    props=st.tuples(*(fields(model.Prop, id=st.just(id), look=maybe(TEXT), ref=maybe(TEXT)) for id in PROPS)),
    voices=st.tuples(
        *(
            fields(
                model.Voice,
                id=st.just(id),
                engine=maybe(some("espeak")),
                speaker=maybe(TEXT),
                speed=some(Fraction(1), Fraction(21, 20)),
                pitch=some(Fraction(0), Fraction(-5, 2)),
            )
            for id in VOICES
        )
    ),
    scenes=st.tuples(scene("s1"), scene("s2")),
)


def read_back(text):
    loaded, found = load(Path("film.shot"), text.encode())
    assert not found, found
    resolved, found = resolve(loaded)
    assert not found, found
    return loaded.root, resolved.film


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILMS)
def test_a_film_is_read_back_as_it_was(film):
    text = write(film)
    file, again = read_back(text)
    assert again == film
    assert format_file(file) == text
    assert model.Film.model_validate_json(film.model_dump_json()) == film


def test_a_long_speech_stands_in_lines_and_is_one():
    for words in (
        "It rained. " * 90,
        "雨が降っている。" * 90,
        "x" * 399 + " y",
        "a" * 390 + " " + "漢" * 500,
        "two  spaces " * 60,
    ):
        words = words.strip()
        cut = lines(words, join)
        assert all(len(line) <= 400 for line in cut) and len(cut) >= 1
        film = talk(words)
        assert read_back(write(film))[1] == film, words[:20]


def talk(words):
    shot = model.Shot(id="s1.1", length=Fraction(9), beats=(model.Speech(who="A", how="slowly", text=words),))
    scene = model.Scene(id="s1", setting="int", place="p", shots=(shot,))
    return model.Film(id="f", cast=(model.Cast(id="A"),), places=(model.Place(id="p"),), scenes=(scene,))


def test_what_the_language_cannot_hold_becomes_what_it_can():
    film = talk("one\ntwo\tthree\r\nfour").model_copy(update={"title": "t" * 500, "logline": "a\x07b"})
    again = read_back(write(film))[1]
    assert again.scenes[0].shots[0].beats[0].text == "one two three four"
    assert len(again.title) == 400 and again.title.endswith("…") and again.logline == "a b"


def test_the_broadcast_rates_are_read_back_as_ratios():
    for rate in (Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25), Fraction(25, 2)):
        film = talk("One.").model_copy(update={"rate": rate})
        assert read_back(write(film))[1].rate == rate


def test_numbers_are_exact_where_decimals_can_be():
    assert [number(Fraction(n)) for n in ("4", "5/2", "-1/8", "1/1000")] == ["4", "2.5", "-0.125", "0.001"]
    assert number(Fraction(4), least=2) == "4.00" and number(Fraction(1, 3)) == "0.333333333"
