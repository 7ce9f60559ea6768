"""Time: lines that fit their shots, beats in their order, transitions that have room, a film of the length it promised."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from screenc.film.model import Action, Shot, Speech
from screenc.film.quantity import plain
from screenc.film.rules.lined import FAST, OVERLAPPING, TIGHT, Found, Lined
from screenc.film.rules.mend import written
from screenc.film.rules.story import lengths
from screenc.film.timing import reading

FLASH = Fraction(1, 4)
AIR = Fraction(2, 5)
TALKING_HEAD = 30
DOUBT = Fraction(15, 100)
"""How far an estimate of speech may be off before it is worth a word."""


def line_longer_than_shot(lined: Lined) -> Iterator[Found]:
    """E0401 where a line cannot end in time even when it is spoken fast, W0402 where it must be."""
    for _, shot in lined.film.shots():
        if shot.length is None:
            continue
        for code, pace in (("E0401", FAST), ("W0402", Fraction(1))):
            over = [
                (n, end)
                for n, (_, end) in enumerate(lined.starts(shot, pace))
                if isinstance(shot.beats[n], Speech) and end > shot.length
            ]
            if over:
                n, end = over[0]
                how = "even when spoken fast, ends" if code == "E0401" else "spoken at an ordinary pace, ends"
                yield lined.found(
                    code,
                    f"the line, {how} {seconds(end)} into a shot of {seconds(shot.length)}",
                    shot.id,
                    "beat",
                    n,
                    also=lined.label("the shot's length", shot.id, "length"),
                    help=f"give the shot {seconds(roomy(lined, shot))} or `auto`, or cut words"
                    if len(shot.beats) == 1
                    else "give the shot `auto`, or let some of its lines go to the next shot",
                    fix=None if any(b.at for b in shot.beats) else written(lined.spans.of(shot.id, "length"), "auto"),
                )
                break


def beat_past_end(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        for n, beat in enumerate(shot.beats):
            if shot.length is not None and beat.at is not None and beat.at >= shot.length:
                yield lined.found(
                    "E0403",
                    f"this beat is pinned at {seconds(beat.at)} in a shot that lasts {seconds(shot.length)}",
                    shot.id,
                    "beat",
                    n,
                    also=lined.label("the shot's length", shot.id, "length"),
                )


def beat_out_of_order(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        latest = None
        for n, beat in enumerate(shot.beats):
            if beat.at is None:
                continue
            if latest is not None and beat.at < shot.beats[latest].at:
                yield lined.found(
                    "E0404",
                    f"this beat is pinned at {seconds(beat.at)}, after one pinned at {seconds(shot.beats[latest].at)}",
                    shot.id,
                    "beat",
                    n,
                    also=lined.label("the later one", shot.id, "beat", latest),
                    help="beats are written in the order in which they happen",
                )
            else:
                latest = n


def speaks_over_self(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        if all(beat.at is None for beat in shot.beats):
            continue
        ends: dict[str, Fraction] = {}
        for n, (beat, (start, end)) in enumerate(zip(shot.beats, lined.starts(shot, FAST), strict=True)):
            if not isinstance(beat, Speech):
                continue
            if start < ends.get(beat.who, 0):
                yield lined.found(
                    "E0405",
                    f"{beat.who} is still saying the line before, until {seconds(ends[beat.who])} at the soonest",
                    shot.id,
                    "beat",
                    n,
                    help="pin this line later, or let it follow without `at`",
                )
            ends[beat.who] = max(end, ends.get(beat.who, Fraction(0)))


def film_length(lined: Lined) -> Iterator[Found]:
    """E0406 where every length is written, W0407 where `auto` shots were estimated and the estimate is far off."""
    bounds = lined.film.length
    if bounds is None or not lined.shots:
        return
    exact = all(shot.length is not None for _, shot in lined.film.shots())
    shortest, longest, loose = lengths(lined)
    slack = Fraction(0) if exact else DOUBT
    code, about = ("E0406", "") if exact else ("W0407", "about ")
    asked = seconds(bounds.least) if bounds.least == bounds.most else f"{seconds(bounds.least)} to {seconds(bounds.most)}"
    if shortest < bounds.least * (1 - slack):
        yield lined.found(code, f"the film runs {about}{seconds(shortest)}, and {asked} was asked for", lined.film.id, "length")
    elif longest is not None and longest - loose > bounds.most * (1 + slack):
        yield lined.found(code, f"the film runs {about}{seconds(longest)}, and {asked} was asked for", lined.film.id, "length")


def transition_longer_than_shot(lined: Lined) -> Iterator[Found]:
    shots = [shot for _, shot in lined.film.shots()]
    for n, shot in enumerate(shots):
        out = shot.cut.length or Fraction(0)
        if not out:
            continue
        after = shots[n + 1] if n + 1 < len(shots) else None
        into = shots[n - 1].cut if n else None
        taken = (into.length or 0) if into and into.kind in OVERLAPPING else 0
        room = None if shot.length is None else shot.length - taken
        if room is not None and out > room:
            note = f", of which {seconds(taken)} are still the transition before" if taken else ""
            yield lined.found(
                "E0408",
                f"a {shot.cut.kind} of {seconds(out)} ends a shot of {seconds(shot.length)}{note}",
                shot.id,
                "cut",
                also=lined.label("the shot's length", shot.id, "length"),
            )
        elif shot.cut.kind in OVERLAPPING and after and after.length is not None and out > after.length:
            yield lined.found(
                "E0408",
                f"a {shot.cut.kind} of {seconds(out)} leads into a shot of {seconds(after.length)}",
                shot.id,
                "cut",
                also=lined.label("it is over before the transition is", after.id),
            )


def flash_shot(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        if shot.length is not None and 0 < shot.length < FLASH:
            yield lined.found("W0409", f"a shot of {seconds(shot.length)} is over before it is seen", shot.id)


def static_talking_head(lined: Lined) -> Iterator[Found]:
    for _, shot in lined.film.shots():
        framing, speeches = shot.framing, [b for b in shot.beats if isinstance(b, Speech)]
        if (
            framing
            and framing.size in TIGHT
            and len(framing.subjects) == 1
            and shot.camera.move == "static"
            and speeches
            and not any(isinstance(b, Action) for b in shot.beats)
            and lined.length(shot) > TALKING_HEAD
        ):
            yield lined.found(
                "W0410",
                f"{framing.subjects[0]} talks for {seconds(lined.length(shot))} in one shot where nothing moves",
                shot.id,
                "framing",
                help="push in slowly, give an action, or cut to who listens",
            )


def text_too_quick(lined: Lined) -> Iterator[Found]:
    """Text on the screen that is gone before it can be read once."""
    for _, shot in lined.film.shots():
        if not shot.text:
            continue
        need, length = reading(lined.film.language, *shot.text), lined.length(shot)
        if length < need:
            whole = Fraction(-int(-need * 2 // 1), 2)
            span = lined.spans.of(shot.id, "length") if shot.length is not None else None
            yield lined.found(
                "W0453",
                f"the text takes about {seconds(whole)} to read, and the shot lasts {seconds(length)}",
                shot.id,
                "text",
                also=lined.label("the shot's length", shot.id, "length"),
                help=f"give the shot {seconds(whole)}, or fewer words",
                fix=written(span, seconds(whole)),
            )


def roomy(lined: Lined, shot: Shot) -> Fraction:
    """A length in which every line fits with a breath after it, to the half second above."""
    end = max(end for _, end in lined.starts(shot)) + AIR
    return Fraction(-int(-end * 2 // 1), 2)


def seconds(value: Fraction) -> str:
    return f"{plain(Fraction(value), 1)}s" if value >= 1 else f"{plain(Fraction(value), 2)}s"


RULES = (
    line_longer_than_shot,
    beat_past_end,
    beat_out_of_order,
    speaks_over_self,
    flash_shot,
    static_talking_head,
    text_too_quick,
)
FILM_RULES = (film_length, transition_longer_than_shot)
