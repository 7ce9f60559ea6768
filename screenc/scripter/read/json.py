"""JSON in the shapes that people have: ours, chat exports (Telegram, Slack, Discord), transcripts, training data.

A line is an object with a speaker and words under any of the usual names; lists of such objects, wherever they hang, are scenes.
"""

from __future__ import annotations

from fractions import Fraction

from screenc.manuscript.json_text import Node, parse
from screenc.scripter.dialogue import Dialogue, Head
from screenc.scripter.read import chat
from screenc.scripter.read.gather import Gatherer
from screenc.scripter.read.names import folded
from screenc.text import Diagnostic, Source

_WHO = ("who", "speaker", "character", "speaker_name", "role", "from", "name", "author", "user_profile", "sender", "sender_name",
        "actor", "username", "user", "speaker_id")  # fmt: skip
_WORDS = ("text", "line", "content", "dialogue", "message", "words", "utterance", "value", "body", "speech", "transcript")
_HOW = ("how", "parenthetical", "emotion", "tone", "delivery", "manner", "mood")
_DIRECTION = ("direction", "action", "stage_direction", "narration", "description")
_LISTS = ("turns", "lines", "messages", "dialogue", "dialog", "conversation", "conversations", "segments", "utterances", "script",
          "monologues", "content", "transcript", "results", "items", "data")  # fmt: skip
_SCENES = ("scenes", "acts", "chapters", "parts")
_HEAD = ("head", "heading", "slug", "scene_heading", "setting", "place", "location", "name", "title")
_PEOPLE = ("people", "characters", "cast", "speakers", "participants")
_ABOUT = ("about", "description", "look", "appearance", "bio")
_SPAN = (("start", "end"), ("start_time", "end_time"), ("begin", "end"), ("from_time", "to_time"))
_UNSAID = frozenset(["system", "developer", "tool", "function", "service"])


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    root, found = parse(source)
    if root is None:
        return None, found
    reader = _Reader(source)
    reader.root(root)
    reader.flush()
    return reader.dialogue(), []


class _Reader(Gatherer):
    def __init__(self, source: Source):
        super().__init__(source, "json")

    def root(self, node: Node) -> None:
        if isinstance(node.value, list):
            return self.listed(node)
        chatty = node.get("messages") is not None
        self.title = node.text("title") or (node.text("name") if not chatty else None)
        for key in _PEOPLE:
            self.people(node.get(key))
        self.scene(node, head=not chatty and self.title is None)

    def people(self, node: Node | None) -> None:
        """What a list or a table of people says of each."""
        if node is None:
            return
        rows = (
            node.value.items() if isinstance(node.value, dict) else enumerate(node.value if isinstance(node.value, list) else ())
        )
        for key, it in rows:
            name = it.text("name") or it.text("id") or (key if isinstance(key, str) else None)
            about = it.value if isinstance(it.value, str) else next((t for k in _ABOUT if (t := it.text(k))), None)
            if name and about and name != about:
                self.about[folded(name)] = " ".join(about.split())

    def scene(self, node: Node, head: bool = True) -> None:
        """An object that holds scenes, or is one."""
        for key in _SCENES:
            inner = node.get(key)
            if inner is not None and isinstance(inner.value, list):
                for one in inner.value:
                    self.break_scene(None)
                    self.scene(one) if isinstance(one.value, dict) else self.listed(one)
                return
        named = next(((k, t) for k in _HEAD if (t := node.text(k))), None) if head else None
        if named:
            self.break_scene(Head(" ".join(named[1].split()), self.source.span(node.get(named[0]).start, node.get(named[0]).end)))
        for key in _DIRECTION:
            if (text := node.text(key)) and (it := node.get(key)):
                self.direct(text, it.start, it.end)
        for key in _LISTS:
            inner = node.get(key)
            if inner is not None and isinstance(inner.value, list):
                return self.listed(inner)

    def listed(self, node: Node) -> None:
        if not isinstance(node.value, list):
            return
        for it in node.value:
            if isinstance(it.value, list):
                if self.pair(it):
                    continue
                self.break_scene(None)
                self.listed(it)
            elif isinstance(it.value, dict) and not self.turn(it):
                if any(isinstance(n.value, list) and n.value for k in (*_LISTS, *_SCENES) if (n := it.get(k))):
                    self.break_scene(None)
                    self.scene(it)
                else:
                    self.aside.append(self.source.span(it.start, it.end))
            elif isinstance(it.value, str):
                self.direct(it.value, it.start, it.end)

    def pair(self, it: Node) -> bool:
        """`["Ana", "Is this the last tram?"]`."""
        if len(it.value) != 2 or not all(isinstance(n.value, str) for n in it.value) or len(it.value[0].value) > 40:
            return False
        who, words = it.value
        self.line(who.value, words.value, words.start, words.end)
        return True

    def turn(self, it: Node) -> bool:
        """One message or line; what a log only says of itself is put aside."""
        kind = it.text("type")
        if kind == "service" or it.text("subtype") in ("channel_join", "channel_leave", "channel_topic", "channel_purpose"):
            self.aside.append(self.source.span(it.start, it.end))
            return True
        words = next(((n, t) for k in _WORDS if (n := it.get(k)) is not None and (t := _flat(n))), None)
        who = self.speaker_of(it, words)
        if words is None or who is None:
            return self.unsaid(it, who)
        node, text = words
        if folded(who) in _UNSAID and it.get("role") is not None:
            self.aside.append(self.source.span(it.start, it.end))
            return True
        if not text.strip() or chat.is_placeholder(text):
            self.flush()
            self.direct(f"{who} sends a picture", it.start, it.end)
            return True
        how = next((t for k in _HOW if (t := it.text(k))), None)
        self.line(who, text, node.start, node.end, how, _window(it))
        return True

    def unsaid(self, it: Node, who: str | None) -> bool:
        for key in (*_DIRECTION, *(_WORDS if who is None else ())):
            if (text := it.text(key)) and (node := it.get(key)) is not None:
                self.flush()
                self.direct(text, node.start, node.end)
                return True
        if who and any(it.get(k) is not None for k in ("media_type", "photo", "file", "files", "attachments", "sticker_emoji")):
            self.flush()
            self.direct(f"{who} sends a picture", it.start, it.end)
            return True
        return False

    def speaker_of(self, it: Node, words) -> str | None:
        for key in _WHO:
            node = it.get(key)
            if node is None or (words and node is words[0]):
                continue
            if isinstance(node.value, str) and node.value.strip():
                return " ".join(node.value.split())[:60]
            if isinstance(node.value, int) and not isinstance(node.value, bool) and "speaker" in key:
                return f"Speaker {node.value}"
            for inner in ("nickname", "real_name", "display_name", "global_name", "name", "username"):
                if name := node.text(inner):
                    return " ".join(name.split())[:60]
        return None


def _flat(node: Node) -> str | None:
    """Words, also where they come in pieces: Telegram's links, content parts of a chat model."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        parts = [n.value if isinstance(n.value, str) else n.text("text") or "" for n in node.value]
        return "".join(parts) if any(parts) and all(isinstance(n.value, (str, dict)) for n in node.value) else None
    return None


def _window(it: Node) -> tuple[Fraction, Fraction] | None:
    for first, last in _SPAN:
        a, b = it.get(first), it.get(last)
        if a and b and all(isinstance(n.value, (int, float)) and not isinstance(n.value, bool) for n in (a, b)):
            start, end = Fraction(a.value).limit_denominator(1000), Fraction(b.value).limit_denominator(1000)
            return (start, end) if 0 <= start <= end else None
    return None
