"""A film diff as people read it, at a terminal and in a pull request: what changed on the screen, then what that costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Literal

from pydantic import Field

from screenc.contract import Plan
from screenc.film.diff import Change, Edit
from screenc.film.model import Typed
from screenc.film.quantity import plain
from screenc.report.reckoning import duration, reason


class Remake(Typed):
    """A clip that a build of the later film makes, had the earlier one been built; `length` in seconds, `dollars` its price."""

    name: str
    backend: str
    length: Fraction
    why: str
    dollars: Fraction = Fraction(0)


class FilmDiff(Typed):
    """Two versions of a film. Lengths in seconds; `work` seconds of rendering where this machine has measured its backends."""

    schema_: Literal["screenc.diff/1"] = Field("screenc.diff/1", alias="schema")
    film: str
    before: str
    after: str
    changes: tuple[Change, ...]
    length_before: Fraction | None = None
    length_after: Fraction
    remakes: tuple[Remake, ...]
    kept: int
    lines: int = 0
    """Spoken lines to be voiced again."""
    dollars: Fraction = Fraction(0)
    work: float | None = None

    @property
    def nothing(self) -> bool:
        return not self.changes and not self.remakes


def told(before: str, after: str, changes: Iterable[Change], was: Plan | None, now: Plan) -> FilmDiff:
    """The diff of two films, whose plans say what is made; `now` was planned with `was` as its past."""
    clips = [t for t in now.tasks if t.kind == "clip"]
    order = {e.clip: n for n, e in enumerate(now.events)}
    todo = sorted((t for t in clips if t.why.kind != "cached"), key=lambda t: order.get(t.key, len(order)))
    return FilmDiff(
        film=now.film,
        before=before,
        after=after,
        changes=tuple(changes),
        length_before=was.length if was else None,
        length_after=now.length,
        remakes=tuple(
            Remake(name=t.name, backend=t.backend, length=t.unit.length, why=reason(t.why), dollars=t.dollars) for t in todo
        ),
        kept=len(clips) - len(todo),
        lines=sum(t.kind == "speech" and t.why.kind != "cached" for t in now.tasks),
        dollars=now.estimate.dollars,
        work=now.estimate.work,
    )


SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">", "renamed": ">"}


def lines(diff: FilmDiff, mark: Mark) -> Iterator[str]:
    """The diff for a terminal; `mark` colours a stretch of text by what became of it: added, removed, changed, moved, renamed."""
    if diff.nothing:
        yield f"{diff.film}: the same film"
        return
    for change in diff.changes:
        yield mark(f"{SIGNS[change.kind]} {_headline(change)}", change.kind)
        if change.kind in ("changed", "moved", "renamed"):
            for edit in change.edits:
                yield f"    {edit.fact:<8} {_reworded(edit, mark)}"
        elif change.kind == "added" and change.what == "shot":
            yield from (
                f"    {edit.fact:<8} {edit.after}" for edit in change.edits if edit.fact in ("framing", "speech", "action")
            )
    yield ""
    for one in diff.remakes:
        price = f"  ${float(one.dollars):.2f}" if one.dollars else ""
        yield f"  {one.name}  {plain(one.length, 1)}s  {one.backend}  {one.why}{price}"
    yield f"  {summary(diff)}"


class Mark:
    """Text by what became of it; this one leaves it plain, but shows what is new and what is gone in a reworded line."""

    def __call__(self, text: str, kind: str) -> str:
        return text

    def gone(self, words: str) -> str:
        return f"[-{words}-]"

    def new(self, words: str) -> str:
        return f"{{+{words}+}}"


COLOURS = {"added": "green", "removed": "red", "changed": "yellow", "moved": "cyan", "renamed": "cyan"}


class Colour(Mark):
    def __call__(self, text: str, kind: str) -> str:
        from click import style

        return style(text, fg=COLOURS[kind])

    def gone(self, words: str) -> str:
        from click import style

        return style(words, fg="red", strikethrough=True)

    def new(self, words: str) -> str:
        from click import style

        return style(words, fg="green", bold=True)


class Markdown(Mark):
    def gone(self, words: str) -> str:
        return f"~~{escaped(words)}~~"

    def new(self, words: str) -> str:
        return f"**{escaped(words)}**"


def escaped(words: str) -> str:
    """Text that no Markdown renderer takes for markup, a mention or a reference: scripts are full of asterisks."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~@-])", r"\\\1", words)


def markdown(diff: FilmDiff, most: int = 60) -> str:
    """The diff as a comment of a pull request: a headline, a table of changes, what is rendered and the price, folded if long."""
    out = [f"### {escaped(diff.film)}: {summary(diff) if not diff.nothing else 'the same film'}", ""]
    if diff.nothing:
        return "\n".join(out)
    out += ["| | what | how |", "|---|---|---|"]
    mark = Markdown()
    for change in diff.changes[:most]:
        how = "<br>".join(
            f"{edit.fact} {_reworded(edit, mark, escaped)}" for edit in change.edits if change.kind not in ("added", "removed")
        )
        out.append(f"| `{SIGNS[change.kind]}` | {escaped(_headline(change))} | {how} |")
    if len(diff.changes) > most:
        out.append(f"| | and {len(diff.changes) - most} more | |")
    if diff.remakes:
        out += ["", f"<details><summary>{len(diff.remakes)} to render</summary>", "", "| shot | length | backend | why | price |"]
        out.append("|---|---|---|---|---|")
        for one in diff.remakes[:most]:
            price = f"${float(one.dollars):.2f}"
            out.append(
                f"| {escaped(one.name)} | {plain(one.length, 1)}s | {escaped(one.backend)} | {escaped(one.why)} | {price} |"
            )
        if len(diff.remakes) > most:
            out.append(f"| and {len(diff.remakes) - most} more | | | | |")
        out += ["", "</details>"]
    return "\n".join(out) + "\n"


def summary(diff: FilmDiff) -> str:
    if diff.nothing:
        return "the same film"
    counts = []
    for kind in SIGNS:
        n = sum(c.kind == kind and c.what == "shot" for c in diff.changes)
        if n:
            counts.append(f"{n} {'shot' if n == 1 else 'shots'} {kind}")
    parts = [", ".join(counts)] if counts else []
    parts.append(f"{len(diff.remakes)} to render, {diff.kept} kept" + (f", {diff.lines} to speak" if diff.lines else ""))
    if diff.length_before is not None and diff.length_before != diff.length_after:
        parts.append(f"{plain(diff.length_before, 1)}s is now {plain(diff.length_after, 1)}s")
    else:
        parts.append(f"{plain(diff.length_after, 1)}s")
    if diff.work:
        parts.append(f"about {duration(diff.work)} of work")
    parts.append(f"${float(diff.dollars):.2f}")
    return "; ".join(parts)


def _headline(change: Change) -> str:
    name = change.what if change.what == "film" and change.kind == "changed" else f"{change.what} {change.id}"
    if change.kind == "moved":
        where = f"moved behind {change.follows}" if change.follows else "moved to the front"
        return f"{name} {where}" + (f", was {change.was}" if change.was else "")
    if change.kind == "renamed":
        return f"{name}, was {change.was}"
    return f"{name}{'' if change.kind == 'changed' else ' ' + change.kind}"


def _reworded(edit: Edit, mark: Mark, plainly=lambda words: words) -> str:
    """One fact, word by word where both sides are words, else the old value and the new one."""
    if edit.before is None:
        return mark.new(edit.after or "")
    if edit.after is None:
        return mark.gone(edit.before)
    was, now = re.findall(r"\s+|\S+", edit.before), re.findall(r"\s+|\S+", edit.after)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.4:
        return f"{mark.gone(edit.before)} {mark.new(edit.after)}"
    out: list[str] = []
    gone = new = ""
    steps = [(step, "".join(was[a:b]), "".join(now[c:d])) for step, a, b, c, d in matcher.get_opcodes()]
    for n, (step, old, young) in enumerate(steps):
        if step != "equal" or (old.isspace() and 0 < n < len(steps) - 1):  # two words with a space between are one change
            gone, new = gone + old, new + young
            continue
        out += [_pair(gone, new, mark), plainly(old)]
        gone = new = ""
    return "".join([*out, _pair(gone, new, mark)])


def _pair(gone: str, new: str, mark: Mark) -> str:
    return (mark.gone(gone) if gone.strip() else gone) + (mark.new(new) if new.strip() else "")
