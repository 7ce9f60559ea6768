"""Why a line is none of the language: the cause that a reader would name, at the smallest span, with its mend if it has one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenc.lang import forms
from screenc.lang.examples import PLAIN, example
from screenc.lang.near import near
from screenc.text import Diagnostic, Edit, Fix, Source, Span

MOST_TEXT = 400
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Found:
    """What a line turned out to be: a `head` or a `fact` of `key`, its words if it is sound, else what is wrong with it."""

    kind: str
    key: str = ""
    words: list[tuple[str, str, int]] | None = None
    diagnostic: Diagnostic | None = None


def line(source: Source, kind: str, text: str, at: int) -> Found:
    """Judge one line that no form took; `kind` is the stanza that it stands in, `at` the offset of its first column."""
    return _Line(source, kind, text, at).judge()


class _Line:
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

    def judge(self) -> Found:
        end = len(self.text)
        wrong = self.characters()
        if wrong:
            return self.skip(wrong)
        if end > 2000:
            return self.skip(
                self.say(
                    "E0121",
                    self.lead,
                    self.lead + 1,
                    f"this line has {end} characters",
                    notes=(f"a line of text holds at most {MOST_TEXT}",),
                    help="go on in another line",
                )
            )
        if self.first == "screenc" and not self.lead:
            return Found(
                "",
                diagnostic=self.say("E0128", 0, end, "the edition is said once, on the first line", help="take this line away"),
            )
        is_head = self.first in forms.HEADS
        if self.first.lower() == "end" and self.bare == self.first:
            return self.closing()
        is_fact = self.first in forms.owners() or bool(re.match(r"[A-Z][A-Z0-9_]*( *\(|:)", self.bare))
        if self.lead == 0 and not is_fact:
            return self.head()
        if is_head and self.lead:
            return Found(
                "head",
                self.first,
                diagnostic=self.say(
                    "E0105", 0, self.lead, f"a `{self.first}` head stands at column 1", help="take the spaces away", put=""
                ),
            )
        if self.lead != 2:
            return self.indent()
        return self.fact()

    def skip(self, diagnostic: Diagnostic) -> Found:
        """A line that cannot be read; a head still opens its stanza, so that the facts below it are judged as they were meant."""
        if not self.lead and self.first in forms.HEADS:
            return Found("head", self.first, diagnostic=diagnostic)
        return Found("", diagnostic=diagnostic)

    def characters(self) -> Diagnostic | None:
        tab = self.text.find("\t")
        if tab >= 0:
            stop = tab + len(self.text[tab:]) - len(self.text[tab:].lstrip("\t"))
            edits = tuple(
                Edit(self.span(m.start(), m.end()), "  " if not self.text[: m.start()].strip() else " ")
                for m in re.finditer("[ \t]*\t[ \t]*", self.text)
            )
            return Diagnostic.at(
                "E0117",
                self.span(tab, stop),
                "a tab: the language has only spaces",
                help="a fact stands two spaces in",
                fix=Fix(edits, "safe"),
            )
        control = re.search(r"[\x00-\x1f\x7f]", self.text)
        if control:
            name = (
                "a carriage return with no line feed" if control[0] == "\r" else f"the control character U+{ord(control[0]):04X}"
            )
            return self.say(
                "E0118",
                control.start(),
                control.end(),
                name,
                help="take it away",
                put=" " if control[0] != "\r" else "\n",
                trust="likely",
            )
        return None

    def closing(self) -> Found:
        end = len(self.text)
        if self.first != "end":
            return Found(
                "",
                diagnostic=self.say("E0110", self.lead, end, f"`{self.first}` is written `end`", help="write `end`", put="end"),
            )
        return Found(
            "", diagnostic=self.say("E0105", 0, self.lead, "`end` stands at column 1", help="take the spaces away", put="")
        )

    def indent(self) -> Found:
        """A fact that stands too far left or right."""
        if self.kind == "":
            return self.orphan()
        found = _Line(self.source, self.kind, "  " + self.bare, self.at + self.lead - 2).fact()
        if found.words is None and found.diagnostic:
            return found
        where = (0, self.lead) if self.lead else (0, len(self.first))
        fix = Fix((Edit(self.span(0, self.lead), "  "),), "safe")
        return Found(
            "",
            diagnostic=Diagnostic.at(
                "E0105",
                self.span(*where),
                f"a fact stands two spaces in, this one {self.lead or 'none'}",
                help="put two spaces before it",
                fix=fix,
            ),
        )

    def orphan(self) -> Found:
        return Found(
            "",
            diagnostic=self.say(
                "E0106",
                self.lead,
                self.lead + max(1, len(self.first)),
                f"`{self.first or self.bare}` stands under no head",
                help="write the head that it belongs to above it",
            ),
        )

    def head(self) -> Found:
        known = (*forms.HEADS, "end")
        if self.first in forms.HEADS:
            words, wrong = self.arguments(self.first, self.first)
            return Found("head", self.first, words, wrong)
        if not _WORD.fullmatch(self.first):
            return Found(
                "head",
                "?",
                diagnostic=self.say(
                    "E0101",
                    0,
                    len(self.text),
                    "this is no line of the language",
                    help="a head begins with " + ", ".join(f"`{h}`" for h in forms.HEADS),
                ),
            )
        meant = near(self.first, known)
        where = (0, len(self.first))
        if meant and self.first.lower() == meant:
            return Found(
                "head",
                meant,
                diagnostic=self.say("E0110", *where, f"`{self.first}` is written `{meant}`", help=f"write `{meant}`", put=meant),
            )
        if not meant and near(self.first, forms.owners()):
            self.text, self.at, self.lead = "  " + self.text, self.at - 2, 2
            return self.fact()
        said = self.say(
            "E0103",
            *where,
            f"there is no head `{self.first}`",
            help=f"did you mean `{meant}`?" if meant else "a head is one of " + ", ".join(f"`{h}`" for h in forms.HEADS),
            put=meant,
        )
        return Found("head", meant if meant in forms.HEADS else "?", diagnostic=said)

    def fact(self) -> Found:
        if self.kind == "":
            return self.orphan()
        if self.kind == "?":
            return Found("")
        known = forms.facts(self.kind)
        where = (2, 2 + len(self.first))
        if self.first in known and self.first != "speech":
            words, wrong = self.arguments(f"{self.kind}_fact", self.first, lead=2)
            return Found("fact", self.key(), words, wrong)
        if re.match(r"[A-Z][A-Z0-9_]*(?=[ :(]|$)", self.bare):
            return self.speech()
        if self.first in forms.owners() and self.first != "speech":
            owners = " or ".join(f"`{k}`" for k in forms.owners()[self.first])
            help = f"`{self.first}` is a fact of {owners}" if self.kind != "use" else "`use` has no facts"
            return Found("", diagnostic=self.say("E0104", *where, f"a {self.kind} has no fact `{self.first}`", help=help))
        return Found("", diagnostic=self.unknown(known, where))

    def unknown(self, known: dict, where: tuple[int, int]) -> Diagnostic:
        names = [w for w in known if w != "speech"]
        said = re.match(r"([^\W\d][\w .'-]{0,30}?)( *\([^()]*\))?:", self.bare)
        meant = near(self.first, names)
        if self.first.lower() in names:
            return self.say(
                "E0110",
                *where,
                f"`{self.first}` is written `{self.first.lower()}`",
                help=f"write `{self.first.lower()}`",
                put=self.first.lower(),
            )
        if said and self.kind == "shot" and not (meant and self.first == said[1]):
            name = re.sub(r"[^A-Z0-9]+", "_", said[1].upper()).strip("_")
            usable = re.fullmatch(r"[A-Z][A-Z0-9_]*", name)
            return self.say(
                "E0110",
                2,
                2 + len(said[1]),
                f"`{said[1]}` is no NAME: a speaker is written in capitals, as in the cast's head",
                help=f"write `{name}`" if usable else "name the cast in plain capitals and keep the spelling in `name`",
                put=name if usable else None,
                trust="likely",
            )
        if not _WORD.fullmatch(self.first):
            return self.say(
                "E0101",
                2,
                len(self.text),
                "this is no line of the language",
                help="a fact begins with its word, speech with its NAME",
            )
        article = "an" if self.kind[0] in "aeiou" else "a"
        help = f"did you mean `{meant}`?" if meant else "it knows " + ", ".join(f"`{n}`" for n in names)
        return self.say("E0102", *where, f"{article} {self.kind} has no fact named `{self.first}`", help=help, put=meant)

    def key(self) -> str:
        return forms.facts(self.kind)[self.first].key

    def speech(self) -> Found:
        if self.kind != "shot":
            return Found(
                "",
                diagnostic=self.say(
                    "E0104", 2, 2 + len(self.first), f"nobody speaks in a {self.kind}", help="speech stands under a shot"
                ),
            )
        if self.first.lower() in forms.facts("shot") and ":" not in self.bare:
            word = self.first.lower()
            return Found(
                "",
                diagnostic=self.say(
                    "E0110", 2, 2 + len(word), f"`{self.first}` is written `{word}`", help=f"write `{word}`", put=word
                ),
            )
        name = len(self.first)
        rest = self.bare[name:]
        spoken = re.match(r"( *)(\(.*?\)|\([^():]*(?=:))?( *)(:?)( *)(.*)$", rest)
        gap, how, before, colon, after, said = spoken.groups()
        at = 2 + name
        if not colon and "(" in rest and not how:
            stop = len(self.text)
            wrong = self.say(
                "E0125", at + len(gap), stop, "the parenthesis is never closed", help=f"write `{self.first} (how): words`"
            )
        elif how and not re.fullmatch(r"\([^()]{1,80}\)", how):
            start = at + len(gap)
            why = (
                "never closed"
                if not how.endswith(")")
                else "empty"
                if how == "()"
                else "longer than 80 characters"
                if len(how) > 82
                else "nested"
            )
            wrong = self.say(
                "E0125", start, start + len(how), f"the parenthesis is {why}", help=f"write `{self.first} (how): words`"
            )
        elif not colon:
            here = at + len(gap) + len(how or "")
            wrong = self.say(
                "E0123",
                here,
                here + 1 if rest[len(gap) + len(how or "") :] else here,
                f"no colon between `{self.first}` and the words",
                help=f"write `{self.first}{' (how)' if how else ''}: words`",
            )
            wrong = Diagnostic(
                wrong.code,
                wrong.message,
                wrong.labels,
                (),
                wrong.help,
                Fix((Edit(self.span(here, here + (0 if how else len(before))), ":" if how else ": "),), "likely"),
            )
            if not said and not how:
                wrong = self.say(
                    "E0123", 2, at, f"`{self.first}` says nothing: no colon, no words", help=f"write `{self.first}: words`"
                )
        elif not said:
            wrong = self.say(
                "E0107",
                len(self.text) - 1,
                len(self.text),
                f"`{self.first}` has no words to say",
                help="write them after the colon",
            )
        elif before or not after or (gap and not how) or (how and not gap):
            stop = len(self.text) - len(said)
            put = (" " + how if how else "") + ": "
            wrong = self.say(
                "E0124",
                at,
                stop,
                "speech is spaced as `NAME: words` or `NAME (how): words`",
                help=f"write `{self.first}{put}`",
                put=put,
            )
        else:
            words, wrong = self.arguments("shot_fact", "speech", lead=2)
            return Found("fact", "speech", words, wrong)
        return Found("fact", "speech", None, wrong)

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
