"""The script of a small film in which nobody speaks."""

from __future__ import annotations

HEAD = """screenc 1

film rain
  title    Rain
  frame    {frame}
  rate     {rate}fps
  backend  {backend}

cast ANRI
  look     woman of 30, red coat

place street
  look     wet street, shop lights

scene s10 ext street dusk
  with     ANRI
"""


def script(backend: str, shots: list[tuple[str, str]], frame: str = "64x64", rate: int = 16) -> str:
    """A film of silent shots: (head, further facts), all told with the film's `tune` lines."""
    out = [HEAD.format(frame=frame, rate=rate, backend=backend)]
    for head, facts in shots:
        body = "".join(f"  {line.strip()}\n" for line in facts.strip().splitlines())
        out.append(f"shot {head}\n{body}  framing  medium ANRI\n  action   ANRI looks up.\n")
    return "\n".join(out) + "end\n"
