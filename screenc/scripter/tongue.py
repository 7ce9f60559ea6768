"""Which language a dialogue is in: by the script of its letters, and for Latin letters by a vote of everyday words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_BLOCKS = (
    ("HANGUL", "ko"),
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("CJK", "zh"),
    ("CYRILLIC", "ru"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("DEVANAGARI", "hi"),
    ("THAI", "th"),
    ("BENGALI", "bn"),
    ("TAMIL", "ta"),
    ("GEORGIAN", "ka"),
    ("ARMENIAN", "hy"),
)
_EVERYDAY = {
    "en": "the and you that is it to of what not do are have was for this with your me i my we be in on no yes don't i'm",
    "fr": "le la les et vous que est pas je ne tu il elle c'est des un une pour dans mais avec oui non qui mon j'ai on ce du au",
    "de": "der die das und ich nicht du ist sie es ein eine zu wir mit was ja nein auf mir dich aber den wie haben war bin hast",
    "es": "el la los que no es y en de lo un una por qué me te se con para mi sí pero está como tu más las yo eres",
    "it": "il la che non è e di un una per mi ti si sono ma con come sì cosa ho hai lo gli del della io tu questo anche",
    "pt": "o a que não é e de um uma para com me você se eu mas por sim os as do da está isso meu tem muito ele ela",
    "nl": "de het een en niet ik je is dat van wat in op te zijn met ja nee maar hij ze voor heb jij mijn hebben dit er",
    "pl": "nie to się na jest co że ja jak w z tak ale do mnie czy tu mam jestem ty go po już",
    "sv": "och det är jag inte du att en ett på som har vi med för av men ja nej vad så den mig dig",
    "da": "og det er jeg ikke du at en et på som har vi med for af men ja nej hvad så den mig dig",
    "tr": "bir ve bu ne değil mi ben sen için de da çok evet hayır var yok ama gibi o biz şey nasıl",
    "id": "yang dan di itu ini tidak saya kamu aku ada untuk dengan ke dari apa ya bukan akan sudah kita",
    "vi": "không là và có tôi anh em của cho này một được người đi gì đã thì với cô",
    "ro": "și nu este în că de la un o pe cu ce mai sunt eu tu da ai am pentru dar",
    "cs": "a je to se na že ne jsem co ale v s jak tak já ty ano už jsi mi",
    "hu": "a az és nem hogy van egy ez is de mi én te igen már csak meg itt ott",
    "fi": "on ja ei se minä sinä että en mitä niin mutta ole hän me kyllä nyt tämä kun jos",
}
_SETS = {tongue: frozenset(words.split()) for tongue, words in _EVERYDAY.items()}
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")


def tongue(text: str) -> str:
    """The ISO 639-1 code of the language of some speech; `en` where nothing tells."""
    sample = text[:20000]
    scripts: Counter[str] = Counter()
    for letter, count in Counter(c for c in sample if c.isalpha()).items():
        name = unicodedata.name(letter, "")
        scripts[next((code for block, code in _BLOCKS if name.startswith(block)), "latin")] += count
    if not scripts:
        return "en"
    if scripts["ja"] and scripts["ja"] * 8 >= scripts["zh"]:
        scripts["ja"] += scripts.pop("zh", 0)
    code = max(scripts, key=lambda c: (scripts[c] * (2 if c in ("ko", "ja", "zh") else 1), c != "latin", c))
    if code == "ru" and _UKRAINIAN.search(sample):
        return "uk"
    return _latin(sample) if code == "latin" else code


def _latin(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.casefold().replace("’", "'")))
    votes = {code: sum(words[w] for w in known) for code, known in _SETS.items()}
    best = max(votes, key=lambda code: (votes[code], code == "en"))
    return best if votes[best] > 0 else "en"
