"""The group of verbs: each is a module of this package with a click command of its own name."""

from __future__ import annotations

import importlib
import pkgutil

import click

from screenc import __version__
from screenc.cli import __path__ as verbs

PLUMBING = {"command", "crew", "engine", "lent", "mending", "session", "studio", "takes", "wrap"}


class Verbs(click.Group):
    """Finds verbs by their files and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (m.name.rstrip("_") for m in pkgutil.iter_modules(verbs))
        return sorted(n for n in names if n not in PLUMBING)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = f"screenc.cli.{name}_" if name in ("import",) else f"screenc.cli.{name}"
        return importlib.import_module(module).command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="screenc %(version)s")
def screenc() -> None:
    """The compiler for screenplays: dialogue in, a checked film out."""
