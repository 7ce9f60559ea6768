"""Diagnostics for machines: JSON of our own, SARIF 2.1.0, JUnit XML and GitHub's workflow commands.

Lines and columns count from 1, columns count characters (Unicode code points), ends are exclusive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from screenc import __version__
from screenc.report.terminal import ordered
from screenc.report.terminal import write as write_terminal
from screenc.text import CODES, Diagnostic, Span

FORMATS = ("terminal", "json", "sarif", "junit", "github")
SCHEMA = "screenc.diagnostics/1"
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(
    diagnostics: Iterable[Diagnostic], format: str, stream: TextIO, *, files: Sequence[str] = (), colour: bool | None = None
) -> None:
    """Write them all, sorted and each once, as one of FORMATS. `files` were read: JUnit passes those that have no error."""
    found = ordered(diagnostics)
    if format == "terminal":
        write_terminal(found, stream, colour=colour)
        return
    writers = {"json": as_json, "sarif": as_sarif, "github": as_github}
    text = as_junit(found, files) if format == "junit" else writers[format](found)
    stream.write(text)


def as_json(found: list[Diagnostic]) -> str:
    """`{schema, version, errors, warnings, diagnostics: [{code, name, severity, message, file, start, end, labels, ...}]}`.

    `file`, `start` and `end` are the primary label's and null where a problem has no place; `offset` counts characters from 0.
    """
    return _dumped(
        {
            "schema": SCHEMA,
            "version": __version__,
            "errors": sum(d.severity == "error" for d in found),
            "warnings": sum(d.severity == "warning" for d in found),
            "diagnostics": [plainly(d) for d in found],
        }
    )


def plainly(d: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON values."""
    where = _where(d.span) if d.span else {"file": None, "start": None, "end": None}
    fix = d.fix and {"trust": d.fix.trust, "edits": [{**_where(e.span), "text": e.text} for e in d.fix.edits]}
    return {
        "code": d.code,
        "name": d.name,
        "severity": d.severity,
        "message": d.message,
        **where,
        "labels": [{**_where(label.span), "text": label.text} for label in d.labels],
        "notes": list(d.notes),
        "help": d.help,
        "fix": fix,
    }


def as_sarif(found: list[Diagnostic], beside: Mapping[str, Any] = {}) -> str:
    """OASIS SARIF 2.1.0, one run; code scanning services take it as it is. `beside` are further members of the run."""
    used = sorted({d.code for d in found})
    rules = [
        {
            "id": code,
            "name": CODES[code],
            "shortDescription": {"text": CODES[code].replace("-", " ")},
            "help": {"text": f"screenc explain {code}"},
            "defaultConfiguration": {"level": "error" if code[0] == "E" else "warning"},
        }
        for code in used
    ]
    return _dumped(
        {
            "$schema": SARIF_SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {"name": "screenc", "version": __version__, "semanticVersion": __version__, "rules": rules}
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [_result(d, used.index(d.code)) for d in found],
                    **beside,
                }
            ],
        }
    )


def _result(d: Diagnostic, rule: int) -> dict[str, Any]:
    words = ". ".join([d.message, *d.notes, *([d.help] if d.help else [])])
    result: dict[str, Any] = {"ruleId": d.code, "ruleIndex": rule, "level": d.severity, "message": {"text": words}}
    result["locations"] = [_location(d.labels[0].span)] if d.labels else []
    if d.labels[1:]:
        result["relatedLocations"] = [
            {"id": n, **_location(label.span), "message": {"text": label.text or "see also"}}
            for n, label in enumerate(d.labels[1:], 1)
        ]
    if d.fix and d.fix.trust != "show":
        changes: dict[str, list] = {}
        for edit in d.fix.edits:
            swap = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
            changes.setdefault(edit.span.source.name, []).append(swap)
        result["fixes"] = [
            {
                "description": {"text": d.help or "mend"},
                "artifactChanges": [{"artifactLocation": {"uri": _uri(name)}, "replacements": r} for name, r in changes.items()],
            }
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.source.name)}, "region": _region(span)}}


def _region(span: Span) -> dict[str, int]:
    (line, column), (end_line, end_column) = span.source.position(span.start), span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name.replace("\\", "/"), safe="/-._~")


def as_junit(found: list[Diagnostic], files: Sequence[str] = ()) -> str:
    """One suite a file, one case a diagnostic; an error fails, a warning passes with its words in `system-out`."""
    from xml.etree import ElementTree as xml

    suites: dict[str, list[Diagnostic]] = {name: [] for name in files}
    for d in found:
        suites.setdefault(d.span.source.name if d.span else "film", []).append(d)
    tests, errors = sum(max(len(ds), 1) for ds in suites.values()), sum(d.severity == "error" for d in found)
    root = xml.Element("testsuites", name="screenc", tests=str(tests), failures=str(errors))
    for name, ds in suites.items():
        failures = sum(d.severity == "error" for d in ds)
        suite = xml.SubElement(root, "testsuite", name=_xml(name), tests=str(max(len(ds), 1)), failures=str(failures), errors="0")
        for d in ds:
            at = f"{d.span.line}:{d.span.column} " if d.span else ""
            case = xml.SubElement(suite, "testcase", classname=_xml(name), name=_xml(f"{at}{d.code} {d.name}"))
            words = _xml("\n".join([str(d.span or ""), d.message, *d.notes, *([f"help: {d.help}"] if d.help else [])]).strip())
            if d.severity == "error":
                xml.SubElement(case, "failure", message=_xml(d.message), type=d.code).text = words
            else:
                xml.SubElement(case, "system-out").text = f"warning {d.code}: {words}"
        if not ds:
            xml.SubElement(suite, "testcase", classname=_xml(name), name="no problems")
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def as_github(found: list[Diagnostic]) -> str:
    """Workflow commands that GitHub turns into notes on the changed lines."""
    rows = []
    for d in found:
        facts = {"title": f"{d.code} {d.name}"}
        if d.span:
            region = _region(d.span)
            facts |= {"file": d.span.source.name, "line": str(region["startLine"]), "endLine": str(region["endLine"])}
            if region["startLine"] == region["endLine"]:
                facts |= {"col": str(region["startColumn"]), "endColumn": str(region["endColumn"])}
        head = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in facts.items())
        rows.append(f"::{d.severity} {head}::{_escaped(d.message + (f'. {d.help}' if d.help else ''))}\n")
    return "".join(rows)


def _escaped(text: str, also: str = "") -> str:
    for ch in "%\r\n" + also:
        text = text.replace(ch, f"%{ord(ch):02X}")
    return text


def _where(span: Span) -> dict[str, Any]:
    (line, column), (end_line, end_column) = span.source.position(span.start), span.source.position(span.end)
    return {
        "file": span.source.name,
        "start": {"line": line, "column": column, "offset": span.start},
        "end": {"line": end_line, "column": end_column, "offset": span.end},
    }


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
