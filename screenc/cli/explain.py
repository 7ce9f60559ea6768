"""`screenc explain WORD`: the page of a code, a fact word or a check."""

from __future__ import annotations

import os
import sys

import click

from screenc.pages import KINDS, Page, names, page
from screenc.text import CODES


@click.command(epilog="For example: screenc explain W0412, screenc explain jump-cut, screenc explain camera.")
@click.argument("word")
def command(word: str) -> None:
    """Explain a code, its name, a fact word or a check.

    WORD is what a report or a script says: a code (E0102), a code's name (unknown-fact), a fact or a stanza (camera, shot), or
    a check (loudness).
    """
    found = pages_of(word)
    if not found:
        raise click.UsageError(unknown(word))
    for n, it in enumerate(found):
        if n:
            click.echo()
        show(it)


def pages_of(word: str) -> list[Page]:
    """Every page that a word may mean; a fact and a check can share one name."""
    wanted = word.strip().strip("`")
    code = next((c for c, name in CODES.items() if wanted.upper() == c or wanted.lower() == name), None)
    if code:
        return [page("codes", code)] if code in names("codes") else []
    return [page(kind, wanted.lower()) for kind in KINDS[1:] if wanted.lower() in names(kind)]


def unknown(word: str) -> str:
    from screenc.lang.near import near

    known = [*CODES, *CODES.values(), *names("facts"), *names("checks")]
    hint = near(word.strip().strip("`"), known)
    return f"nothing here is called `{word}`; " + (f"did you mean `{hint}`?" if hint else "`screenc list codes` shows every code")


def show(it: Page) -> None:
    """Set for a terminal, and as plain Markdown where it goes to a file or a pipe."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        click.echo(it.text.rstrip())
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(Console().width, 100)).print(Markdown(it.text, code_theme="ansi_dark"))
