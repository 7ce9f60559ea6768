"""`screenc lsp` as it is started: without its packages, on a taken port, on a port of its own."""

import asyncio
import builtins
import socket
import subprocess
import sys

from click.testing import CliRunner
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from screenc.cli.command import screenc


def test_without_its_packages_it_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def none(name, *more):
        if name.partition(".")[0] in ("pygls", "lsprotocol"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *more)

    for name in [n for n in sys.modules if n.startswith("screenc.editor")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", none)
    done = CliRunner().invoke(screenc, ["lsp"])
    assert done.exit_code == 1
    assert "E0920" in done.output and "pip install 'screenc[editor]'" in done.output and "Traceback" not in done.output


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", "from screenc.cli import main; main()", "lsp", "--tcp", f"127.0.0.1:{port}"],
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert done.returncode == 1 and "E0921" in done.stderr and "Traceback" not in done.stderr


def test_no_address_is_a_usage_error():
    assert CliRunner().invoke(screenc, ["lsp", "--tcp", "here"]).exit_code == 2
    assert CliRunner().invoke(screenc, ["lsp", "--tcp", "127.0.0.1:99999"]).exit_code == 2


def test_it_serves_on_a_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", "from screenc.cli import main; main()", "lsp", "--tcp", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
    )

    async def ask():
        client = LanguageClient("writer", "1")
        for _ in range(200):
            try:
                await client.start_tcp("127.0.0.1", port)
                break
            except OSError:
                await asyncio.sleep(0.05)
        params = lsp.InitializeParams(capabilities=lsp.ClientCapabilities())
        said = await asyncio.wait_for(client.initialize_async(params), 20)
        await client.shutdown_async(None)
        client.exit(None)
        return said

    try:
        assert asyncio.run(ask()).server_info.name == "screenc"
        server.wait(10)
    finally:
        server.kill()
