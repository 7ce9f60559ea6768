"""Diagnostics as a client shows them: each under the file that it stands in, with its page a click away."""

from __future__ import annotations

from importlib import resources

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from screenc.editor.desk import Desk, real
from screenc.editor.study import Study
from screenc.text import Diagnostic

SEVERITY = {"error": lsp.DiagnosticSeverity.Error, "warning": lsp.DiagnosticSeverity.Warning}
NEEDLESS = {"W0436", "W0448"}
"""What the film would be the same without."""


def by_file(study: Study, desk: Desk) -> dict[str, list[lsp.Diagnostic]]:
    """What a film's last check found, by file, in its order; its files with nothing to say have an empty list.

    A file that the check never reached, because one that uses it has errors, is told its own slips of syntax.
    """
    found: dict[str, list[lsp.Diagnostic]] = {desk.uri(path): [] for path in (study.root, *study.paths)}
    for diagnostic in study.diagnostics:
        name = diagnostic.span.source.name if diagnostic.span else str(study.root)
        found.setdefault(desk.uri(name), []).append(problem(diagnostic, desk))
    reached = {real(path) for path in desk.files(study.root, sound=True)}
    for path in desk.files(study.root):
        if real(path) not in reached:
            found.setdefault(desk.uri(path), []).extend(problem(d, desk) for d in desk.parsed(path).diagnostics)
    return found


def problem(diagnostic: Diagnostic, desk: Desk) -> lsp.Diagnostic:
    """One diagnostic; one without a place stands at the beginning of its file."""
    first, *others = diagnostic.labels or (None,)
    start = lsp.Position(0, 0)
    related = [lsp.DiagnosticRelatedInformation(desk.location(x.span), x.text or "here") for x in others if x]
    return lsp.Diagnostic(
        range=desk.range(first.span) if first else lsp.Range(start, start),
        severity=SEVERITY[diagnostic.severity],
        code=diagnostic.code,
        code_description=page(diagnostic.code),
        source="screenc",
        message=message(diagnostic),
        related_information=related or None,
        tags=[lsp.DiagnosticTag.Unnecessary] if diagnostic.code in NEEDLESS else None,
        data=diagnostic.name,
    )


def message(diagnostic: Diagnostic) -> str:
    """The message, then its notes and its help, a line each."""
    lines = [diagnostic.message, *diagnostic.notes]
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)


def page(code: str) -> lsp.CodeDescription | None:
    """The code's own page, as a file that an editor can open."""
    path = resources.files("screenc.pages").joinpath("codes", f"{code}.md")
    uri = from_fs_path(str(path)) if path.is_file() else None
    return lsp.CodeDescription(uri) if uri else None
