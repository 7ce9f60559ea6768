"""The critic's work: every claim of the script, and every check that needs none, against the finished film."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from screenc.contract import Assertion, Plan, Verdict
from screenc.critic import registry
from screenc.critic.checks.vsa import alignment
from screenc.critic.footage import Film
from screenc.film.model import Claim
from screenc.text import Diagnostic, Span


def judge(
    plan: Plan,
    film: Path | str,
    senses: MutableMapping[str, Any] | None = None,
    only: Callable[[Assertion], bool] = lambda assertion: True,
) -> list[Verdict]:
    """Measure a film file; verdicts stand in the order of the film, whole film first, so that each shot is decoded once.

    `senses` are what a person lends to the critic, an `encoder` and a `panel`; what they saw is left in it.
    """
    senses = {} if senses is None else senses
    with Film(film, plan) as footage:
        footage.memo.update(senses)
        asked = [a for a in (*plan.assertions, *automatic(plan)) if only(a)]
        order = {id: i for i, id in enumerate(event.shot for event in plan.events)}
        asked.sort(key=lambda a: (a.shot is not None, order.get(a.shot or "", 0), a.automatic))
        verdicts = [registry.check(a.claim.check).judge(footage, a) for a in asked]
        if senses.get("encoder") is not None:
            senses["vsa"] = alignment(footage)
        if senses.get("panel") is not None:
            senses["panel"].see(footage)
        return verdicts


def automatic(plan: Plan) -> list[Assertion]:
    """The claims that every film makes without saying so, but for those that the script makes itself in that place."""
    said = {(a.claim.check, a.shot) for a in plan.assertions}
    shots = list(dict.fromkeys(event.shot for event in plan.events))  # a shot that is made in parts has an event for each
    out = []
    for name in registry.names():
        check = registry.check(name)
        if check.limit is None:
            continue
        claim = Claim(force="prefer", check=name, op=check.limit[0], value=check.limit[1])
        places = [None] if check.scope == "film" else shots
        if name == "spoken":
            places = [shot for shot in places if any(line.shot == shot for line in plan.subtitles)]
        out += [Assertion(claim=claim, shot=shot, automatic=True) for shot in places if (name, shot) not in said]
    return out


def diagnose(verdicts: list[Verdict], address: dict[tuple[str | None, str | None, Claim], Span]) -> list[Diagnostic]:
    """The verdicts that a person must hear of. `address` gives the span of a claim by (scene, shot, claim), and of a shot's
    head by (scene, shot) for what nobody claimed."""
    return [d for v in verdicts if (d := _diagnose(v, address)) is not None]


def _diagnose(verdict: Verdict, address) -> Diagnostic | None:
    claim, a = verdict.assertion.claim, verdict.assertion
    where = f"shot {a.shot}" if a.shot else f"scene {a.scene}" if a.scene else "the film"
    span = address.get((a.scene, a.shot, claim)) or address.get((a.scene, a.shot))
    said = " ".join(str(part) for part in (claim.check, claim.subject, claim.op, claim.value) if part)
    said = f"{said}: {claim.words}" if claim.words else said
    notes = tuple(f"at {e.at:.2f} s: {e.words}" for e in verdict.evidence[:3])
    if verdict.held is None:
        if a.automatic:
            return None
        code = "E0706" if claim.force == "expect" else "W0707"
        return Diagnostic.at(code, span, f"`{said}` could not be measured in {where}: {verdict.words}", notes=notes)
    if verdict.held:
        return None
    if a.automatic:
        wanted = f"wanted {claim.check} {claim.op} {claim.value}"
        return Diagnostic.at("W0708", span, f"{where}: {verdict.words} ({wanted})", notes=notes)
    code = "E0701" if claim.force == "expect" else "W0702"
    message = f"{where} does not hold `{said}`: {verdict.words}"
    return Diagnostic.at(code, span, message, label=f"measured {verdict.measured}", notes=notes)
