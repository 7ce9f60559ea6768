"""Names in any script as ids of the language, which are ASCII: Revised Romanisation for Hangul, and so on, never a guess."""

from __future__ import annotations

import re
import unicodedata


def cast_id(name: str, n: int, taken: set[str]) -> str:
    """An id of ASCII capitals: the name's own letters where it has them, its romanisation where that is sure, else a number.

    `n` counts people from 0; `taken` are ids that somebody has already."""
    plain = unicodedata.normalize("NFKD", _romanised(name))
    base = re.sub(r"[^A-Z0-9]+", "_", plain.encode("ascii", "ignore").decode().upper().replace("'", "")).strip("_")
    base = base.lstrip("0123456789_")
    letters = sum(c.isalpha() for c in name)
    if not base or len(re.sub(r"[^A-Z]", "", base)) * 2 < letters:
        base = f"PERSON_{n + 1}"
    base = base[:24].strip("_")
    id, k = base, 2
    while id in taken or id in ("E", "W"):
        id, k = f"{base}_{k}", k + 1
    return id


_SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "’": "",
        "'": "",
    }
)


def _letters(letters: str, latin: str) -> dict[str, str]:
    """A table from letters to their Latin spelling; `_` is a letter that is not written."""
    return {a: b.replace("_", "") for a, b in zip(letters, latin.split(), strict=True)}


_CYRILLIC = _letters(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g",
)
_GREEK = _letters("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o")
_LEADS = _letters("".join(map(chr, range(19))), "g kk n d tt r m b pp s ss _ j jj ch k t p h")
_VOWELS = _letters("".join(map(chr, range(21))), "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_TAILS = _letters("".join(map(chr, range(28))), "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_KANA = _letters(
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho "
    "ma mi mu me mo ya yu yo ra ri ru re ro wa o n",
)
_KANA |= _letters(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
    "ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po",
)


def _romanised(name: str) -> str:
    """Hangul (Revised Romanisation), kana, Cyrillic and Greek in Latin letters; other scripts are left as they are."""
    out = []
    for c in name.translate(_SPECIAL):
        low = c.lower()
        if "가" <= c <= "힣":
            lead, rest = divmod(ord(c) - 0xAC00, 588)
            vowel, tail = divmod(rest, 28)
            out.append(_LEADS[chr(lead)] + _VOWELS[chr(vowel)] + _TAILS[chr(tail)])
        elif "ァ" <= c <= "ヶ" or "ぁ" <= c <= "ん":
            kana = chr(ord(c) - 0x60) if c >= "ァ" else c
            out.append(_KANA.get(kana, ""))
        else:
            out.append(_CYRILLIC.get(low, _GREEK.get(low, c)))
    return "".join(out)


def place_id(words: str) -> str:
    """An id from the words for a place; empty where they have no Latin letters."""
    plain = unicodedata.normalize("NFKD", _romanised(words)).encode("ascii", "ignore").decode().casefold()
    found = [w for w in re.findall(r"[a-z0-9]+", plain) if w not in ("the", "a", "an", "of", "in", "at", "s")]
    slug = "-".join(found)[:24].strip("-")
    return slug if slug[:1].isalpha() else ""
