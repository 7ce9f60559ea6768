"""What there is to know of the word under the cursor: the page of the language's own words, the facts of the film's."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from screenc.editor.desk import Document, stanza_at
from screenc.editor.names import Name
from screenc.editor.places import named
from screenc.editor.price import asked
from screenc.editor.study import Study
from screenc.film.model import Speech
from screenc.film.quantity import plain
from screenc.lang.tree import Fact, Stanza, Word
from screenc.pages import names as pages
from screenc.pages import page

if TYPE_CHECKING:
    from screenc.editor.server import Server

LEFT_OUT = ("Example", "Fails", "Passes")
"""Sections of a page that are long, and are whole files: `screenc explain` shows them."""


def hover(server: Server, document: Document, position: lsp.Position) -> lsp.Hover | None:
    """What to say, and of which words."""
    offset = document.offset(position)
    block, inside = server.desk.block(document, offset)
    stanza = stanza_at(block, inside)
    if stanza is not None:
        study = server.study_of(document)
        name = named(server, document.uri, position)
        for words, span in _answers(server, study, document, stanza, name, inside):
            if words:
                return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, words), server.desk.range(span))
    return _of_a_bare_word(document, position)


def _answers(server: Server, study: Study, document: Document, stanza: Stanza, name: Name | None, at: int):
    """(words, span) of each thing that could be meant, the closest first."""
    fact = next((f for f in stanza.facts if f.span.start <= at <= f.span.end), None)
    word = next((w for w in (fact.args if fact else stanza.args) if w.span.start <= at <= w.span.end), None)
    if name is not None:
        yield named_thing(server, study, document, name, stanza), name.span
    if word is not None and fact is not None:
        if word.kind == "CODE":
            yield text_of("codes", word.text), word.span
        if fact.key in ("expect", "prefer") and word is fact.args[0]:
            yield text_of("checks", word.text), word.span
        if fact.key in ("speech", "action") and word.kind in ("TEXT", "PAREN"):
            yield beat(study, stanza, fact), fact.span
    if stanza.kind == "shot" and word is not None and fact is None:
        yield shot(study, stanza.args[0].text), word.span
    if fact is not None and word is None:
        yield text_of("facts", fact.key), fact.span
    if fact is not None and word is not None and word.kind in ("ID", "SETTING", "OP"):
        yield text_of("facts", fact.key), fact.span
    if at <= stanza.args[-1].span.end:
        yield text_of("facts", stanza.kind), stanza.args[0].span


def _of_a_bare_word(document: Document, position: lsp.Position) -> lsp.Hover | None:
    """The page of a head or fact word on a line that is not sound yet."""
    end = document.offset(position)
    number = document.position(end).line
    line, start = document.line(number), document.starts[number]
    for found in re.finditer(r"[A-Za-z][\w-]*", line):
        if found.start() <= end - start <= found.end() and not line[: found.start()].strip(" "):
            words = text_of("facts", found[0])
            where = document.range(start + found.start(), start + found.end())
            return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, words), where) if words else None
    return None


def text_of(kind: str, name: str) -> str | None:
    """A page without its long examples."""
    if name not in pages(kind):
        return None
    text = page(kind, name).text
    for section in LEFT_OUT:
        text = re.sub(rf"^## {section}\n.*?(?=^## |\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
    return text.strip()


# --- the film's own ---------------------------------------------------------------------------------------------------


def named_thing(server: Server, study: Study, document: Document, name: Name, stanza: Stanza) -> str | None:
    if name.kind == "shot":
        return shot(study, name.text)
    if name.kind == "scene":
        return scene(study, name.text)
    declared = server.index.declared(server.roots(document), name.kind).get(name.text)
    if declared is None:
        return None
    lines = [f"**{name.kind} {name.text}**"]
    lines += [f"{fact.key} {' '.join(word.text for word in fact.args)}" for fact in declared.stanza.facts]
    if name.kind == "cast" and stanza.kind == "shot":
        lines += standing(study, stanza.args[0].text, name.text)
    return "  \n".join(lines)


def standing(study: Study, shot: str, who: str) -> list[str]:
    """Where somebody is during a shot, as its camera sees them, by the continuity log."""
    entry = study.entry(shot)
    if entry is None:
        return []
    there = entry.of(who)
    if there is None:
        return ["", f"not there in {shot}"]
    seen = "in frame" if there.in_frame else "off screen or out of focus"
    lines = ["", f"in {shot}: {there.side}, {there.depth}, facing {there.facing}; {seen}"]
    if there.before or there.after:
        lines.append(
            ", ".join([*([f"enters {there.before}"] if there.before else []), *([f"exits {there.after}"] if there.after else [])])
        )
    if there.wears:
        lines.append(f"wears {there.wears}")
    if there.holds:
        lines.append(f"holds {', '.join(there.holds)}")
    return lines


def shot(study: Study, id: str) -> str | None:
    """A shot's length, who makes it, and what that costs."""
    found = study.shot(id)
    if found is None:
        return None
    where, it = found
    length, spoken = study.layout(it).length, [study.spoken(b)[1] for b in it.beats if isinstance(b, Speech)]
    how = "as written" if it.length is not None else reckoned(spoken)
    lines = [f"**shot {id}**: {seconds(length)}, {how}"]
    lines.append(f"from {clock(study.starts()[id])} of the film's shots laid end to end")
    lines.append(asked(study, where, it))
    return "  \n".join(lines)


def reckoned(measured: list[bool]) -> str:
    """How the length of an `auto` shot is known."""
    if not measured:
        return "by its actions"
    return "by lines as a build spoke them" if all(measured) else "lines reckoned from their words"


def scene(study: Study, id: str) -> str | None:
    it = next((s for s in study.film.scenes if s.id == id), None) if study.film else None
    if it is None:
        return None
    total = sum((study.layout(s).length for s in it.shots), Fraction(0))
    lines = [f"**scene {id}**: {it.setting} {it.place}{f', {it.hour}' if it.hour else ''}"]
    lines += [it.goal] if it.goal else []
    lines.append(f"{len(it.shots)} {'shot' if len(it.shots) == 1 else 'shots'}, {seconds(total)}")
    return "  \n".join(lines)


def beat(study: Study, stanza: Stanza, fact: Fact) -> str | None:
    """When a beat happens in its shot, and how long it takes."""
    found = study.shot(stanza.args[0].text)
    if found is None or not study.current:
        return None
    number = index_of(stanza, fact)
    laid = study.layout(found[1]).beats
    if number is None or number >= len(laid):
        return None
    it, start, end = laid[number]
    if not isinstance(it, Speech):
        return f"an action of {seconds(end - start)}, from {seconds(start)} to {seconds(end)} of {found[1].id}"
    length, measured = study.spoken(it)
    how = "as a build spoke it" if measured else "reckoned from its words"
    return f"{it.who} speaks for {seconds(length)}, {how}: from {seconds(start)} to {seconds(end)} of {found[1].id}"


def index_of(stanza: Stanza, wanted: Fact) -> int | None:
    """Which beat of its shot a line is: speech that goes on in a further line is one beat with it."""
    number, before, pinned = -1, None, False
    for fact in stanza.facts:
        if fact.key == "at":
            pinned = True
            continue
        if fact.key not in ("action", "speech"):
            continue
        who: Word | None = fact.args[0] if fact.key == "speech" else None
        goes_on = who is not None and before == who.text and len(fact.args) == 2 and not pinned
        number += not goes_on
        before, pinned = who.text if who else None, False
        if fact is wanted:
            return number
    return None


def seconds(value: Fraction) -> str:
    return f"{plain(value, 1)}s"


def clock(value: Fraction) -> str:
    minutes, rest = divmod(int(value), 60)
    return f"{minutes}:{rest:02}"
