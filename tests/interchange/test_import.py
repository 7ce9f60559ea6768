"""What a cue's brackets say is not lost on the way in."""

from __future__ import annotations

from screenc.interchange.transcribe import transcribed
from screenc.manuscript import fountain
from screenc.text import Source

SCRIPT = """INT. CAFE - NIGHT

MARA (O.S.)
I hear it.

JON (CONT'D)
(out of breath)
Listen.

MARA (V.O.)
(softly)
Go.
"""


def test_where_a_voice_comes_from_and_how_it_speaks_are_both_kept():
    source = Source("cafe.fountain", SCRIPT)
    resolved, found = transcribed(source, fountain.parse(source))
    assert resolved is not None and not [d for d in found if d.severity == "error"], found
    assert [(b.who, b.how) for _, shot in resolved.film.shots() for b in shot.beats] == [
        ("MARA", "off screen"),
        ("JON", "out of breath"),
        ("MARA", "off screen, softly"),
    ]
