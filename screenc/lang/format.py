"""One way to write a film: values in column 12, facts in the reference's order, beats in the author's, claims last.

Formatting never changes the film, and formatting twice changes nothing. Comments stay before the line that they stood before.
"""

from __future__ import annotations

from bisect import bisect_left

from screenc.lang import forms
from screenc.lang.tree import Comment, Fact, File, Stanza

KEY_WIDTH = 8
BEATS = ("action", "speech", "at")


def format_file(file: File) -> str:
    """The formatted text of a file, with line feeds and a last newline."""
    return _Formatter(file).run()


def fact_line(key: str, value: str) -> str:
    """One fact as it is written: two spaces, the fact word, its value in column 12."""
    return f"  {key:<{KEY_WIDTH}} {value}"


def speech_line(who: str, how: str | None, words: str) -> str:
    """One spoken line; `how` without its parentheses."""
    return f"  {who} ({how}): {words}" if how else f"  {who}: {words}"


def order(kind: str) -> dict[str, int]:
    """The rank of each fact of a stanza: the grammar's order, beats together where actions stand."""
    ranks: dict[str, int] = {}
    for form in forms.facts(kind).values():
        ranks.setdefault(form.key, len(ranks))
    for beat in BEATS:
        if beat in ranks:
            ranks[beat] = ranks["action"]
    for claim in ("expect", "prefer"):
        if claim in ranks:
            ranks[claim] = len(ranks)
    return ranks


class _Formatter:
    def __init__(self, file: File) -> None:
        self.file = file
        self.text = file.span.source.text
        self.comments = file.comments
        self.starts = [c.span.start for c in file.comments]
        self.taken = 0
        self.lines: list[str] = []

    def run(self) -> str:
        self.put_comments(self.file.span.start)
        self.lines.append(f"screenc {self.file.edition}")
        for stanza in self.file.stanzas:
            self.lines.append("")
            self.put_comments(stanza.span.start)
            self.stanza(stanza)
        end = self.file.span.end - len("end")
        if self.waiting(end):
            self.lines.append("")
            self.put_comments(end)
        elif not self.file.stanzas:
            self.lines.append("")
        self.lines.append("end")
        self.put_comments(len(self.text) + 1)
        return "\n".join(self.lines) + "\n"

    def waiting(self, before: int) -> tuple[Comment, ...]:
        return self.comments[self.taken : bisect_left(self.starts, before)]

    def take(self, before: int) -> tuple[Comment, ...]:
        """The comments that stand before an offset and after whatever was written last."""
        found = self.waiting(before)
        self.taken += len(found)
        return found

    def put_comments(self, before: int) -> None:
        """Write them, with one blank line kept where the author left some at the margin."""
        found = self.take(before)
        nexts = [*(comment.span.start for comment in found[1:]), before]
        for comment, after in zip(found, nexts, strict=False):
            self.lines.append(comment.text)
            if after <= len(self.text) and self.text.count("\n", comment.span.end, after) > 1:
                self.lines.append("")

    def stanza(self, stanza: Stanza) -> None:
        self.lines.append(" ".join([stanza.kind, *(word.text for word in stanza.args)]))
        ranks = order(stanza.kind)
        written = [(ranks[fact.key], number, fact, self.take(fact.span.start)) for number, fact in enumerate(stanza.facts)]
        for _, _, fact, comments in sorted(written, key=lambda each: each[:2]):
            self.lines += [f"  {comment.text}" for comment in comments]
            self.lines.append(line(fact))


def line(fact: Fact) -> str:
    """One fact of the tree as it is written."""
    words = [word.text for word in fact.args]
    if fact.key == "speech":
        return speech_line(words[0], words[1][1:-1] if len(words) == 3 else None, words[-1])
    if fact.key == "length":
        return fact_line(fact.key, "..".join(words))
    if fact.key in ("expect", "prefer") and fact.args[-1].kind == "TEXT":
        return fact_line(fact.key, f"{' '.join(words[:-1])}: {words[-1]}")
    if fact.key == "seed" and len(words) == 2:
        words.insert(1, "motion")
    elif fact.key == "waive":
        words.insert(1, "until")
    elif fact.key == "tint":
        words = [words[0].lower()]
    return fact_line(fact.key, " ".join(words))
