"""Chat logs: time stamps and nicknames as IRC, WhatsApp, KakaoTalk, LINE, Discord and Slack write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screenc.scripter.read.names import could_name

_CLOCK = r"(?:(?:오전|오후|午前|午後|上午|下午)\s?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\.?"
_STAMP = re.compile(
    rf"[\u200e\u200f]*(?:\[\s*(?:{_DATE},?\s+)?{_CLOCK}\s*\]|(?:{_DATE},?\s+)?{_CLOCK}(?=\s))\s*(?:[-–—|"
    rf"]\s+)?[\u200e\u200f]*"
)
_KAKAO = re.compile(rf"\[(?P<name>[^\]\n]{{1,40}})\]\s*\[{_CLOCK}\]\s*(?P<text>.*)\Z")
_NICK = re.compile(r"<[ @+%&~]?(?P<name>[^<>\n]{1,40})>\s*(?P<text>.*)\Z")
_TOLD = re.compile(r"[~@]?(?P<name>[^:：\n\t]{1,40}?)\s*[:：]\s*(?P<text>\S.*)?\Z")
_TABBED = re.compile(r"(?P<name>[^\t\n]{1,40})\t(?P<text>.*)\Z")
_DOES = re.compile(r"\*\s+(?P<text>\S.*)\Z")
_WHEN = (
    r"(?:(?:today|yesterday|heute|gestern|hoy|ayer|aujourd[’']hui|hier|oggi|ieri|сегодня|вчера|오늘|어제|今日|"
    r"昨日)\b[\s,]*"
    r"(?:at|um|à|a las|alle|в)?\s*)?"
)
_OWN_LINE = re.compile(
    rf"(?P<name>\S.{{0,39}}?)\s*(?:[—–|·•-]\s*|\t|\s{{2,}}|\s+\[?|"
    rf"\[)\s*{_WHEN}(?:{_DATE},?\s+)?{_CLOCK}\]?(?:\s*\(edited\))?\Z",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:<[^<>]*(?:omitted|omis|weggelassen|omitid[oa]s?|omess[oi])[^<>]*>|\u200e?\S+ (?:omitted|omitido|omessa)|"
    r"사진|동영상|이모티콘|\[(?:photo|image|sticker|video)\])\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a log. `who` None is the room speaking (somebody joined); `act` is `* ana waves`; `text` starts at `offset`."""

    who: str | None
    text: str
    offset: int
    act: bool = False


def message(line: str) -> Message | None:
    """Read a line that carries its own stamp or nickname; None for any other line."""
    found = _KAKAO.match(line)
    if found:
        return Message(found["name"].strip(), found["text"], found.start("text"))
    stamp = _STAMP.match(line)
    at = stamp.end() if stamp else 0
    rest = line[at:]
    found = _NICK.match(rest)
    if found and could_name(found["name"].strip()):
        return Message(found["name"].strip(), found["text"], at + found.start("text"))
    if not stamp:
        return None
    tabbed = _TABBED.match(rest)
    if tabbed and could_name(tabbed["name"]):
        return Message(tabbed["name"].strip(), tabbed["text"], at + tabbed.start("text"))
    done = _DOES.match(rest)
    if done:
        return Message(None, done["text"], at + done.start("text"), act=True)
    told = _TOLD.match(rest)
    if told and could_name(told["name"]):
        return Message(told["name"].strip(), told["text"] or "", at + (told.start("text") if told["text"] else len(rest)))
    return Message(None, rest.strip(), at + len(rest) - len(rest.lstrip()))


def own_line(line: str) -> str | None:
    """The name on a line of its own with a time after it, as Discord and Slack copy it."""
    found = _OWN_LINE.match(line)
    if not found:
        return None
    name = re.sub(r"\s*(?:APP|BOT)\Z", "", found["name"].strip(" [—–-"))
    return name if could_name(name) and len(name.split()) <= 4 else None


def is_placeholder(text: str) -> bool:
    """Whether a message only stands for something that a log cannot hold: a picture, a sticker."""
    return bool(_PLACEHOLDER.match(text.strip()))
