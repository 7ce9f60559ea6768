"""The senses that a person lends to the critic on the command line: an image-text encoder, and a model that judges."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

    from screenc.contract import Plan, Verdict
    from screenc.critic.panel import Memory
    from screenc.director.journal import Journal
    from screenc.text import Diagnostic

MOST_CALLS = 100
DETECTORS = ("own", "transnetv2", "pyscenedetect")
"""What `critic.detectors` knows, said here so that a build with nothing to do need not load it."""


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--vsa`, `--judge`, `--judge-endpoint`, `--max-calls` and `--cuts`, as one dictionary `asked` of what was given."""
    known = [
        click.option(
            "--vsa", metavar="MODEL", help="Measure Visual-Script Alignment with this CLIP or SigLIP: a folder, or a hub id."
        ),
        click.option(
            "--judge", metavar="MODEL", help="Have this vision-language model judge each shot; its calls may cost money."
        ),
        click.option("--judge-endpoint", metavar="URL", help="Where the judge is. [default: OPENAI_BASE_URL, or OpenAI]"),
        click.option(
            "--max-calls", type=click.IntRange(0), default=MOST_CALLS, show_default=True, help="Ask the judge no oftener."
        ),
        click.option("--cuts", type=click.Choice(DETECTORS), help="Who finds where shots end. [default: own]"),
    ]

    def taken(
        vsa: str | None, judge: str | None, judge_endpoint: str | None, max_calls: int, cuts: str | None, **rest: Any
    ) -> Any:
        from os import environ

        vsa = vsa or environ.get("SCREENC_VSA", "").strip() or None
        asked = {"vsa": vsa, "judge": judge, "endpoint": judge_endpoint, "calls": max_calls if judge else None}
        asked["cuts"] = cuts if cuts != "own" else None
        with _cuts_by(asked["cuts"]):
            return command(asked={key: value for key, value in asked.items() if value is not None}, **rest)

    taken.__name__, taken.__doc__ = command.__name__, command.__doc__
    taken.__click_params__ = getattr(command, "__click_params__", [])  # the options that stand below this one
    for option in reversed(known):
        taken = option(taken)
    return taken


def _cuts_by(name: str | None) -> AbstractContextManager[None]:
    """Another detector for as long as a command runs; the command ends at once where it is not installed."""
    if name is None:
        return nullcontext()
    from screenc.cli import session
    from screenc.critic import detectors

    if (missing := detectors.missing(name)) is not None:
        session.say([missing])
        sys.exit(session.exit_of([missing]))
    return detectors.using(name)


def senses(asked: dict[str, Any], memory: Memory | None) -> dict[str, Any]:
    """What was asked for, opened: before anything is made, so that a wrong name costs nothing. Raises Failed."""
    out: dict[str, Any] = {"cuts": asked["cuts"]} if asked.get("cuts") else {}
    if asked.get("vsa"):
        from screenc.critic import encoder

        out["encoder"] = encoder.opened(asked["vsa"])
    if asked.get("judge"):
        from screenc.critic.panel import Panel
        from screenc.critic.vlm import Eyes

        out["panel"] = Panel(Eyes(asked["judge"], asked.get("endpoint"), asked.get("calls", MOST_CALLS)), memory)
    return out


def found(senses: dict[str, Any]) -> list[Diagnostic]:
    """What a person must hear of: shots that were not judged, and an alignment that is chance."""
    from screenc.text import Diagnostic

    out = list(getattr(senses.get("panel"), "notes", ()))
    alignment = senses.get("vsa")
    if alignment is not None and alignment.tells is False:
        help = "the pictures fit the other shots' words as well: look at the shots whose own words fit worst"
        out.append(Diagnostic("W0756", f"{alignment.words}", help=help))
    return out


def kept(journal: Journal, key: str, senses: dict[str, Any]) -> list[Verdict] | None:
    """What was found of this very film before, by the same senses; None where it has to be looked at."""
    from pydantic import TypeAdapter

    from screenc.contract import Verdict

    text = journal.verdicts(key)
    if text is None:
        return None
    several = TypeAdapter(list[Verdict])
    if not senses:
        return several.validate_json(text)
    from screenc.critic.panel import Judged
    from screenc.critic.vsa import Alignment

    said = json.loads(text)
    senses["vsa"] = Alignment.model_validate(said["vsa"]) if said["vsa"] else None
    if "panel" in senses:
        senses["panel"].told = [Judged.model_validate(one) for one in said["judged"]]
    return several.validate_python(said["verdicts"])


def judged(journal: Journal, key: str, plan: Plan, film: Path, senses: dict[str, Any]) -> list[Verdict]:
    """Look at a film and keep what was found, unless a model left something open."""
    from pydantic import TypeAdapter

    from screenc.contract import Verdict
    from screenc.critic.judge import judge

    verdicts = judge(plan, film, senses) if senses else judge(plan, film)
    if not senses:
        journal.judged(key, TypeAdapter(list[Verdict]).dump_json(verdicts).decode())
    elif not getattr(senses.get("panel"), "notes", ()):
        said = {
            "verdicts": [v.model_dump(mode="json") for v in verdicts],
            "vsa": senses["vsa"].model_dump(mode="json") if senses.get("vsa") else None,
            "judged": [one.model_dump(mode="json") for one in getattr(senses.get("panel"), "told", ())],
        }
        journal.judged(key, json.dumps(said))
    return verdicts


def told(senses: dict[str, Any]) -> list[str]:
    """The alignment and the judge's scores for a terminal: a line for the film, a line a shot."""
    lines = []
    if (alignment := senses.get("vsa")) is not None:
        lines.append(alignment.words)
        for row in alignment.shots:
            beside = f"  {row.null:.3f} with the other shots' words" if row.null is not None else ""
            lines.append(f"  {row.shot}  {row.value:.3f}{beside}")
    for one in getattr(senses.get("panel"), "told", ()):
        lines.append(f"  {one.shot}  {one.score:g} ({one.least:g} to {one.most:g})  {one.item}: {one.reason}")
    return lines


def again(senses: dict[str, Any]) -> dict[str, Any]:
    """The same senses for another film: what they saw of the first is not in them, what they may still spend is."""
    out = {key: value for key, value in senses.items() if key != "vsa"}
    if (panel := senses.get("panel")) is not None:
        out["panel"] = type(panel)(panel.model, panel.memory, panel.repeats, panel.dimensions)
    return out
