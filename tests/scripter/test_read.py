"""Every plain form of dialogue is read as people mean it: who speaks, how, what, in which scene, from which line."""

from __future__ import annotations

import pytest

from screenc.scripter.dialogue import Dialogue, Direction, Speech
from screenc.scripter.read import read
from screenc.text import Source


def understood(text: str) -> Dialogue:
    dialogue, found = read(Source("talk.txt", text))
    assert dialogue is not None, [d.message for d in found]
    assert found == []
    return dialogue


def said(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(dialogue.character(s.who).name, s.text) for s in dialogue.speeches]


def directions(dialogue: Dialogue) -> list[str]:
    return [t.text for scene in dialogue.scenes for t in scene.turns if isinstance(t, Direction)]


@pytest.mark.parametrize(
    "name",
    [
        "Takumi",
        "아나",
        "Élodie",
        "MRS. O'HARA",
        "Guard 1",
        "ana",
        "Dr. No",
        "Анна",
        "李明",
        "たろう",
        "مريم",
        "Jean-Luc",
        "the waiter",
        "Señora Ruiz",
        "Ana B.",
        "R2",
    ],
)
@pytest.mark.parametrize("colon", [": ", "：", " : "])
def test_names_in_any_case_and_script(name, colon):
    dialogue = understood(f"{name}{colon}Is it late?\nBen: Very.\n{name}{colon}Oh.\n")
    assert said(dialogue) == [(name, "Is it late?"), ("Ben", "Very."), (name, "Oh.")]


def test_how_in_brackets_before_the_colon_and_after_it():
    dialogue = understood("ANA (softly): Stay.\nBEN: (not moving) No.\nANA [to herself]: Fine.\n")
    assert [s.how for s in dialogue.speeches] == ["softly", "not moving", "to herself"]
    assert [s.text for s in dialogue.speeches] == ["Stay.", "No.", "Fine."]


def test_colons_quotes_hashes_and_brackets_in_speech_stay():
    lines = [
        'Listen: "no" means no.',
        "# 1 in 10:30 (or so) [sic]",
        "http://example.org/a:b",
        "50% *really* _now_",
        "¿Qué? «Oui» — 'ok'",
    ]
    dialogue = understood("".join(f"ANA: {line}\nBEN: Hm.\n" for line in lines))
    assert [s.text for s in dialogue.speeches if s.who == "ana"] == lines


def test_speech_over_several_lines_belongs_to_its_speaker_and_knows_its_lines():
    dialogue = understood("ANA: I told him this: never.\nBecause: no.\n  And again.\n\nBEN: Right.\n")
    first, second = dialogue.speeches
    assert (first.text, first.lines) == ("I told him this: never. Because: no. And again.", (1, 3))
    assert (second.text, second.lines) == ("Right.", (5, 5))
    assert first.span.text.startswith("I told him") and first.span.text.endswith("And again.")


def test_one_person_spelled_in_two_cases_is_one():
    dialogue = understood("ANA: Hi.\nBen: Hi.\nana: Well?\nBEN (V.O.): Well.\nAna (CONT'D): So.\n")
    assert len(dialogue.characters) == 2
    assert [s.how for s in dialogue.speeches] == [None, None, None, "off screen", None]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("[She goes to the window.]", "She goes to the window."),
        ("(She goes.)", "She goes."),
        ("*She goes.*", "She goes."),
        ("_She goes._", "She goes."),
        ("（彼女は行く）", "彼女は行く"),
        ("【비가 온다】", "비가 온다"),
        ("[She goes\nto the window.]", "She goes to the window."),
    ],
)
def test_directions_on_their_own_line(line, text):
    dialogue = understood(f"ANA: Hi.\n{line}\nBEN: Bye.\n")
    assert directions(dialogue) == [text]
    assert said(dialogue) == [("ANA", "Hi."), ("BEN", "Bye.")]


@pytest.mark.parametrize(
    "between",
    [
        "\n\n",
        "---",
        "***",
        "* * *",
        "===",
        "# Later",
        "## The bridge",
        "INT. KITCHEN - NIGHT",
        "EXT. BRIDGE - DAY",
        "Scene 2",
        "SCENE II. A street.",
        "ACT I",
        "Acte II",
        "Szene 3",
        "Escena 2: la calle",
        "제2장",
        "장면 2",
        "第二幕",
        "場面2",
        "Сцена 2",
        "[Scene 2]",
        ".THE ROOF",
    ],
)
def test_scene_breaks(between):
    dialogue = understood(f"ANA: One.\nBEN: Two.\n\n{between}\n\nANA: Three.\nBEN: Four.\n")
    assert [len(s.speeches) for s in dialogue.scenes] == [2, 2]


def test_blank_lines_that_stand_everywhere_part_no_scenes():
    dialogue = understood("ANA: One.\n\n\nBEN: Two.\n\n\nANA: Three.\n\n\nBEN: Four.\n")
    assert len(dialogue.scenes) == 1


@pytest.mark.parametrize(
    "log",
    [
        "[12:03] ana: hi\n[12:04] ben: see http://x.org: ok\nmore\n",
        "12:03 <ana> hi\n12:04 <ben> see http://x.org: ok\nmore\n",
        "<ana> hi\n<ben> see http://x.org: ok\nmore\n",
        "12/03/24, 10:11 - ana: hi\n12/03/24, 10:12 - ben: see http://x.org: ok\nmore\n",
        "[12/03/24, 10:11:12] ana: hi\n\u200e[12/03/24, 10:12:10] ben: see http://x.org: ok\nmore\n",
        "[ana] [오후 3:12] hi\n[ben] [오후 3:13] see http://x.org: ok\nmore\n",
        "10:11\tana\thi\n10:12\tben\tsee http://x.org: ok\nmore\n",
        "ana — Today at 10:11 AM\nhi\n\nben — Today at 10:12 AM\nsee http://x.org: ok\nmore\n",
        "ana  10:11 AM\nhi\n\nben  10:12 AM\nsee http://x.org: ok\nmore\n",
        "ana [10:11]\nhi\nben [10:12]\nsee http://x.org: ok\nmore\n",
    ],
)
def test_chat_logs(log):
    dialogue = understood(log)
    assert said(dialogue) == [("ana", "hi"), ("ben", "see http://x.org: ok more")]


def test_a_log_keeps_what_nobody_says_aside():
    dialogue = understood(
        "12/03/24, 10:11 - Messages are encrypted\n12/03/24, 10:11 - Ana: hi\n"
        "12/03/24, 10:12 - Ben: <Media omitted>\n12/03/24, 10:13 - Ben: yes\n"
    )
    assert [s.text for s in dialogue.aside] == ["12/03/24, 10:11 - Messages are encrypted"]
    assert directions(dialogue) == ["Ben sends a picture"]


def test_fountain():
    dialogue = understood(
        "Title: The Last Tram\nAuthor: Nobody\n\nINT. KITCHEN - NIGHT\n\nAna stirs a pot.\n\nANA\n(quietly)\nHello.\n\n"
        "BEN (V.O.)\nHi: I came.\nBack again.\n\n"
        "She leaves.\n\nCUT TO:\n\nEXT. BRIDGE - DAY\n\nANA\nBye.\n"
    )
    assert dialogue.title == "The Last Tram"
    assert [s.head.text for s in dialogue.scenes] == ["INT. KITCHEN - NIGHT", "EXT. BRIDGE - DAY"]
    assert [(s.how, s.text) for s in dialogue.speeches] == [
        ("quietly", "Hello."),
        ("off screen", "Hi: I came. Back again."),
        (None, "Bye."),
    ]
    assert directions(dialogue) == ["Ana stirs a pot.", "She leaves."]


def test_a_list_of_people_is_not_spoken():
    dialogue = understood("Characters:\nANA: a tall woman of sixty, grey coat\nBEN, her son\n\n\nANA: You came.\nBEN: I came.\n")
    assert said(dialogue) == [("ANA", "You came."), ("BEN", "I came.")]
    assert dialogue.character("ana").about == "a tall woman of sixty, grey coat"


def test_a_joint_cue_goes_to_the_first_of_them():
    dialogue = understood("ANA: One.\nBEN: Two.\nANA and BEN: Three.\n")
    assert [(s.who, s.how) for s in dialogue.speeches][-1] == ("ana", "with BEN")


@pytest.mark.parametrize(
    ("text", "code", "line"), [("", "E0801", 1), (" \n\t\n\ufeff", "E0801", 1), ("\n\nOnce upon a time.\nThe end.\n", "E0802", 3)]
)
def test_nothing_to_say_is_a_located_error(text, code, line):
    dialogue, found = read(Source("talk.txt", text))
    assert dialogue is None
    assert [(d.code, d.span.line) for d in found] == [(code, line)]


def test_a_text_longer_than_any_film_is_refused():
    dialogue, found = read(Source("history.txt", "ANA: no\n" * 600_000))
    assert dialogue is None
    assert [d.code for d in found] == ["E0808"]


def test_line_ends_marks_and_tabs_of_any_kind():
    dialogue = understood("\ufeffANA:\tHi\tthere.\r\nBEN:  Hello.  \r\n")
    assert said(dialogue) == [("ANA", "Hi there."), ("BEN", "Hello.")]


def test_speeches_are_in_the_order_of_the_file_and_nothing_is_said_twice():
    dialogue = understood("\n".join(f"{'ANA' if n % 2 else 'BEN'}: line {n}" for n in range(200)))
    assert [s.text for s in dialogue.speeches] == [f"line {n}" for n in range(200)]
    assert [s.lines for s in dialogue.speeches] == [(n + 1, n + 1) for n in range(200)]
    assert all(isinstance(s, Speech) for s in dialogue.speeches)
