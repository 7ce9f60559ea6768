"""A Pygments lexer for `.shot`, for whatever shows code in colour (Sphinx, MkDocs, LaTeX, a terminal): found as `shot`.

Its words are the grammar's own, so a new fact is coloured as soon as it is read. Nothing of the compiler imports this.
"""

from __future__ import annotations

import re
from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text

from screenc.lang import forms


def _facts(free: bool) -> tuple[str, ...]:
    """Fact words: those whose value is free text alone, or all the others."""
    found = {word: form for kind in forms.HEADS for word, form in forms.facts(kind).items() if word != "speech"}
    return tuple(word for word, form in found.items() if (form.kinds == ("TEXT",)) is free)


class ShotLexer(RegexLexer):
    """Lexes any text: a line that is none of the language is an Error token, and the next line begins afresh."""

    name = "Shot"
    aliases: ClassVar = ["shot", "screenc"]
    filenames: ClassVar = ["*.shot"]
    mimetypes: ClassVar = ["text/x-shot"]
    url = ""
    version_added = ""
    flags = re.MULTILINE

    tokens: ClassVar = {
        "root": [
            (r"\n", Text),
            (r"\ufeff", Text),
            (r"[ \t]*#.*$", Comment.Single),
            (r"(screenc)( +)(\d+)( *)$", bygroups(Keyword.Namespace, Text, Number, Text)),
            (r"(end)( *)$", bygroups(Keyword, Text)),
            (r"(use)( +)(.+)$", bygroups(Keyword.Namespace, Text, String)),
            (words(forms.HEADS, suffix=r"(?= |$)"), Keyword.Declaration, "values"),
            (
                r"(  )([A-Z][A-Z0-9_]*)(?:( )(\([^()\n]*\)))?(:)( +)(.*)$",
                bygroups(Text, Name.Class, Text, String.Doc, Punctuation, Text, String),
            ),
            (
                r"(  )(wears)( +)(?:([A-Z][A-Z0-9_]*)( +))?(.*)$",
                bygroups(Text, Name.Attribute, Text, Name.Class, Text, String),
            ),
            (r"(  )(pick)( +)([a-z][a-z0-9-]*)( +)(.*)$", bygroups(Text, Name.Attribute, Text, Name.Label, Text, String)),
            (
                r"(  )(waive)( +)([EW]\d{4})( +)(until)( +)([\d-]+)( +)(.*)$",
                bygroups(Text, Name.Attribute, Text, Name.Constant, Text, Keyword, Text, Number, Text, String),
            ),
            (words(_facts(True), prefix="(  )", suffix="( +)(.*)$"), bygroups(Text, Name.Attribute, Text, String)),
            (words(_facts(False), prefix="(  )", suffix="(?= |$)"), bygroups(Text, Name.Attribute), "values"),
            (r" +$", Text),
            (r".+", Error),
        ],
        "values": [
            (r"\n", Text, "#pop"),
            (r" +", Text),
            (r"#[0-9a-fA-F]{6}\b", Number.Hex),
            (r"==|>=|<=|\.\.", Operator),
            (r"\$\d+(?:\.\d+)?|\d+x\d+\b|\d{4}-\d\d-\d\d|-?\d+(?:\.\d+)?(?:%|[a-zA-Z]+)?", Number),
            (r"(?:auto|int|ext)\b", Keyword.Constant),
            (r"[a-z][a-z0-9-]*\.[a-z0-9-]+", Name.Label),
            (r"[EW]\d{4}\b", Name.Constant),
            (r"[A-Z][A-Z0-9_]*\b", Name.Class),
            (r"[a-z][a-z0-9-]*", Name),
            (r".", Error),
        ],
    }
