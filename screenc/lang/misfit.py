"""The words after the first do not fit: where Lark stopped, and what it would have taken there, tell the cause."""

from __future__ import annotations

import re

from screenc.lang.examples import PLAIN, example
from screenc.text import Diagnostic, Edit, Fix, Source, Span

MOST_TEXT = 400
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class Line:
    """One line that no form took, taken apart; `kind` is the stanza that it stands in, `at` the offset of its first column."""

    def __init__(self, source: Source, kind: str, text: str, at: int) -> None:
        self.source, self.kind, self.text, self.at = source, kind, text, at
        self.bare = text.lstrip(" ")
        self.lead = len(text) - len(self.bare)
        self.first = re.split(r"[ :(]", self.bare, maxsplit=1)[0]

    def span(self, start: int, stop: int) -> Span:
        """Columns of the whole line, from 0, as a span."""
        return Span(self.source, self.at + start, self.at + stop)

    def say(
        self,
        code: str,
        start: int,
        stop: int,
        message: str,
        help: str | None = None,
        put: str | None = None,
        trust: str = "safe",
        notes: tuple[str, ...] = (),
    ) -> Diagnostic:
        """A report on some columns; `put` is what to write in their place."""
        span = self.span(start, stop)
        fix = Fix((Edit(span, put),), trust) if put is not None else None  # type: ignore[arg-type]
        return Diagnostic.at(code, span, message, help=help, fix=fix, notes=notes)

    def arguments(self, rule: str, key: str, lead: int = 0) -> tuple[list[tuple[str, str, int]] | None, Diagnostic | None]:
        """Ask Lark for the words; when it refuses, name the cause by where it stopped and what it would have taken."""
        from screenc.lang.lalr import Refused, words

        text = self.text[lead:]
        try:
            return words(rule, text)[1], None
        except Refused as refused:
            column, expected = refused.column, refused.expected
        wide = re.search(r" {9,}", text)
        if wide and wide.start() <= column <= wide.end():
            return None, self.say(
                "E0124",
                lead + wide.start(),
                lead + wide.end(),
                f"{len(wide[0])} spaces: at most 8 stand between words",
                help="the value stands in column 12; `screenc fmt` puts it there",
                put="  ",
            )
        glued = re.match(re.escape(self.first) + r"( *[:=]) *", text)
        if glued and key != "speech":
            return None, self.say(
                "E0124",
                lead + len(self.first),
                lead + glued.end(),
                f"only spaces stand between `{self.first}` and its value",
                help=f"write `{self.first} {text[glued.end() :]}`"[:80],
                put=" ",
            )
        if column >= len(text.rstrip()) or not text[column:].strip():
            wants = self.wants(expected - {"_SP"}) or self.next_wanted(rule, text)
            return None, self.say("E0107", lead, lead + len(text), f"`{self.first}` needs {wants}", help=example(key))
        if re.search(r"[^ ].{400,}$", text) and (expected & {"TEXT", "_NL"}) and "TEXT" not in expected and len(text) > MOST_TEXT:
            return None, self.too_long(text, lead, key)
        start = text.rfind(" ", 0, column) + 1 if text[column] != " " else column + 1
        stop = (text + " ").find(" ", start)
        word = text[start:stop]
        return None, self.misfit(word, lead + start, expected, column - start, key, rule, text)

    def too_long(self, text: str, lead: int, key: str) -> Diagnostic:
        found = re.match(r"[^:]*?: +" if key == "speech" else r"[a-z]+ +(?:[A-Z0-9_]+ +)?", text)
        start = found.end() if found else 0
        cut = text.rfind(" ", start + 1, start + MOST_TEXT + 1)
        fix = None
        if cut > 0 and key in ("speech", "action"):
            again = f"\n  {self.first}: " if key == "speech" else "\n  action   "
            fix = Fix((Edit(self.span(lead + cut, lead + cut + 1), again),), "safe" if key == "speech" else "likely")
        help = "a speech goes on in the next line of the same NAME" if key == "speech" else "say the rest in another line"
        return Diagnostic.at(
            "E0119",
            self.span(lead + start + MOST_TEXT, lead + len(text)),
            f"{len(text) - start} characters of text, where a line holds {MOST_TEXT}",
            help=help,
            fix=fix,
        )

    def wants(self, expected: frozenset[str]) -> str:
        known = [PLAIN[name] for name in sorted(expected) if name in PLAIN]
        return " or ".join(known)

    def next_wanted(self, rule: str, text: str) -> str:
        """What would have come after the space that is not there."""
        from screenc.lang.lalr import Refused, words

        try:
            words(rule, text.rstrip() + " \x01")
        except Refused as refused:
            return self.wants(refused.expected - {"_SP", "_NL"}) or "a value"
        return "a value"

    def misfit(self, word: str, at: int, expected: frozenset[str], into: int, key: str, rule: str, text: str) -> Diagnostic:
        """A word that is not what was wanted there: too much, in the wrong case, with no such unit, or simply malformed."""
        stop = at + len(word)
        if into > 0 and not expected & {"ID", "CAST", "TEXT", "SUBID", "QUANTITY"}:
            expected = self.before(rule, text, at) or expected
        number = _NUMBER.match(word)
        if number and "QUANTITY" in expected and re.fullmatch(r"[^\W\d_]+|%.+", word[number.end() :]):
            unit = word[number.end() :]
            return self.say(
                "E0122",
                at + number.end(),
                stop,
                f"there is no unit `{unit}`",
                help="units are %, dB, deg, cm, ms, mm, st, s, fps, f and x",
            )
        if "ID" in expected and re.fullmatch(r"[a-z][a-z0-9-]*", word.lower().replace("_", "-")) and "CAST" not in expected:
            meant = word.lower().replace("_", "-")
            return self.say(
                "E0110", at, stop, f"`{word}` is written in lower case: `{meant}`", help=f"write `{meant}`", put=meant
            )
        if "SUBID" in expected and re.fullmatch(r"[a-z][a-z0-9-]*\.[a-z0-9-]+", word.lower()):
            return self.say(
                "E0110",
                at,
                stop,
                f"`{word}` is written in lower case: `{word.lower()}`",
                help=f"write `{word.lower()}`",
                put=word.lower(),
            )
        if "CAST" in expected and re.fullmatch(r"[A-Z][A-Z0-9_]*", word.upper().replace("-", "_")):
            meant = word.upper().replace("-", "_")
            return self.say(
                "E0110",
                at,
                stop,
                f"`{word}` is no NAME: cast are written in capitals",
                help=f"write `{meant}`",
                put=meant,
                trust="likely",
            )
        if "_NL" in expected and not (expected & set(PLAIN)):
            return self.say("E0108", at, len(self.text), f"`{self.first}` takes nothing after that", help=example(key))
        return self.say(
            "E0109",
            at,
            stop,
            f"`{word}` is not {self.wants(expected - {'_SP', '_NL'}) or 'what stands here'}",
            help=example(key),
        )

    def before(self, rule: str, text: str, at: int) -> frozenset[str]:
        """What could have stood where a word that broke off in its middle begins."""
        from screenc.lang.lalr import Refused, words

        start = at - (len(self.text) - len(text))
        try:
            words(rule, text[:start] + "\x01")
        except Refused as refused:
            return refused.expected - {"_SP"}
        return frozenset()
