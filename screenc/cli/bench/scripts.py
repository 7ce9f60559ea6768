"""`screenc bench scripts`: a folder of dialogues through engines, measured by the compiled film and, if asked, by a judge."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import click

from screenc.cli.engine import EngineName, engine_options


@click.command(name="scripts")
@click.argument("folder", type=click.Path())
@click.option(
    "--engine", "engines", multiple=True, type=EngineName(), help="An engine to measure; give several.  [default: rules]"
)
@click.option("--judge", type=EngineName(), help="A model that marks each script 0 to 5 as well, as in openai:NAME.")
@click.option("--repeats", type=click.IntRange(1, 20), default=3, show_default=True, help="How often the judge marks a script.")
@click.option("--voices", type=click.IntRange(min=0), default=0, help="Speak N lines of each film to measure its timing.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N dialogues.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False), metavar="FILE", help="Write every figure here.")
@click.option("--html", type=click.Path(dir_okay=False), metavar="FILE", help="Write the page with its plots here.")
@engine_options
def command(folder, engines, judge, repeats, voices, limit, json_path, html, **asking):
    """Run the dialogues of FOLDER through engines and measure the scripts.

    The paper's four dimensions are counted from the compiled film (Format Compliance, Shot Division Rationality, Content
    Completeness, Narrative Coherence), beside fidelity, rules broken, shot sizes and rhythm; the page says what each of them
    cannot see.
    """
    from screenc.cli.engine import settings
    from screenc.report.machine import render
    from screenc.scripter.bench.judge import Judge
    from screenc.scripter.bench.page import page, table
    from screenc.scripter.bench.run import dialogues, run
    from screenc.scripter.engines import door
    from screenc.scripter.engines.chat import Answers, Budget, Desk, Trouble
    from screenc.text import Diagnostic

    files = dialogues(Path(folder))[:limit]
    if not files:
        help = "name a folder of text files with dialogue"
        render([Diagnostic("E0860", f"there is no dialogue in {folder}", help=help)], "terminal", sys.stderr)
        raise SystemExit(1)
    told = settings(Path(), **asking)
    try:
        with ExitStack() as stack:
            opened = {name: stack.enter_context(door.engine(name, told)) for name in dict.fromkeys(engines or ("rules",))}
            marks = None
            if judge:
                kind, _, model = judge.partition(":")
                chat = door.open_chat(kind, model or told.model, told)
                stack.callback(chat.close)
                marks = Judge(Desk(chat, Budget(told.calls, told.tokens, told.seconds), Answers(told.answers)), repeats)
            bench = run(((_name(p, Path(folder)), _text(p)) for p in files), opened, voices, marks, told.tell)
    except Trouble as trouble:
        render([trouble.diagnostic], "terminal", sys.stderr)
        raise SystemExit(1) from None
    _show(table(bench))
    for path, text in ((json_path, _json(bench.as_json())), (html, page(bench) if html else "")):
        if path:
            _save(Path(path), text)
    raise SystemExit(1 if all(r.failed for r in bench.rows) else 0)


def _name(path: Path, folder: Path) -> str:
    return path.name if path == folder else path.relative_to(folder).as_posix()


def _text(path: Path) -> str:
    """The text of a file as the scripter reads it; what cannot be read is an empty dialogue, and counts as failed."""
    with suppress(OSError):
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return ""


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _show(rows: list[list[str]]) -> None:
    widths = [max(len(r[k]) for r in rows) for k in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        click.echo("  ".join(cells).rstrip())


def _save(path: Path, text: str) -> None:
    from screenc.report.machine import render
    from screenc.text import Diagnostic

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        found = Diagnostic("E0806", f"{path} cannot be written: {error.strerror or error}", help="name another place")
        render([found], "terminal", sys.stderr)
        raise SystemExit(1) from None
    click.echo(f"wrote {path}", err=True)
