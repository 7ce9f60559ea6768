"""Every form of dialogue: written in it and read back, a dialogue is the same lines by the same people, where they stand."""

# ruff: noqa: E501 (samples are easier to compare on one line)

from __future__ import annotations

import json
from html import escape
from xml.sax.saxutils import escape as xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenc.scripter.dialogue import Dialogue, Direction
from screenc.scripter.read import FORMATS, read
from screenc.scripter.read.forms import told_form
from screenc.text import Source

NAMES = ("Ana", "Ben", "Mrs. O'Hara", "Élodie", "지민", "李明", "Анна", "مريم", "Guard 1")
PIECES = st.sampled_from(
    ("no", "yes,", "what?", "stop!", "it's", "10:30", "…", "— so", "안녕", "東京", "مرحبا", "שלום", "é", "NEVER!", "😀", "a" * 50,
     '"quoted"', "50%", "$4.00", "end", "the tram: late", "cut to:", "R&D", "a<b", "x > y", "Zoë", "café.", "So", "\\o/", "~ish")
)  # fmt: skip
WORDS = st.lists(PIECES, min_size=1, max_size=9).map(" ".join).filter(lambda t: any(c.isalpha() for c in t))
LINES = st.lists(st.tuples(st.sampled_from(NAMES), WORDS), min_size=2, max_size=14)


def clock(n: int, mark: str) -> str:
    return f"00:{n // 60:02}:{n % 60:02}{mark}000"


def as_fountain(lines) -> str:
    body = "".join(f"@{who}\n{_forced(text)}\n\n" for who, text in lines)
    return f"Title: Trial\n\nINT. ROOM - DAY\n\n{body}"


def _forced(text: str) -> str:
    """Words that Fountain would read as marks, escaped as it asks."""
    return "".join(f"\\{c}" if c in "*_\\" or (n == 0 and c in "~(") else c for n, c in enumerate(text))


def as_fdx(lines) -> str:
    body = "".join(
        f'<Paragraph Type="Character"><Text>{xml(who)}</Text></Paragraph>\n'
        f'<Paragraph Type="Dialogue"><Text>{xml(text)}</Text></Paragraph>\n'
        for who, text in lines
    )
    head = '<Paragraph Type="Scene Heading" Number="1"><Text>INT. ROOM - DAY</Text></Paragraph>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<FinalDraft DocumentType="Script" Version="5">\n<Content>{head}\n{body}</Content>\n</FinalDraft>\n'


def as_srt(lines) -> str:
    return "".join(f"{n}\n{clock(n, ',')} --> {clock(n + 1, ',')}\n{who}: {text}\n\n" for n, (who, text) in enumerate(lines, 1))


def as_vtt(lines) -> str:
    cues = "".join(
        f"{clock(n, '.')} --> {clock(n + 1, '.')} align:start\n<v {who}>{escape(text, quote=False)}</v>\n\n"
        for n, (who, text) in enumerate(lines, 1)
    )
    return f"WEBVTT\n\nNOTE a trial\n\n{cues}"


def as_renpy(lines) -> str:
    ids = {who: f"p{n}" for n, who in enumerate(dict.fromkeys(w for w, _ in lines))}
    people = "".join(f'define {id} = Character(_("{who}"), color="#fff")\n' for who, id in ids.items())
    said = "".join(f'    {ids[who]} "{_quoted(text)}"\n' for who, text in lines)
    return f"{people}\nlabel start:\n\n    scene bg room\n{said}    return\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def as_json(lines) -> str:
    turns = [{"who": who, "text": text} for who, text in lines]
    return json.dumps({"title": "Trial", "scenes": [{"head": "INT. ROOM - DAY", "turns": turns}]}, ensure_ascii=False, indent=1)


def as_jsonl(lines) -> str:
    return "\n".join(json.dumps({"speaker": who, "text": text}) for who, text in lines)


def as_telegram_json(lines) -> str:
    messages = [{"id": n, "type": "message", "date": "2024-01-01T10:00:00", "from": who, "from_id": f"user{len(who)}",
                 "text": [text[:3], {"type": "bold", "text": text[3:]}] if n % 3 == 0 else text}
                for n, (who, text) in enumerate(lines)]  # fmt: skip
    service = {"id": 99, "type": "service", "actor": "Ana", "action": "create_group", "text": ""}
    return json.dumps({"name": "Trial", "type": "private_group", "id": 1, "messages": [service, *messages]}, indent=1)


def as_telegram_page(lines) -> str:
    body, last = "", None
    for who, text in lines:
        name = f'<div class="from_name">\n{escape(who)}\n</div>' if who != last else ""
        body += (f'<div class="message default clearfix{"" if name else " joined"}" id="message1">\n<div class="body">'
                 f'<div class="pull_right date details" title="01.01.2024 10:00:00">10:00</div>\n{name}\n'
                 f'<div class="text">\n{escape(text)}\n</div>\n</div>\n</div>\n')  # fmt: skip
        last = who
    return ('<!DOCTYPE html>\n<html>\n<body><div class="page_header"><div class="text bold">\nTrial\n</div></div>'
            f'<div class="history"><div class="message service"><div class="body details">1 January 2024</div></div>{body}</div></body></html>')  # fmt: skip


def as_slack(lines) -> str:
    return json.dumps([{"type": "message", "user": "U1", "text": text, "ts": "1700000000.0001", "user_profile": {"real_name": who}}
                       for who, text in lines], ensure_ascii=False)  # fmt: skip


def as_discord(lines) -> str:
    return json.dumps({"guild": {"name": "G"}, "channel": {"name": "c"}, "messages": [
        {"id": str(n), "type": "Default", "timestamp": "2024-01-01T10:00:00+00:00", "content": text,
         "author": {"id": "1", "name": who.lower(), "nickname": who}, "attachments": []} for n, (who, text) in enumerate(lines)]})  # fmt: skip


def as_whatsapp(lines) -> str:
    return "".join(f"12/03/24, 10:{n:02} - {who}: {text}\n" for n, (who, text) in enumerate(lines, 10))


def as_irc(lines) -> str:
    return "".join(f"[10:{n:02}] <{who}> {text}\n" for n, (who, text) in enumerate(lines, 10))


def as_markdown(lines) -> str:
    return "# Trial\n\n## SCENE I. A room.\n\n" + "".join(f"**{who}:** {text}\n\n" for who, text in lines)


FORMS = {
    "talk.fountain": as_fountain, "talk.fdx": as_fdx, "talk.srt": as_srt, "talk.vtt": as_vtt, "talk.rpy": as_renpy,
    "talk.json": as_json, "talk.jsonl": as_jsonl, "result.json": as_telegram_json, "messages.html": as_telegram_page,
    "slack.json": as_slack, "discord.json": as_discord, "chat.txt": as_whatsapp, "irc.log": as_irc, "play.md": as_markdown,
}  # fmt: skip


def understood(text: str, name: str, form: str | None = None) -> Dialogue:
    dialogue, found = read(Source(name, text), form)
    assert dialogue is not None and found == [], [(d.code, d.message, str(d.span)) for d in found]
    return dialogue


def said(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(s.who, s.text) for s in dialogue.speeches]


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=15, deadline=None)
@given(lines=LINES)
def test_what_is_written_is_read_back(name, lines):
    text = FORMS[name](lines)
    dialogue = understood(text, name)
    expected = [(who.casefold(), text) for who, text in lines]
    got = said(dialogue)
    if name == "play.md":
        got = _joined(got)
        expected = _joined(expected)
    assert got == expected
    for speech in dialogue.speeches if name != "result.json" else ():
        first, last = speech.lines
        here = " ".join(text.split("\n")[first - 1 : last])
        word = max((w for w in speech.text.split() if w.isascii() and w.isalnum()), key=len, default="")
        assert word in here


def _joined(lines):
    out: list = []
    for who, text in lines:
        out[-1:] = [(who, f"{out[-1][1]} {text}")] if out and out[-1][0] == who else [*out[-1:], (who, text)]
    return out


@pytest.mark.parametrize("name", [n for n in FORMS if not n.endswith((".md", ".log", "chat.txt"))])
def test_a_form_is_told_by_its_words_alone(name):
    lines = [("Ana", "Is this the last tram?"), ("Ben", "There is another."), ("Ana", "When?"), ("Ben", "Soon.")]
    form = told_form(Source(name, FORMS[name](lines)))
    assert told_form(Source("<stdin>", FORMS[name](lines).replace("@Ana", "ANA").replace("@Ben", "BEN"))) == form
    assert form in FORMATS and form != "plain"


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=12, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_any_text_in_any_form_is_read_or_told(form, text):
    dialogue, found = read(Source("talk.txt", text), form)
    assert dialogue is not None or found
    assert all(d.span is not None for d in found)


MUTANTS = st.tuples(
    st.sampled_from(list(FORMS)), LINES, st.integers(0, 10_000), st.integers(0, 40), st.sampled_from("\"'<>{}[]():,\n\\")
)


@settings(max_examples=60, deadline=None)
@given(MUTANTS)
def test_a_broken_file_is_read_or_told(mutant):
    name, lines, at, gone, put = mutant
    text = FORMS[name](lines)
    at %= len(text)
    dialogue, found = read(Source(name, text[:at] + put + text[at + gone :]))
    assert dialogue is not None or found


@pytest.mark.parametrize(("name", "text", "code", "line"), [
    ("a.json", '[{"who": "Ana", "text": "Hi"},', "E0809", 1),
    ("a.json", '{"messages":\n [{"from": "Ana" "text": "Hi"}]}', "E0809", 2),
    ("a.json", "[" * 500, "E0809", 1),
    ("a.json", '{"a": "b"}', "E0802", 1),
    ("a.fdx", "<FinalDraft><Content>\n<Paragraph></Content></FinalDraft>", "E0810", 2),
    ("a.fdx", '<!DOCTYPE x [<!ENTITY a "b">]>\n<FinalDraft><Content/></FinalDraft>', "E0810", 1),
    ("a.fdx", "<html><body/></html>", "E0810", 1),
    ("a.fdx", "<a>" * 200, "E0810", 1),
    ("a.srt", "1\n00:00:01 -> 00:00:02\nANA: Hi\n", "E0811", 1),
    ("a.srt", "1\n00:00:05,000 --> 00:00:02,000\nANA: Hi\n", "E0811", 2),
    ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nWhere are we?\n", "E0812", 3),
    ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWhere are we?\n", "E0812", 4),
    ("a.rpy", 'label start:\n    s "Hi there\n    m "No"\n', "E0813", 3),
    ("a.rpy", 'label start:\n    s "Hi"\n    jump away\n', "E0814", 3),
])  # fmt: skip
def test_bad_input_is_told_where_it_is_bad(name, text, code, line):
    dialogue, found = read(Source(name, text))
    assert dialogue is None
    assert [(d.code, d.span.line) for d in found] == [(code, line)]


def test_an_entity_bomb_is_refused_before_it_goes_off():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
        + "]><FinalDraft><Content><Paragraph Type='Dialogue'><Text>&m;</Text></Paragraph></Content></FinalDraft>"
    )
    assert [d.code for d in read(Source("bomb.fdx", bomb))[1]] == ["E0810"]


def directions(dialogue: Dialogue) -> list[str]:
    return [t.text for s in dialogue.scenes for t in s.turns if isinstance(t, Direction)]


def test_subtitles_for_the_deaf():
    dialogue = understood(
        "1\n00:00:01,000 --> 00:00:02,000\n[door creaks]\n\n2\n00:00:02,500 --> 00:00:04,000\nANA: <i>Is this</i>\nthe last one?\n\n"
        "3\n00:00:04,100 --> 00:00:06,000\n{\\an8}Well?\n\n4\n00:00:06,500 --> 00:00:08,000\nBEN (quietly): It is.\n\n"
        "5\n00:00:08,500 --> 00:00:10,000\n- Sure?\n- ANA: Yes.\n\n6\n00:00:11,000 --> 00:00:12,000\n♪ La la ♪\n",
        "a.srt",
    )
    assert said(dialogue) == [
        ("ana", "Is this the last one? Well?"),
        ("ben", "It is."),
        ("ben", "Sure?"),
        ("ana", "Yes."),
        ("ana", "La la"),
    ]
    assert [s.how for s in dialogue.speeches] == [None, "quietly", None, None, "singing"]
    assert directions(dialogue) == ["door creaks"]
    assert [tuple(map(float, s.window)) for s in dialogue.speeches] == [
        (2.5, 6.0),
        (6.5, 8.0),
        (8.5, 10.0),
        (8.5, 10.0),
        (11.0, 12.0),
    ]


def test_voice_tags_notes_styles_and_classes():
    dialogue = understood(
        "WEBVTT - trial\n\nSTYLE\n::cue(v) { color: red }\n\nNOTE nobody\nsays this\n\nintro\n00:01.000 --> 00:02.000 line:0\n"
        "<v.loud Ana>Is it <c.red>you</c>?</v> <v Ben>It <00:01.500>is.</v>\n\n00:03.000 --> 00:04.000\nR&amp;D &lt;3\n",
        "a.vtt",
    )
    assert said(dialogue) == [("ana", "Is it you?"), ("ben", "It is. R&D <3")]


def test_whatever_fountain_can_say():
    dialogue = understood(
        "Title: _The Last_ Tram\nCredit: by\nAuthor: Nobody\n    and another\n\n# ACT I\n\n= They meet.\n\n.THE STOP #1A#\n\nRain. [[why\nrain?]]\n\n"
        "@mcANA (V.O.)\n(quietly)\nIs **this** the *last* one?\n  \nIs it?\n\nBEN ^\nIt /* never */ is.\n~La la\n\n!THE TRAM\n\n> CUT TO:\n\n"
        "> THE END? <\n\nINT./EXT. TRAM - NIGHT\n\nANA\\*\nBye\\*.\n\n===\n\n/*\nBEN\nGone.\n*/\n",
        "a.fountain",
    )
    assert dialogue.title == "The Last Tram"
    assert said(dialogue) == [("mcana", "Is this the last one? Is it?"), ("ben", "It is."), ("ben", "La la"), ("ana\\*", "Bye*.")]
    assert [s.how for s in dialogue.speeches] == ["off screen, quietly", "at the same time", "singing", None]
    assert [s.head.text for s in dialogue.scenes] == ["THE STOP", "INT./EXT. TRAM - NIGHT"]
    assert directions(dialogue) == ["Rain.", "THE TRAM", "THE END?"]
    assert "Gone." in " ".join(a.text for a in dialogue.aside)


def test_final_draft_keeps_the_order_of_two_who_speak_at_once():
    dialogue = understood(
        '<?xml version="1.0"?><FinalDraft><Content><Paragraph Type="Action"><Text>Rain </Text><Text Style="Bold">falls</Text><Text>.</Text>'
        '</Paragraph>\n<Paragraph><DualDialogue><Paragraph Type="Character"><Text>ANA</Text></Paragraph><Paragraph Type="Dialogue"><Text>Now</Text>'
        '</Paragraph><Paragraph Type="Character"><Text>BEN</Text></Paragraph><Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text>Never</Text></Paragraph></DualDialogue></Paragraph></Content>'
        "<TitlePage><Content><Paragraph><Text>Trial</Text></Paragraph></Content></TitlePage></FinalDraft>",
        "a.fdx",
    )
    assert [(s.who, s.how, s.text) for s in dialogue.speeches] == [
        ("ana", None, "Now"),
        ("ben", "at the same time, softly", "Never"),
    ]
    assert directions(dialogue) == ["Rain falls."] and dialogue.title == "Trial"


GAME = '''define s = Character("Sylvie", image="sylvie")
define m = Character(_("Me"))
default pet = "Rex"

label start:
    scene bg park
    show sylvie green smile
    s "Hi, [pet] and {b}you{/b}." with vpunch
    "Silence."
    m @ happy "She said \\"hi\\"."
    extend " To me."
    menu:
        s "Well?"
        "Ask.":
            m "Will you?"
            jump yes
        "Leave." if True:
            "I leave."
            return

label yes:
    python:
        s = "never said"
    if pet:
        s """Yes.

        Always."""
    "The man" "So be it."
    return
'''


def test_a_game_branches_and_every_way_ends():
    dialogue = understood(GAME, "a.rpy")
    assert said(dialogue) == [("sylvie", "Hi, Rex and you."), ("me", 'She said "hi".'), ("me", "To me."), ("sylvie", "Well?"),
                              ("me", "Will you?"), ("sylvie", "Yes. Always."), ("the man", "So be it.")]  # fmt: skip
    assert dialogue.speeches[0].how == "smile" and dialogue.speeches[1].how == "happy"
    first, ask, leave, yes = dialogue.scenes
    assert first.label == "start" and first.ask.text == "Well?"
    assert [w for w, _ in first.ask.ways] == ["Ask.", "Leave."]
    assert [to for _, to in first.ask.ways] == [ask.label, leave.label]
    assert ask.next == yes.label and leave.next == "" and yes.next == ""
    assert {s.head.text for s in dialogue.scenes} == {"park"}


def test_a_game_that_loops_for_ever_is_read_from_top_to_bottom():
    loop = 'label a:\n    e "One."\n    menu:\n        "x":\n            jump a\n        "y":\n            jump b\nlabel b:\n    e "Two."\n    jump a\n'
    dialogue = understood(loop, "a.rpy")
    assert [s.text for s in dialogue.speeches] == ["One.", "Two."]
    assert all(p.label is None and p.ask is None for p in dialogue.scenes)


README = """【Character Description】
Alice: A young woman with long brown hair, wearing a blue dress.
Bob: An elderly man with white beard, in formal suit.

【Scene Description】
A sunny afternoon in a garden.

【Character Positions】
1. Alice stands on the left, Bob on the right
2. Both move to the center

【Dialogue】
1. Alice: "What a day! 2.5 metres in." (smiling)
2. Bob: "Indeed." (nostalgic expression)
"""
MODEL = """【DIALOGUE】:

1. [0s-4s] (Camera Movement: Steadicam Walk+Shot Type: Long Shot, Medium Shot)
Plot: Mia Tan walks alone at f/2. In the last second Joe comes from the left.

2. [4s-7.5s] (Camera Movement: Rack Focus+Shot Type: Medium Shot)
Plot: They stop. Mia blurts out, confused: "Oh - are you… Joe?" At the same time, Joe speaks: "Wait." She reads "War and Peace" there.

【CHARACTER DESCRIPTIONS】：
Mia Tan: Average height.
Joe: Taller.

【SCENE DESCRIPTION】：
A quiet street at dusk.

【BLOCKING】：
1: Mia walks towards the camera.
2: They face each other.
"""


def test_the_three_dialects_of_the_bracketed_script():
    first = understood(README, "plan.txt")
    assert said(first) == [("alice", "What a day! 2.5 metres in."), ("bob", "Indeed.")]
    assert [(s.how, s.lines[0]) for s in first.speeches] == [("smiling", 13), ("nostalgic expression", 14)]
    assert first.character("bob").about.startswith("An elderly man")
    for text in (MODEL, MODEL.replace("CHARACTER DESCRIPTIONS】：", "CHARACTER PROFILES】"), MODEL.replace("】:", "】")):
        dialogue = understood(text, "plan.txt")
        assert dialogue.form == "bracket"
        assert said(dialogue) == [("mia tan", "Oh - are you… Joe?"), ("joe", "Wait.")]
        assert [tuple(map(float, s.window)) for s in dialogue.speeches] == [(4.0, 7.5)] * 2
        assert dialogue.scenes[0].head.text == "A quiet street at dusk."


@pytest.mark.parametrize(("old", "new", "codes"), [
    ("【SCENE DESCRIPTION】", "【LIGHT】", ["E0816"]), ("[4s-7.5s]", "[7s-4s]", ["E0816"]), ("[4s-7.5s]", "[6s-9s]", ["W0817"]),
    ("2: They face", "3: They face", ["E0816"]), ("1. [0s", "x [0s", ["E0816"]), ("【DIALOGUE】", "【SCENE】", ["E0816", "E0815"]),
    ("Plot: They stop. Mia blurts out, confused:", "Plot:", ["E0812"]),
])  # fmt: skip
def test_a_shooting_script_with_something_out_of_place(old, new, codes):
    _, found = read(Source("plan.txt", MODEL.replace(old, new)), "bracket")
    assert [d.code for d in found] == codes
