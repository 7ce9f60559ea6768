"""`report.html`: the finished film beside its script and its verdicts, on one page that works from a disk with no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from screenc.contract import Brief, Plan, TimedAction, Verdict
from screenc.critic.vsa import Alignment
from screenc.film.quantity import plain, timecode
from screenc.film.resolve import Resolved
from screenc.report.gallery import Gallery, curve_path, jpeg, scatter, wave_path
from screenc.report.lanes import Lanes, clock
from screenc.report.model import Report, claimed
from screenc.text import Source

Text = tuple[str, int, list[str]]
"""The file, the number of the first line, and the lines of a shot's stanza."""


def render(
    report: Report,
    plan: Plan,
    thumbs: Mapping[str, Sequence[str]],
    text: Mapping[str, Text],
    gallery: Gallery | None = None,
    lanes: Lanes | None = None,
    live: bool = False,
) -> str:
    """The page. `thumbs` are data URIs by shot, the middle frame first; a shot without any shows its number instead.

    `lanes` are there for a video that was held against a script; `live` pages ask for news of the next build.
    """
    gallery = gallery or Gallery()
    rows = {row.id: row for row in lanes.rows} if lanes else {}
    aligned = {row["shot"]: row for row in (report.vsa or {}).get("shots", ())}
    scored: dict[str, list] = {}
    for one in report.judged:
        scored.setdefault(one["shot"], []).append(one)
    env = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    briefs = {b.shot: b for t in plan.tasks for b in (t.briefs or (t.brief,)) if b}
    names = {p.id: p.name for b in briefs.values() for p in b.people}
    verdicts, faults = _by_shot(report), _faults(report, lanes)
    named = {one["shot"]: ", ".join((one["check"], *one["more"])) for one in faults}
    outcome = {t.name.split(" part ")[0]: t for t in report.tasks if t.kind == "clip"}
    shots = [
        {
            "id": cut.shot,
            "scene": cut.scene,
            "start": cut.start,
            "length": cut.length,
            "row": rows.get(cut.shot),
            "fault": named.get(cut.shot, ""),
            "state": _worse(_state(verdicts.get(cut.shot, ())), rows[cut.shot].state if cut.shot in rows else "plain"),
            "share": 100 * cut.length / report.length if report.length else 0,
            "at": 100 * cut.start / report.length if report.length else 0,
            "code": timecode_of(cut.start, report),
            "brief": _told(briefs[cut.shot], names) if cut.shot in briefs else {},
            "lines": _lines(briefs[cut.shot], names) if cut.shot in briefs else [],
            "verdicts": [_verdict(v, cut.start, cut.length) for v in verdicts.get(cut.shot, ())],
            "wave": wave_path(gallery.waves[cut.shot]) if any(gallery.waves.get(cut.shot, ())) else "",
            "silent": bool(cut.length and gallery.waves) and not any(gallery.waves.get(cut.shot, ())),
            "vsa": aligned.get(cut.shot),
            "judged": scored.get(cut.shot, ()),
            "thumbs": list(thumbs.get(cut.shot, ())),
            "text": text.get(cut.shot),
            "task": outcome.get(cut.shot),
        }
        for cut in report.shots
    ]
    film_wide = [_verdict(v) for v in verdicts.get(None, ())]
    held = sum(v.held is True for v in report.verdicts)
    return env.get_template("page.j2").render(
        report=report,
        shots=shots,
        scenes=_scenes(shots, briefs),
        film_wide=film_wide,
        held=held,
        errors=[d for d in report.diagnostics if d["severity"] == "error"],
        warnings=[d for d in report.diagnostics if d["severity"] != "error"],
        speech=[
            {"at": 100 * float(s.start) / report.length, "share": 100 * float(s.end - s.start) / report.length}
            for s in report.subtitles
        ]
        if report.length
        else [],
        cues=[{"start": float(s.start), "end": float(s.end), "text": f"{s.name}: {s.text}"} for s in report.subtitles],
        faults=faults,
        lanes=lanes,
        live=live,
        stills=gallery.frames,
        alignment=Alignment.model_validate(report.vsa) if report.vsa else None,
        plot=scatter(report.judged),
        made=[t for t in report.tasks if t.outcome != "cached"],
        plain=lambda value, places=3: plain(Fraction(value).limit_denominator(100_000), places),
        clock=clock,
        css=_file("page.css"),
        js=_file("page.js"),
    )


def _file(name: str) -> str:
    return (files("screenc.report") / name).read_text(encoding="utf-8")


def timecode_of(seconds: float, report: Report) -> str:
    return timecode(Fraction(seconds).limit_denominator(100_000), report.rate)


def _by_shot(report: Report) -> dict[str | None, list[Verdict]]:
    out: dict[str | None, list[Verdict]] = {}
    for v in report.verdicts:
        out.setdefault(v.assertion.shot, []).append(v)
    return out


def _state(verdicts: Sequence[Verdict]) -> str:
    """`ill` for a broken expect, `doubt` for a broken preference, `well` for a shot of which something was measured."""
    broken = [v for v in verdicts if v.held is False]
    if any(v.assertion.claim.force == "expect" for v in broken):
        return "ill"
    return "doubt" if broken else "well" if any(v.held for v in verdicts) else "plain"


ORDER = ("plain", "well", "doubt", "ill")


def _worse(*states: str) -> str:
    return max(states, key=ORDER.index)


def _faults(report: Report, lanes: Lanes | None = None) -> list[dict[str, Any]]:
    """What is wrong in the fewest words, worst first, for the top of the page: of each shot the worst, the rest by name."""
    found = list(lanes.faults) if lanes else []
    gone = {row.id for row in lanes.rows if not row.found} if lanes else set()
    for v in sorted(report.unheld, key=lambda v: (v.assertion.claim.force != "expect", v.assertion.automatic)):
        a = v.assertion
        if a.shot in gone:
            continue
        at = v.evidence[0].at if v.evidence else next((c.start for c in report.shots if c.shot == a.shot), 0.0)
        state = "ill" if a.claim.force == "expect" else "doubt"
        one = {
            "shot": a.shot or a.scene or "film",
            "words": v.words or claimed(v),
            "at": at,
            "state": state,
            "check": a.claim.check,
        }
        found.append(one)
    out: dict[str, dict[str, Any]] = {}
    for one in sorted(found, key=lambda one: one["state"] != "ill"):
        first = out.setdefault(one["shot"], {**one, "more": []})
        if one["check"] not in (first["check"], *first["more"]):
            first["more"].append(one["check"])
    return list(out.values())


def _verdict(v: Verdict, start: float = 0.0, length: float = 0.0) -> dict[str, Any]:
    said = claimed(v).removeprefix("prefer ") if getattr(v.assertion, "automatic", False) else claimed(v)
    state = "plain" if v.held is None else "well" if v.held else "ill" if v.assertion.claim.force == "expect" else "doubt"
    drawn = curve_path(v.curve, start, length) if len(v.curve) > 1 and length else None
    return {"said": said, "measured": v.measured, "words": v.words, "state": state, "evidence": v.evidence, "curve": drawn}


def _told(brief: Brief, names: Mapping[str, str]) -> dict[str, str]:
    """The shot in the words of a shot list."""
    who = ", ".join(names.get(s, s) for s in brief.framing.subjects)
    camera = " ".join(
        w for w in (brief.camera.move, brief.camera.way, brief.camera.pace if brief.camera.pace != "normal" else None) if w
    )
    aim = ", ".join(names.get(s, s) for s in brief.camera.subjects)
    light = " ".join(w for w in (brief.light.key, brief.light.quality, brief.light.warmth) if w)
    out = {
        "framing": brief.framing.size + (f" on {who}" if who else ""),
        "camera": camera + (f" to {aim}" if aim else ""),
        "angle": brief.angle if brief.angle != "eye" else "",
        "lens": f"{plain(brief.lens)}mm" if brief.lens else "",
        "light": light,
        "place": " ".join(w for w in (brief.setting, brief.place, brief.hour, brief.weather) if w),
    }
    return {key: words for key, words in out.items() if words}


def _lines(brief: Brief, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"kind": "action", "text": b.text, "at": float(b.start)}
        if isinstance(b, TimedAction)
        else {"kind": "speech", "who": names.get(b.who, b.who), "how": b.how, "text": b.text, "at": float(b.start)}
        for b in brief.beats
    ]


ROOM = 4.0
"""Per cent of the timeline that a scene's label needs."""


def _scenes(shots: list[dict], briefs: Mapping[str, Brief]) -> list[dict[str, Any]]:
    """The shots by scene; `labelled` are those whose names do not run into each other above the timeline."""
    out: list[dict[str, Any]] = []
    free = 0.0
    for shot in shots:
        if not out or out[-1]["id"] != shot["scene"]:
            b = briefs.get(shot["id"]) or next(b for b in briefs.values() if b.scene == shot["scene"])
            head = " ".join(w for w in (b.setting, b.place, b.hour) if w)
            labelled = free <= shot["at"] <= 100 - ROOM / 2
            free = shot["at"] + ROOM if labelled else free
            out.append({"id": shot["scene"], "head": head, "goal": b.goal, "at": shot["at"], "labelled": labelled, "shots": []})
        out[-1]["shots"].append(shot)
    return out


def script(resolved: Resolved) -> dict[str, Text]:
    """Every shot's stanza as it stands in its file."""
    out: dict[str, Text] = {}
    for _, shot in resolved.film.shots():
        span = resolved.spans.of(shot.id)
        if span is not None:
            out[shot.id] = span.source.name, span.line, _stanza(span.source, span.line)
    return out


def _stanza(source: Source, first: int) -> list[str]:
    """The head line and what is indented under it."""
    lines, number, last = [source.line(first)], first + 1, source.position(len(source.text))[0]
    while number <= last and (source.line(number).startswith((" ", "\t")) and len(lines) < 60):
        lines.append(source.line(number))
        number += 1
    return lines


# --- pictures -------------------------------------------------------------------------------------------------------


def thumbnails(film: Path, report: Report) -> dict[str, list[str]]:
    """Middle, first and last frame of each shot as JPEG data URIs, transitions left out; a long film has the middle alone."""
    from screenc.media.frames import Reader

    shots, frame = [cut for cut in report.shots if cut.length], 1 / float(report.rate)
    width, small, quality = (320, 160, 74) if len(shots) <= 80 else (256, 128, 66) if len(shots) <= 300 else (160, 0, 55)
    out: dict[str, list[str]] = {}
    with Reader(film) as reader:
        for n, cut in enumerate(shots):
            first = max(cut.start, shots[n - 1].start + shots[n - 1].length if n else 0.0)
            last = min(cut.start + cut.length, shots[n + 1].start if n + 1 < len(shots) else report.length)
            out[cut.shot] = [jpeg(reader.at((first + last) / 2, width), quality)]
            if small:
                out[cut.shot] += [jpeg(reader.at(t, small), quality) for t in (first + frame / 2, max(first, last - frame / 2))]
    return out
