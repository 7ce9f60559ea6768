"""What each terminal is called in plain words, and one good line of every kind, for the reports that need to show one."""

from __future__ import annotations

PLAIN = {
    "ID": "a lower-case word", "CAST": "a NAME in capitals", "TEXT": "words", "QUANTITY": "a number with its unit, as `4s`",
    "AUTO": "`auto`", "SIZE": "a size, as `1280x720`", "MONEY": "dollars, as `$4.00`", "SUBID": "an id, as `s10.2`",
    "COLOUR": "a colour, as `#c04030`", "CODE": "a code, as `W0412`", "DATE": "a date, as `2027-01-01`",
    "SETTING": "`int` or `ext`", "OP": "`==`, `>=` or `<=`", "UNTIL": "`until`", "PAREN": "`(how)`",
    "_COLON": "a colon and a space", "MOTION": "`motion`",
}

EXAMPLES = {
    "use": "use cast.shot", "film": "film rain-on-14", "cast": "cast ANRI", "place": "place street", "prop": "prop umbrella",
    "voice": "voice anri-soft", "scene": "scene s10 ext street dusk", "shot": "shot s10.2 4s", "choice": "choice s10.hand",
    "title": "title Rain on the 14", "logline": "logline Two old classmates meet.", "frame": "frame 1280x720",
    "rate": "rate 24fps", "length": "length 12s..20s", "style": "style photoreal, soft dusk light", "language": "language en",
    "backend": "backend previz", "budget": "budget $4.00", "seed": "seed 7", "name": "name Okita Anri", "aka": "aka Anri",
    "look": "look short black hair", "height": "height 172cm", "speaks": "speaks anri-soft", "ref": "ref anri.png",
    "tint": "tint #c04030", "engine": "engine hibari", "speaker": "speaker 3", "speed": "speed 1.05x", "pitch": "pitch -2st",
    "goal": "goal They recognise each other.", "mood": "mood tense", "weather": "weather rain",
    "light": "light key left soft warm", "with": "with TAKUMI ANRI", "axis": "axis TAKUMI ANRI", "sound": "sound rain on tin",
    "music": "music slow piano", "next": "next s20", "from": "from s10.1", "framing": "framing two-shot TAKUMI ANRI",
    "angle": "angle low", "lens": "lens 35mm", "camera": "camera push-in slow ANRI", "focus": "focus ANRI",
    "mark": "mark ANRI left near facing right", "enters": "enters ANRI left", "exits": "exits ANRI right",
    "holds": "holds ANRI umbrella", "wears": "wears ANRI a dry coat", "action": "action They stop, and turn.", "at": "at 1.5s",
    "speech": "ANRI (softly): You came.", "text": "text Ten years later", "cut": "cut dissolve 12f",
    "tune": "tune previz names on", "waive": "waive W0412 until 2027-01-01 the jump is meant",
    "expect": "expect loudness >= -24dB", "prefer": "prefer likeness ANRI >= 0.80", "ask": "ask Does she take his hand?",
    "pick": "pick s20 She takes it.", "default": "default s20", "timeout": "timeout 8s",
}


def example(key: str) -> str | None:
    """The help of a report on a line of that kind."""
    return f"for example `{EXAMPLES[key]}`" if key in EXAMPLES else None
