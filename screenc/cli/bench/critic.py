"""`screenc bench critic`: how well each check tells damaged film from true."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click


@click.command(name="critic", epilog="The figures are the held-out half's: thresholds are chosen on the other.")
@click.option(
    "--measure", is_flag=True, help="Draw the set and measure anew, some ten minutes, instead of printing what is kept."
)
@click.option(
    "--work", type=click.Path(path_type=Path, file_okay=False), help="Where the set is drawn. [default: the user's cache]"
)
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="Write what was measured to this file, as TOML.")
def command(measure: bool, work: Path | None, write: Path | None) -> None:
    """Print what each check is worth: precision and recall on clips of known truth and on damaged copies of them."""
    from screenc.critic import calibration

    if write and not measure:
        raise click.UsageError("--write needs --measure")
    table = calibration.table()
    if measure:
        table = _measured(work or Path(click.get_app_dir("screenc")) / "calibration")
        if write:
            from screenc.critic.calibrate.bench import toml

            write.write_text(toml(table["check"], table["measured"], table["set"]), encoding="utf-8")
    from screenc.critic.calibrate.bench import markdown

    click.echo(f"measured {table['measured']} on {table['set']}\n")
    click.echo(markdown(table), nl=False)


def _measured(folder: Path) -> dict:
    from screenc.critic import flow, ocr
    from screenc.critic.calibrate import trials
    from screenc.critic.calibrate.bench import table
    from screenc.planner.backends import target

    if not flow.installed() or not ocr.installed():
        raise click.UsageError("measuring needs OpenCV and RapidOCR: pip install 'screenc[vision,speech,ocr]'")
    known, found = trials.Set(folder), []
    for n, trial in enumerate(trials.every(known)):
        found.append(trial)
        if sys.stderr.isatty():
            click.echo(f"\r{n + 1} measured, now {trial.check}\033[K", err=True, nl=False)
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    size = f"{trials.truth.WIDTH}x{trials.truth.HEIGHT}"
    drawer = target("previz").backend.version
    words = f"{len(known.takes)} takes of {size} drawn by previz {drawer}, and 24 conversations, {len(found)} measurements"
    return {"measured": date.today().isoformat(), "set": words, "check": table(found)}
