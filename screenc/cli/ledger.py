"""`screenc ledger`: what was ordered from whom, what it cost, what is open; and somebody's word for an unclear order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click


class OfFilm(click.Group):
    """`screenc ledger film.shot` is understood, as with every other verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and Path(args[0]).exists():
            args = ["--folder", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=OfFilm,
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
@click.option("--url", help="With --made: where that job is asked for, should its id not be enough.")
@click.option("--not-made", is_flag=True, help="The service does not have it: the next build may order it again.")
@click.pass_obj
def resolve(folder: Path, order: int, made: str | None, url: str | None, not_made: bool) -> None:
    """Say what became of ORDER, of which nobody knows whether the service took it.

    A delivered order may be given up with --not-made when its clip is lost both here and there.
    """
    if bool(made) == not_made or (url and not made):
        raise click.UsageError("say either --made JOB or --not-made; --url goes with --made")
    with _open(folder, order) as (project, held):
        if held.stage == "delivered" and project.journal.artifact(held.original, project.store):
            raise click.UsageError(f"order {order} was delivered, and its clip is here")
        job = _job(project, held, made, url) if made else None
        if project.ledger.resolve(order, job) is None:
            raise click.UsageError(f"order {order} is closed; `screenc ledger` lists those that are open")
    said = f"the next build asks {held.backend} for job {made}" if made else "the next build may order it again"
    click.echo(f"order {order}, {held.name}: {said}")


@command.command()
@click.argument("order", type=int)
@click.pass_obj
def cancel(folder: Path, order: int) -> None:
    """Ask the service to stop ORDER, which nobody wants any more. What it charges for what it had begun is its own affair."""
    from screenc.cli import session
    from screenc.contract import Refused
    from screenc.director import faults
    from screenc.director.collect import asked
    from screenc.planner import backends

    with _open(folder, order) as (project, held):
        if held.stage != "ordered":
            raise click.UsageError(f"order {order} is {held.stage}: only one that the service has can be stopped")
        try:
            service = backends.target(held.backend).backend
        except (KeyError, backends.Broken) as cause:
            raise click.UsageError(f"there is no backend `{held.backend}` here to ask: {cause}") from cause
        try:
            stopped = asked(lambda: service.cancel(held.job))
        except Refused as no:
            session.say([faults.unstopped(held, faults.scrubbed(no, service.key), service.key)])
            sys.exit(session.FAILED)
        if stopped:
            project.ledger.cancelled(held)
    if not stopped:
        click.echo(f"order {order}, {held.name}: {held.backend} does not stop it; the next build fetches what it makes")
        sys.exit(session.FAILED)
    click.echo(f"order {order}, {held.name}: stopped; a build that wants the shot orders it again")


@contextmanager
def _open(folder: Path, number: int) -> Iterator[tuple]:
    """A project that no build holds, and one of its orders."""
    from screenc.cli import session
    from screenc.director.project import Trouble

    project = opened(folder)
    if project is None:
        raise click.UsageError(f"nothing was ever ordered in {folder}")
    try:
        with project.building():
            held = project.ledger.order(number)
            if held is None:
                raise click.UsageError(f"there is no order {number}; `screenc ledger` lists them")
            yield project, held
    except Trouble as cause:
        session.say([cause.diagnostic])
        sys.exit(session.FAILED)
    finally:
        project.close()


def _job(project, order, id: str, url: str | None):
    """A job by its id, as its service would have told of it."""
    from screenc.contract import Findable, Job
    from screenc.planner import backends

    if url and urlsplit(url)[:2] != urlsplit(order.endpoint)[:2]:
        raise click.UsageError(f"{url} is not at {order.endpoint}, where the order went, and the key goes nowhere else")
    job = Job(endpoint=order.endpoint, id=id)
    try:
        service = backends.target(order.backend).backend
    except (KeyError, backends.Broken):
        service = None
    if isinstance(service, Findable):
        job = service.found(order.endpoint, project.ledger.request(order.id), id)
    return job.model_copy(update={"url": url}) if url else job


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
        "estimated": str(order.estimated) if order.priced else None,
        "settled": None if order.settled is None else str(order.settled),
    }


def table(orders) -> list[str]:
    """A line an order, then what each backend came to and what is still reserved, then what is to be done."""
    if not orders:
        return ["nothing was ever ordered here"]
    rows = [("order", "shot", "service", "cost", "stage", "job")]
    rows += [
        (
            str(o.id),
            o.name,
            f"{o.backend} {o.model}".strip(),
            _cost(o),
            o.stage if o.fault is None else f"{o.stage}: {o.fault}",
            o.job.id if o.job else "",
        )
        for o in orders
    ]
    wide = [max(len(row[n]) for row in rows) for n in range(5)]
    out = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, [*wide, 0], strict=True)).rstrip() for row in rows]
    spent: dict[str, list] = {}
    for o in orders:
        held = spent.setdefault(o.backend, [0, 0, 0, 0])
        held[0] += 1
        held[1] += o.settled or 0
        held[2] += o.counts if o.settled is None else 0
        held[3] += _unknown(o)
    out.append("")
    for name, (count, settled, reserved, unknown) in sorted(spent.items()):
        more = f", {money(reserved)} reserved" if reserved else ""
        more += f", {unknown} at a price not known here" if unknown else ""
        out.append(f"  {name}: {count} {'order' if count == 1 else 'orders'}, {money(settled)} spent{more}")
    return out + _next(orders)


def _cost(order) -> str:
    """What it cost; with `?` what it was estimated at."""
    return "unknown" if _unknown(order) else money(order.estimated) + "?" if order.settled is None else money(order.settled)


def _unknown(order) -> bool:
    return order.settled is None and not order.priced and order.stage not in ("failed", "cancelled")


def _next(orders) -> list[str]:
    """What becomes of orders that are open, and what somebody has to say of those that are unclear."""
    waiting = [str(o.id) for o in orders if o.stage == "ordered"]
    unclear = [str(o.id) for o in orders if o.stage in ("sending", "ambiguous")]
    out = []
    if waiting:
        out.append(f"  open: {', '.join(waiting)}; the next build fetches, and orders nothing twice")
    if unclear:
        words = "`screenc ledger resolve ORDER --made JOB` or `--not-made`"
        out.append(f"  unclear: {', '.join(unclear)}; look at the service's own list of jobs, then {words}")
    return ["", *out] if out else []


def money(amount) -> str:
    return f"${float(amount):.2f}"
