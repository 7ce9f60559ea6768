"""What it costs to find out that there is nothing to do: a no-op build and `--version`, as ratios of processor time in one run.

    python benchmarks/noop.py [SHOTS]

The no-op is that of a film of 1,000 shots in two files, sealed as its build seals it; the bounds are what issue 2 asks for:
at most 5 times `import click, lark`, `--version` at most 3 times a bare interpreter, planning under 300 MB. Times are user and
system time of a fresh process, the least of several; memory is its high-water mark.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPEATS = 15
SCREENC = [sys.executable, "-c", "from screenc.cli import main; main()"]
"""As the installed command starts, on this interpreter."""


def film(folder: Path, shots: int) -> Path:
    """A film of many shots, three a scene, with its cast in a file of its own."""
    cast = "screenc 1\n\n" + "\n".join(
        f"cast {who}\n  look     {look}\n"
        for who, look in (("ANRI", "A young woman in a red coat."), ("TAKUMI", "A tall man in a grey suit."))
    )
    (folder / "cast.shot").write_text(cast + "\nplace street\n  look     A wet street.\nend\n", encoding="utf-8")
    lines = ["screenc 1", "", "use cast.shot", "", "film long", "  title    A long film", "  backend  previz"]
    for n in range(shots):
        if n % 3 == 0:
            lines += ["", f"scene s{n} ext street {('day', 'dusk', 'night')[n % 3]}", "  with     ANRI TAKUMI"]
        who, other = ("ANRI", "TAKUMI") if n % 2 else ("TAKUMI", "ANRI")
        lines += [
            "",
            f"shot s{n - n % 3}.{n % 3 + 1} auto",
            f"  framing  {('two-shot ANRI TAKUMI', f'medium {who}', f'close {other}')[n % 3]}",
            f"  action   {who.capitalize()} turns to the window, for the {n}th time.",
            f"  {who} (quietly): This is line number {n}, and it says nothing that was not said before.",
        ]
    path = folder / "film.shot"
    path.write_text("\n".join([*lines, "end", ""]), encoding="utf-8")
    return path


def measured(command: list[str], folder: Path, repeats: int = REPEATS) -> tuple[float, float]:
    """(seconds of processor time, MB at the highest) of the cheapest of several runs."""
    least, most = float("inf"), 0.0
    for _ in range(repeats):
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{' '.join(command[-3:])} left with {child.returncode}")
        least = min(least, used.ru_utime + used.ru_stime)
        most = max(most, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
    return least, most


def main(shots: int = 1000) -> None:
    from screenc.director import stamp

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = film(folder, shots)
        outputs = [folder / f"out.{kind}" for kind in ("mp4", "srt", "vtt", "html", "json", "xml")]
        for out in outputs:
            out.write_bytes(b"done")
        inputs = {str(p): stamp.digest(p) for p in (path, folder / "cast.shot")}
        stamp.seal(path, {"out": None, "check": True}, inputs=inputs, outputs=outputs, exit=0, summary="film", reported="")
        bare, _ = measured([sys.executable, "-c", "pass"], folder)
        imports, _ = measured([sys.executable, "-c", "import click, lark"], folder)
        version, _ = measured([*SCREENC, "--version"], folder)
        noop, peak = measured([*SCREENC, "build", str(path)], folder)
        plan, memory = measured([*SCREENC, "plan", str(path), "--estimate"], folder, repeats=1)
    print(f"{shots} shots; processor time of one process; least of {REPEATS}")
    print(f"  bare interpreter          {bare * 1000:7.0f} ms")
    print(f"  screenc --version         {version * 1000:7.0f} ms   {version / bare:.2f}x a bare interpreter   (at most 3)")
    print(f"  import click, lark        {imports * 1000:7.0f} ms")
    print(f"  no-op build               {noop * 1000:7.0f} ms   {noop / imports:.2f}x those imports   (at most 5)  {peak:.0f} MB")
    print(f"  plan, lines estimated     {plan * 1000:7.0f} ms   {memory:.0f} MB at the highest          (under 300)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
