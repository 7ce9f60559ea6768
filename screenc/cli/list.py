"""`screenc list WHAT`: what there is to write, to call and to choose from, a line each."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module, metadata

import click

from screenc.pages import names, page
from screenc.text import CODES

Row = tuple[str, str]


def codes() -> Iterator[Row]:
    for code, name in CODES.items():
        yield f"{code}  {name}", page("codes", code).summary if code in names("codes") else ""


def facts() -> Iterator[Row]:
    for name in names("facts"):
        yield name, page("facts", name).summary


def checks() -> Iterator[Row]:
    for name in plugins("screenc.critic.checks"):
        yield name, page("checks", name).summary if name in names("checks") else ""


def backends() -> Iterator[Row]:
    """The summary is read from the backend's profile beside it, so that no backend is imported."""
    import tomllib

    from screenc.planner.backends import found

    for name, backend in found().items():
        try:
            yield name, str(tomllib.loads(backend.profile.read_text(encoding="utf-8")).get("summary", ""))
        except (OSError, ValueError) as cause:
            yield name, f"its profile cannot be read: {cause}"


def voices() -> Iterator[Row]:
    from screenc.media.speech import ENGINES, speakers
    from screenc.media.speech.door import SpeechError

    for engine in ENGINES:
        try:
            yield engine, ", ".join(speakers(engine))
        except SpeechError as missing:
            yield engine, str(missing)


KINDS: dict[str, Callable[[], Iterator[Row]]] = {
    "codes": codes,
    "facts": facts,
    "backends": backends,
    "checks": checks,
    "voices": voices,
}


def plugins(package: str) -> list[str]:
    """The modules of a package and the entry points of its name, none of them imported."""
    found = {m.name for m in pkgutil.iter_modules(import_module(package).__path__) if not m.name.startswith("_")}
    return sorted(found | {point.name for point in metadata.entry_points(group=package)})


@click.command()
@click.argument("what", type=click.Choice(list(KINDS)))
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help="A table, or JSON.")
def command(what: str, form: str) -> None:
    """List the codes, facts, backends, checks or voices that there are."""
    rows = list(KINDS[what]())
    if form == "json":
        click.echo(
            json.dumps(
                [
                    {
                        "name": name.split()[-1] if what == "codes" else name,
                        "summary": summary,
                        **({"code": name.split()[0]} if what == "codes" else {}),
                    }
                    for name, summary in rows
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    import shutil

    column = max((len(name) for name, _ in rows), default=0)
    room = max(shutil.get_terminal_size((120, 24)).columns - column - 3, 30)
    for name, summary in rows:
        click.echo(f"{click.style(name.ljust(column), bold=True)}  {shortened(summary, room)}".rstrip())


def shortened(text: str, room: int) -> str:
    """Cut at a word; a list for a pipe is cut too, since it is read by people (`--format json` has all)."""
    return text if len(text) <= room else text[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
