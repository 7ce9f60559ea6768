"""`screenc bench`: measurements of whole sets; each kind is a module of this package with a click command of its own name."""

from __future__ import annotations

import importlib
import pkgutil

import click


class Kinds(click.Group):
    """Finds its sub-verbs by their files and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(m.name for m in pkgutil.iter_modules(__path__))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{__name__}.{name}").command


@click.group(name="bench", cls=Kinds)
def command() -> None:
    """Measure a whole set: scripts by engines.

    `screenc bench scripts FOLDER` runs a folder of dialogues through engines and scores what they write.
    """
