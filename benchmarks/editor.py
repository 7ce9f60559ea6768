"""How soon the editor knows: a check after one key, beside a cold check of the same film, in one run.

    python benchmarks/editor.py [SHOTS]

The film has 3,000 shots in scenes of thirty, 30,000 lines and no fault. The warm check is what the language server does after
an edit (apply it, parse, resolve, judge, lay out the answer as the protocol wants it), each edit in another line; processor
time, the median of many. The cold check is `load`, `resolve`, `rules.check` and the claims: all that `screenc check` does once
it is imported. Last, the whole way over standard input and output with a real client, without the pause for typing: seconds on
the clock.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

EDITS = 40


def film(shots: int) -> str:
    out = [
        "screenc 1",
        "",
        "film long",
        "  title    Long",
        "",
        "cast ANRI",
        "  look     woman of 30, short black hair, red coat",
        "",
    ]
    out += [
        "cast BEN",
        "  look     man of 45, broad, grey beard, navy suit",
        "",
        "place street",
        "  look     wet street, lamps",
        "",
    ]
    for n in range(shots):
        scene, k = n // 30 * 10 + 10, n % 30 + 1
        if k == 1:
            out += [f"scene s{scene} ext street dusk", "  goal     They talk.", "  with     ANRI BEN", "  axis     ANRI BEN", ""]
            out += [f"shot s{scene}.1 4s", "  framing  long ANRI BEN", "  mark     ANRI left mid facing right"]
            out += ["  mark     BEN right mid facing left", "  action   They stand there.", "  sound    rain", ""]
            continue
        who, side, way = ("ANRI", "left", "right") if k % 2 else ("BEN", "right", "left")
        out += [f"shot s{scene}.{k} auto", f"  framing  medium-close {who}", f"  camera   push-in slow {who}"]
        out += [f"  mark     {who} {side} mid facing {way}", f"  action   {who} looks up, and waits for a word."]
        out += [f"  {who} (softly): It rained that day too, number {k}, do you remember it?", "  sound    a tram bell"]
        out += ["  sound    a door", f"  seed     {k}", ""]
    return "\n".join([*out, "end", ""])


def cold(path: Path) -> float:
    from screenc.critic import claims
    from screenc.film import rules
    from screenc.film.resolve import resolve
    from screenc.lang import load

    began = time.process_time()
    loaded, _ = load(path)
    resolved, _ = resolve(loaded)
    found = [*rules.check(resolved), *claims.examine(resolved)]
    took = time.process_time() - began
    if found:
        raise SystemExit(f"the film is not clean: {found[0].code} {found[0].message}")
    return took


def warm(path: Path, text: str) -> list[float]:
    from screenc.editor import problems
    from screenc.editor.desk import Desk
    from screenc.editor.study import Study

    desk = Desk()
    document = desk.put(path.as_uri(), text, 1)
    study = Study(path, desk)
    study.check()
    times = []
    for n in range(EDITS):
        at = document.text.index("do you", len(text) // 2 + n * 1000)
        where = document.range(at, at)
        began = time.process_time()
        document.edit(where, "x")
        for root in desk.roots(document.path):
            if root == study.root:
                study.check()
                problems.by_file(study, desk)
        times.append(time.process_time() - began)
    if study.diagnostics or study.film is None:
        raise SystemExit("the film should still be clean")
    return times


async def over_the_wire(folder: Path, text: str) -> list[float]:
    """Seconds from an edit to its diagnostics, the server's pause taken off."""
    from lsprotocol import types as lsp
    from pygls.lsp.client import LanguageClient

    from screenc.editor.server import PAUSE

    client, said = LanguageClient("benchmark", "1"), asyncio.Queue()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        said.put_nowait(params.version)

    await client.start_io(sys.executable, "-c", "from screenc.cli import main; main()", "lsp")
    await client.initialize_async(lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=folder.as_uri()))
    client.initialized(lsp.InitializedParams())
    uri = (folder / "film.shot").as_uri()
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "shot", 0, text)))
    await said.get()
    line = next(n for n, words in enumerate(text.split("\n")) if n > text.count("\n") // 2 and "do you" in words)
    times = []
    for n in range(EDITS):
        where = lsp.Range(lsp.Position(line, 30), lsp.Position(line, 30))
        change = lsp.TextDocumentContentChangePartial(range=where, text="x")
        began = time.monotonic()
        which = lsp.VersionedTextDocumentIdentifier(version=n + 1, uri=uri)
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(which, [change]))
        while await said.get() != n + 1:
            pass
        times.append(time.monotonic() - began - PAUSE)
    await client.shutdown_async(None)
    client.exit(None)
    return times


def main(shots: int = 3000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = film(shots)
        (folder / "film.shot").write_text(text, encoding="utf-8")
        one = min(cold(folder / "film.shot") for _ in range(3))
        two = warm(folder / "film.shot", text)
        three = asyncio.run(over_the_wire(folder, text))
    worst, median, whole = max(two), statistics.median(two), statistics.median(three)
    print(f"{shots} shots, {text.count(chr(10))} lines; one line edited {EDITS} times")
    print(f"  cold check                 {one * 1000:7.0f} ms   processor time, least of 3")
    print(f"  check after an edit        {median * 1000:7.1f} ms   median; {worst * 1000:.1f} ms at worst   (under 100)")
    print(f"  beside the cold check      {one / median:7.0f} x   faster")
    print(f"  edit to diagnostics        {whole * 1000:7.0f} ms   on the clock, median, without the pause for typing")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
