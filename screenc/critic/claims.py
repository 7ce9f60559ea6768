"""Claims read at compile time: what no check can measure is found before a frame is drawn."""

from __future__ import annotations

from difflib import get_close_matches

from screenc.critic import calibration, registry
from screenc.film.model import Claim
from screenc.film.quantity import Quantity
from screenc.film.resolve import Resolved
from screenc.text import Diagnostic, Edit, Fix, Span


def placed(resolved: Resolved):
    """Every claim of a film with where it stands: (scene id, shot id, claim, span)."""
    film, spans = resolved.film, resolved.spans
    for owner, scene, shot, claims in [
        (film.id, None, None, film.claims),
        *((s.id, s.id, None, s.claims) for s in film.scenes),
        *((s.id, scene.id, s.id, s.claims) for scene, s in film.shots()),
    ]:
        counts = {"expect": 0, "prefer": 0}
        for claim in claims:
            yield scene, shot, claim, spans.of(owner, claim.force, counts[claim.force])
            counts[claim.force] += 1


def examine(resolved: Resolved) -> list[Diagnostic]:
    """The diagnostics of all claims, in the order of the film."""
    found = []
    for _, shot, claim, span in placed(resolved):
        found += _examine(claim, shot, span, resolved)
    return found


def _examine(claim: Claim, shot: str | None, span: Span | None, resolved: Resolved) -> list[Diagnostic]:
    names = registry.names()
    if claim.check not in names:
        near = get_close_matches(claim.check, names, 1, 0.6)
        fix = None
        if near and span is not None and (at := span.text.find(claim.check)) >= 0:
            word = Span(span.source, span.start + at, span.start + at + len(claim.check))
            fix = Fix((Edit(word, near[0]),), "likely")
        return [
            Diagnostic.at(
                "E0703",
                span,
                f"there is no check named `{claim.check}`",
                help=f"did you mean `{near[0]}`?" if near else f"the checks are {', '.join(names)}",
                fix=fix,
            )
        ]
    check = registry.check(claim.check)
    found = []
    if (claim.words is not None) != (claim.check == "judge"):
        found.append(_words(claim, span))
    if claim.subject is not None and not check.subject:
        found.append(
            Diagnostic.at(
                "E0705",
                span,
                f"`{claim.check}` is not measured of a person",
                help=f"write `{claim.force} {claim.check} ...` without {claim.subject}",
            )
        )
    elif claim.subject is not None and resolved.film.cast_of(claim.subject) is None:
        found.append(Diagnostic.at("E0705", span, f"{claim.subject} is not one of the cast"))
    if check.scope == "film" and shot is not None:
        found.append(Diagnostic.at("E0705", span, f"`{claim.check}` is measured of the whole film, not of a shot"))
    if claim.force == "expect" and not calibration.trusted(claim.check):
        found.append(_uncertain(claim, span))
    if claim.value is None:
        found.append(
            Diagnostic.at(
                "E0704",
                span,
                f"`{claim.check}` needs something to be held against",
                help=f"for example `{claim.force} {claim.check} >= 1{check.unit}`",
            )
        )
        return found
    if claim.value in check.words:
        return found + _by_word(claim, check, span)
    if check.words and not claim.value[:1].isdigit() and claim.value[:1] != "-":
        near = get_close_matches(claim.value, check.words, 1, 0.6)
        found.append(
            Diagnostic.at(
                "E0704",
                span,
                f"`{claim.check}` is never `{claim.value}`",
                help=f"did you mean `{near[0]}`?" if near else f"it is one of {', '.join(check.words)}",
            )
        )
        return found
    if _worded(check):
        found.append(
            Diagnostic.at(
                "E0704",
                span,
                f"`{claim.check}` is a word, and `{claim.value}` is a number",
                help=f"it is one of {', '.join(check.words)}",
            )
        )
        return found
    try:
        quantity = Quantity.read(claim.value)
    except ValueError:
        found.append(Diagnostic.at("E0704", span, f"`{claim.check}` is a number, and `{claim.value}` is none"))
        return found
    if quantity.unit != check.unit:
        meant = f"in `{check.unit}`" if check.unit else "without a unit"
        found.append(Diagnostic.at("E0704", span, f"`{claim.check}` is measured {meant}, and `{claim.value}` is not"))
    return found


def _worded(check) -> bool:
    """Whether a check knows words alone, and no numbers."""
    return bool(getattr(check, "choices", ()))


def _by_word(claim: Claim, check, span: Span | None) -> list[Diagnostic]:
    """What is wrong with the operator of a claim by a word: only words that have an order are more or less than another."""
    if claim.op == "==" or (getattr(check, "ordered", False) and claim.value in check.choices):
        return []
    return [
        Diagnostic.at(
            "E0704",
            span,
            f"`{claim.value}` cannot be more or less than anything",
            help=f"write `{claim.force} {claim.check} == {claim.value}`",
        )
    ]


def _words(claim: Claim, span: Span | None) -> Diagnostic:
    """Only a model that looks can be asked in words, and it must be."""
    if claim.words is None:
        help = f"for example `{claim.force} judge >= 4: she hides the letter before he turns`"
        return Diagnostic.at("E0757", span, "`judge` is not told what to judge", help=help)
    help = f"write `prefer judge >= 4: {claim.words}` to have a model look, or take the words away"
    return Diagnostic.at("E0757", span, f"`{claim.check}` is measured, and no words change what it measures", help=help)


def _uncertain(claim: Claim, span: Span | None) -> Diagnostic:
    """An `expect` may only rest on a check that calibration found good enough."""
    row = calibration.row(claim.check)
    notes = ()
    if "precision" in row:
        notes = (
            f"on clips that its threshold never saw, {row['precision']:.0%} of its alarms were true and it found "
            f"{row['recall']:.0%} of the damage",
        )
    fix = None
    if span is not None and (at := span.text.find("expect")) >= 0:
        word = Span(span.source, span.start + at, span.start + at + len("expect"))
        fix = Fix((Edit(word, "prefer"),), "likely")
    return Diagnostic.at(
        "E0710",
        span,
        f"`{claim.check}` is not sure enough to fail a film by",
        notes=notes,
        help=f"write `prefer {claim.check} ...`: it warns, and fails nothing",
        fix=fix,
    )


def addresses(resolved: Resolved) -> dict:
    """Where each claim stands, and each shot's and the film's head: what `judge.diagnose` wants."""
    film, spans = resolved.film, resolved.spans
    out = {(scene, shot, claim): span for scene, shot, claim, span in placed(resolved)}
    out[None, None] = spans.of(film.id)
    for scene, shot in film.shots():
        out[None, shot.id] = out[scene.id, shot.id] = spans.of(shot.id)
    return out
