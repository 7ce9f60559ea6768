"""Whether a backend can do what a shot asks: every "no" is said at the fact that asks, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from screenc.contract import Brief, Capabilities, Loss
from screenc.film.quantity import plain
from screenc.film.resolve import Spans
from screenc.lang.near import near
from screenc.planner.segment import longest
from screenc.text import Diagnostic, Span

SOON = 60
"""Days before a shutdown from which a build warns."""


def unknown(name: str, names: list[str], span: Span | None) -> Diagnostic:
    """E0501, with the name that was meant where one is near."""
    meant = near(name, names)
    help = f"did you mean `{meant}`?" if meant else f"the backends here are {', '.join(f'`{n}`' for n in names) or 'none'}"
    return Diagnostic.at("E0501", span, f"there is no backend named `{name}`", label="not a backend here", help=help)


def broken(name: str, words: str, span: Span | None) -> Diagnostic:
    """E0514: the fault is in the backend's files and not in the film."""
    return Diagnostic.at(
        "E0514", span, f"the backend `{name}` is broken", notes=(words,), help="mend or reinstall it, or choose another backend"
    )


def dated(can: Capabilities, today: date, span: Span | None) -> Iterator[Diagnostic]:
    """E0506 for a service that has closed, W0507 for one that will."""
    if can.shutdown is None:
        return
    help = f"use `{can.replacement}`" if can.replacement else "choose another backend"
    left = (date.fromisoformat(can.shutdown) - today).days
    seen = (f"as its profile knew on {can.checked_on}",)
    if left <= 0:
        yield Diagnostic.at("E0506", span, f"the backend `{can.name}` was shut down on {can.shutdown}", notes=seen, help=help)
    elif left <= SOON:
        yield Diagnostic.at(
            "W0507", span, f"the backend `{can.name}` shuts down on {can.shutdown}, in {left} days", notes=seen, help=help
        )


def frame(can: Capabilities, width: int, height: int, rate: Fraction, spans: Spans, film: str) -> Iterator[Diagnostic]:
    """E0503 and E0508: a picture of another size or rate cannot be joined to the film without harm."""
    size = f"{width}x{height}"
    if can.sizes and size not in can.sizes:
        yield Diagnostic.at(
            "E0503",
            spans.of(film, "frame"),
            f"`{can.name}` cannot make frames of {size}",
            label="not a size it offers",
            help=f"it offers {', '.join(can.sizes)}",
        )
    if can.rates and rate not in can.rates:
        yield Diagnostic.at(
            "E0508",
            spans.of(film, "rate"),
            f"`{can.name}` cannot make {plain(rate)} frames a second",
            label="not a rate it offers",
            help=f"it offers {', '.join(plain(r) + 'fps' for r in can.rates)}",
        )


def too_long(can: Capabilities, shot: str, length: Fraction, parts: int, span: Span | None) -> Diagnostic | None:
    """E0502: longer than one clip, of a backend that cannot go on from the last frame of the one before."""
    if parts == 1 or can.first_frame in ("optional", "required"):
        return None
    return Diagnostic.at(
        "E0502",
        span,
        f"`{can.name}` cannot make the {plain(length)} seconds of {shot}",
        notes=(f"one of its clips lasts {plain(longest(can) or length)} seconds at most, and it cannot continue a clip",),
        help="shorten the shot, split it at a cut, or choose another backend",
    )


def losses(can: Capabilities, brief: Brief, continues: bool) -> Iterator[tuple[str, Loss, str]]:
    """(code, loss, help) for each fact of a shot that this backend will not do, though it can make the shot."""

    def loss(code: str, fact: str, message: str, help: str = "") -> tuple[str, Loss, str]:
        return code, Loss(shot=brief.shot, fact=fact, backend=can.name, message=message), help

    if can.moves and brief.camera.move not in can.moves and brief.camera.move != "static":
        meant = [m for m in can.moves if m != "static"]
        yield loss(
            "W0504",
            "camera",
            f"`{can.name}` cannot do the camera move `{brief.camera.move}`",
            f"it can do {', '.join(meant)}" if meant else "its camera stands still",
        )
    if can.sizes_of_shot and brief.framing.size not in can.sizes_of_shot:
        yield loss(
            "W0505", "framing", f"`{can.name}` cannot frame `{brief.framing.size}`", f"it can do {', '.join(can.sizes_of_shot)}"
        )
    if continues and can.first_frame in ("ignored", "refused"):
        yield loss(
            "W0511", "from", f"`{can.name}` does not go on from another shot's last frame", "expect a visible break at this cut"
        )
    pictures = len({ref for ref in (brief.place_ref, *(p.ref for p in brief.people if p.in_frame)) if ref})
    if pictures > can.references:
        yield loss(
            "W0512",
            "framing",
            f"`{can.name}` looks at {can.references or 'no'} of the {pictures} reference pictures of {brief.shot}",
        )
