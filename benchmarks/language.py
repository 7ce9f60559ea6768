"""What a feature-length screenplay costs to read, to check, and to check again after one line was changed.

    python benchmarks/language.py [SHOTS]

Parsing is given in seconds per 10,000 lines beside Lark's own lexer over the same grammar and lines, and beside PyYAML reading
the same film as YAML, in Python and with libyaml; at three lengths, so that what is not linear shows. `check` is a process of its
own; the warm check is the one that an editor makes after every key. Times are processor time, the least of several, in one run.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from noop import SCREENC, measured

REPEATS = 5
PEOPLE = {"ANRI": "woman of 30, red coat", "TAKUMI": "man of 30, grey suit"}


def film(shots: int) -> str:
    """A film of three-shot scenes, ten or eleven lines a shot, that checks clean."""
    lines = ["screenc 1", "", "film long", "  title    A long film", "  backend  previz", ""]
    for who, look in PEOPLE.items():
        lines += [f"cast {who}", f"  name     {who.title()}", f"  look     {look}", ""]
    lines += ["place street", "  look     a wet street", ""]
    for n in range(shots):
        scene, part = n // 3 * 3, n % 3
        if part == 0:
            lines += [f"scene s{scene} ext street {('day', 'dusk', 'night')[scene // 3 % 3]}", "  goal     They go on talking."]
            lines += ["  weather  rain", "  with     ANRI TAKUMI", "  axis     ANRI TAKUMI", "  sound    rain on tin", ""]
        who, other = ("ANRI", "TAKUMI") if n % 2 else ("TAKUMI", "ANRI")
        lines += [f"shot s{scene}.{part + 1} auto", f"  framing  {('long ANRI TAKUMI', f'medium {who}', f'close {other}')[part]}"]
        lines += ["  lens     35mm", "  camera   push-in slow"]
        if part == 0:
            lines += ["  mark     ANRI left mid facing right", "  mark     TAKUMI right mid facing left"]
        lines += [f"  action   {who} turns to the window, for the {n}th time.", f"  {who} (quietly): This is line number {n}."]
        lines += ["  sound    a tram bell", ""]
    return "\n".join([*lines, "end", ""])


def as_yaml(text: str) -> str:
    """The same film as a hand would write it in YAML: a list of stanzas, a mapping each, repeated facts as lists."""
    import yaml

    stanzas: list[dict] = []
    for line in text.splitlines()[1:-1]:
        if line.startswith("  "):
            key, _, value = line.strip().partition(" ")
            if key in PEOPLE:
                key, value = "say", f"{key} {value}"
            stanzas[-1].setdefault(key, []).append(value.strip())
        elif line:
            head, _, rest = line.partition(" ")
            stanzas.append({head: rest})
    flat = [{key: v[0] if isinstance(v, list) and len(v) == 1 else v for key, v in stanza.items()} for stanza in stanzas]
    return yaml.safe_dump(flat, sort_keys=False, allow_unicode=True, width=1000)


def least(work: Callable[[], object], repeats: int = REPEATS) -> float:
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def lexer(text: str) -> Callable[[], object]:
    """Lark's contextual lexer with the tables that steer it, and no tree. The words of the language overlap (an ID is TEXT, too),
    so a lexer that is not told what may come takes no film."""
    from screenc.lang import lalr

    parser = lalr.parser()
    return lambda: sum(1 for _ in parser.parse_interactive(text, start="start").iter_parse())


def reading(shots: int) -> tuple[int, dict[str, float]]:
    import yaml

    from screenc.lang.parse import parse
    from screenc.text import Source

    text = film(shots)
    same = as_yaml(text)
    took = {
        "our parse": least(lambda: parse(Source("film.shot", text))),
        "lark, lexer and tables": least(lexer(text), 1),
        "PyYAML safe_load": least(lambda: yaml.safe_load(same), 1),
    }
    if hasattr(yaml, "CSafeLoader"):
        took["PyYAML CSafeLoader"] = least(lambda: yaml.load(same, yaml.CSafeLoader))
    return text.count("\n"), took


def editing(path: Path, text: str) -> tuple[float, float]:
    """(the median, the worst) of checks after one line was changed, somewhere else each time."""
    from screenc.film.rules.checker import Checker, Sheets

    disk = Sheets({path.resolve(): text})
    checker = Checker(path, disk)
    first = checker.check()
    assert first.resolved is not None and not first.diagnostics, first.diagnostics[:3]
    gc.collect()
    gc.freeze()  # as the editor does with a film that it has read
    count = text.count("This is line number")
    times = []
    for n in range(21):
        words = f"This is line number {n * (count - 1) // 20}."
        disk.texts = {path.resolve(): text.replace(words, f"{words} Or so.")}
        start = time.process_time()
        assert not checker.check().diagnostics
        times.append(time.process_time() - start)
    return sorted(times)[len(times) // 2], max(times)


def main(shots: int = 3000) -> None:
    print("seconds for 10,000 lines (processor time)")
    for count in (shots // 9, shots // 3, shots):
        lines, took = reading(count)
        ours = took["our parse"]
        print(f"  {lines} lines: " + "; ".join(f"{name} {t / lines * 1e4:.3f} ({t / ours:.1f}x)" for name, t in took.items()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.shot"
        text = film(shots)
        path.write_text(text, encoding="utf-8")
        cold, memory = measured([*SCREENC, "check", str(path)], Path(folder), repeats=3)
        bare, _ = measured([sys.executable, "-c", "import click, lark"], Path(folder), repeats=3)
        warm, worst = editing(path, text)
    print(f"check of {shots} shots, {text.count(chr(10))} lines")
    print(f"  cold, a process      {cold * 1000:6.0f} ms   {cold / bare:.1f}x importing click and lark; {memory:.0f} MB at most")
    print(f"  after a line changed {warm * 1000:6.0f} ms   median of 21 (the worst {worst * 1000:.0f} ms); aim: under 100")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
