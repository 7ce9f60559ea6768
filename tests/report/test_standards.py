"""Each machine format, held against the schema that its readers hold it against."""

import io
import json
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from screenc.cli.check import examine
from screenc.pages import blocks, files, pages
from screenc.report.machine import as_github, render
from screenc.text import Diagnostic, Edit, Fix, Label, Source

SCHEMAS = Path(__file__).parent / "schemas"


def rendered(format: str, found, **more) -> str:
    out = io.StringIO()
    render(found, format, out, **more)
    return out.getvalue()


@cache
def sarif():
    return jsonschema.Draft7Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))


@cache
def junit():
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


def faults(text: str) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}" for e in sarif().iter_errors(json.loads(text))]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the failing blocks of all pages are told, each in a file of its own."""
    found, folder = [], tmp_path_factory.mktemp("pages")
    for it in pages():
        for block in blocks(it.section("Fails"), "shot") if it.kind == "codes" else ():
            home = folder / it.name
            home.mkdir()
            for name, body in {**files(it.text), "film.shot": block}.items():
                (home / name).write_text(body, encoding="utf-8")
            found += examine(str(home / "film.shot"))
    assert len({d.code for d in found}) > 90
    return found


def test_every_report_is_sarif(told):
    assert faults(rendered("sarif", told)) == []
    assert faults(rendered("sarif", [])) == []


def test_the_validator_can_fail():
    log = json.loads(rendered("sarif", [Diagnostic.at("W0702", None, "nowhere")]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert faults(json.dumps(log))
    assert not junit().is_valid("<testsuites><case/></testsuites>")


def test_every_report_is_junit(told):
    names = sorted({d.span.source.name for d in told if d.span})
    junit().validate(rendered("junit", told, files=[*names, "clean.shot"]))
    junit().validate(rendered("junit", []))


words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(name=words, text=words, message=words, help=st.none() | words, swap=words)
def test_any_words_come_through_whole(name, text, message, help, swap):
    source = Source(name, text)
    span = source.span(0, len(text))
    found = [Diagnostic.at("E0102", span, message, help=help, also=(Label(span, message),), fix=Fix((Edit(span, swap),), "safe"))]
    assert faults(rendered("sarif", found)) == []
    junit().validate(rendered("junit", found, files=[name]))
    line = as_github(found)
    assert line.count("\n") == 1 and "\r" not in line
    head, _, said = line.removesuffix("\n").removeprefix("::error ").partition("::")
    facts = dict(part.split("=", 1) for part in head.split(","))

    def unescaped(value):
        return re.sub("%(0A|0D|2C|3A|25)", lambda m: chr(int(m[1], 16)), value)

    assert unescaped(facts["file"]) == name
    assert unescaped(said) == message + (f". {help}" if help else "")
