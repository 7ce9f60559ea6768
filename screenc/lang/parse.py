"""Every line is read alone under the head it stands beneath, so one bad line is one report and never hides the next.

Work is linear in the text. A good line costs one regular expression made from the grammar (`forms`); a bad one goes to
`diagnose`, where Lark has the last word on whether it is bad, and how.
"""

from __future__ import annotations

import re

from screenc.lang import forms
from screenc.lang.tree import Comment, Fact, File, Stanza, Word
from screenc.text import Diagnostic, Edit, Fix, Source, Span

EDITION = 1
MOST_COLUMNS = 2000
"""The grammar's longest line is far shorter; a longer one is not taken apart."""


def parse(source: Source) -> tuple[File | None, list[Diagnostic]]:
    """The tree of a source, or None with at least one error; every report has one cause and the smallest span."""
    return Parser(source).run()


class Parser:
    """Reads lines into stanzas, and goes on whatever they hold; `begun` and `closed` tell a part of a file what came above it."""

    def __init__(self, source: Source, begun: int | None = None, closed: Span | None = None) -> None:
        self.source = source
        self.begun = begun
        """Where the edition's line starts."""
        self.closed = closed
        """The `end`."""
        self.stray: Span | None = None
        self.diagnostics: list[Diagnostic] = []
        self.comments: list[Comment] = []
        self.stanzas: list[Stanza] = []
        self.kind = ""
        """The head that facts now stand under; empty before the first, `?` after one that could not be told."""
        self.head: tuple[tuple[Word, ...], int] | None = None
        self.facts: list[Fact] = []
        self.last = 0
        self.misplaced: tuple[str, int, int] | None = None

    def run(self) -> tuple[File | None, list[Diagnostic]]:
        self.lines()
        self.diagnostics += whole(self.source, self.begun, self.closed, self.stray)
        if self.diagnostics or self.begun is None or self.closed is None:
            return None, self.diagnostics
        return File(EDITION, tuple(self.stanzas), tuple(self.comments), Span(self.source, self.begun, self.closed.end)), []

    def lines(self) -> None:
        """Read all lines of the source."""
        text, source = self.source.text, self.source
        start = 0
        while start < len(text):
            stop = text.find("\n", start)
            stop = len(text) if stop < 0 else stop
            end = stop - 1 if stop > start and text[stop - 1] == "\r" else stop
            line = text[start:end].rstrip(" ")
            at, start = start, stop + 1
            bare = line.lstrip(" \t")
            if not bare:
                continue
            if bare[0] == "#":
                lead = len(line) - len(bare)
                bare = bare.rstrip(" \t\r")  # a second carriage return would be taken for the line's end when it is read again
                self.comments.append(Comment(bare, Span(source, at + lead, at + lead + len(bare))))
            elif self.closed:
                self.stray = self.stray or Span(source, at + len(line) - len(bare), at + len(line))
            elif self.begun is None:
                self.begun = at
                if not self.edition(line, at):
                    self.line(line, at)
            elif line == "end":
                self.closed = Span(source, at, at + 3)
            else:
                self.line(line, at)
        self.close()

    def report(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)

    def edition(self, line: str, at: int) -> bool:
        """Whether the first line was meant as the edition; `screenc 1` says nothing, anything else is reported."""
        from screenc.lang.near import near

        if line == f"screenc {EDITION}":
            return True
        span = Span(self.source, at, at + len(line))
        fix = Fix((Edit(span, f"screenc {EDITION}"),), "safe")
        found = re.fullmatch(r"screenc {1,8}([^ ]+)", line)
        if found and re.fullmatch(r"[0-9]+", found[1]) and int(found[1]) == EDITION:
            return True
        if found:
            where = Span(self.source, at + found.start(1), at + found.end(1))
            self.report(
                Diagnostic.at(
                    "E0127",
                    where,
                    f"edition `{found[1]}` is not known to this screenc",
                    notes=(f"this screenc reads edition {EDITION}",),
                    help="write `screenc 1`, or update screenc",
                )
            )
            return True
        if re.fullmatch(r"\w+ +[0-9.]+", line) or near(line.split()[0], ["screenc"]):
            self.report(
                Diagnostic.at(
                    "E0126", span, f"the first line is not `screenc {EDITION}`", help=f"write `screenc {EDITION}`", fix=fix
                )
            )
            return True
        self.report(
            Diagnostic.at(
                "E0126",
                Span(self.source, at, at + len(line)),
                f"the first line is not `screenc {EDITION}`",
                help=f"put `screenc {EDITION}` above it",
                fix=Fix((Edit(Span(self.source, at, at), f"screenc {EDITION}\n\n"),), "safe"),
            )
        )
        return False

    def line(self, line: str, at: int) -> None:
        """Read one line that is neither blank, comment, edition nor end."""
        if line[0] == " ":
            key = line[2:].partition(" ")[0]
            if line[1] == " " and line[2] != " " and self.kind and len(line) < MOST_COLUMNS:
                form = forms.facts(self.kind).get(key) if self.kind != "?" else None
                if form is None and self.kind == "shot" and "A" <= line[2] <= "Z":
                    form = forms.facts("shot")["speech"]
                words = form and form.words(line[2:])
                if words:
                    self.fact(form.key, words, at + 2, len(line) - 2)
                    return
        else:
            form = forms.heads().get(line.partition(" ")[0])
            words = form and len(line) < MOST_COLUMNS and form.words(line)
            if words:
                self.open(form.key, words, at, len(line))
                return
        self.broken(line, at)

    def open(self, kind: str, words: list[tuple[str, str, int]], at: int, length: int) -> None:
        self.close()
        self.kind = kind
        self.head = (self.words(words, at), at)
        self.last = at + length

    def close(self) -> None:
        if self.head is not None:
            words, at = self.head
            self.stanzas.append(Stanza(self.kind, words, tuple(self.facts), Span(self.source, at, self.last)))
        self.head, self.facts = None, []

    def fact(self, key: str, words: list[tuple[str, str, int]], at: int, length: int) -> None:
        self.facts.append(Fact(key, self.words(words, at), Span(self.source, at, at + length)))
        self.last = at + length

    def words(self, words: list[tuple[str, str, int]], at: int) -> tuple[Word, ...]:
        source = self.source
        return tuple([Word(kind, text, Span(source, at + off, at + off + len(text))) for kind, text, off in words])

    def broken(self, line: str, at: int) -> None:
        """Say what is wrong with a line, and go on as if it had been written as it was probably meant."""
        from screenc.lang import diagnose

        found = diagnose.line(self.source, self.kind, line, at)
        if found.words is not None:
            if found.kind == "fact":
                self.fact(found.key, found.words, at + 2, len(line) - 2)
            else:
                self.open(found.key, found.words, at, len(line))
            return
        if found.diagnostic:
            # a head lost above a run of facts is one cause, however many facts it leaves in the wrong stanza
            misplaced = found.diagnostic.code == "E0104"
            if not (misplaced and self.misplaced == (self.kind, len(self.facts), len(self.stanzas))):
                self.report(found.diagnostic)
            if misplaced:
                self.misplaced = (self.kind, len(self.facts), len(self.stanzas))
        if found.kind == "head":
            self.close()
            self.kind = found.key
            self.misplaced = None


def whole(source: Source, begun: int | None, closed: Span | None, stray: Span | None) -> list[Diagnostic]:
    """What is wrong with a file as a whole; `source` is its text, or that part of it that has the last word."""
    found = []
    if begun is None:
        help = "a file begins with `screenc 1` and closes with `end`"
        found.append(Diagnostic.at("E0126", source.span(0, 0), "there is no film here, only comments", help=help))
    elif closed is None:
        found += no_end(source)
    if stray:
        help = "move `end` to the last line, or take this away"
        found.append(Diagnostic.at("E0130", stray, "nothing but comments may follow `end`", help=help))
    return found


def no_end(source: Source) -> list[Diagnostic]:
    text = source.text
    stop = len(text.rstrip())
    last = text.rfind("\n", 0, stop) + 1
    if text[last:stop].strip().lower() == "end":
        return []  # a wrong case or indent, reported where it stands
    return [
        Diagnostic.at(
            "E0129",
            Span(source, stop, stop),
            "the file has no `end`: it may have been cut short",
            help="put `end` on the last line when nothing is missing",
            fix=Fix((Edit(Span(source, stop, len(text)), "\nend\n"),), "likely"),
        )
    ]
