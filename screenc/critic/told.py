"""What is said of each shot once it is found, or not: the rows of a critique, and the diagnostics of structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from screenc.contract import Verdict
from screenc.critic.align import Match
from screenc.critic.fit import Asked, Seen, together
from screenc.text import Diagnostic, Span

CLEAR = 0.8
"""From what margin on a claim is clear."""
LOOSE, SLACK = 0.12, 0.3
"""How far a length may be from the script's: a share of it, and seconds, whichever is more."""

State = Literal["as scripted", "missing", "extra", "out of order", "too long", "too short", "damaged", "no cut seen"]


@dataclass(frozen=True, slots=True)
class Row:
    """One shot, or one stretch that is none; times are the video's, None for a missing shot. `states` has at least one."""

    shot: str | None
    scripted: float | None
    start: float | None
    end: float | None
    states: tuple[State, ...]
    words: tuple[str, ...] = ()
    sure: Literal["clear", "likely"] | None = None
    """Of a claim of structure: `clear` where no other account comes near."""


def told(
    matches: Sequence[Match], asked: Sequence[Asked], seen: Sequence[Seen], address: Mapping, fixed: frozenset[str]
) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of a critique before any check, and the diagnostics of structure."""
    rows, found = [], []
    for match, joint in zip(matches, ((), *(m.shots for m in matches)), strict=False):
        start = seen[match.segments[0]].start if match.segments else None
        end = seen[match.segments[-1]].end if match.segments else None
        if not match.segments:
            shot = asked[match.shots[0]]
            words = f"shot {shot.shot} is not in the video"
            either = " or ".join([shot.shot, *(asked[n].shot for n in match.rivals)])
            if match.rivals:
                words = f"either shot {either} is not in the video: what can be seen and heard fits each of them"
            why = (f"either {either}",) if match.rivals else (f"{_nowhere(shot)} ({sure(match)})",)
            row = Row(shot.shot, shot.length, None, None, ("missing",), why, sure(match))
            later = sum(n > match.shots[0] for n in joint)  # it is gone from the middle of a stretch without a cut
            rows.insert(len(rows) - later, row)
            found.append(Diagnostic.at("E0711", _span(address, shot.shot), words, help=why[0]))
        elif not match.shots:
            why = "no shot that is missing fits it"
            if match.twin is not None:
                why = f"the same frames as at {seen[match.twin].start:.2f} s"
            rows.append(Row(None, None, start, end, ("extra",), (f"{why} ({sure(match)})",), sure(match)))
            words = f"the video has {end - start:.2f} s, from {start:.2f} s on, that are no shot of the script"
            found.append(Diagnostic.at("E0713", address.get((None, None)), words, help=why))
        else:
            for row, diagnostic in _of_shots(match, matches, asked, seen, address, fixed):
                rows.append(row)
                found += diagnostic
    return rows, found


def _of_shots(match: Match, matches, asked, seen, address, fixed):
    start, end = seen[match.segments[0]].start, seen[match.segments[-1]].end
    whole = sum(asked[n].length for n in match.shots)
    at = start
    for n in match.shots:
        shot, states, words, said = asked[n], [], [], []
        length = (end - start) * shot.length / whole
        if not match.order:
            states.append("out of order")
            text = (
                f"shot {shot.shot} is out of order: the video has it from {start:.2f} s on, {_neighbour(match, matches, asked)}"
            )
            known = known_by(match, shot, seen)
            said.append(Diagnostic.at("E0712", _span(address, shot.shot), text, help=f"known by {known}"))
            words.append(f"not where the script has it; known by {known} ({sure(match)})")
        if all(_off(length, asked[k]) for k in (n, *match.alike)):
            states.append("too long" if length > shot.length else "too short")
            code = "E0714" if shot.shot in fixed else "W0715"
            text = f"shot {shot.shot} is {states[-1]}: {length:.2f} s in the video, {shot.length:.2f} s in the script"
            said.append(Diagnostic.at(code, _span(address, shot.shot), text))
            words.append(f"{length:.2f} s for {shot.length:.2f} s")
        if match.echo is not None:
            other = asked[match.echo].shot
            states.append("damaged")
            words.append(f"another shot's words: those of {other} are heard")
            text = f"shot {shot.shot} is heard with the words of shot {other}"
            said.append(Diagnostic.at("E0717", _span(address, shot.shot), text, help=f"known by {known_by(match, shot, seen)}"))
        if match.alike and match.echo is None:
            others = " or ".join(asked[k].shot for k in match.alike)
            words.append(f"cannot be told from {others} by what is seen and heard")
        if len(match.shots) > 1 and n != match.shots[0]:
            states.append("no cut seen")
            text = f"no cut can be seen before shot {shot.shot}: the video goes on from the shot before it"
            said.append(Diagnostic.at("W0716", _span(address, shot.shot), text))
        claim = None if match.order else sure(match)
        yield Row(shot.shot, shot.length, at, at + length, tuple(states) or ("as scripted",), tuple(words), claim), said
        at += length


def _off(length: float, shot: Asked) -> bool:
    return abs(length - shot.length) > max(SLACK, LOOSE * shot.length)


def sure(match: Match) -> Literal["clear", "likely"]:
    """How sure a claim of structure is; what the two words are worth is measured with the copies."""
    return "clear" if match.margin >= CLEAR else "likely"


def known_by(match: Match, shot: Asked, seen: Sequence[Seen]) -> str:
    """What tells that a segment is this shot, in words."""
    found, here = match.fit, together([seen[k] for k in match.segments])
    if found is None:
        return "nothing"
    by = []
    if found.words is not None and found.words > 0.5:
        by.append("its words")
    if shot.voice.any() and found.voice < 0.25 and here.tell:
        by.append("when it is spoken")
    if not shot.voice.any() and not here.voice.any() and here.tell:
        by.append("its silence")
    if here.faces and shot.face and found.picture < 0.1:
        by.append("its faces")
    if here.move and shot.moves and not found.camera:
        by.append("its camera")
    if found.length <= 0:
        by.append("its length")
    return ", ".join(by) or "what is left over"


def _nowhere(shot: Asked) -> str:
    return "its words are heard nowhere that fits" if shot.lines else "nothing that is seen and heard fits it better than another"


def _neighbour(match: Match, matches: Sequence[Match], asked: Sequence[Asked]) -> str:
    """Which shot follows it in the video, or comes before it."""
    later = [m for m in matches if m.segments and m.shots and m.segments[0] > match.segments[-1]]
    if later:
        return f"before {asked[min(later, key=lambda m: m.segments[0]).shots[0]].shot}"
    sooner = [m for m in matches if m.segments and m.shots and m.segments[-1] < match.segments[0]]
    return f"after {asked[max(sooner, key=lambda m: m.segments[0]).shots[-1]].shot}" if sooner else "alone"


def _span(address: Mapping, shot: str) -> Span | None:
    return address.get((None, shot))


def damaged(rows: Sequence[Row], verdicts: Sequence[Verdict]) -> list[Row]:
    """The rows, with what the checks found amiss in each shot; a `prefer` that does not hold is told, and is no damage."""
    bad: dict[str, list[str]] = {}
    for verdict in verdicts:
        asked = verdict.assertion
        if verdict.held is False and asked.shot and (asked.automatic or asked.claim.force == "expect"):
            bad.setdefault(asked.shot, []).append(f"{asked.claim.check}: {verdict.words}")
    out = []
    for row in rows:
        if row.shot in bad and row.start is not None:
            states = tuple(s for s in row.states if s not in ("as scripted", "damaged"))
            row = replace(row, states=(*states, "damaged"), words=(*row.words, *bad[row.shot]))
        out.append(row)
    return out
