"""`waive CODE until DATE why`: one warning, on one shot, for a reason, until a day."""

from __future__ import annotations

from dataclasses import replace

from screenc.film.rules.lined import Found, Lined
from screenc.text import CODES, Edit, Fix, Span


def apply(lined: Lined, found: list[Found]) -> list[Found]:
    """Take out what is waived; a waiver that ran out, met nothing or may not be given is reported in turn.

    Only warnings of film grammar (04xx) are known here: a waiver of another phase's warning is that phase's to judge.
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
                message = f"there is no {waive.code} on {shot.id} to waive"
                fix = without(lined.span(shot.id, "waive", n))
                standing.append(lined.found("W0448", message, shot.id, "waive", n, help="take the line out", fix=fix))
    return standing


def lapsed(lined: Lined, shot: str, n: int, waive, met: list[Found]) -> Found:
    """One report for both: the waiver ran out, and what it hid is there again."""
    report = lined.found(
        "W0447",
        f"the waiver of {waive.code} ran out on {waive.until}",
        shot,
        "waive",
        n,
        notes=tuple(f"{waive.code}: {f.diagnostic.message}" for f in met),
        help="mend the shot, or look at it again and give a later date" if met else "take the line out",
        fix=None if met else without(lined.span(shot, "waive", n)),
    )
    also = tuple(label for f in met for label in f.diagnostic.labels[:1])
    return Found(shot, replace(report.diagnostic, labels=report.diagnostic.labels + also))


def without(span: Span | None) -> Fix | None:
    """The line that a span stands on taken out whole; a waiver that meets nothing can go without changing the film."""
    if span is None:
        return None
    text = span.source.text
    end = text.find("\n", span.end)
    line = Span(span.source, text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1)
    return Fix((Edit(line, ""),), "safe")
