"""Throws films at the compiler that nobody would write, and sees that each is answered: no exception, no hang, no report astray.

    python benchmarks/fuzz.py [INPUTS] [SEED]

Four kinds, in turn: films dealt from the grammar itself (names mostly in scope, so that the rules are reached), the example films
with lines lost, doubled, swapped and moved between films, the same with characters changed, and bytes changed or drawn at random.
Each goes the whole way of `check` (decode, load, resolve, rules, claims) and is told in one of the five formats; whatever parses
is formatted too, and must parse again. A kind's slowest input is printed with its time; one that takes over
LIMIT seconds is a hang. The first failure of each kind is written to a file, and the exit code is 1.
"""

from __future__ import annotations

import io
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path

from screenc.critic import claims
from screenc.film.resolve import resolve
from screenc.film.rules import check
from screenc.lang import lalr, load
from screenc.lang.format import format_file as layout
from screenc.report import machine
from screenc.text import CODES

EXAMPLES = Path(__file__).parents[1] / "examples"
LIMIT = 5
TODAY = date(2026, 6, 1)
KINDS = ("grammar", "lines", "characters", "bytes")

WORDS = {
    "ID": "rain street harbour cup s10 s20 s30 night dusk noon close medium long insert two-shot over-shoulder pov left right "
    "centre near far facing camera away push-in static pan rack-focus orbit slow fast cut dissolve fade wipe match rainy previz "
    "key soft hard warm nothing anri-soft loudness spoken likeness frames low high en ja-jp",
    "SUBID": "s10.1 s10.2 s10.3 s20.1 s20.2 s30.1 s10.way s20.way s99.1",
    "CAST": "ANRI BEN CYD ZOE",
    "QUANTITY": "4s 0.5s 12f 35mm 172cm -18dB 80% 24fps 1.5x 2st 3 0 900ms 99999999s -1s 1000000fps 30deg",
    "COLOUR": "#a0b1c2 #FFFFFF", "PAREN": "(quietly) (off screen) (V.O.) (電話で)", "SIZE": "1280x720 1x1 99999x99999 641x361",
    "MONEY": "$4.00 $0 $99999999999.999", "CODE": "W0412 W0426 E0401 W9999 W0702",
    "DATE": "2027-01-01 2020-02-29 2021-02-29 0000-00-00", "OP": "== >= <=",
}  # fmt: skip
TEXTS = (
    "ANRI turns to BEN and takes the cup.", "They wait in the sunlight.", "…", "雨が降っている。", "cast.shot", "x", "a" * 400,
    "I walked all the way from the harbour in the rain, because of you.", "# no comment", "end", ": (", "\u202ea", "e\u0301 🎬",
)  # fmt: skip
SHELF = """screenc 1

cast ANRI
  look     woman of 30, red coat

cast BEN
  look     man of 45, grey beard

cast CYD
  look     girl of 12, braids

place street
  look     wet street

place harbour
  look     stone quay

prop cup
  look     white cup
end
"""


class Hang(Exception):
    """An input that was not answered in time."""


class Grammar:
    """Deals lines from the rules that Lark reads out of `shot.lark`."""

    def __init__(self) -> None:
        parser = lalr.parser()
        self.rules: dict[str, list] = {}
        for rule in parser.rules:
            self.rules.setdefault(str(rule.origin.name), []).append([str(symbol.name) for symbol in rule.expansion])
        self.fixed = {t.name: t.pattern.value for t in parser.terminals if t.pattern.type == "str"}
        self.choices = {
            "FORCE": ("expect", "prefer"),
            "SETTING": ("int", "ext"),
            **{k: tuple(v.split()) for k, v in WORDS.items()},
        }
        self.choices["TEXT"] = TEXTS
        self.sound: dict[str, list[str]] = {}

    def learn(self, path: Path, chance: random.Random, tries: int = 1500) -> None:
        """Find facts that mean something, since a film of nothing but slips never reaches the rules."""
        for kind, where in (("film", "film rain\n{}\n"), ("scene", "scene s10 ext street\n{}\n"), ("shot", "{}\n")):
            for fact in {"  " + self.deal(f"{kind}_fact", chance) for _ in range(tries)}:
                parts = {"film": "film rain\n", "scene": "scene s10 ext street\n", "shot": ""} | {kind: where.format(fact)}
                body = f"screenc 1\nuse cast.shot\n{parts['film']}{parts['scene']}shot s10.1 4s\n{parts['shot']}"
                more = "shot s10.2 2s\nscene s20 int harbour\nshot s20.1 2s\nend\n"
                loaded, _ = load(path, (body + more).encode())
                if loaded and resolve(loaded)[0]:
                    self.sound.setdefault(kind, []).append(fact)

    def fact(self, kind: str, chance: random.Random) -> str:
        if kind in self.sound and chance.random() < 0.985:
            return chance.choice(self.sound[kind])
        return "  " + self.deal(f"{kind}_fact", chance)

    def deal(self, name: str, chance: random.Random, depth: int = 0) -> str:
        if name.startswith("_"):
            if name in self.rules and depth < 12:
                return "".join(self.deal(s, chance, depth + 1) for s in chance.choice(self.rules[name]))
            return {"_SP": " ", "_COLON": ": ", "_eol": "", "_NL": "", "_IN": ""}.get(name, "")
        if name in self.choices:
            return chance.choice(self.choices[name])
        if name in self.fixed:
            return self.fixed[name]
        options = self.rules.get(name, [[]])
        return "".join(self.deal(symbol, chance, depth + 1) for symbol in chance.choice(options))

    def film(self, chance: random.Random) -> str:
        lines = ["screenc 1", "use cast.shot", "film rain"]
        lines += [self.fact("film", chance) for _ in range(chance.randrange(3))]
        for scene in ("s10", "s20", "s30")[: chance.randint(1, 3)]:
            hour = chance.choice(("dusk", "night", "noon", ""))
            lines += [f"scene {scene} {chance.choice(('int', 'ext'))} {chance.choice(('street', 'harbour'))} {hour}".rstrip()]
            lines += ["  with     ANRI BEN"] * (chance.random() < 0.7)
            lines += [self.fact("scene", chance) for _ in range(chance.randrange(3))]
            for n in range(chance.randint(1, 4)):
                lines += [f"shot {scene}.{n} {chance.choice(('auto', '4s', '12f', '2s'))}"]
                if chance.random() < 0.8:
                    size = chance.choice(("long", "medium", "close", "two-shot", "over-shoulder"))
                    lines += [f"  framing  {size} {chance.choice(('ANRI', 'BEN', 'ANRI BEN', ''))}".rstrip()]
                lines += ["  action   ANRI waits."] * (chance.random() < 0.6)
                lines += [self.fact("shot", chance) for _ in range(chance.randrange(4))]
            if chance.random() < 0.15:
                lines += [f"choice {scene}.way", "  ask      And now?"]
                lines += [self.fact("choice", chance) for _ in range(chance.randrange(4))]
        if chance.random() < 0.1:
            lines.insert(chance.randrange(len(lines)), self.deal(chance.choice(list(self.rules)), chance))
        return "\n".join([*lines, "end", ""])


def lines(texts: list[list[str]], chance: random.Random) -> str:
    """The beginning of an example, from a scene to the whole, with lines that went astray."""
    out = chance.choice(texts)
    scenes = [n for n, line in enumerate(out) if line.startswith("scene ")][1:]
    out = [*out[: chance.choice([*scenes, len(out)])], "end"]
    for _ in range(chance.randint(1, 3)):
        n, kind = chance.randrange(len(out)), chance.randrange(5)
        if kind == 0:
            del out[n]
        elif kind == 1:
            out.insert(n, out[chance.randrange(len(out))])
        elif kind == 2:
            out.insert(n, chance.choice(chance.choice(texts)))
        elif kind == 3:
            out[n] = out[n].lstrip() if chance.random() < 0.5 else " " * chance.randrange(5) + out[n]
        else:
            m = chance.randrange(len(out))
            out[n], out[m] = out[m], out[n]
        out = out or [""]
    return "\n".join(out)


def film_of(path: Path) -> str:
    """An example in one file, without its `end`."""
    text, shelf = (p.read_text(encoding="utf-8").removesuffix("end\n") for p in (path, path.with_name("cast.shot")))
    return text.replace("use cast.shot\n", shelf.removeprefix("screenc 1\n"))


def characters(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        new = "".join(
            chance.choice(" \n\r\t#:().%$-=<>AZaz09é雨\u0301\u200b\u2028\x00\x7f\ud7ff🎬") for _ in range(chance.randrange(3))
        )
        text = text[:at] + new + text[at + chance.randrange(3) :]
    return text


def bytewise(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(200))
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        out[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    return bytes(out)


def answer(path: Path, data: bytes, given: Counter[str]) -> str:
    """Take one input the whole way and say how far it came; `given` what it was told; AssertionError if a report is wrong."""
    loaded, told = load(path, data)
    resolved = None
    if loaded is not None:
        resolved, more = resolve(loaded)
        told = [*told, *more]
        if resolved is not None:
            told = [*told, *check(resolved, TODAY), *claims.examine(resolved)]
        again = layout(loaded.root)
        other, slips = load(path, again.encode())
        assert not slips, f"what is formatted does not parse: {slips[0].message}"
        assert layout(other.root) == again, "formatting twice is not formatting once"
        assert bool(resolved) == bool(resolve(other)[0]), "formatting changes what the film is"
    else:
        assert any(d.severity == "error" for d in told), "refused without an error"
    for d in told:
        assert d.message, "a report without words"
        given[d.code] += 1
        for span in [label.span for label in d.labels] + [edit.span for edit in (d.fix.edits if d.fix else ())]:
            assert 0 <= span.start <= span.end <= len(span.source.text), f"{d.code} stands outside its text"
    if told:
        machine.render(told, random.choice(machine.FORMATS), io.StringIO())
    return "film" if resolved else "tree" if loaded else "refused"


def main(inputs: int = 1_000_000, seed: int = 0) -> int:
    chance, grammar = random.Random(seed), Grammar()
    split = [film_of(p).split("\n") for p in sorted(EXAMPLES.glob("*/film.shot"))]
    came: Counter[tuple[str, str]] = Counter()
    given: Counter[str] = Counter()
    slowest = dict.fromkeys(KINDS, 0.0)
    failed: Counter[str] = Counter()
    signal.signal(signal.SIGVTALRM, lambda *_: (_ for _ in ()).throw(Hang()))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.shot"
        path.with_name("cast.shot").write_text(SHELF, encoding="utf-8")
        grammar.learn(path, chance)
        for n in range(inputs):
            kind = KINDS[n % len(KINDS)]
            if kind == "grammar":
                data = grammar.film(chance).encode()
            elif kind == "lines":
                data = lines(split, chance).encode()
            elif kind == "characters":
                data = characters(lines(split, chance), chance).encode("utf-8", "surrogatepass")
            else:
                data = bytewise(lines(split, chance).encode(), chance)
            start = time.process_time()
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
            try:
                came[kind, answer(path, data, given)] += 1
            except Exception:
                failed[kind] += 1
                if failed[kind] <= 5:
                    out = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{n}.shot"
                    out.write_bytes(data)
                    print(f"{kind} {n}: {out}\n{traceback.format_exc()}", flush=True)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            took = time.process_time() - start
            slowest[kind] = max(slowest[kind], took)
            if (n + 1) % 50_000 == 0:
                print(f"{n + 1} inputs, {sum(failed.values())} failed, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{inputs} inputs with seed {seed} in {time.monotonic() - began:.0f} s; {sum(failed.values())} failed")
    told = [code for code in CODES if code < "E05" or "W04" <= code < "W05"]
    print(f"  {sum(given[code] > 0 for code in told)} of {len(told)} codes from 01xx to 04xx given; never: ", end="")
    print(*(code for code in told if not given[code]))
    for kind in KINDS:
        reached = ", ".join(f"{came[kind, how]} {how}" for how in ("film", "tree", "refused"))
        print(f"  {kind:10}  {reached}; {failed[kind]} failed; the slowest took {slowest[kind] * 1000:.0f} ms")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:3])))
