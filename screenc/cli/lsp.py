"""`screenc lsp`: the language server, for editors. It talks on standard input and output, and is not for a terminal."""

from __future__ import annotations

import sys

import click


@click.command(
    epilog="For example, in Neovim: vim.lsp.config('screenc', { cmd = { 'screenc', 'lsp' }, filetypes = { 'shot' } })."
)
@click.option("--tcp", metavar="HOST:PORT", help="Listen here instead, for one editor.")
def command(tcp: str | None) -> None:
    """Serve an editor: diagnostics, completion, hover and the rest of the language server protocol.

    An editor starts this by itself and talks on standard input and output; editors/README.md has each editor's lines.
    """
    from screenc.report.machine import render
    from screenc.text import Diagnostic

    try:
        from screenc.editor.handlers import serve
    except ImportError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        help = "pip install 'screenc[editor]'"
        render([Diagnostic.at("E0920", None, f"the language server needs {missing.name}", help=help)], "terminal", sys.stderr)
        raise SystemExit(1) from None
    server = serve()
    if tcp is None:
        server.start_io()
        return
    host, _, port = tcp.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise click.UsageError(f"`{tcp}` is no address: write HOST:PORT, as 127.0.0.1:2087")
    try:
        server.start_tcp(host or "127.0.0.1", int(port))
    except OSError as error:
        said = Diagnostic.at("E0921", None, f"cannot listen on {tcp}: {error.strerror or error}", help="choose another port")
        render([said], "terminal", sys.stderr)
        raise SystemExit(1) from None
