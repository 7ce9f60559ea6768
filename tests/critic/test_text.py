"""What is written in the picture: nothing, what the script writes, part of it, or something that nobody asked for."""

from fractions import Fraction

import numpy as np
import pytest

from screenc.contract import TimedAction
from screenc.critic import ocr
from screenc.critic.calibrate import takes
from screenc.critic.calibrate.lettered import lettered, misspelt
from screenc.critic.calibrate.reel import Reel, Scene, claim
from screenc.critic.checks import text

GREY = np.full((3, 90, 160, 3), 90, np.uint8)


def line(words, sure=0.99, y=0.5):
    return ocr.Written(words, sure, (0.1, y, 0.3, 0.05))


@pytest.fixture
def judged(monkeypatch):
    """`judged(read, texts, ...)`: the check's verdict where each frame reads so."""
    monkeypatch.setattr(ocr, "installed", lambda: True)

    def of(read, texts=(), value="scripted", said=(), action="", shots=1):
        monkeypatch.setattr(ocr, "read", lambda picture: list(read))
        base = next(takes.sizes()).model_copy(update={"text": tuple(texts)})
        if action:
            base = base.model_copy(update={"beats": (TimedAction(text=action, start=Fraction(0), end=Fraction(1)),)})
        scenes = [Scene(base.model_copy(update={"shot": f"a.{n}"}), GREY) for n in range(shots)]
        reel = Reel(scenes, lines=[("MINA", words, 0, 0.1, "a.0") for words in said])
        return text.check.judge(reel, claim("text", "a.0" if shots == 1 else None, "==", value))

    return of


@pytest.mark.parametrize(
    "read, more, value, held",
    [
        ((), {}, "none", True),
        ((), {}, "scripted", True),
        ((line("EXIT"),), {}, "none", False),
        ((line("EXIT"),), {}, "scripted", False),
        ((line("EXIT", sure=0.6), line("I")), {}, "none", True),
        ((line("OSAKA 1974"),), {"texts": ("Osaka, 1974",)}, "scripted", True),
        ((line("Osaka,"), line("1974", y=0.6)), {"texts": ("Osaka, 1974",)}, "scripted", True),
        ((line("Oskaa, 1974"),), {"texts": ("Osaka, 1974",)}, "scripted", False),
        ((), {"texts": ("Osaka, 1974",)}, "scripted", False),
        ((), {"texts": ("Osaka, 1974",)}, "none", True),
        ((line("Osaka, 1974"), line("EXIT")), {"texts": ("Osaka, 1974",)}, "scripted", False),
        ((line("I never came."),), {"said": ("I never came.",)}, "scripted", True),
        ((line("I never came."),), {"said": ("I never came.",)}, "none", False),
        ((line("CLOSED"),), {"action": "She turns the sign to closed."}, "scripted", True),
        ((line("Cafe Lumiere"),), {"texts": ("Café Lumière",)}, "scripted", True),
    ],
)
def test_what_is_written_against_what_the_script_writes(judged, read, more, value, held):
    assert judged(read, value=value, **more).held is held


def test_the_words_name_what_is_read_and_where(judged):
    found = judged([line("EXIT")], texts=("Osaka, 1974",))
    assert found.measured == "unscripted" and "“EXIT”" in found.words
    assert found.evidence[0].box == (0.1, 0.5, 0.3, 0.05) and found.evidence[0].value == 0.99
    gone = judged([], texts=("Osaka, 1974",))
    assert gone.measured == "absent" and "“Osaka, 1974” cannot be read" in gone.words and gone.evidence


def test_of_a_whole_film_the_worst_shot_counts(judged):
    assert judged([], shots=3, value="none").held is True
    assert judged([line("EXIT")], shots=3, value="none").held is False


def test_letters_that_are_not_read_and_a_package_that_is_not_there(judged, monkeypatch):
    found = judged([], texts=("서울, 1974",))
    assert found.held is None and "서울" in found.words
    monkeypatch.setattr(ocr, "installed", lambda: False)
    assert "screenc[ocr]" in judged([]).words


def test_the_reader_itself_reads_what_is_drawn_and_tells_it_from_a_slip():
    pytest.importorskip("rapidocr")
    drawn = lettered(np.full((1, 360, 640, 3), 80, np.uint8), "PLATFORM 14", 0)[0]
    (found,) = ocr.read(drawn)
    assert text.part("Platform 14", [found]) == 1.0 and found.sure > text.SURE and 0 < found.box[2] < 1
    assert text.part(misspelt("Platform 14"), [found]) < text.RIGHT
