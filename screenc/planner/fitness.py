"""Whether a backend can do what a shot asks: every "no" is said at the fact that asks, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from screenc.contract import Brief, Capabilities, Loss, Lossy
from screenc.film.quantity import plain
from screenc.film.resolve import Spans
from screenc.lang.near import near
from screenc.profile import Ignored, Limit, Rule
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
    help = f"use `{can.replacement}`" if can.replacement else "choose another backend"
    seen = (f"as its profile knew on {can.checked_on}",)
    if can.shutdown is None:
        if can.deprecated and date.fromisoformat(can.deprecated) <= today:
            words = f"`{named(can)}` is deprecated since {can.deprecated}"
            yield Diagnostic.at("W0515", span, words, notes=seen, help=help)
        return
    left = (date.fromisoformat(can.shutdown) - today).days
    if left <= 0:
        yield Diagnostic.at("E0506", span, f"the backend `{named(can)}` was shut down on {can.shutdown}", notes=seen, help=help)
    elif left <= SOON:
        yield Diagnostic.at(
            "W0507", span, f"the backend `{named(can)}` shuts down on {can.shutdown}, in {left} days", notes=seen, help=help
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


def too_long(can: Capabilities, shot: str, length: Fraction, longest: Fraction | None, span: Span | None) -> Diagnostic:
    """E0502: longer than one clip, of a backend that cannot go on from the last frame of the one before."""
    most = f"one of its clips lasts {plain(longest or length)} seconds at most, and it cannot continue a clip"
    return Diagnostic.at(
        "E0502",
        span,
        f"`{named(can)}` cannot make the {plain(length)} seconds of {shot}",
        notes=(most,),
        help="shorten the shot, split it at a cut, or choose another backend",
    )


def named(can: Capabilities) -> str:
    """A backend with its model, for people."""
    return f"{can.name} {can.model}" if can.model else can.name


def unanchored(can: Capabilities, shot: str, span: Span | None) -> Diagnostic:
    """E0527: a model that only moves a given picture."""
    return Diagnostic.at(
        "E0527",
        span,
        f"`{named(can)}` has to be given the first frame, and {shot} goes on from no shot",
        help="give the shot a `from`, or choose a model that begins from words",
    )


def ruled_out(can: Capabilities, shot: str, rule: Rule, span: Span | None) -> Diagnostic:
    """E0516: each wish is possible, and not both in one call."""
    words = f"`{named(can)}` cannot make {shot} like this: {rule.words}"
    help = "give the shot a `from`, or take its `last` out" if "last_frame" in rule.when else None
    return Diagnostic.at("E0516", span, words, notes=(f"seen on {can.checked_on}",), help=help)


def too_wordy(can: Capabilities, shot: str, size: int, limit: Limit, span: Span | None) -> Diagnostic:
    """E0517: even the shortest wording is over the limit."""
    unit = {"chars": "characters", "utf16": "UTF-16 units", "bytes": "bytes", "tokens": "tokens"}[limit.unit]
    return Diagnostic.at(
        "E0517",
        span,
        f"what {shot} says is {size} {unit} long, and `{named(can)}` takes {limit.most}",
        help="say it in fewer words: looks, actions, the style of the film",
    )


def ignored(can: Capabilities, row: Ignored, span: Span | None) -> Diagnostic:
    """W0522: taken without a word, and without an effect."""
    return Diagnostic.at("W0522", span, f"`{named(can)}` takes `{row.option}` and ignores it: {row.words}", help="take it out")


def no_picture(path: str, span: Span | None) -> Diagnostic:
    """E0523: said before anything is bought without it."""
    return Diagnostic.at(
        "E0523", span, f"the reference picture {path} cannot be read", help="put it beside the film, or take the `ref` out"
    )


Lost = tuple[str, Loss, str]


def _loss(code: str, can: Capabilities, shot: str, fact: str, message: str, help: str = "") -> Lost:
    return code, Loss(shot=shot, fact=fact, backend=can.name, message=message), help


def shortened(can: Capabilities, shot: str) -> Lost:
    words = f"`{named(can)}` gets the short wording of {shot}: the full one is over its limit"
    return _loss("W0518", can, shot, "prompt", words, "shorten the looks and actions, and all of them are said")


UNPRICED = "W0519"


def unpriced(can: Capabilities, shot: str) -> Lost:
    words = f"nobody knows what `{named(can)}` asks for {shot}: its profile has no price for this"
    return _loss(UNPRICED, can, shot, "price", words, "it counts as $0.00 here; a build with `--max-cost` will not order it")


def excluded(can: Capabilities, shot: str, count: int, other: str) -> Lost:
    use = {"first_frame": "a first frame", "last_frame": "a last frame", "multi_shot": "several shots"}.get(other, other)
    words = f"`{named(can)}` takes reference pictures or {use}, not both: {count} left out of {shot}"
    return _loss("W0512", can, shot, "ref", words)


def divided(can: Capabilities, shot: str, at: Fraction) -> Lost:
    words = f"a clip of `{named(can)}` ends inside a line of {shot}, near {plain(at, 1)}s"
    return _loss("W0526", can, shot, "length", words, "give the long line a shot of its own, or split it in two")


def conformed(can: Capabilities, brief: Brief, facts: Mapping[str, Any]) -> Iterator[Lost]:
    """What scaling and resampling a bought clip will cost the picture."""
    frame = can.native(brief.width, brief.height, facts)
    if frame is not None:
        cropped = 1 - min(frame.width * brief.height, frame.height * brief.width) / max(
            frame.width * brief.height, frame.height * brief.width
        )
        if cropped > 0.01:
            words = f"`{named(can)}` makes {frame.width}x{frame.height}, of another shape: {cropped:.0%} of it is cut off"
            yield _loss("W0520", can, brief.shot, "frame", words, "choose a `frame` of a shape that it makes")
        elif frame.height * 4 < brief.height * 3:
            words = (
                f"`{named(can)}` makes {frame.width}x{frame.height} at most, which is scaled up to {brief.width}x{brief.height}"
            )
            yield _loss("W0520", can, brief.shot, "frame", words, "expect a softer picture")
    if can.rates and not any((r / brief.rate).denominator == 1 for r in can.rates):
        rates = " or ".join(plain(r) for r in can.rates)
        words = f"`{named(can)}` makes {rates} frames a second, of which {plain(brief.rate)} are picked"
        yield _loss("W0521", can, brief.shot, "rate", words, "expect uneven motion, or choose one of its rates for the film")


def left_out(backend: object, brief: Brief) -> Iterator[Lost]:
    """W0651: what only the backend itself knows that it will not do of a shot."""
    if isinstance(backend, Lossy):
        for loss in backend.losses(brief):
            yield "W0651", loss, "say it in another way, give the shot to another backend, or waive the warning"


def unheard(can: Capabilities, brief: Brief) -> Iterator[Lost]:
    """W0651: the voice of a line is the one that it was cast with, so a shot with a line has no sound from its clip."""
    if any(beat.kind == "speech" for beat in brief.beats):
        words = f"somebody speaks in {brief.shot}, so the sound of its clip is left out"
        yield _loss("W0651", can, brief.shot, "audio", words, "take `audio` out there")


def losses(can: Capabilities, brief: Brief, continues: bool) -> Iterator[Lost]:
    """(code, loss, help) for each fact of a shot that this backend will not do, though it can make the shot."""

    def loss(code: str, fact: str, message: str, help: str = "") -> Lost:
        return _loss(code, can, brief.shot, fact, message, help)

    if can.moves and brief.camera.move not in can.moves and brief.camera.move != "static":
        meant = [m for m in can.moves if m != "static"]
        yield loss(
            "W0504",
            "camera",
            f"`{named(can)}` cannot do the camera move `{brief.camera.move}`",
            f"it can do {', '.join(meant)}" if meant else "its camera stands still",
        )
    if can.sizes_of_shot and brief.framing.size not in can.sizes_of_shot:
        yield loss(
            "W0505", "framing", f"`{named(can)}` cannot frame `{brief.framing.size}`", f"it can do {', '.join(can.sizes_of_shot)}"
        )
    if continues and can.first_frame in ("ignored", "refused"):
        yield loss(
            "W0511", "from", f"`{named(can)}` does not go on from another shot's last frame", "expect a visible break at this cut"
        )


def pictures(can: Capabilities, brief: Brief, count: int) -> Iterator[Lost]:
    """W0512: more references than it looks at."""
    if count > can.references:
        words = f"`{named(can)}` looks at {can.references or 'no'} of the {count} reference pictures of {brief.shot}"
        yield _loss("W0512", can, brief.shot, "ref", words)


def unshown(can: Capabilities, shot: str, anchor: str) -> Lost:
    """W0528: its place rests on words alone."""
    takes = can.first_frame in ("optional", "required")
    why = f"it looks at no references, and {shot} is framed otherwise" if takes else "it looks at no pictures"
    words = f"`{named(can)}` cannot be shown the place of {shot} by {anchor}: {why}"
    return _loss("W0528", can, shot, "anchor", words, "choose a backend that looks at references, or say all in the `look`")


def endless(can: Capabilities, shot: str) -> Lost:
    words = f"`{named(can)}` cannot end {shot} on a picture"
    return _loss("W0529", can, shot, "last", words, "choose a backend that takes a last frame, or say it in an action")


def late(can: Capabilities, shot: str, fact: str, trim: Fraction) -> Lost:
    """W0511: a clip that is longer than its shot can be cut at one end only."""
    words = (
        f"{shot} ends on its picture, so the first {plain(trim, 2)}s of its clip by `{named(can)}` are cut off: a visible break"
    )
    return _loss("W0511", can, shot, fact, words, "give the shot a length that is on offer, and nothing is cut")
