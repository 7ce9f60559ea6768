"""Code actions: a diagnostic's own fix, all safe fixes at once, and a waiver of a warning that is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from screenc.editor.desk import Document, stanza_at
from screenc.editor.problems import problem
from screenc.editor.study import Study
from screenc.editor.vocabulary import WAIVED_FOR
from screenc.lang.format import fact_line
from screenc.text import Diagnostic, Edit

if TYPE_CHECKING:
    from screenc.editor.server import Server

FIX_ALL = "source.fixAll.screenc"
REASON = "say here why it is meant"
WAIVABLE = ("W04", "W05")
"""Warnings of film grammar and of lowering: those that a `waive` in a shot can silence."""


def actions(server: Server, document: Document, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about the problems on these lines; the surest first."""
    only = [getattr(kind, "value", kind) for kind in params.context.only or ()]
    study = server.study_of(document)
    found: list[lsp.CodeAction] = []
    if wanted(only, "quickfix"):
        for diagnostic in _here(server, study, document, params.range):
            found += _fixes(server, diagnostic)
            found += _waivers(server, document, diagnostic)
    if wanted(only, FIX_ALL):
        found += _all(server, study, document)
    return found


def wanted(only: list[str], kind: str) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _here(server: Server, study: Study, document: Document, range: lsp.Range) -> list[Diagnostic]:
    """The diagnostics of this file that touch a stretch of lines."""
    out = []
    for diagnostic in study.diagnostics:
        if diagnostic.span is not None and server.desk.uri(diagnostic.span.source.name) == document.uri:
            place = server.desk.range(diagnostic.span)
            if place.start.line <= range.end.line and place.end.line >= range.start.line:
                out.append(diagnostic)
    return out


def _fixes(server: Server, diagnostic: Diagnostic) -> list[lsp.CodeAction]:
    if diagnostic.fix is None:
        return []
    return [
        lsp.CodeAction(
            title=title(diagnostic),
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[problem(diagnostic, server.desk)],
            is_preferred=diagnostic.fix.trust == "safe",
            edit=workspace_edit(server, diagnostic.fix.edits),
        )
    ]


def title(diagnostic: Diagnostic) -> str:
    """What the fix does: the help's own words where they say it, else the edit's."""
    edits, sure = diagnostic.fix.edits, {"safe": "", "likely": " (likely)", "show": " (an example)"}[diagnostic.fix.trust]
    help = diagnostic.help or ""
    if help.startswith("did you mean"):
        return f"change to `{edits[0].text}`{sure}" + (f" in {len(edits)} places" if len(edits) > 1 else "")
    if help and "\n" not in help and len(help) < 90:
        return help + sure
    text = edits[0].text.strip()
    return (f"write `{text.splitlines()[0][:60]}`" if text else "take it away") + sure


def workspace_edit(server: Server, edits: tuple[Edit, ...]) -> lsp.WorkspaceEdit:
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in edits:
        uri = server.desk.uri(edit.span.source.name)
        changes.setdefault(uri, []).append(lsp.TextEdit(server.desk.range(edit.span), edit.text))
    return lsp.WorkspaceEdit(changes=changes)


def _waivers(server: Server, document: Document, diagnostic: Diagnostic) -> list[lsp.CodeAction]:
    """A line that says that a warning is meant, until a day; the reason is the writer's to give, so it is shown selected."""
    if not diagnostic.code.startswith(WAIVABLE) or diagnostic.span is None:
        return []
    span = diagnostic.span
    block, _ = server.desk.block(document, span.source.before + document.lead + span.start)
    stanza = stanza_at(block, span.start)
    if stanza is None or stanza.kind != "shot":
        return []
    until = (date.today() + WAIVED_FOR).isoformat()
    line = fact_line("waive", f"{diagnostic.code} until {until} {REASON}")
    end = stanza.span.end
    facts = [fact for fact in stanza.facts if fact.key not in ("expect", "prefer")]
    if facts:
        end = facts[-1].span.end
    elif stanza.facts:
        end = stanza.args[-1].span.end
    source = stanza.span.source
    at = server.desk.range(source.span(end, end)).start
    stop = document.line(at.line)
    here = lsp.Position(at.line, document.position(document.starts[at.line] + len(stop)).character)
    edit = lsp.WorkspaceEdit(changes={document.uri: [lsp.TextEdit(lsp.Range(here, here), f"{document.eol}{line}")]})
    reason = len(line) - len(REASON)
    select = {"start": {"line": at.line + 1, "character": reason}, "end": {"line": at.line + 1, "character": len(line)}}
    return [
        lsp.CodeAction(
            title=f"waive {diagnostic.code} in {stanza.args[0].text} for ninety days, with a reason",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[problem(diagnostic, server.desk)],
            is_preferred=False,
            edit=edit,
            command=lsp.Command("give the reason", "screenc.select", arguments=[document.uri, select]) if server.shows else None,
        )
    ]


def _all(server: Server, study: Study, document: Document) -> list[lsp.CodeAction]:
    """Every safe fix of this file in one edit; of two that overlap, the first."""
    edits: list[Edit] = []
    for diagnostic in study.diagnostics:
        fix = diagnostic.fix
        if fix and fix.trust == "safe" and all(server.desk.uri(e.span.source.name) == document.uri for e in fix.edits):
            edits += fix.edits
    chosen: list[Edit] = []
    reach = -1
    for edit in sorted(set(edits), key=lambda e: (e.span.source.before + e.span.start, e.span.source.before + e.span.end)):
        start = edit.span.source.before + edit.span.start
        if start >= reach:
            chosen.append(edit)
            reach = max(edit.span.source.before + edit.span.end, start + 1)
    if not chosen:
        return []
    title = f"mend all that is safe ({len(chosen)})"
    return [lsp.CodeAction(title=title, kind=FIX_ALL, edit=workspace_edit(server, tuple(chosen)))]
