"""Films to edit, and slips such as fingers make."""

from __future__ import annotations

import random
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(p for p in (ROOT / "examples").glob("*/*.shot"))

FILM = """screenc 1

use cast.shot

film rain
  title    Rain

place street
  look     wet street, shop lights

scene s10 ext street dusk
  goal     They meet.
  with     ANRI BEN
  axis     ANRI BEN

shot s10.1 4s
  framing  long ANRI BEN
  mark     ANRI left mid facing right
  mark     BEN right mid facing left
  action   ANRI and BEN wait at either end of the street.

# the turn
shot s10.2 auto
  framing  medium-close ANRI
  camera   push-in slow ANRI
  ANRI (softly): It rained that day, too.

shot s10.3 auto
  framing  medium-close BEN
  BEN: It always rained.
  cut      fade 12f
end
"""

CAST = """screenc 1

cast ANRI
  name     Okita Anri
  look     woman of 30, slight, short black hair
  wears    red coat

cast BEN
  look     man of 45, broad, grey beard
  wears    navy suit
end
"""


def big(shots: int) -> str:
    """A film of many shots in scenes of thirty, about nine lines a shot, without a fault."""
    out = [
        "screenc 1",
        "",
        "film big",
        "  title    Big",
        "",
        "cast ANRI",
        "  look     woman of 30, short black hair, red coat",
        "",
        "cast BEN",
        "  look     man of 45, broad, grey beard, navy suit",
        "",
        "place street",
        "  look     wet street",
        "",
    ]
    for n in range(shots):
        scene, k = n // 30 * 10 + 10, n % 30 + 1
        if k == 1:
            out += [
                f"scene s{scene} ext street dusk",
                "  goal     They talk.",
                "  with     ANRI BEN",
                "  axis     ANRI BEN",
                "",
                f"shot s{scene}.1 4s",
                "  framing  long ANRI BEN",
                "  mark     ANRI left mid facing right",
                "  mark     BEN right mid facing left",
                "  action   They stand there.",
                "  sound    rain",
                "",
            ]
            continue
        who, side, way = ("ANRI", "left", "right") if k % 2 else ("BEN", "right", "left")
        out += [
            f"shot s{scene}.{k} auto",
            f"  framing  medium-close {who}",
            f"  camera   push-in slow {who}",
            f"  mark     {who} {side} mid facing {way}",
            f"  action   {who} looks up, and waits for a word.",
            f"  {who} (softly): It rained that day too, number {k}, do you remember it?",
            "  sound    a tram bell",
            f"  seed     {k}",
            "  sound    rain",
            "",
        ]
    return "\n".join([*out, "end", ""])


PIECES = [
    "\n",
    "  ",
    " ",
    "end\n",
    "shot s10.9 auto\n",
    "  framing  close ANRI\n",
    "scene s20 int street\n",
    "# why\n",
    "shot",
    "\t",
    "é",
    "  title    x\n",
    "cast ",
    "BEN: hello\n",
    "  ANRI: \U0001f327 rain\n",
    ":",
    "(",
    "auto",
    "s10.2",
    "use cast.shot\n",
    "\r\n",
    "\r",
    "screenc 1\n",
    "film other\n",
    "  camra    pan\n",
    "한국어",
    "مرحبا",
    "  expect   loudness >= -24dB\n",
    "\ufeff",
    "\u2028",
    "\x85",
    "\x0b",
]


def slip(random: random.Random, text: str) -> tuple[int, int, str]:
    """One edit of a text as (start, end, new words): a key, a line, a cut, a paste, a line moved."""
    start = random.randrange(len(text) + 1)
    kind = random.randrange(6)
    if kind == 0:
        return start, start, random.choice(PIECES)
    if kind == 1:
        return start, min(len(text), start + random.randrange(1, 4)), ""
    if kind == 2:
        return start, min(len(text), start + random.randrange(1, 200)), ""
    lines = text.splitlines(keepends=True) or [""]
    n = random.randrange(len(lines))
    at = sum(map(len, lines[:n]))
    if kind == 3:
        return at, at + len(lines[n]), ""
    if kind == 4:
        return at, at, random.choice(lines)
    return start, start, random.choice("abcXYZ .,-:()09 \n")
