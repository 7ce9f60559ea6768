"""Plain text: `NAME: line`, chat logs, cues on their own line, the Markdown of plays, headings and breaks between scenes.

The form is guessed from the whole text, never from one line.
"""

from __future__ import annotations

import re

from screenc.scripter.dialogue import Dialogue, Head, Speech
from screenc.scripter.read import chat, headings
from screenc.scripter.read.gather import Gatherer
from screenc.scripter.read.names import STARTERS, could_name, folded, is_capitals, looks_named
from screenc.scripter.read.survey import BOLD, INLINE, Row, is_caps_cue, is_direction, opens_direction, survey
from screenc.text import Diagnostic, Source

_SAID_HOW = re.compile(r"[(（](?P<how>[^()（）\n]{1,80})[)）]\s*(?=\S)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
_ABOUT = re.compile(r"[-*•]?\s*(?P<name>[^,:：;–—(（\n]{1,40}?)\s*(?:[,:：;–—(（]|\s-\s)\s*(?P<about>.+?)[)）]?\Z")


def read(source: Source) -> tuple[Dialogue | None, list[Diagnostic]]:
    """Any text at all; one in which nobody is named before what they say has no speech."""
    reader = _Reader(source)
    reader.run()
    return reader.dialogue(), []


class _Reader(Gatherer):
    """One pass over the lines that are not blank."""

    def __init__(self, source: Source):
        self.seen = survey(source)
        super().__init__(source, self.seen.form)
        self.known = set(self.seen.named)
        self.people = False
        self.skip = 0

    def say(self, text: str, start: int, end: int) -> None:
        super().say(_ESCAPED.sub(r"\1", text) if self.seen.markdown else text, start, end)

    def break_scene(self, head: Head | None) -> None:
        super().break_scene(head)
        self.people = False

    # --- line by line

    def run(self) -> None:
        rows = self.seen.rows
        for i, row in enumerate(rows):
            if self.skip:
                self.skip -= 1
                continue
            self.line(i, row)
        self.flush()

    def line(self, i: int, row: Row) -> None:
        rows = self.seen.rows
        after = rows[i + 1] if i + 1 < len(rows) else None
        spoken = bool(self.words) or any(isinstance(t, Speech) for t in self.scenes[-1][1])
        if spoken and row.gap >= 2 and row.gap > self.seen.typical_gap:
            self.break_scene(None)
        if self.seen.form == "chat" and self.chat_line(row):
            return
        if headings.is_rule(row.text):
            return self.break_scene(None)
        if self.heading_line(row) or self.people_line(row):
            return
        parted_off = row.gap > 0 or not self.words
        if parted_off and (headings.is_transition(row.text) or (after is None and headings.is_ending(row.text))):
            self.flush()
            self.speaker = None
            self.aside.append(self.source.span(row.start, row.end))
            return
        if self.direction_line(i, row) or self.cue_line(row, after) or self.inline_line(i, row):
            return
        self.plain_line(row)

    def chat_line(self, row: Row) -> bool:
        note = chat.message(row.text)
        if note is None and row.text.startswith("* "):
            note = chat.Message(None, row.text[2:].strip(), 2, act=True)
        if note is None:
            return False
        if note.who:
            if chat.is_placeholder(note.text):
                self.flush()
                self.direct(f"{note.who} sends a picture", row.start, row.end)
            else:
                self.cue(note.who, None)
                self.say(note.text, row.start + note.offset, row.end)
        elif note.act:
            self.flush()
            self.direct(note.text, row.start, row.end)
        else:
            self.flush()
            self.speaker = None
            self.aside.append(self.source.span(row.start, row.end))
        return True

    def heading_line(self, row: Row) -> bool:
        marked = headings.markdown(row.text)
        inner = row.text[1:-1].strip() if is_direction(row.text) else ""
        alone = row.gap > 0 or not self.words
        if self.seen.markdown and not marked and BOLD.match(row.text):
            return False
        words = marked[1] if marked else headings.heading(row.text, alone) or (headings.heading(inner) if inner else None)
        if words is None:
            return False
        if headings.opens_people(words):
            self.break_scene(None)
            self.people = True
            return True
        if marked and self.title is None and marked[0] == 1 and not self.names:
            self.title = words
            if not headings.heading(words):
                self.scenes[-1] = (Head(words, self.source.span(row.start, row.end)), self.scenes[-1][1])
                return True
        self.break_scene(Head(words, self.source.span(row.start, row.end)))
        return True

    def people_line(self, row: Row) -> bool:
        """A list of the people, under a heading that says so, tells what they look like and is not spoken."""
        if headings.opens_people(row.text) and not self.names:
            self.people = True
            return True
        if not self.people:
            return False
        if row.gap > 1:
            self.people = False
            return False
        found = _ABOUT.match(row.text)
        if found:
            self.about[folded(found["name"].strip("* _"))] = found["about"].strip("* _")
        return True

    def direction_line(self, i: int, row: Row) -> bool:
        close = opens_direction(row.text)
        if close is None:
            if row.text.startswith(("/me ", ">>")):
                self.flush()
                self.direct(row.text.lstrip("/me >"), row.start, row.end)
                return True
            return False
        if is_direction(row.text):
            self.note(row.text, row.start, row.end)
            return True
        if close in row.text[1:]:
            return False
        rows, last = self.seen.rows, i
        while last + 1 < len(rows) and last - i < 8 and not rows[last + 1].gap and not rows[last].text.endswith(close):
            last += 1
        if last == i or not rows[last].text.endswith(close) or any(self.cues(r) for r in rows[i + 1 : last + 1]):
            return False
        self.note(" ".join(r.text for r in rows[i : last + 1]), row.start, rows[last].end)
        self.skip = last - i
        return True

    def cues(self, row: Row) -> bool:
        """Whether a line plainly begins somebody's speech, which a direction that was never closed must not swallow."""
        said = INLINE.match(row.text)
        return self.seen.form == "inline" and said is not None and could_name(said["name"]) and looks_named(said["name"])

    def note(self, text: str, start: int, end: int) -> None:
        bare = headings.plain(text)
        while bare and opens_direction(bare) == bare[-1] and len(bare) > 2:
            bare = headings.plain(bare[1:-1])
        if self.speaker and not self.words and len(bare) <= 80 and self.seen.form in ("cue", "markdown", "handle"):
            self.how = ", ".join(w for w in (self.how, bare) if w)
            return
        keep = self.how if not self.words else None
        self.flush()
        self.direct(text, start, end)
        self.how = keep

    def cue_line(self, row: Row, after: Row | None) -> bool:
        told = BOLD.match(row.text)
        if told and (could_name(told["name"].strip(" :")) or (row.gap and "&" in told["name"] and is_capitals(told["name"]))):
            self.cue(told["name"].strip(), told["how"])
            self.say(told["text"], row.start + told.start("text"), row.end)
            return True
        if self.seen.form == "handle":
            name = chat.own_line(row.text)
            if name:
                self.cue(name, None)
                return True
        if self.seen.form == "cue" and is_caps_cue(row, after):
            self.cue(row.text.lstrip("@").rstrip("^").rstrip(), None)
            return True
        return False

    def inline_line(self, i: int, row: Row) -> bool:
        said = INLINE.match(row.text)
        if not said or not could_name(said["name"]) or self.seen.form in ("handle",):
            return False
        name, text = said["name"].strip(), said["text"]
        key = folded(name)
        if not self.names and not self.words:
            if key in headings.TITLE_KEYS and self.title is None:
                self.title = text.strip() or None
                return True
            if key in headings.OTHER_KEYS and self.seen.named[key] == 1:
                self.aside.append(self.source.span(row.start, row.end))
                return True
        if not self.is_speaker(i, row, name, key):
            return False
        self.cue(name, said["how"])
        lead = _SAID_HOW.match(text)
        if lead and self.how is None:
            self.how = " ".join(lead["how"].split())
            self.say(text[lead.end() :], row.start + said.start("text") + lead.end(), row.end)
        elif text.strip() and is_direction(text.strip()) and text.strip()[0] in "(（":
            self.flush()
            self.direct(f"{name} {text.strip()[1:-1]}", row.start, row.end)
            self.speaker = None
        else:
            self.say(text, row.start + said.start("text"), row.end)
        return True

    def is_speaker(self, i: int, row: Row, name: str, key: str) -> bool:
        """Whether the words before a colon speak, or are the words of whoever speaks already."""
        if self.seen.form in ("markdown", "cue", "chat"):
            return self.seen.named[key] > 1 and is_capitals(name) and (row.gap > 0 or not self.words)
        if key in self.names:
            return True
        carries_on = self.speaker is not None and bool(self.words) and not row.gap and self.seen.wraps
        if not carries_on:
            likely = key not in STARTERS and len(name.split()) <= 2
            return likely or looks_named(name) or self.seen.lower_case or self.seen.named[key] > 1
        if key in STARTERS:
            return False
        return self.seen.named[key] > 1 or looks_named(name) or (self.seen.lower_case and len(name.split()) <= 2)

    def plain_line(self, row: Row) -> None:
        """Words with no mark of their own: more of the speech, or, after a blank line in a screenplay, something that is seen."""
        own_words = self.seen.form in ("chat", "handle", "markdown")
        if self.speaker is not None and (own_words or not row.gap):
            self.say(row.text, row.start, row.end)
            return
        self.flush()
        self.speaker = self.how = None
        self.direct(row.text, row.start, row.end)
