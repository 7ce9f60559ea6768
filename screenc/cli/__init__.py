"""The command line: one file a verb, none of them imported before it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """The `screenc` command. `--version` answers before click is imported, since scripts ask it often."""
    if sys.argv[1:] == ["--version"]:
        from screenc import __version__

        print(f"screenc {__version__}")
        return
    from screenc.cli.command import screenc

    screenc()
