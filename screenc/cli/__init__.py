"""The command line: one file a verb, none of them imported before it is called."""

from __future__ import annotations

import os
import sys

INTERRUPTED, BUG = 130, 70


def main() -> None:
    """The `screenc` command. `--version` answers before click is imported, since scripts ask it often."""
    if sys.argv[1:] == ["--version"]:
        from screenc import __version__

        print(f"screenc {__version__}")
        return
    import click

    from screenc.cli.command import screenc

    try:
        code = screenc.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except Exception as error:
        tell(error)
        sys.exit(BUG)
    sys.exit(code if isinstance(code, int) else 0)


def tell(error: Exception) -> None:
    """Own up to a bug: what it was and where, on standard error; the whole traceback when SCREENC_TRACE is set."""
    import traceback

    from screenc.report.machine import render
    from screenc.text import Diagnostic

    if os.environ.get("SCREENC_TRACE"):
        traceback.print_exception(error, file=sys.stderr)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"in {frame.name}, {frame.filename}:{frame.lineno}"
    help = "please report it with the file that does it; SCREENC_TRACE=1 shows more"
    said = Diagnostic.at("E0901", None, f"screenc has a bug: {type(error).__name__}: {error}", notes=(where,), help=help)
    render([said], "terminal", sys.stderr)
