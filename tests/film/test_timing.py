"""Time: a line's seconds before anybody speaks it, and where the beats of a shot fall."""

from fractions import Fraction as F

import pytest

from screenc.film.model import Action, Film, Shot, Speech
from screenc.film.timing import HEAD, TAIL, TURN, action_seconds, estimate, lay_out

FILM = Film(id="f", rate=F(24))
SPOKEN = [
    ("I have waited twenty minutes in the rain for you.", 2.13),
    ("Give me the keys, Tom.", 1.26),
    ("No.", 0.42),
    ("The train to Lisbon leaves at half past nine, and I intend to be on it.", 3.81),
    ("It's fine. Really, it's fine.", 2.05),
    ("We could leave tonight. We could just get in the car and drive until the road ends.", 4.26),
    ("Tea or coffee?", 0.88),
    ("You know, when I was a boy, my father took me up that mountain every single summer.", 4.51),
    ("Hello, Anna.", 0.84),
    ("The old woman smiled, folded the letter twice, and put it in the fire.", 3.77),
    ("Can you hear the sea from here?", 1.25),
]
"""What hibari-tts takes for a line, in seconds, the mean of three voices."""


def beats(*of):
    return tuple(Action(text=words) if who is None else Speech(who=who, text=words) for who, words in of)


def two_seconds(speech):
    return F(2)


def test_english_is_near_what_a_voice_takes():
    errors = [abs(float(estimate(words, "en")) / seconds - 1) for words, seconds in SPOKEN]
    assert sum(errors) / len(errors) < 0.10 and max(errors) < 0.25
    assert sum(float(estimate(words, "en")) for words, _ in SPOKEN) == pytest.approx(sum(s for _, s in SPOKEN), rel=0.06)


@pytest.mark.parametrize(
    "language, words, least, most",
    [
        ("ja", "雨が降っているのに、どうしてここにいるの？", 2.5, 4.5),
        ("zh", "你怎么在雨里站了这么久？", 2, 3.5),
        ("ko", "비가 오는데 왜 여기 있어요?", 1.4, 3),
        ("fr", "Pourquoi tu ne m'as rien dit hier soir ?", 1.4, 2.8),
        ("ar", "لماذا لم تخبرني بذلك أمس؟", 1.2, 3),
        ("ru", "Почему ты мне ничего не сказал вчера вечером?", 1.8, 3.2),
        ("xx", "Bilinmeyen bir dil.", 0.8, 1.8),
    ],
)
def test_other_languages_are_plausible(language, words, least, most):
    assert least < float(estimate(words, language)) < most


def test_speed_and_pauses_and_nothing():
    line = "It rained the whole way."
    assert estimate(line, "en", F(2)) == estimate(line, "en") / 2
    assert estimate("It rained. The whole way.") > estimate("It rained the whole way.")
    assert estimate("", "en") > 0 and estimate("1984") > estimate("no")
    assert estimate(line * 2) > estimate(line)


def test_an_action_weighs_by_its_words():
    assert action_seconds("Nods.") == 1 and action_seconds("She turns, sees him, and drops the cup.") == F(12, 5)
    assert action_seconds("word " * 500) == 6
    assert 1 <= action_seconds("彼女は振り返り、カップを落とす。") <= 4


def test_auto_is_handles_and_beats_in_whole_frames():
    made = lay_out(FILM, Shot(id="s1.1", beats=beats(("A", "x"), ("B", "y"))), two_seconds)
    (_, a, b), (_, c, d) = made.beats
    assert a == F(10, 24) and b - a == 2 and c >= b + TURN - F(1, 48) and d - c == 2
    assert made.length >= d + TAIL and made.length < d + TAIL + F(1, 24)
    assert (made.length * 24).denominator == (a * 24).denominator == (c * 24).denominator == 1
    assert HEAD < TAIL


def test_a_line_begins_before_the_action_above_it_ends():
    made = lay_out(FILM, Shot(id="s1.1", beats=beats((None, "She turns to him at last."), ("A", "x"))), two_seconds)
    (_, start, end), (_, speaks, _) = made.beats
    assert start < speaks < end and end - start == action_seconds("She turns to him at last.")
    actions = lay_out(FILM, Shot(id="s1.1", beats=beats((None, "She turns."), (None, "He runs."))), two_seconds).beats
    assert actions[1][1] >= actions[0][2] - F(1, 48)


def test_a_pin_is_kept_to_the_frame():
    shot = Shot(id="s1.1", beats=(Speech(who="A", text="x"), Speech(who="B", text="y", at=F(5)), Action(text="He runs.")))
    made = lay_out(FILM, shot, two_seconds)
    assert made.beats[1][1] == 5 and made.beats[2][1] > 7 and made.length > made.beats[2][2]


def test_a_tight_shot_gives_up_its_air_before_its_words():
    beats_ = beats((None, "She turns to him at last, and stops."), ("A", "x"), ("B", "y"))
    loose = lay_out(FILM, Shot(id="s1.1", length=F(9), beats=beats_), two_seconds)
    tight = lay_out(FILM, Shot(id="s1.1", length=F(9, 2), beats=beats_), two_seconds)
    assert (loose.length, tight.length) == (9, F(9, 2))
    assert loose.beats[0][1] == F(10, 24) and tight.beats[0][1] < F(6, 24)
    assert tight.beats[-1][2] <= F(9, 2) and all(end <= F(9, 2) for _, _, end in tight.beats)
    assert tight.beats[2][1] >= tight.beats[1][2]


def test_what_cannot_fit_overruns_and_is_told_by_whoever_asks():
    made = lay_out(FILM, Shot(id="s1.1", length=F(3), beats=beats(("A", "x"), ("B", "y"))), two_seconds)
    assert made.length == 3 and made.beats[0][1] == 0 and made.beats[1][2] == 4


def test_a_shot_without_beats():
    assert lay_out(FILM, Shot(id="s1.1", length=F(4)), two_seconds).beats == ()
    assert lay_out(FILM, Shot(id="s1.1", length=F(1, 100)), two_seconds).length == F(1, 24)
    assert lay_out(FILM, Shot(id="s1.1"), two_seconds).length == 1
    ntsc = Film(id="f", rate=F(24000, 1001))
    assert (lay_out(ntsc, Shot(id="s1.1", length=F(4)), two_seconds).length * ntsc.rate) == 96
