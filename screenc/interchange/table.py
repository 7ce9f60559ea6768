"""A shot list as CSV, a row a shot, as a first assistant director keeps it; what begins like a formula is made text."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from screenc.contract import Plan
from screenc.film.model import Action, Film, Shot, Speech
from screenc.film.quantity import plain
from screenc.planner.events import shot_times

COLUMNS = (
    "scene",
    "shot",
    "int/ext",
    "place",
    "hour",
    "start",
    "length",
    "size",
    "subjects",
    "angle",
    "lens",
    "move",
    "action",
    "dialogue",
    "enters",
    "exits",
    "holds",
    "wears",
    "sound",
    "music",
    "on screen",
    "ends with",
)


def write(film: Film, plan: Plan) -> str:
    """Start and length are seconds in the finished film, to a thousandth."""
    times = shot_times(plan.events)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for scene, shot in film.shots():
        start, end = times.get(shot.id, (Fraction(0), Fraction(0)))
        head = (
            scene.id,
            shot.id,
            scene.setting,
            scene.place,
            scene.hour or "",
            f"{float(start):.3f}",
            f"{float(end - start):.3f}",
        )
        rows.writerow([_cell(value) for value in (*head, *_shot(film, shot))])
    return out.getvalue()


def _shot(film: Film, shot: Shot) -> tuple[str, ...]:
    framing, camera = shot.framing, shot.camera
    names = {c.id: c.name or c.id for c in film.cast}
    said = (f"{names.get(b.who, b.who)}{f' ({b.how})' if b.how else ''}: {b.text}" for b in shot.beats if isinstance(b, Speech))
    pace = camera.pace if camera.pace != "normal" else None
    return (
        framing.size if framing else "",
        " ".join(framing.subjects) if framing else "",
        shot.angle,
        f"{plain(shot.lens)}mm" if shot.lens is not None else "",
        " ".join(filter(None, [camera.move, camera.way, pace, *camera.subjects])),
        "\n".join(b.text for b in shot.beats if isinstance(b, Action)),
        "\n".join(said),
        ", ".join(" ".join(filter(None, [p.who, p.side])) for p in shot.enters),
        ", ".join(" ".join(filter(None, [p.who, p.side])) for p in shot.exits),
        ", ".join(f"{h.who} {h.prop}" for h in shot.holds),
        "; ".join(f"{w.who} {w.what}" for w in shot.wears),
        "; ".join(shot.sound),
        shot.music or "",
        "\n".join(shot.text),
        " ".join(filter(None, [shot.cut.kind, shot.cut.way, shot.cut.length and f"{float(shot.cut.length):g}s"])),
    )


def _cell(value: str) -> str:
    return f"'{value}" if value[:1] in "=+@\t" and value else value
