"""Why a line is none of the language: the cause that a reader would name, at the smallest span, with its mend if it has one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenc.lang import forms
from screenc.lang.misfit import MOST_TEXT, Line
from screenc.lang.near import near
from screenc.text import Diagnostic, Edit, Fix, Source

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
    return _Judge(source, kind, text, at).judge()


class _Judge(Line):
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
        found = _Judge(self.source, self.kind, "  " + self.bare, self.at + self.lead - 2).fact()
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
        heads = ", ".join(f"`{head}`" for head in forms.HEADS)
        token = self.bare.split(" ", 1)[0]
        meant = near(self.first, known) or near(token, known)
        if not meant and not _WORD.fullmatch(self.first):
            wrong = self.say("E0101", 0, len(self.text), "this is no line of the language", f"a head begins with {heads}")
            return Found("head", "?", diagnostic=wrong)
        if not _WORD.fullmatch(self.first):
            self.first = token
        where = (0, len(self.first))
        if meant and self.first.lower() == meant:
            wrong = self.say("E0110", *where, f"`{self.first}` is written `{meant}`", f"write `{meant}`", meant)
            return Found("head", meant, diagnostic=wrong)
        if not meant and near(self.first, forms.owners()):
            self.text, self.at, self.lead = "  " + self.text, self.at - 2, 2
            return self.fact()
        help = f"did you mean `{meant}`?" if meant else f"a head is one of {heads}"
        said = self.say("E0103", *where, f"there is no head `{self.first}`", help, meant)
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
        token = self.bare.split(" ", 1)[0]
        meant = near(self.first, names) or near(token, names)
        lower = self.first.lower()
        if lower in names:
            return self.say("E0110", *where, f"`{self.first}` is written `{lower}`", f"write `{lower}`", lower)
        glued = re.match(r"([a-z]+)[=-]", self.bare)
        if glued and glued[1] in names:
            here = 2 + glued.end()
            what = f"only spaces stand between `{glued[1]}` and its value"
            return self.say("E0124", here - 1, here, what, "put a space there", " ")
        if said and self.kind == "shot" and not (meant and self.first == said[1]):
            name = re.sub(r"[^A-Z0-9]+", "_", said[1].upper()).strip("_")
            usable = re.fullmatch(r"[A-Z][A-Z0-9_]*", name)
            help = f"write `{name}`" if usable else "name the cast in plain capitals and keep the spelling in `name`"
            what = f"`{said[1]}` is no NAME: a speaker is written in capitals, as in the cast's head"
            return self.say("E0110", 2, 2 + len(said[1]), what, help, name if usable else None, "likely")
        if not _WORD.fullmatch(self.first):
            if not meant:
                help = "a fact begins with its word, speech with its NAME"
                return self.say("E0101", 2, len(self.text), "this is no line of the language", help)
            self.first, where = token, (2, 2 + len(token))
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
