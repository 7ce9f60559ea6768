"""Visual-Script Alignment in the formats that machines read: the figure never without its nulls, and its absence said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from screenc.critic.vsa import Alignment

UNMEASURED = "VSA was not measured: no image-text encoder was named (--vsa MODEL)"


def sentence(alignment: Alignment | None) -> str:
    return UNMEASURED if alignment is None else alignment.words


def fields(alignment: Alignment | None) -> dict[str, str]:
    """Flat names and words, as JUnit's properties want them: the film's figure, its two nulls, then each shot beside its own."""
    if alignment is None:
        return {"vsa": UNMEASURED}
    out = {"vsa": f"{alignment.value:.4f}", "vsa.encoder": alignment.encoder, "vsa.words": alignment.words}
    for name, gap in (("shuffled", alignment.shuffled), ("copied", alignment.copied)):
        if gap is not None:
            out[f"vsa.null.{name}"] = f"{gap.null:.4f}"
            out[f"vsa.over.{name}"] = f"{gap.gap:+.4f} (95% {gap.least:+.4f} to {gap.most:+.4f})"
    for row in alignment.shots:
        out[f"vsa.{row.shot}"] = f"{row.value:.4f}" + (f", null {row.null:.4f}" if row.null is not None else "")
    return out


def junit(alignment: Alignment | None) -> str:
    """The `properties` of a test suite."""
    rows = (f"<property name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in fields(alignment).items())
    return "<properties>" + "".join(rows) + "</properties>"


def sarif(alignment: Alignment | None) -> dict[str, Any]:
    """What a SARIF run carries beside its results: a notification for people, the figures in the property bag."""
    told = {"level": "note", "message": {"text": sentence(alignment)}}
    return {
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [told]}],
        "properties": {"vsa": alignment.model_dump(mode="json") if alignment is not None else None},
    }


def markdown(alignment: Alignment | None) -> list[str]:
    """A sentence, and a row a shot where it was measured."""
    if alignment is None:
        return [UNMEASURED + "."]
    rows = ["| shot | VSA | with the other shots' words |", "|---|---|---|"]
    rows += [f"| {r.shot} | {r.value:.3f} | {'-' if r.null is None else f'{r.null:.3f}'} |" for r in alignment.shots]
    return [alignment.words + ".", "", *rows]
