"""Ren'Py as dialogue: say statements speak, narration and shows are seen, `scene` opens a scene, a menu asks the viewer.

Labels, jumps and menus make a branching film where every scene is reached and every way ends; a script that calls or loops is
read as one line from top to bottom. Conditions are not judged: what stands in any of their branches is kept.
"""

from __future__ import annotations

import re

from screenc.manuscript.renpy import Statement, parse, string
from screenc.scripter.dialogue import Ask, Dialogue, Head, Passage
from screenc.scripter.read.gather import Gatherer, merged
from screenc.scripter.read.names import folded
from screenc.text import Diagnostic, Source
from screenc.text.diagnostic import failed

_CHARACTER = re.compile(
    r"(?:define\s+|default\s+|\$\s*)?(?:[\w-]+\s+)??(?P<id>[\w.]+)\s*=\s*(?:Dynamic)?Character\s*\((?P<rest>.*)\Z", re.DOTALL
)
_GIVEN = re.compile(r"(?:define|default)\s+(?P<id>[\w.]+)\s*=\s*(?=[\"'])")
_SAY = re.compile(r"(?P<who>[A-Za-z_]\w*)(?P<attributes>(?:\s+(?:@|[@-]?[\w-]+))*)\s+(?=[\"'`])")
_IMAGE = re.compile(r"image\s*=\s*[\"'](?P<image>[^\"']+)[\"']")
_LABEL = re.compile(r"label\s+(?P<name>\.?[\w.]+)\s*(?:\(.*\))?(?:\s+hide)?\s*:\Z", re.DOTALL)
_TRANSLATE = re.compile(r"translate\s+(?P<language>\w+)\s+(?P<name>\w+)\s*:\Z")
_CODE = (
    "show hide scene with play stop queue voice pause window camera define default init python image transform style screen "
    "layeredimage $ if elif else while for return pass jump call menu label translate old new set nvl at on key add text use "
    "vbox hbox frame button textbutton imagebutton timer null viewport grid fixed input bar has testcase rpy"
)
_PLAIN_FACES = "normal default neutral idle behind at as with onlayer zorder left right center"
_NOT_SAID, _STILL = frozenset(_CODE.split()), frozenset(_PLAIN_FACES.split())


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    statements, found = parse(source)
    if failed(found):
        return None, found
    reader = _Reader(source)
    reader.declare(statements)
    reader.run(statements)
    reader.flush()
    dialogue = reader.told()
    return (None if failed(reader.found) else dialogue), reader.found


class _Reader(Gatherer):
    def __init__(self, source: Source):
        super().__init__(source, "renpy")
        self.found: list[Diagnostic] = []
        self.people: dict[str, str | None] = {}
        self.images: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self.calls = False
        self.menus = 0
        self.place: Head | None = None
        self.jumps: list[tuple[str, Statement]] = []
        self.came_from: dict[str, Head | None] = {}
        self.translated: str | None = None
        self.over: set[int] = set()

    # --- declarations

    def declare(self, statements: list[Statement]) -> None:
        """Characters and fixed strings, wherever they stand."""
        for it in statements:
            found = _CHARACTER.match(it.text)
            if found:
                self.people[found["id"]] = self._name(found["rest"])
                image = _IMAGE.search(found["rest"])
                if image:
                    self.images[image["image"]] = found["id"]
            elif given := _GIVEN.match(it.text):
                value = string(it.text, given.end())
                if value:
                    self.given[given["id"]] = value[0]
            self.declare(it.block)
        for id, name in self.people.items():
            if name and folded(name) not in self.images:
                self.images.setdefault(folded(name), id)

    def _name(self, rest: str) -> str | None:
        bare = re.sub(r"\A\s*(?:name\s*=\s*)?_?\(?\s*(?:_\()?\s*", "", rest)
        value = string(bare)
        return value[0] if value else None

    # --- statements

    def run(self, statements: list[Statement]) -> None:
        """Read a block."""
        n = 0
        while n < len(statements):
            self.one(statements, n)
            n += 1

    def one(self, block: list[Statement], n: int) -> None:
        it = block[n]
        text = it.text
        word = text.split(None, 1)[0].rstrip(":")
        if label := _LABEL.match(text):
            self.flush()
            self.open(label["name"])
            self.run(it.block)
            return
        if translated := _TRANSLATE.match(text):
            return self.translate(it, translated["name"])
        if word == "menu" and text.endswith(":"):
            return self.menu(it)
        if word in ("if", "elif", "else", "while", "for", "nvl") and text.endswith(":"):
            self.aside.append(self.source.span(it.start, it.end))
            return self.run(it.block)
        if word == "scene":
            return self.scene(it)
        if word == "show" and len(it.words) > 1:
            self.shown[it.words[1].casefold()] = next((w for w in reversed(it.words[2:]) if w not in _STILL and w.isalpha()), "")
            return None
        if word == "jump" and len(it.words) == 2:
            return self.go(it.words[1], it)
        if word == "return":
            self.flush()
            self.over.add(len(self.scenes) - 1)
            self.leave()
            return None
        if word == "call" and text.split()[1:2] != ["screen"]:
            self.calls = True
        if word in ("init", "python", "screen", "style", "transform", "image", "testcase", "layeredimage"):
            return None
        if self.say_line(it):
            return None
        if word not in _NOT_SAID:
            self.aside.append(self.source.span(it.start, it.end))
        return None

    def say_line(self, it: Statement) -> bool:
        text = it.text
        if first := string(text):
            words, begin, end = first
            rest = text[end:].lstrip()
            second = string(rest)
            if second:
                at = it.start + len(text) - len(rest)
                self.tell(words, second[0], at + second[1], at + second[2], None)
            else:
                self.narrate(words, it.start + begin, it.start + end)
            return True
        said = _SAY.match(text)
        if not said or (said["who"] in _NOT_SAID and said["who"] not in self.people):
            return False
        value = string(text, said.end())
        if value is None:
            return False
        words, begin, end = value
        if said["who"] == "extend":
            if self.scenes[-1][1] and self.speaker:
                self.tell(None, words, it.start + begin, it.start + end, None)
            else:
                self.narrate(words, it.start + begin, it.start + end)
            return True
        who = self.people.get(said["who"], said["who"])
        if who is None or said["who"] == "narrator":
            self.narrate(words, it.start + begin, it.start + end)
            return True
        attributes = [w.lstrip("@-") for w in said["attributes"].split() if w != "@"]
        how = next((w for w in reversed(attributes) if w not in _STILL and w.isalpha()), None)
        self.tell(who, words, it.start + begin, it.start + end, how or self.face(said["who"]))
        return True

    def face(self, id: str) -> str | None:
        """The last word of what was last shown of a character: `show sylvie green smile` gives `smile`."""
        return next((self.shown[tag] or None for tag, whose in self.images.items() if whose == id and tag in self.shown), None)

    def tell(self, who: str | None, words: str, start: int, end: int, how: str | None) -> None:
        if who is not None:
            self.cue(self.filled(who), how)
        self.say(self.filled(words), start, max(end - 1, start + 1))
        self.flush()

    def narrate(self, words: str, start: int, end: int) -> None:
        self.flush()
        self.speaker = None
        self.direct(self.filled(words), start, max(end - 1, start + 1))

    def filled(self, words: str) -> str:
        """A string with the fixed strings that it names put in."""
        return re.sub(r"\[(\w[\w.]*)\]", lambda m: self.given.get(m[1], m[0]), words)

    def scene(self, it: Statement) -> None:
        words = re.split(r"\s+(?:with|at|onlayer|as)\s+", it.text)[0].split()[1:]
        shown = [w for w in words if w not in ("bg", "background", "cg")]
        self.shown = {}
        if not shown or shown[0] in ("black", "white"):
            return
        head = Head(" ".join(shown).replace("_", " "), self.source.span(it.start, it.end))
        self.place = head
        self.break_scene(head)

    # --- the story

    def open(self, label: str) -> None:
        """A passage that others lead to; it plays where the first of them does, until a `scene` says otherwise."""
        self.place = self.came_from.get(label, self.place)
        here = len(self.scenes) - 1
        head, turns = self.scenes[here]
        if turns or head or here in self.labels or here in self.goes or here in self.asks or here in self.over:
            self.flush()
            self.scenes.append((self.place, []))
        self.labels[len(self.scenes) - 1] = label
        self.speaker = self.how = None

    def leave(self) -> None:
        """Nothing goes on from here by itself."""
        self.scenes.append((self.place, []))

    def go(self, label: str, it: Statement) -> None:
        self.flush()
        self.goes[len(self.scenes) - 1] = label
        self.jumps.append((label, it))
        self.came_from.setdefault(label, self.place)
        self.leave()

    def menu(self, it: Statement) -> None:
        self.menus += 1
        name = f"menu {self.menus}"
        asked, ways = "", []
        options = [s for s in it.block if s.text.endswith(":") and string(s.text) and s.block]
        for s in it.block:
            if s in options or s.words[:1] == ["set"]:
                continue
            before = len(self.scenes[-1][1])
            if self.say_line(s) and len(self.scenes[-1][1]) > before:
                asked = self.scenes[-1][1][-1].text
        self.flush()
        if len(options) < 2:
            for option in options:
                self.run(option.block)
            return
        for k, option in enumerate(options):
            ways.append((string(option.text)[0], f"{name}.{k + 1}"))
        here = len(self.scenes) - 1
        place = self.place
        self.asks[here] = Ask(asked or "What happens?", tuple(ways), self.source.span(it.start, it.end))
        for k, option in enumerate(options):
            self.place = place
            self.leave()
            self.open(f"{name}.{k + 1}")
            self.run(option.block)
            if len(self.scenes) - 1 not in self.over:
                last = len(self.scenes) - 1
                if last not in self.goes and last not in self.asks:
                    self.goes[last] = f"{name}.end"
        self.leave()
        self.open(f"{name}.end")

    def translate(self, it: Statement, name: str) -> None:
        """A block of a translation: the speech of one statement; a new label of the script opens a new scene."""
        if name in ("strings", "style", "python"):
            return
        label = re.sub(r"_[0-9a-f]{8}(?:_\d+)?\Z", "", name)
        if self.translated not in (None, label):
            self.break_scene(None)
        self.translated = label
        self.run(it.block)

    def told(self) -> Dialogue:
        """The branching dialogue where its story holds together, else the same passages one after another."""
        plainly = super().dialogue()
        passages = list(self._passages())
        known = {p.label for p in passages if p.label}
        for label, it in self.jumps:
            if label not in known:
                self.found.append(
                    Diagnostic.at(
                        "E0814",
                        self.source.span(it.start, it.end),
                        f"no label is named `{label}` here",
                        help="put the scripts of the game together in one file, in order",
                    )
                )
        if not self.asks or self.calls or self.found or not _whole(passages):
            bare = [Passage(p.head, p.turns) for p in passages if p.turns or p.head]
            return Dialogue(self.source, None, self.form, plainly.characters, tuple(merged(bare)), plainly.aside)
        return Dialogue(self.source, None, self.form, plainly.characters, tuple(passages), plainly.aside)

    def _passages(self):
        """The passages with something in them, those that only lead on taken out of the way."""
        count = len(self.scenes)
        names = {n: self.labels.get(n, f"passage {n}") for n in range(count)}
        by_label = {label: n for n, label in self.labels.items()}
        empty = {n for n in range(count) if not self.scenes[n][1] and n not in self.asks}

        def end(n: int | None) -> int | None:
            """Where the story really goes on from a passage that is entered."""
            seen = set()
            while n is not None and n < count and n in empty and n not in seen:
                seen.add(n)
                n = after(n)
            return None if n is None or n >= count or n in empty else n

        def after(n: int) -> int | None:
            if n in self.over:
                return None
            if n in self.goes:
                return by_label.get(self.goes[n], count)
            return n + 1 if n + 1 < count else None

        for n in range(count):
            if n in empty:
                continue
            head, turns = self.scenes[n]
            ask = self.asks.get(n)
            if ask:
                ways = [(words, end(by_label[label])) for words, label in ask.ways]
                ask = Ask(ask.text, tuple((w, names[e] if e is not None else "") for w, e in ways), ask.span)
            to = end(after(n)) if not ask else None
            yield Passage(
                head, tuple(turns), names[n], "" if to is None and not ask else (names[to] if to is not None else None), ask
            )


def _whole(passages: list[Passage]) -> bool:
    """Whether every passage is reached from the first and an end is reached from every one."""
    if not passages:
        return False
    to = {p.label: [w for _, w in p.ask.ways] if p.ask else [p.next] for p in passages}
    if any(len(set(ways)) < 2 for p in passages if p.ask for ways in [[w for _, w in p.ask.ways]]):
        return False
    seen, todo = set(), [passages[0].label]
    while todo:
        here = todo.pop()
        if here and here not in seen:
            seen.add(here)
            todo += to[here]
    good: set[str] = {""}
    grown = True
    while grown:
        more = {label for label, ways in to.items() if label not in good and any(w in good for w in ways)}
        grown, good = bool(more), good | more
    return seen == set(to) and set(to) <= good
