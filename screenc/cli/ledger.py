"""`screenc ledger`: what was ordered from whom, what it cost, what is open; and somebody's word for an unclear order."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.group(
    invoke_without_command=True,
    epilog="For example: screenc ledger; screenc ledger resolve 7 --made job-4711; screenc ledger resolve 7 --not-made",
)
@click.option(
    "--folder", type=click.Path(path_type=Path, exists=True), default=Path(), help="The film's folder, or the film. [default: .]"
)
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help="A table, or JSON.")
@click.pass_context
def command(ctx: click.Context, folder: Path, form: str) -> None:
    """Show every order for bought clips: what it was estimated at, what it cost, and how it stands."""
    ctx.obj = folder.parent if folder.is_file() else folder
    if ctx.invoked_subcommand is not None:
        return
    project = opened(ctx.obj)
    if project is None:
        click.echo("[]" if form == "json" else "nothing was ever ordered here")
        return
    try:
        orders = project.ledger.orders()
    finally:
        project.close()
    if form == "json":
        click.echo(json.dumps([plainly(o) for o in orders], indent=2))
        return
    for line in table(orders):
        click.echo(line)


@command.command()
@click.argument("order", type=int)
@click.option("--made", metavar="JOB", help="The service has it: this is its job's id there.")
@click.option("--not-made", is_flag=True, help="The service does not have it: the next build may order it again.")
@click.pass_obj
def resolve(folder: Path, order: int, made: str | None, not_made: bool) -> None:
    """Say what became of ORDER, of which nobody knows whether the service took it.

    A delivered order may be given up with --not-made when its clip is lost both here and there.
    """
    from screenc.cli import session
    from screenc.director.project import Trouble

    if bool(made) == not_made:
        raise click.UsageError("say either --made JOB or --not-made")
    project = opened(folder)
    if project is None:
        raise click.UsageError(f"nothing was ever ordered in {folder}")
    try:
        with project.building():
            held = project.ledger.order(order)
            if held and held.stage == "delivered" and project.journal.artifact(held.original, project.store):
                raise click.UsageError(f"order {order} was delivered, and its clip is here")
            now = project.ledger.resolve(order, made)
    except Trouble as cause:
        session.say([cause.diagnostic])
        sys.exit(session.FAILED)
    finally:
        project.close()
    if now is None:
        raise click.UsageError(f"there is no open order {order}; `screenc ledger` lists them")
    said = f"the next build asks {now.backend} for job {made}" if made else "the next build may order it again"
    click.echo(f"order {order}, {now.name}: {said}")


def opened(folder: Path):
    """The project of a folder; None where nothing was ever built."""
    from screenc.cli import session
    from screenc.director.project import HOME, Project, Trouble

    if not (folder / HOME / "ledger.sqlite").is_file():
        return None
    try:
        return Project(folder)
    except Trouble as cause:
        session.say([cause.diagnostic])
        sys.exit(session.FAILED)


def plainly(order) -> dict:
    return {
        "order": order.id,
        "film": order.film,
        "shot": order.name,
        "backend": order.backend,
        "model": order.model or None,
        "endpoint": order.endpoint,
        "stage": order.stage,
        "fault": order.fault,
        "words": order.words or None,
        "job": order.job.id if order.job else None,
        "estimated": str(order.estimated),
        "settled": None if order.settled is None else str(order.settled),
    }


def table(orders) -> list[str]:
    """A line an order, then what each backend came to and what is still reserved."""
    if not orders:
        return ["nothing was ever ordered here"]
    rows = [
        (
            str(o.id),
            o.name,
            f"{o.backend} {o.model}".strip(),
            money(o.settled if o.settled is not None else o.estimated) + ("" if o.settled is not None else "?"),
            o.stage if o.fault is None else f"{o.stage}: {o.fault}",
            o.job.id if o.job else "",
        )
        for o in orders
    ]
    wide = [max(len(row[n]) for row in rows) for n in range(5)]
    out = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, [*wide, 0], strict=True)).rstrip() for row in rows]
    spent: dict[str, list] = {}
    for o in orders:
        held = spent.setdefault(o.backend, [0, 0, 0])
        held[0] += 1
        held[1] += o.settled or 0
        held[2] += o.counts if o.settled is None else 0
    out.append("")
    for name, (count, settled, reserved) in sorted(spent.items()):
        more = f", {money(reserved)} reserved" if reserved else ""
        out.append(f"  {name}: {count} {'order' if count == 1 else 'orders'}, {money(settled)} spent{more}")
    return out


def money(amount) -> str:
    return f"${float(amount):.2f}"
