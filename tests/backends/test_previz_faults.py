"""What previz says when it cannot make a clip: a diagnostic, never a traceback."""

from fractions import Fraction

import pytest
from screenc.backends.previz import backend

from screenc.contract import Brief, Failed, Task, TimedSpeech, Unit
from screenc.film.model import Framing


def task(brief):
    unit = Unit(shots=("s10.1",), length=Fraction(1))
    return Task(key="k", kind="clip", name="s10.1", unit=unit, backend="previz", version="1", brief=brief)


def test_a_task_without_a_brief_is_our_own_fault(tmp_path):
    with pytest.raises(Failed) as caught:
        backend.make(task(None), {}, tmp_path / "out.mp4", lambda done: None)
    assert caught.value.diagnostic.code == "E0901"


def test_a_line_that_is_no_sound(tmp_path):
    (tmp_path / "line.wav").write_bytes(b"this is no sound")
    speech = TimedSpeech(who="ANRI", text="Well?", start=Fraction(0), end=Fraction(1), audio="line")
    brief = Brief(
        shot="s10.1",
        scene="s10",
        length=Fraction(1),
        width=64,
        height=64,
        rate=Fraction(24),
        setting="ext",
        place="street",
        framing=Framing(size="long"),
        beats=(speech,),
    )
    with pytest.raises(Failed) as caught:
        backend.make(task(brief), {"line": tmp_path / "line.wav"}, tmp_path / "out.mp4", lambda done: None)
    assert caught.value.diagnostic.code == "E0650" and not (tmp_path / "out.mp4").exists()
