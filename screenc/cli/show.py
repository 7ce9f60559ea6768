"""`screenc show SHOT`: exactly what the backend will be asked for one shot, word for word."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command(epilog="For example: screenc show s10.2 film.shot")
@click.argument("shot")
@click.argument("film", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "format", type=click.Choice(["terminal", "json"]), default="terminal", help="How to write it to stdout."
)
@click.option("--estimate", is_flag=True, help="Reckon the length of lines from their words instead of speaking them once.")
def command(shot: str, film: Path | None, format: str, estimate: bool) -> None:
    """Show what a backend will be asked for SHOT: its prompt, its options and its brief.

    Without FILM, the only film of this folder is meant.
    """
    from screenc.cli import session

    film = film or only_film(Path())
    reading = session.read(film)
    project = session.project_of(reading, needed=not estimate)
    planning = session.planned(reading, project, estimate=estimate)
    if planning.plan is None:
        session.say(planning.diagnostics)
        sys.exit(session.exit_of(planning.diagnostics))
    asked = [t for t in planning.plan.tasks if t.kind != "speech" and shot in t.unit.shots]
    if not asked:
        from screenc.lang.near import near

        shots = [e.shot for e in planning.plan.events]
        meant = near(shot, shots)
        known = (
            f"did you mean `{meant}`?" if meant else f"its shots are {', '.join(shots[:12])}{', ...' if len(shots) > 12 else ''}"
        )
        raise click.UsageError(f"{film} has no shot `{shot}`: {known}")
    if format == "json":
        click.echo(json.dumps([t.model_dump(mode="json") for t in asked], indent=2, ensure_ascii=False))
        return
    for task in asked:
        click.echo("\n".join(told(task)))
    if project is not None:
        takes, used = project.journal.takes(planning.plan.film, shot), project.journal.take(planning.plan.film, shot)
        if len(takes) > 1:
            named = (f"{t.number}{' (used)' if t == used else ''}" for t in takes)
            click.echo(f"\ntakes     {', '.join(named)}; `screenc build --take {shot}:N` picks another")


def only_film(folder: Path) -> Path:
    """The one `.shot` file of a folder that holds a film; a usage error for none or several."""
    films = [p for p in sorted(folder.glob("*.shot")) if "\nfilm " in p.read_text(encoding="utf-8", errors="replace")]
    if len(films) != 1:
        raise click.UsageError("say which film" if films else "there is no film here: name one")
    return films[0]


FRAME = "the last frame of the scene's anchor"


def told(task) -> list[str]:
    """A task for a person: what it is, the prompt as it is, the options, the brief without what is empty."""
    from screenc.film.quantity import plain
    from screenc.report.reckoning import reason

    brief = task.brief
    frames = f"{brief.width}x{brief.height} at {plain(brief.rate)}fps"
    head = f"{task.name}: {plain(task.unit.length)}s of {task.backend} {task.version}, {frames}"
    out = [head, f"  key     {task.key[:16]}  {reason(task.why)}", "", "prompt"]
    out += [f"  {line}" for line in task.prompt.splitlines()] or ["  (none)"]
    if task.params:
        out += ["", "options", *(f"  {key:<12}{value}" for key, value in sorted(task.params.items()))]
    if task.references:
        out += ["", "pictures", *(f"  {r.of:<12}{r.path or FRAME}  {r.digest[:16]}" for r in task.references)]
    if task.request is not None:
        out += ["", *bought(task)]
    out += ["", "brief", *_facts(brief.model_dump(mode="json", exclude_defaults=True, exclude={"schema_"}), 1)]
    return out


def bought(task) -> list[str]:
    """The one call that buys the clip, as it is sent but for the key, and what it will cost."""
    price = f"${float(task.dollars):.2f}" if task.priced else "price unknown"
    body = json.dumps(task.request.body, indent=2, ensure_ascii=False).splitlines()
    out = [f"request   POST {task.request.path} as {task.request.form}, {price}"]
    out += [f"  {name}: {value}" for name, value in task.request.headers.items()]
    frame = "the last frame of the shot before" if task.anchor in task.needs else "the first frame of the earlier take"
    frames = {"anchor": frame, "place": FRAME}
    out += [f"  {name} is {frames.get(what, what)}" for name, what in task.request.files.items()]
    return out + [f"  {line}" for line in body]


def _facts(value: dict, depth: int) -> list[str]:
    pad, out = "  " * depth, []
    for key, held in value.items():
        if isinstance(held, dict):
            out += [f"{pad}{key}", *_facts(held, depth + 1)]
        elif isinstance(held, list) and held and isinstance(held[0], dict):
            for one in held:
                out += [f"{pad}{key}", *_facts(one, depth + 1)]
        else:
            shown = ", ".join(map(str, held)) if isinstance(held, list) else held
            out.append(f"{pad}{key:<14}{shown}")
    return out
