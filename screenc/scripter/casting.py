"""The cast: ids, looks, clothes, colours and voices, dealt so that no two people are taken for each other.

A name may say how somebody is addressed (MRS., OLD MAN, 소년); nothing else is guessed from it. What is not said is spread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Literal

from screenc.film.looks import scan
from screenc.film.model import Cast, Film, Voice
from screenc.film.spelling import cast_id
from screenc.scripter.dialogue import Character

Address = Literal["man", "woman", "boy", "girl", "person"]

_ADDRESS: tuple[tuple[Address, str], ...] = (
    ("girl", r"girl|little sister|daughter|mädchen|tochter|fille|niña|bambina|девочка|소녀|여자아이|딸|少女|女の子|女孩"),
    ("boy", r"boy|little brother|son|lad|junge|garçon|niño|bambino|мальчик|소년|남자아이|아들|少年|男の子|男孩"),
    (
        "woman",
        r"mrs|ms|miss|madam|madame|mme|mlle|lady|queen|princess|duchess|countess|mother|mom|mum|mama|aunt|"
        r"grandmother|grandma|granny|woman|nurse|sister|"
        r"widow|wife|witch|hostess|waitress|actress|frau|fräulein|mutter|oma|tante|königin|mère|maman|tante|reine|"
        r"femme|señora|sra|señorita|madre|abuela|reina|"
        r"mujer|signora|donna|nonna|regina|мать|мама|бабушка|тётя|женщина|엄마|어머니|할머니|아줌마|아주머니|이모|"
        r"고모|누나|언니|여자|여왕|お母さん|母|"
        r"おばあさん|女|姉|妹|妈妈|奶奶|阿姨|姐姐|妹妹|女人|女王",
    ),
    (
        "man",
        r"mr|sir|lord|king|prince|duke|earl|count|father|dad|papa|uncle|grandfather|grandpa|man|brother|husband|monk|"
        r"friar|knight|host|waiter|herr|vater|opa|onkel|"
        r"könig|père|papa|oncle|roi|homme|monsieur|m\.|señor|sr|padre|abuelo|tío|rey|hombre|signor[ei]?|uomo|nonno|re|"
        r"отец|папа|дедушка|дядя|мужчина|король|아빠|아버지|"
        r"할아버지|아저씨|삼촌|형|오빠|남자|왕|お父さん|父|おじいさん|男|兄|弟|爸爸|爷爷|叔叔|哥哥|弟弟|男人|国王",
    ),
)
_OLD = re.compile(
    r"\b(old|elder\w*|aged|grand\w+|granny|ancient|alter?|vieux|vieille|viej[oa]|anciano|vecchi[oa]|nonn[oa]|"
    r"abuel[oa]|oma|opa)\b|할머니|할아버지|노인|"
    r"おじいさん|おばあさん|老|爷爷|奶奶|бабушка|дедушка|стар\w+",
    re.IGNORECASE,
)
_YOUNG = re.compile(r"\b(young|teen\w*|student|jung\w*|jeune|joven|giovane)\b|젊은|학생|若い|学生|年轻", re.IGNORECASE)
_HAIR = (
    "short black hair",
    "long brown hair",
    "curly dark hair",
    "grey parted hair",
    "blond bob",
    "black ponytail",
    "red buzz cut",
    "dark braids",
    "brown bun",
    "white short hair",
    "black afro",
    "auburn long hair",
)
_BUILDS = ("average build", "slight build", "broad build", "average build", "heavy build", "slight build")
_SKIN = ("light skin", "brown skin", "tan skin", "pale skin", "dark skin", "olive skin")
_TOPS = (
    ("mustard", "#d4a017"),
    ("navy", "#2f4b7c"),
    ("rust red", "#b3432b"),
    ("teal", "#1f8a80"),
    ("plum", "#7a3e72"),
    ("olive", "#7d8035"),
    ("sky blue", "#6fa8dc"),
    ("cream", "#e3d5b0"),
    ("crimson", "#c2213c"),
    ("forest green", "#2e6b3e"),
    ("slate grey", "#6b7580"),
    ("orange", "#e07b28"),
)
_GARMENTS = ("coat", "jacket", "sweater", "shirt", "cardigan", "hoodie")
_BOTTOMS = ("dark trousers", "grey trousers", "blue jeans", "black trousers", "brown trousers", "beige trousers")
_ROLE_CLOTHES = {
    "doctor": "white coat, sky blue shirt, dark trousers",
    "nurse": "teal t-shirt, teal trousers",
    "officer": "navy uniform, navy trousers, a navy cap",
    "soldier": "olive uniform, olive trousers, brown boots",
    "chef": "white jacket, dark trousers, a white apron",
    "waiter": "black vest, white shirt, dark trousers, a black apron",
    "priest": "black robe",
    "worker": "blue shirt, blue jeans, brown boots",
    "royal": "crimson robe, a gold crown",
    "witch": "black robe, a black hat",
    "ghost": "white robe",
}
"""What somebody wears who is called by what they are; a scarf in a colour of their own tells three witches apart."""

_COUNTED = re.compile(
    r"^(the|a|an|first|second|third|fourth|fifth|1st|2nd|3rd|4th|old|young|erste[rs]?|zweite[rs]?|premi[eè]re?|deuxième|primer[oa]?|"
    r"segund[oa]|첫째|둘째|셋째)\s+",
    re.IGNORECASE,
)

_EXTRAS = ("", "a grey scarf", "glasses", "", "a flat cap", "", "a red scarf", "")
_PITCHES = (0, -1, 1, 0, -2, 2, -1, 1)
"""Semitones about a speaker whom the voice room chooses by how the person looks; only enough to tell two of a kind apart."""

_SPEEDS = tuple(Fraction(n, 100) for n in (100, 96, 104, 93, 107, 98, 102, 95, 105, 91, 101, 97))


@dataclass(frozen=True, slots=True)
class Billing:
    """One character's place in the film: the ASCII id, and how they are addressed as far as their name says."""

    key: str
    id: str
    name: str
    address: Address
    cast: Cast
    voice: Voice | None


def bill(
    characters: tuple[Character, ...], seed: int, pace: Fraction = Fraction(1), company: Film | None = None
) -> dict[str, Billing]:
    """Cast everybody, in the order in which they are first heard; the same seed deals the same hand.

    Whoever is in the `company` already, by id, name or another name, keeps their look, clothes and voice as they are there."""
    taken: set[str] = {c.id for c in company.cast} if company else set()
    hired = _hired(company)
    start = int.from_bytes(sha256(f"casting {seed}".encode()).digest()[:4], "big") if seed else 0
    counts: dict[Address, int] = {}
    out: dict[str, Billing] = {}
    for n, character in enumerate(characters):
        ours = next((hired[k] for name in (character.name, *character.aka) if (k := _key(name)) in hired), None)
        if ours is not None and company is not None and all(b.id != ours.id for b in out.values()):
            how = _address(f"{character.name} {ours.look or ''}")
            voice = company.voice_of(ours.speaks) if ours.speaks else None
            out[character.key] = Billing(character.key, ours.id, ours.name or ours.id, how, ours, voice)
            continue
        id = cast_id(character.name, n, taken)
        taken.add(id)
        words = f"{character.name} {character.about or ''}"
        how = _address(words)
        nth = counts.get(how, 0)
        counts[how] = nth + 1
        out[character.key] = Billing(
            character.key, id, character.name, how, _cast(character, id, how, words, n, start), _voice(id, words, n, nth, pace)
        )
    return out


def _hired(company: Film | None) -> dict[str, Cast]:
    """A company's cast by everything that a dialogue may call them."""
    out: dict[str, Cast] = {}
    for cast in company.cast if company else ():
        for name in (cast.id, cast.name, *cast.aka):
            if name:
                out.setdefault(_key(name), cast)
    return out


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def _cast(character: Character, id: str, how: Address, words: str, n: int, start: int) -> Cast:
    k = n + start
    age = "old" if _OLD.search(words) else "young" if _YOUNG.search(words) else "a child," if how in ("boy", "girl") else ""
    noun = {"person": "person"}.get(how, how)
    hair = _HAIR[k % len(_HAIR)] if age != "old" else ("white short hair", "grey bun", "grey parted hair")[k % 3]
    top, tint = _TOPS[k % len(_TOPS)]
    around = k // len(_TOPS)
    role = _role(character)
    garment, extra = _GARMENTS[(k + around) % len(_GARMENTS)], _EXTRAS[(k + 3 * around) % len(_EXTRAS)]
    look = ", ".join(
        w
        for w in (
            f"{age} {noun}".strip(),
            _BUILDS[k % len(_BUILDS)],
            hair,
            _SKIN[(k + around) % len(_SKIN)],
            (character.about or "")[:200],
        )
        if w
    )
    clothes = (f"{top} {garment}", _BOTTOMS[(k + around) % len(_BOTTOMS)], extra)
    wears = f"{_ROLE_CLOTHES[role]}, a {top} scarf" if role else ", ".join(w for w in clothes if w)
    tall = (
        {"man": 178, "woman": 166, "boy": 138, "girl": 134, "person": 171}[how] + (0, 6, -5, 3, -8, 8)[k % 6] - 4 * (age == "old")
    )
    aka = tuple(a for a in character.aka if a != id)
    return Cast(
        id=id,
        name=character.name if character.name != id else None,
        aka=aka,
        look=look,
        wears=wears,
        height=Fraction(tall),
        speaks=_voice_id(id),
        tint=tint,
    )


def _role(character: Character) -> str | None:
    """What somebody is called by, if by what they are: `First Witch`, `KING HENRY`; never a surname, as in `Tom Baker`."""
    words = character.name.strip()
    while found := _COUNTED.match(words):
        words = words[found.end() :]
    roles = [f.meaning for f in scan(words) if f.table == "role" and f.at == 0]
    return next((r for r in roles if r in _ROLE_CLOTHES), None)


def _voice(id: str, words: str, n: int, nth: int, pace: Fraction) -> Voice:
    pitch = _PITCHES[nth % len(_PITCHES)]
    speed = _SPEEDS[n % len(_SPEEDS)] * (Fraction(93, 100) if _OLD.search(words) else 1) * pace
    return Voice(id=_voice_id(id), pitch=Fraction(pitch), speed=Fraction(round(speed * 100), 100))


def _voice_id(id: str) -> str:
    return id.lower().replace("_", "-") + "-voice"


def _address(words: str) -> Address:
    for how, names in _ADDRESS:
        parts = names.split("|")
        latin = "|".join(p for p in parts if re.match(r"[a-zà-öø-ÿа-яё]", p))
        other = [p for p in parts if not re.match(r"[a-zà-öø-ÿа-яё]", p)]
        if re.search(rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])", words, re.IGNORECASE):
            return how
        if any(words.strip() == p or (len(p) > 1 and p in words) for p in other):
            return how
    return "person"
