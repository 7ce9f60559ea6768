"""What no rule may mistake for a fault: each of these is good film, close to something that is not."""

import pytest

TWO = "scene s10 ext street dusk\n  with ANRI BEN\n"
LINE = TWO + "  axis ANRI BEN\n"
SIDES = "  mark ANRI left mid facing right\n  mark BEN right mid facing left\n"
CROSSED = "  mark ANRI right mid facing left\n  mark BEN left mid facing right\n"
MASTER = f"\nshot s10.1 4s\n  framing long ANRI BEN\n{SIDES}  action They wait.\n"
SECOND = f"  framing two-shot ANRI BEN\n{CROSSED}"

CASES = {
    "a classical dialogue scene": LINE
    + MASTER
    + """
shot s10.2 5s
  framing over-shoulder ANRI BEN
  mark ANRI left near facing right
  mark BEN right mid facing left
  BEN: You came back.

shot s10.3 5s
  framing over-shoulder BEN ANRI
  mark ANRI left mid facing right
  mark BEN right near facing left
  ANRI: I never left.

shot s10.4 4s
  framing medium-close BEN
  mark BEN right mid facing left
  BEN: No?

shot s10.5 4s
  framing medium-close ANRI
  mark ANRI left mid facing right
  ANRI: No.

shot s10.6 4s
  framing close BEN
  action BEN looks down.

shot s10.7 4s
  framing insert BEN
  action BEN turns the key over in his hand.
""",
    "the line crossed after an action that moves them": LINE
    + MASTER
    + f"\nshot s10.2 5s\n{SECOND}  action They change places.\n",
    "the line crossed after one of them moves": LINE + MASTER + f"\nshot s10.2 5s\n{SECOND}  action BEN walks round her.\n",
    "the line crossed in view": LINE + MASTER + f"\nshot s10.2 5s\n{SECOND}  camera orbit left\n  BEN: Well?\n",
    "the line crossed through an insert": LINE
    + MASTER
    + f"""
shot s10.2 2s
  framing insert BEN
  action A key.

shot s10.3 5s
{SECOND}  BEN: Well?
""",
    "the line crossed through the top": LINE
    + MASTER
    + f"""
shot s10.2 2s
  framing full ANRI BEN
  angle overhead
  BEN: Well?

shot s10.3 5s
{SECOND}  BEN: Well?
""",
    "no axis, no line": TWO + MASTER + f"\nshot s10.2 5s\n{SECOND}  BEN: Well?\n",
    "a third person to look at": """
scene s10 ext street dusk
  with ANRI BEN CYD
  axis ANRI BEN
"""
    + MASTER
    + """
shot s10.2 4s
  framing medium ANRI
  mark ANRI left facing left
  ANRI: And you, CYD?

shot s10.3 4s
  framing medium BEN
  mark BEN right facing left
  BEN: Yes?
""",
    "both look away, and it says so": TWO
    + MASTER
    + """
shot s10.2 4s
  framing medium ANRI
  mark ANRI left facing right
  ANRI: Well?

shot s10.3 4s
  framing medium BEN
  mark BEN right facing right
  action BEN turns his back on her.
""",
    "two sizes closer": TWO
    + "\nshot s10.1 4s\n  framing medium ANRI\n  ANRI: Well?\n\nshot s10.2 4s\n  framing close ANRI\n  ANRI: Well?\n",
    "the same size from below": TWO
    + "\nshot s10.1 4s\n  framing medium ANRI\n  ANRI: Well?\n"
    + "\nshot s10.2 4s\n  framing medium ANRI\n  angle low\n  ANRI: Well?\n",
    "the same size from the other side": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  mark ANRI left facing right
  ANRI: Well?

shot s10.2 4s
  framing medium ANRI
  mark ANRI centre facing camera
  ANRI: Well?
""",
    "the same size after a dissolve": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  ANRI: Well?
  cut dissolve 12f

shot s10.2 4s
  framing medium ANRI
  ANRI: Well?
""",
    "the same size in one take": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  ANRI: Well?

shot s10.2 4s
  from s10.1
  framing medium ANRI
  ANRI: Well?
""",
    "the same size after the camera has come closer": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  camera push-in slow ANRI
  ANRI: Well?

shot s10.2 4s
  framing medium ANRI
  ANRI: Well?
""",
    "reverse angles": TWO
    + """
shot s10.1 4s
  framing over-shoulder ANRI BEN
  BEN: Well?

shot s10.2 4s
  framing over-shoulder BEN ANRI
  ANRI: Well?
""",
    "two views of a place": TWO
    + "\nshot s10.1 4s\n  framing long\n  sound rain\n\nshot s10.2 4s\n  framing long\n  sound wind\n",
    "one size in two scenes": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  ANRI: Well?

scene s20 ext harbour dusk
  with ANRI

shot s20.1 4s
  framing medium ANRI
  ANRI: Well?
""",
    "voices from elsewhere": "scene s10 ext street dusk\n  with ANRI\n"
    + "".join(
        f"\nshot s10.{n} 4s\n  framing {size} ANRI\n  BEN ({how}): Well?\n"
        for n, (how, size) in enumerate(
            [
                ("V.O.", "long"),
                ("off screen", "close"),
                ("O.S.", "medium"),
                ("on the phone", "close"),
                ("narrating", "medium"),
                ("画外音", "close"),
            ],
            1,
        )
    ),
    "out and in again": TWO
    + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN right
  action BEN goes.

shot s10.2 4s
  framing medium ANRI
  action ANRI waits.

shot s10.3 4s
  framing long ANRI BEN
  enters BEN right
  BEN: I forgot the key.
""",
    "a last word on the way out": TWO
    + "\nshot s10.1 4s\n  framing long ANRI BEN\n  exits BEN right\n  action BEN goes.\n  BEN: Well.\n",
    "in and straight on to speech": "scene s10 ext street dusk\n  with ANRI\n"
    + "\nshot s10.1 4s\n  framing medium BEN\n  enters BEN left\n  BEN: Well?\n",
    "out by the right and in by the left": TWO
    + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN right
  action BEN goes.

scene s20 ext harbour dusk

shot s20.1 4s
  framing long BEN
  enters BEN left
  action BEN walks on.
""",
    "back by the side they went": TWO
    + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN right
  action BEN goes.

shot s10.2 4s
  framing medium BEN
  enters BEN right
  BEN: I forgot the key.
""",
    "in from the same side on another day": TWO
    + """
shot s10.1 4s
  framing long ANRI BEN
  exits BEN right
  action BEN goes.

scene s20 ext harbour morning

shot s20.1 4s
  framing long BEN
  enters BEN right
  action BEN walks on.
""",
    "two who interrupt each other": TWO
    + """
shot s10.1 8s
  framing two-shot ANRI BEN
  ANRI: I walked all the way from the harbour in the rain.
  at 1s
  BEN: I know, I know.
""",
    "a coat taken off in view": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  wears ANRI red coat
  ANRI: Well?

shot s10.2 4s
  framing two-shot ANRI BEN
  wears ANRI white shirt
  action She drops the coat.
""",
    "a coat changed off camera": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  wears ANRI red coat
  ANRI: Well?

shot s10.2 4s
  framing medium BEN
  BEN: Go and change.

shot s10.3 4s
  framing medium ANRI
  wears ANRI white shirt
  ANRI: Better?
""",
    "another day, another coat": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  wears ANRI red coat
  ANRI: Well?

scene s20 ext harbour day
  with ANRI

shot s20.1 4s
  framing medium ANRI
  wears ANRI white shirt
  ANRI: Better?
""",
    "the same coat said twice": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  wears ANRI red coat
  ANRI: Well?

shot s10.2 4s
  framing two-shot ANRI BEN
  wears ANRI Red coat
  BEN: Well.
""",
    "a cup handed over": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  holds ANRI cup
  action ANRI drinks.

shot s10.2 4s
  framing two-shot ANRI BEN
  holds ANRI nothing
  holds BEN cup
  action ANRI hands the cup to BEN.
""",
    "a cup still in the hand": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  holds ANRI cup
  action ANRI drinks.

shot s10.2 4s
  framing two-shot ANRI BEN
  holds ANRI cup
  BEN: Well?
""",
    "words of another hour": "scene s10 int street night\n  with ANRI\n"
    + """
shot s10.1 4s
  framing long ANRI
  action ANRI dreams of sunlight.

shot s10.2 4s
  framing close ANRI
  action Her smile is like sunshine. She waits for daylight.

shot s10.3 4s
  framing medium ANRI
  action There is no moonlight.
""",
    "a rack between two depths": TWO
    + """
shot s10.1 4s
  framing medium-close ANRI
  camera rack-focus ANRI BEN
  mark ANRI left near
  mark BEN right far
  action BEN looks up.
""",
    "a rack where the script leaves depth open": TWO
    + "\nshot s10.1 4s\n  framing medium-close ANRI\n  camera rack-focus ANRI BEN\n  action BEN looks up.\n",
    "focus on the one behind": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  mark ANRI left near
  mark BEN right far
  focus BEN
  action BEN looks up.
""",
    "three shots need no establishing": TWO
    + """
shot s10.1 4s
  framing medium ANRI
  ANRI: Well?

shot s10.2 4s
  framing medium BEN
  BEN: Well.

shot s10.3 4s
  framing close ANRI
  ANRI: Well!
""",
    "a place shown before": TWO
    + "\nshot s10.1 4s\n  framing long\n  action They wait.\n"
    + """
scene s20 ext street night
  with ANRI BEN

shot s20.1 4s
  framing medium ANRI
  ANRI: Well?

shot s20.2 4s
  framing medium BEN
  BEN: Well.

shot s20.3 4s
  framing close ANRI
  ANRI: Well!

shot s20.4 4s
  framing close BEN
  BEN: Well!
""",
    "a title card": TWO + "\nshot s10.1 4s\n  text Osaka, 1974\n",
    "a view without people": "scene s10 ext street dusk\n\nshot s10.1 4s\n  framing extreme-long\n",
    "a story that joins again": """
scene s10 ext street dusk
  with ANRI

shot s10.1 4s
  framing medium ANRI
  action ANRI waits.

choice s10.way
  ask Which way?
  pick s20 On
  pick s30 Back
  default s20
  timeout 4s

scene s20 ext harbour dusk
  with ANRI
  next s40

shot s20.1 4s
  framing long ANRI
  action ANRI walks.

scene s30 ext street night
  with ANRI
  next s40

shot s30.1 4s
  framing long ANRI
  action ANRI waits.

scene s40 ext harbour night
  with ANRI

shot s40.1 4s
  framing long ANRI
  action ANRI waits.
""",
    "a loop with a way out": """
scene s10 ext street dusk
  with ANRI

shot s10.1 4s
  framing medium ANRI
  action ANRI waits.

choice s10.way
  ask Again?
  pick s10 Again
  pick s20 On

scene s20 ext harbour dusk
  with ANRI

shot s20.1 4s
  framing long ANRI
  action ANRI walks.
""",
}


@pytest.mark.parametrize("name", CASES)
def test_quiet(name, told):
    assert [(d.code, d.message) for d in told(CASES[name])] == []


def test_words_of_another_writing_are_no_other_language(told):
    body = TWO + "\nshot s10.1 9s\n  framing medium ANRI\n  ANRI: He said さようなら to me and walked away.\n"
    assert told(body) == []
    body = TWO + "\nshot s10.1 9s\n  framing medium ANRI\n  ANRI: OK。\n"
    body += "\nshot s10.2 9s\n  framing close BEN\n  BEN: また明日ね。\n"
    assert told(body, "language ja") == []


@pytest.mark.parametrize("facts, code", [("", ["W0446"]), ("language ja", []), ("language zh", ["W0446"]), ("language tlh", [])])
def test_language(told, facts, code):
    body = TWO + "\nshot s10.1 9s\n  framing medium ANRI\n  ANRI: ありがとう、またね。\n"
    assert [d.code for d in told(body, facts)] == code
