"""Every machine format says the same problems, in the words of its own standard."""

import io
import json
from xml.etree import ElementTree

import pytest

from screenc import __version__
from screenc.report.machine import FORMATS, render
from screenc.text import Diagnostic, Edit, Fix, Label, Source

SOURCE = Source("films/a b.shot", "screenc 1\n  camra    世界: 100%, x\n")
CAST = Source("cast.shot", "cast ANRI\n")
SPAN = SOURCE.span(12, 17)
FOUND = [
    Diagnostic.at("W0702", None, "nowhere\x00 to be found"),
    Diagnostic.at(
        "E0102",
        SPAN,
        "no fact, 100%: `camra`",
        help="did you mean `camera`?",
        fix=Fix((Edit(SPAN, "camera"),), "safe"),
        also=(Label(CAST.span(5, 9), "cast here"),),
        notes=("a note",),
    ),
    Diagnostic.at("E0102", SPAN, "no fact, 100%: `camra`"),
]


def rendered(format, found=FOUND, **more):
    out = io.StringIO()
    render(found, format, out, **more)
    return out.getvalue()


def test_json():
    value = json.loads(rendered("json"))
    assert (value["schema"], value["errors"], value["warnings"]) == ("screenc.diagnostics/1", 1, 1)
    first, last = value["diagnostics"]
    assert (first["code"], first["name"], first["severity"]) == ("E0102", "unknown-fact", "error")
    assert first["file"] == "films/a b.shot"
    assert first["start"] == {"line": 2, "column": 3, "offset": 12} and first["end"]["column"] == 8
    assert first["fix"]["trust"] == "safe" and first["fix"]["edits"][0]["text"] == "camera"
    assert first["labels"][1]["file"] == "cast.shot" and last["start"] is None


def test_json_to_the_letter():
    """The shape that other tools read; a change of it is a new version of the schema."""
    source = Source("film.shot", "screenc 1\n  camra    x\n")
    span = source.span(12, 17)
    found = [
        Diagnostic.at(
            "E0102",
            span,
            "no fact `camra`",
            label="this",
            help="did you mean `camera`?",
            notes=("a fact",),
            fix=Fix((Edit(span, "camera"),), "safe"),
        )
    ]
    place = {"file": "film.shot", "start": {"line": 2, "column": 3, "offset": 12}, "end": {"line": 2, "column": 8, "offset": 17}}
    assert json.loads(rendered("json", found)) == {
        "schema": "screenc.diagnostics/1",
        "version": __version__,
        "errors": 1,
        "warnings": 0,
        "diagnostics": [
            {
                "code": "E0102",
                "name": "unknown-fact",
                "severity": "error",
                "message": "no fact `camra`",
                **place,
                "labels": [{**place, "text": "this"}],
                "notes": ["a fact"],
                "help": "did you mean `camera`?",
                "fix": {"trust": "safe", "edits": [{**place, "text": "camera"}]},
            }
        ],
    }


def test_sarif():
    log = json.loads(rendered("sarif"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0" and run["columnKind"] == "unicodeCodePoints"
    assert [r["id"] for r in run["tool"]["driver"]["rules"]] == ["E0102", "W0702"]
    first, last = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "films/a%20b.shot"
    assert place["region"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 8}
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] and first["level"] == "error"
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "camera"
    assert first["relatedLocations"][0]["message"]["text"] == "cast here"
    assert last["level"] == "warning" and last["locations"] == []


def test_junit():
    root = ElementTree.fromstring(rendered("junit", files=["films/a b.shot", "clean.shot"]))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    cases = {case.get("classname"): case for case in root.iter("testcase")}
    assert cases["films/a b.shot"].find("failure").get("type") == "E0102"
    assert cases["clean.shot"].find("failure") is None and len(cases["clean.shot"]) == 0
    assert "nowhere" in cases["film"].find("system-out").text and cases["film"].find("failure") is None


def test_github():
    first, last = rendered("github").splitlines()
    assert first == (
        "::error title=E0102 unknown-fact,file=films/a b.shot,line=2,endLine=2,col=3,endColumn=8"
        "::no fact, 100%25: `camra`. did you mean `camera`?"
    )
    assert last.startswith("::warning title=W0702 prefer-not-held::nowhere")


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_still_a_whole_document(format):
    text = rendered(format, [])
    if format in ("json", "sarif"):
        json.loads(text)
    elif format == "junit":
        assert ElementTree.fromstring(text).get("tests") == "0"
    else:
        assert text == ""
