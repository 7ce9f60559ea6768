"""Dialogues to try: any text at all between names that people could have."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    "ALL",
    "BOTH",
    "ANA",
    "Ben",
    "cyd",
    "MRS. O'HARA",
    "Guard 1",
    "Élodie",
    "지민",
    "할머니",
    "李明",
    "たろう",
    "Анна",
    "Σοφία",
    "مريم",
    "Old Tom",
    "Dr. No",
    "Jean-Luc",
)
WORDS = st.sampled_from(
    ("no", "yes,", "what?", "stop!", "the tram: late", '"quoted"', "it's", "[sic]",
     "(sotto)", "#1", "10:30", "…", "--", "— so", "😀",
     "👨‍👩‍👧", "안녕", "東京", "שלום", "مرحبا", "e\u0301", "NEVER!", "http://x.org/a:b",
     "50%", "$4.00", "end", "screenc 1", "use x", "ANA:", "Exit",
     "a" * 90, "日" * 60, "\u200d", "&amp;", "\\n", "`x`")
)  # fmt: skip
LINES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60),
    st.lists(WORDS, min_size=80, max_size=400).map(lambda words: " ".join(words)[:3000]),
)
DIRECTIONS = st.sampled_from(
    ("[Enter {}]", "[{} leaves.]", "[Exeunt]", "(A long silence.)", "*{} picks up a letter.*", "[{} puts down the letter.]",
     "[Sunlight on the floor.]",
     "[{} hands {} an umbrella.]", "INT. KITCHEN - NIGHT", "EXT. BRIDGE - DAY", "---", "Scene 2", "[Rain.]", "")
)  # fmt: skip


@st.composite
def dialogues(draw, most_people: int = 12, most_lines: int = 40) -> str:
    """The text of a dialogue whose every line names its speaker."""
    people = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=most_people, unique=True))
    out = []
    for _ in range(draw(st.integers(1, most_lines))):
        if draw(st.integers(0, 5)) == 0:
            a, b = draw(st.sampled_from(people)), draw(st.sampled_from(people))
            out.append(draw(DIRECTIONS).format(a, b))
        how = draw(st.sampled_from(("", "", "", " (softly)", " (angry, to everyone)", " (V.O.)")))
        out.append(f"{draw(st.sampled_from(people))}{how}: {draw(LINES)}")
        if draw(st.integers(0, 3)) == 0:
            out.append("")
    return "\n".join(out) + "\n"
