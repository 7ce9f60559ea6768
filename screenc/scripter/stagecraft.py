"""What stage directions do to the stage: who comes in, who goes, what is held. Read in the languages that dialogues come in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTERS = re.compile(
    r"\b(?:re-?)?enters?\b|\b(?:comes?|walks?|runs?|steps?|bursts?|rushes|hurries|slips|strolls|storms|stumbles) (?:back "
    r")?(?:in|into|inside|up|over to them)\b|"
    r"\barrives?\b|\bappears?\b|\bjoins\b|\bentre(?:nt)?\b|\barrive(?:nt)?\b|\btritt (?:ein|auf)\b|\bkommt (?:herein|"
    r"hinzu)\b|\bbetritt\b|\bentran?\b|\bllegan?\b|"
    r"\bentrano\b|\barriva(?:no)?\b|\bвход[ия]т\w*|\bпоявля\w+|들어온|들어오|등장|나타나|入って|入る|登場|現れ|进来|上场|"
    r"登场|走进",
    re.IGNORECASE,
)
_EXITS = re.compile(
    r"\bexits?\b|\bexeunt\b|\bleaves?\b(?! (?:him|her|them|it|the \w+ on)\b)|\bgoes (?:out|off|away)\b|\b(?:walks?|runs?|"
    r"storms?|steps?|hurries|slips|rushes) (?:out|off|away)\b|"
    r"\bdeparts?\b|\bis gone\b|\bsort(?:ent)?\b|\bs'en va\b|\bgeht (?:ab|hinaus|weg)\b|\bverlässt\b|\bse va\b|\bsale[n]?\b|"
    r"\besce\b|\bescono\b|\bуход[ия]т\w*|"
    r"\bвыход[ия]т\w*|나간|나가|퇴장|떠난다|출て行|出て行|退場|去る|出去|下场|退场|离开",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\bexeunt\b|\b(?:all|everyone|everybody|they|both)\b|\btous\b|\balle\b|\btodos\b|\btutti\b|모두|全員|"
    r"一同|众人",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:all|everyone|everybody) (?:but|except)\b(?P<stay>.+)", re.IGNORECASE)
_LATE = re.compile(
    r"\b(?:sorry i'?m late|am i late|i'?m (?:here|back|home)|hello,? (?:everyone|everybody|all)|evening,? all|hi,? "
    r"(?:everyone|all)|did i miss|"
    r"room for one more|may i (?:come in|join)|mind if i (?:sit|join)|knock knock)\b|désolée? (?:du|pour le) retard|je "
    r"suis en retard|tut mir leid,? dass ich zu spät|"
    r"perdón por (?:el retraso|llegar tarde)|llego tarde|scusate il ritardo|늦어서|늦었|다녀왔|저 왔|나 왔|遅くな|遅れて|"
    r"ただいま|お待たせ|来晚|迟到|我回来",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:hold(?:s|ing)?|carr(?:ies|ying)|picks? up|takes?|pulls? out|draws?|raises?|lifts?|lowers?|opens?|"
    r"clos(?:es|ing)|reads?|pours?|drinks?(?: from)?|unfolds?|"
    r"hands?|holds? out|gives?|offers?|pass(?:es)?|shows?|puts? (?:down|away)|sets? down|grabs?|reaches for|under|"
    r"clutch(?:es|ing)|with|"
    r"tient|prend|ouvre|hält|nimmt|öffnet|tiene|toma|"
    r"abre|saca|tiene in mano|prende|apre)\b|들고|들어 |꺼내|건네|내민|펼|집어|받아|쥐|持っ|取り出|渡す|差し出|手に|拿|递|"
    r"掏",
    re.IGNORECASE,
)
_PUTS = re.compile(r"\b(?:puts?|sets?|lays?) (?:\w+ ){0,4}(?:down|away)\b|내려놓|置く|放下", re.IGNORECASE)

PROPS: tuple[tuple[str, str, str], ...] = (
    ("umbrella", "an umbrella", r"umbrellas?|parapluie|regenschirm|schirm|paraguas|ombrello|зонт\w*|우산|傘|伞|雨伞"),
    ("letter", "a folded letter", r"letters?|envelope|note|lettre|brief|carta|lettera|письм\w*|편지|봉투|手紙|封筒|信"),
    (
        "phone",
        "a phone",
        r"phone|mobile|cell|téléphone|telefon|handy|teléfono|móvil|telefono|телефон\w*|전화기|휴대폰|"
        r"핸드폰|スマホ|携帯|手机",
    ),
    (
        "cup",
        "a cup of coffee",
        r"cups?|mug|coffee|tea|tasse|kaffee|café|taza|tazza|чашк\w*|커피|찻잔|종이컵|컵|カップ|"
        r"コーヒー|杯子|咖啡",
    ),
    (
        "glass",
        "a glass",
        r"glass(?:es)?|wine|beer|whisk[e]?y|verre|vin|glas|wein|vaso|copa|vino|bicchiere|стакан\w*|"
        r"бокал\w*|술잔|소주|맥주|グラス|酒",
    ),
    ("bottle", "a bottle", r"bottles?|bouteille|flasche|botella|bottiglia|бутылк\w*|병을|술병|瓶"),
    ("book", "an old book", r"books?|diary|notebook|livre|buch|libro|книг\w*|책을|공책|수첩|本を|ノート|书本|笔记本"),
    ("key", "a key", r"keys?|clé|clef|schlüssel|llave|chiave|ключ\w*|열쇠|鍵|钥匙"),
    ("photo", "a photograph", r"photos?|photographs?|picture|foto|photographie|fotografía|фотограф\w*|사진|写真|照片"),
    ("ring", "a ring", r"ring|bague|anillo|anello|кольц\w*|반지|指輪|戒指"),
    ("ticket", "a ticket", r"tickets?|billet|fahrkarte|billete|biglietto|билет\w*|표를|기차표|승차권|切符|车票"),
    (
        "bag",
        "a bag",
        r"bags?|suitcase|backpack|briefcase|sac|valise|tasche|koffer|bolso|bolsa|maleta|borsa|valigia|сумк\w*|"
        r"чемодан\w*|가방|봉지|鞄|カバン|包",
    ),
    ("box", "a small box", r"box|parcel|package|boîte|paquet|kiste|paket|caja|scatola|коробк\w*|상자|箱|盒子"),
    ("flowers", "a bunch of flowers", r"flowers?|bouquet|roses?|fleurs?|blumen|flores|fiori|цвет[ыо]\w*|꽃|花束|花"),
    ("candle", "a candle", r"candles?|bougie|kerze|vela|candela|свеч\w*|촛불|양초|蝋燭|ろうそく|蜡烛"),
    (
        "lantern",
        "a lantern",
        r"lanterns?|torch(?:es)?|flashlight|lampe torche|laterne|linterna|lanterna|фонар\w*|손전등|"
        r"등불|提灯|懐中電灯|手电筒|灯笼",
    ),
    ("sword", "a sword", r"swords?|rapiers?|foils?|blade|épée|schwert|degen|espada|spada|меч\w*|шпаг\w*|칼을|검을|剣|刀|剑"),
    (
        "dagger",
        "a dagger",
        r"daggers?|knife|knives|poignard|couteau|dolch|messer|puñal|cuchillo|pugnale|coltello|кинжал\w*|"
        r"нож\w*|단검|ナイフ|短剣|匕首",
    ),
    ("gun", "a pistol", r"guns?|pistols?|revolver|pistolet|pistole|pistola|пистолет\w*|권총|총을|銃|枪"),
    (
        "paper",
        "a sheet of paper",
        r"papers?|document|contract|file|newspaper|map|papier|zeitung|papel|documento|carte|mapa|"
        r"giornale|бумаг\w*|газет\w*|서류|신문|종이|지도|書類|新聞|文件|报纸",
    ),
    (
        "food",
        "a paper tray of food",
        r"bread|cake|apple|sandwich|bowl|plate|dumplings?|pain|brot|pan|pane|хлеб\w*|호떡|"
        r"떡볶이|붕어빵|군밤|빵을|케이크|パン|ケーキ|面包|蛋糕",
    ),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """What one direction means for the stage; people are keys of characters, `prop` is (id, look, holder if said)."""

    text: str
    named: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    everybody_out: bool = False
    exit_of_last: bool = False
    prop: tuple[str, str, str | None] | None = None
    puts_down: bool = False


class Reader:
    """Reads directions for one cast; `names` gives each character's key the ways in which directions may name them."""

    def __init__(self, names: dict[str, list[str]]):
        self._names = [(key, _called(names[key])) for key in names]

    def named(self, text: str) -> list[str]:
        """The characters that the words name, in order of their first mention; a longer name hides a shorter one within it."""
        hits: list[tuple[int, int, str]] = []
        for key, pattern in self._names:
            found = pattern.search(text) if pattern else None
            if found:
                hits.append((found.start(), found.end(), key))
        kept = [
            h for h in hits if not any(o is not h and o[0] <= h[0] and h[1] <= o[1] and o[1] - o[0] > h[1] - h[0] for o in hits)
        ]
        return [key for _, _, key in sorted(kept)]

    def read(self, text: str) -> Happening:
        named = self.named(text)
        enters: list[str] = []
        exits: list[str] = []
        everybody = last = False
        for clause in re.split(r"(?<=[.;。！])\s*", text):
            here = self.named(clause)
            comes, goes = _ENTERS.search(clause), _EXITS.search(clause)
            if comes and goes:
                border = max(comes.start(), goes.start())
                first, second = self.named(clause[:border]), self.named(clause[border:])
                before, after = (enters, exits) if comes.start() < goes.start() else (exits, enters)
                before += first
                after += second
            elif comes:
                at = (
                    comes.end()
                    if re.match(r"\W*(?:re-?)?enter\b", clause, re.IGNORECASE) or not self.named(clause[: comes.start()])
                    else 0
                )
                enters += self.named(clause[at:]) if at else here[:1] if not re.search(r"\band\b|&|와|과|と", clause) else here
            elif goes:
                but = _BUT.search(clause)
                if but:
                    everybody, stay = True, self.named(but["stay"])
                    exits = [f"-{k}" for k in stay]
                elif here:
                    exits += here
                elif _ALL.search(clause):
                    everybody = True
                else:
                    last = True
        prop = self._prop(text, named)
        return Happening(
            text,
            tuple(named),
            tuple(dict.fromkeys(enters)),
            tuple(dict.fromkeys(exits)),
            everybody,
            last,
            prop,
            bool(_PUTS.search(text)),
        )

    def _prop(self, text: str, named: list[str]) -> tuple[str, str, str | None] | None:
        best: tuple[int, int, str, str] | None = None
        for id, look, words in PROPS:
            found = _thing(words).search(text)
            if found is None:
                continue
            beside = best is not None and 0 <= found.start() - best[1] <= 1
            if best is None or beside or (found.start() < best[0] and best[0] - found.end() > 1):
                best = found.start(), found.end(), id, look
        verb = best and _HAS.search(_sentence(text, best[0]))
        if not best or not verb:
            return None
        sentence = _sentence(text, best[0])
        before = self.named(sentence[: verb.start()])
        holder = before[-1] if before else next(iter(self.named(sentence) or named), None)
        return best[2], best[3], holder


def _sentence(text: str, at: int) -> str:
    """The sentence of a text in which an offset lies."""
    for piece in re.finditer(r"[^.!?;。！？]+[.!?;。！？]*", text):
        if piece.end() > at:
            return piece[0]
    return text


def comes_late(text: str) -> bool:
    """Whether a first line is that of somebody who has just come in."""
    return bool(_LATE.search(text[:80]))


def _called(names: list[str]) -> re.Pattern[str] | None:
    ways = []
    for name in sorted({n for n in names if n.strip()}, key=len, reverse=True):
        edge = name[0].isascii() or not _uncased(name)
        ways.append(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])" if edge else re.escape(name))
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def _uncased(text: str) -> bool:
    return text.lower() == text.upper()


_THINGS: dict[str, re.Pattern[str]] = {}


def _thing(words: str) -> re.Pattern[str]:
    if words not in _THINGS:
        parts = words.split("|")
        bounded = [p for p in parts if re.match(r"[a-zà-öø-ÿа-яё]", p)]
        _THINGS[words] = re.compile(
            "|".join([rf"(?<![^\W\d_])(?:{'|'.join(bounded)})(?![^\W\d_])", *[p for p in parts if p not in bounded]]),
            re.IGNORECASE,
        )
    return _THINGS[words]
