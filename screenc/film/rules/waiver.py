"""`waive CODE until DATE why`: one warning, on one shot, for a reason, until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from screenc.film.model import Waive
from screenc.film.rules.lined import Found, Lined
from screenc.film.rules.mend import taken_out
from screenc.text import CODES, Diagnostic

if TYPE_CHECKING:
    from screenc.film.resolve import Resolved


def apply(lined: Lined, found: list[Found]) -> list[Found]:
    """Take out what is waived; a waiver that ran out, met nothing or may not be given is reported in turn.

    Only warnings of film grammar (04xx) are known here: a waiver of another phase's warning is that phase's to judge (`excuse`).
    """
    standing = list(found)
    for _, shot in lined.film.shots():
        for n, waive in enumerate(shot.waive):
            if waive.code not in CODES or waive.code[0] == "E":
                why = "is an error, and errors are not waived" if waive.code in CODES else "is no code of screenc's"
                standing.append(
                    lined.found("E0449", f"{waive.code} {why}", shot.id, "waive", n, help="only warnings (W) can be waived")
                )
                continue
            met = [f for f in standing if f.shot == shot.id and f.diagnostic.code == waive.code]
            if waive.until < lined.today.isoformat():
                standing = [f for f in standing if f not in met]
                standing.append(lapsed(lined, shot.id, n, waive, met))
            elif met:
                standing = [f for f in standing if f not in met]
            elif waive.code.startswith("W04"):
                standing.append(unmet(lined, shot.id, n, waive))
    return standing


def excuse(resolved: Resolved, found: list[Diagnostic], today: date, family: str = "W07") -> list[Diagnostic]:
    """What another phase found, without the warnings that a shot waives; a waiver of its family that met nothing is reported.

    A warning is a shot's if it stands in the shot's stanza. Waivers that ran out hide nothing, and `check` has told of them.
    """
    homes = {
        (id(span.source), span.start): shot.id
        for _, shot in resolved.film.shots()
        for span in resolved.spans.places.get(shot.id, {}).values()
    }
    of = [homes.get((id(d.span.source), d.span.start)) if d.span else None for d in found]
    left = list(found)
    lined = Lined(resolved.film, resolved.spans, today)
    for _, shot in resolved.film.shots():
        for n, waive in enumerate(shot.waive):
            if not waive.code.startswith(family) or waive.until < today.isoformat():
                continue
            met = [d for d, home in zip(found, of, strict=True) if home == shot.id and d.code == waive.code]
            left = [d for d in left if not any(d is one for one in met)]
            if not met:
                left.append(unmet(lined, shot.id, n, waive).diagnostic)
    return left


def unmet(lined: Lined, shot: str, n: int, waive: Waive) -> Found:
    message = f"there is no {waive.code} on {shot} to waive"
    fix = taken_out(lined.span(shot, "waive", n), "safe")
    return lined.found("W0448", message, shot, "waive", n, help="take the line out", fix=fix)


def lapsed(lined: Lined, shot: str, n: int, waive: Waive, met: list[Found]) -> Found:
    """One report for both: the waiver ran out, and what it hid is there again."""
    report = lined.found(
        "W0447",
        f"the waiver of {waive.code} ran out on {waive.until}",
        shot,
        "waive",
        n,
        notes=tuple(f"{waive.code}: {f.diagnostic.message}" for f in met),
        help="mend the shot, or look at it again and give a later date" if met else "take the line out",
        fix=None if met else taken_out(lined.span(shot, "waive", n), "safe"),
    )
    also = tuple(label for f in met for label in f.diagnostic.labels[:1])
    return Found(shot, replace(report.diagnostic, labels=report.diagnostic.labels + also))
