"""What heads a scene, what only parts two scenes, and what is an editor's word (CUT TO:), in many languages."""

from __future__ import annotations

import re

_NUMBER = r"(?:[0-9]{1,3}|[ivxlcdm]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|last)"
_WORDS = (
    "scene|act|prologue|epilogue|induction|interlude|part|chapter|"
    "scène|acte|tableau|épilogue|szene|akt|aufzug|auftritt|bild|prolog|epilog|escena|acto|cuadro|prólogo|epílogo|"
    "scena|atto|quadro|prologo|epilogo|cena|ato|bedrijf|tafereel|scen|kohtaus|näytös|jelenet|felvonás|"
    "сцена|акт|действие|явление|картина|пролог|эпилог|дія|ява|σκηνή|πράξη|sahne|perde|cảnh|hồi|babak|adegan|"
    "مشهد|المشهد|فصل|الفصل|תמונה|מערכה|दृश्य|अंक|ฉาก|องก์"
)
_LATIN_HEAD = re.compile(rf"(?:{_WORDS})\s+{_NUMBER}(?:\s*[.:,;–—(-].*)?\Z", re.IGNORECASE)
_LONE_HEAD = re.compile(rf"(?:{_WORDS})(?:\s*[.:–—-].*)?\Z", re.IGNORECASE)
_EAST_HEAD = re.compile(
    r"(?:第\s*[0-9〇一二三四五六七八九十百]{1,4}\s*(?:幕|场|場|景|回|折|话|話)|제\s*[0-9]{1,3}\s*(?:막|장|경|화)|"
    r"[0-9]{1,3}\s*(?:막|장|幕|場|场)|"
    r"장면\s*[0-9#]{0,4}|씬\s*[0-9#]{1,4}|[Ss]#\s*[0-9]{1,4}|场景\s*[0-9一二三四五六七八九十]*|"
    r"場面\s*[0-9一二三四五六七八九十]*|シーン\s*[0-9]{1,3}|"
    r"序幕|终幕|終幕|尾声|막간|서막|종막)(?:\s*[.:：、。–—-]?\s*.*)?\Z"
)
_SLUG = re.compile(r"(?:\d{1,4}[a-z]?\.?\s+)?(?:(?:int|ext|est|inn)[./]|i/e[ .])", re.IGNORECASE)
_LOOSE_SLUG = re.compile(
    r"(?:int|ext|innen|au(?:ss|ß)en|interior|exterior|intérieur|extérieur|interno|esterno)\b[ .:,-]", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:scene|setting|place|location|where|lieu|décor|ort|lugar|luogo|local|장소|배경|場所|地点|地點|место|место "
    r"действия)\s*[:：]\s*"
    r"(?P<text>.+)\Z",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[-–—=~_]{3,}|(?:\*\s*){3,}|(?:#\s*){1,6}|(?:·\s*){3,}|§+|⁂|(?:•\s*){3,}|(?:～\s*){3,})\Z")
_TRANSITION = re.compile(
    r">?\s*(?:fade (?:in|out|to black|to white)|(?:smash |match |jump )?cut(?: back)? to(?: black)?|dissolve to|wipe "
    r"to)\s*[.:!]?\s*<?\Z",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:the end|fin|end of (?:scene|act|play)\b[^.]*|ende|끝|完|おわり|終)\s*[.!]?\Z", re.IGNORECASE)
_MARKDOWN = re.compile(r"(#{1,6})\s+(?P<text>\S.*?)\s*#*\Z")
_PEOPLE = re.compile(
    r"(?:the\s+)?(?:characters|cast(?: of characters)?|dramatis person(?:ae|æ)|persons (?:of|in) the play|personnages|"
    r"personen|"
    r"personajes|personaggi|"
    r"personagens|등장인물|登場人物|人物|登场人物|действующие лица|personer)\s*[:：]?\Z",
    re.IGNORECASE,
)
_TITLES = "title titre titel título titolo titulo 제목 題名 タイトル 标题 標題 название назва"
_OTHERS = (
    "author by written credit source draft date contact copyright notes revision language langue sprache idioma "
    "lingua time zeit "
    "hora genre logline style 작가 作者 автор"
)
TITLE_KEYS = frozenset(_TITLES.split())
OTHER_KEYS = frozenset(_OTHERS.split())


def markdown(line: str) -> tuple[int, str] | None:
    """The level and the words of a `# heading`; a number sign alone is a break, not a heading."""
    found = _MARKDOWN.match(line)
    return (len(found[1]), plain(found["text"])) if found else None


def heading(line: str, alone: bool = True) -> str | None:
    """The words of a line that opens a scene by its form: a slug line, `Scene 2`; `alone`, also `Prologue`, `Place: ...`."""
    bare = plain(line)
    if len(bare) > 160:
        return None
    if _SLUG.match(bare):
        return bare
    if (_LATIN_HEAD.match(bare) and not bare.endswith((",", "!", "?"))) or _EAST_HEAD.match(bare):
        return bare
    if not alone:
        return None
    if _LOOSE_SLUG.match(bare) and len(bare) <= 80:
        return bare
    if len(bare) > 1 and line.startswith(".") and line[1] not in ". ":
        return bare[1:].strip()
    label = _LABEL.match(bare)
    if label:
        return label["text"]
    if _LONE_HEAD.match(bare) and bare[0] == bare[0].upper() and not bare.endswith((",", "!", "?", ";")):
        return bare
    return None


def is_rule(line: str) -> bool:
    """Whether a line only parts two scenes: `---`, `***`, `#`."""
    return bool(_RULE.match(line))


def is_transition(line: str) -> bool:
    """Whether a line is an editor's word, which the film decides anew: FADE IN:, CUT TO:, THE END."""
    return bool(_TRANSITION.match(plain(line)))


def is_ending(line: str) -> bool:
    """Whether a line says that it is over: THE END."""
    return bool(_ENDING.match(plain(line)))


def opens_people(line: str) -> bool:
    """Whether a line heads a list of the people of the play."""
    return bool(_PEOPLE.match(plain(line).lstrip("#").strip()))


def plain(line: str) -> str:
    """A line without Markdown's emphasis and escapes round it."""
    bare = re.sub(r"\\([\[\]()*_#.-])", r"\1", line.strip())
    while len(bare) > 2 and bare[0] in "*_" and bare[-1] == bare[0]:
        bare = bare[1:-1].strip()
    return bare
