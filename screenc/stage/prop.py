"""Props in hands: what a prop's id and look say it is, its shape, and the grip that it asks of the arm.

Shapes ride on the grip bone (y up the handle or up the world, z along the fingers), the hand, or for what takes two hands,
the chest.
Lengths are in metres, the real ones, whatever the person's height.
"""

from __future__ import annotations

import math
import re

from screenc.film.looks import scan
from screenc.film.model import Prop
from screenc.stage.accessories import dye
from screenc.stage.gesture import BACK, FORWARD, IN, UP, hand
from screenc.stage.gesture_words import entries
from screenc.stage.rig import BELLY, CHEST, GRIP, HAND, ROOT, Maquette, bone, turned
from screenc.stage.solid import Material

_KINDS = r"""
umbrella: umbrella|parasol|parapluie|regenschirm|schirm|paraguas|우산|傘|伞
phone: phone|mobile|smartphone|handy\b|téléphone|telefon|teléfono|móvil|전화|휴대폰|핸드폰|スマホ|電話|手机
newspaper: newspaper|journal|zeitung|periódico|신문|新聞|报纸
book: book|diary|notebook|ledger|bible|novel|livre|cahier|buch|libro|cuaderno|책|노트|수첩|本\b|書|书|日记
letter: letter|envelope|note\b|paper|card|ticket|photo|picture|map|document|contract|telegram|script|lettre|billet|brief\b|carta
    |boleto|편지|봉투|종이|사진|표\b|지도|手紙|封筒|切符|写真|信|照片|地图
suitcase: suitcase|luggage|trunk|valise|koffer|maleta|여행가방|트렁크|スーツケース|行李箱|手提箱
bag: bag\b|briefcase|handbag|purse|basket|sack|sac\b|panier|tasche|korb|bolsa|bolso|cesta|가방|바구니|鞄|バッグ|かご|包\b|篮
lantern: lantern|lamp\b|lanterne|laterne|farol|linterna|등불|랜턴|ランタン|提灯|灯笼
torch: torch|flashlight|lampe de poche|taschenlampe|손전등|횃불|懐中電灯|手电
candle: candle|bougie|kerze|vela|촛불|초\b|ろうそく|蜡烛
flowers: flower|bouquet|rose\b|roses\b|tulip|fleur|blumen|strauß|flores|ramo|꽃|花
bottle: bottle|flask|vial|bouteille|flasche|botella|병\b|술병|瓶|ボトル
glass: wine ?glass|glass of|goblet|champagne|verre|weinglas|copa|와인잔|グラス|酒杯
cup: cup|teacup|mug|coffee|tea\b|tasse|thé|café|kaffee|becher|taza|té\b|컵|잔\b|커피|찻잔|カップ|コーヒー|茶|杯
tray: tray|plateau|tablett|bandeja|쟁반|お盆|托盘
plate: plate|bowl|dish|cake|bread|sandwich|assiette|bol\b|teller|schüssel|plato|cuenco|접시|그릇|빵|皿|碗|盘
sword: sword|sabre|saber|rapier|épée|schwert|espada|칼\b|검\b|剣|刀|剑
knife: knife|dagger|couteau|messer|cuchillo|나이프|단도|식칼|ナイフ|包丁|匕首
gun: gun|pistol|revolver|rifle|pistolet|pistole|pistola|총|권총|銃|枪
guitar: guitar|lute|ukulele|violin|cello|guitare|gitarre|guitarra|기타|바이올린|ギター|バイオリン|吉他|小提琴
key: keys?\b|clé|schlüssel|llave|열쇠|鍵|钥匙
ring: ring\b|bague|ring\b|anillo|반지|指輪|戒指
microphone: microphone|mic\b|micro\b|mikrofon|micrófono|마이크|マイク|话筒
cane: cane|walking stick|staff|stick\b|broom|crutch|spear|rod\b|canne|bâton|balai|stock\b|besen|bastón|escoba|지팡이|막대|빗자루
    |杖|棒|ほうき|拐杖|扫帚
box: box|crate|parcel|package|gift|present\b|chest\b|boîte|carton|cadeau|kiste|karton|paket|geschenk|caja|paquete|regalo|상자
    |박스|선물|소포|箱|プレゼント|盒|礼物
camera: camera|appareil photo|kamera|cámara|카메라|カメラ|相机
child: baby|infant|teddy|doll|cat\b|kitten|puppy|bébé|chat\b|katze|bebé|gato|아기|인형|고양이|赤ちゃん|人形|猫|婴儿|娃娃
ball: ball\b|apple|orange\b|egg|stone|skull|globe|balle|pomme|apfel|pelota|manzana|공\b|사과|돌\b|ボール|りんご|球|苹果
pen: pen\b|pencil|brush|wand|chalk|cigarette|stylo|crayon|stift|lápiz|pluma|펜|연필|붓|담배|ペン|鉛筆|筆|笔|烟
"""
_TABLE = tuple((name, re.compile(rf"(?<![a-z])(?:{words})", re.IGNORECASE)) for name, words in entries(_KINDS))

_COLOURS = {
    "umbrella": "#2f4858",
    "phone": "#1c1d21",
    "newspaper": "#dcd7ca",
    "book": "#7a3a34",
    "letter": "#ece5d3",
    "suitcase": "#7a4f33",
    "bag": "#6b4a32",
    "lantern": "#3a3530",
    "torch": "#2c2e33",
    "candle": "#ece4d0",
    "flowers": "#c9586a",
    "bottle": "#2f5a3d",
    "glass": "#8d2f3f",
    "cup": "#e3dccd",
    "tray": "#8b8f94",
    "plate": "#e6e2d8",
    "sword": "#b9bcc2",
    "knife": "#b9bcc2",
    "gun": "#2a2b2f",
    "guitar": "#a8683a",
    "key": "#c9a24a",
    "ring": "#d8b24a",
    "microphone": "#2a2b2f",
    "cane": "#5a3d28",
    "box": "#b08d62",
    "camera": "#26272b",
    "child": "#c9a78a",
    "ball": "#a33b35",
    "pen": "#2c3a5c",
    "thing": "#8a7a63",
}
TWO_HANDED = ("guitar", "box", "tray", "child", "newspaper", "camera")


def kind(prop: Prop) -> str:
    """The sort of thing that a prop is, `thing` when its words are not known; its id tells more than its look."""
    return _named(prop.id.replace("-", " ")) or _named(prop.look or "") or "thing"


def _named(words: str) -> str | None:
    """The first thing that words name; of a compound the last, since a paper cup is a cup."""
    found = sorted((m.start(), m.end(), name) for name, pattern in _TABLE for m in pattern.finditer(words))
    whole = [f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] and o != f for o in found)]
    head = None
    for start, end, name in whole:
        if head and start > head[0] + 1:
            break
        head = end, name
    return head and head[1]


def colour(prop: Prop, sort: str) -> tuple[float, float, float]:
    """The colour that the look names, else the one that such a thing has."""
    named = next((f.meaning for f in scan(prop.look or prop.id.replace("-", " ")) if f.table == "colour"), None)
    return dye(named or _COLOURS[sort])


def grip(sort: str, side: str) -> dict[str, float]:
    """Channels of the hand (`r.` or `l.`) or hands that hold such a thing at ease."""
    carried = hand(0.12, -0.97, 0.06, None, IN, 0.95, 0.0, 0.9, 0.3, side) | {f"{side}upright": 1.0}
    upright = hand(-0.06, -0.46, 0.50, (-0.25, 0.0, 1), IN, 0.70, 0.0, 0.6, 0.4, side) | {f"{side}upright": 1.0}
    if sort in ("umbrella", "suitcase", "bag", "lantern"):
        return carried
    if sort == "cane":
        return hand(0.22, -0.62, 0.36, FORWARD, IN, 0.9, 0.0, 0.8, 0.5, side) | {f"{side}upright": 1.0}
    if sort in ("cup", "bottle", "glass", "candle", "flowers", "microphone"):
        return upright | ({f"{side}hy": -0.30} if sort in ("flowers", "microphone") else {})
    if sort in ("phone", "letter", "key", "ring", "ball", "thing", "plate"):
        return hand(-0.08, -0.44, 0.48, (-0.15, 0.25, 1), (-0.35, 0.8, -0.4), 0.45, 0.0, 0.4, 0.4, side)
    if sort == "book":
        return hand(-0.12, -0.50, 0.36, (-0.6, 0.2, 0.8), (-0.4, 0.7, -0.5), 0.5, 0.0, 0.3, 0.4, side)
    if sort == "guitar":
        return hand(-0.42, -0.56, 0.28, (-0.8, -0.5, 0.1), BACK, 0.35, swivel=0.7, side="r.") | hand(
            0.30, -0.30, 0.50, (-0.4, 0.8, 0.2), (-0.3, 0, -1), 0.6, swivel=0.5, side="l."
        )
    if sort in ("box", "tray"):
        return {
            k: v
            for s in ("r.", "l.")
            for k, v in hand(-0.02, -0.46, 0.58, FORWARD, IN if sort == "box" else UP, 0.15, side=s).items()
        }
    if sort == "newspaper":
        return {k: v for s in ("r.", "l.") for k, v in hand(0.02, -0.22, 0.58, (0, 0.6, 0.8), IN, 0.7, thumb=0.6, side=s).items()}
    if sort == "camera":
        return {k: v for s in ("r.", "l.") for k, v in hand(-0.16, -0.40, 0.42, (-0.4, 0.5, 0.7), IN, 0.6, side=s).items()}
    if sort == "child":
        return hand(-0.40, -0.48, 0.36, (-1, 0.1, 0.1), (0, 0.8, -0.5), 0.25, swivel=0.7, side="r.") | hand(
            -0.36, -0.40, 0.40, (-1, 0.3, 0.1), (0, 0.4, -0.9), 0.25, swivel=0.7, side="l."
        )
    return hand(0.10, -0.93, 0.16, None, IN, 0.95, 0.0, 0.9, 0.3, side)


def raised(side: str) -> dict[str, float]:
    """The arm that keeps an open umbrella over its bearer."""
    return hand(0.10, -0.34, 0.26, FORWARD, IN, 0.95, 0.0, 0.9, 0.30, side) | {f"{side}upright": 1.0}


def put(m: Maquette, prop: Prop, s: int, height: float) -> str:
    """Add a prop's solids to the hand on side `s`; gives its sort."""
    sort = kind(prop)
    c = colour(prop, sort)
    dark = tuple(v * 0.6 for v in c)
    g, h = bone(GRIP, s), bone(HAND, s)
    metal, wood = (0.45, 0.45, 0.47), (0.20, 0.10, 0.05)

    def stick(a, b, ra, rb, colour=c, material=Material.PLAIN, on=g, when="", detail=0):
        m.capsule(on, a, on, b, ra, rb, colour, material, detail=detail, when=when)

    if sort == "umbrella":
        _umbrella(m, g, s, c, dark)
    elif sort == "phone":
        m.box(h, (0.0, -0.075, 0.022), (0.036, 0.073, 0.0045), c, 0.004, Material.GLASS)
        m.box(h, (0.0, -0.075, 0.0275), (0.032, 0.066, 0.001), (0.35, 0.5, 0.65), 0.0, Material.GLOW, look=0.5, detail=1)
    elif sort == "book":
        m.box(h, (0.0, -0.09, 0.035), (0.075, 0.105, 0.016), c, 0.004, Material.LEATHER)
        m.box(h, (0.004, -0.09, 0.035), (0.075, 0.101, 0.012), (0.75, 0.70, 0.60), 0.002, Material.PAPER, detail=1)
    elif sort == "letter":
        m.box(h, (0.0, -0.11, 0.022), (0.065, 0.085, 0.0015), c, 0.001, Material.PAPER)
    elif sort == "newspaper":
        for k in (1, -1):
            m.box(
                CHEST,
                (k * 0.15, 0.06, 0.50),
                (0.155, 0.20, 0.002),
                c,
                0.001,
                Material.PAPER,
                turn=turned(yaw=k * 0.30, pitch=-0.35),
            )
    elif sort in ("suitcase", "bag"):
        w, t, d = (0.21, 0.155, 0.065) if sort == "suitcase" else (0.17, 0.13, 0.06)
        m.box(g, (0.0, -0.09 - t, 0.0), (d, t, w), c, 0.03, Material.LEATHER)
        for k in (1, -1):
            stick((0.0, 0.0, 0.05 * k), (0.0, -0.09, 0.07 * k), 0.009, 0.009, dark, Material.LEATHER)
            m.box(g, (0.0, -0.09 - t, k * w * 0.55), (d + 0.004, t + 0.003, 0.014), dark, 0.006, Material.LEATHER, detail=1)
        stick((0.0, 0.0, -0.05), (0.0, 0.0, 0.05), 0.011, 0.011, dark, Material.LEATHER)
    elif sort == "lantern":
        stick((0.0, 0.0, 0.0), (0.0, -0.10, 0.0), 0.005, 0.005, c, Material.METAL)
        m.box(g, (0.0, -0.13, 0.0), (0.06, 0.022, 0.06), c, 0.015, Material.METAL)
        m.ellipsoid(g, (0.0, -0.21, 0.0), (0.045, 0.065, 0.045), (1.0, 0.62, 0.25), Material.GLOW, look=4.0)
        m.box(g, (0.0, -0.285, 0.0), (0.06, 0.016, 0.06), c, 0.012, Material.METAL)
    elif sort == "torch":
        stick((0.0, 0.0, -0.05), (0.0, 0.0, 0.12), 0.018, 0.020, c, Material.METAL)
        m.ellipsoid(g, (0.0, 0.0, 0.145), (0.028, 0.028, 0.02), (1.0, 0.92, 0.75), Material.GLOW, look=5.0)
    elif sort == "candle":
        stick((0.0, -0.04, 0.0), (0.0, 0.12, 0.0), 0.014, 0.012)
        m.ellipsoid(g, (0.0, 0.155, 0.0), (0.010, 0.024, 0.010), (1.0, 0.60, 0.20), Material.GLOW, look=6.0)
    elif sort == "flowers":
        stick((0.0, -0.14, 0.0), (0.0, 0.12, 0.0), 0.018, 0.03, (0.10, 0.22, 0.07), Material.FOLIAGE)
        for k in range(6):
            t = k * math.tau / 5
            x, z = (0.0, 0.0) if k == 5 else (0.055 * math.sin(t), 0.055 * math.cos(t))
            m.ellipsoid(
                g,
                (x, 0.17 + (0.03 if k == 5 else 0.0), z),
                (0.036, 0.032, 0.036),
                c if k % 2 else tuple(min(1.0, v * 1.35) for v in c),
                Material.PLAIN,
            )
    elif sort == "bottle":
        stick((0.0, -0.08, 0.0), (0.0, 0.08, 0.0), 0.036, 0.036, c, Material.GLASS)
        stick((0.0, 0.09, 0.0), (0.0, 0.19, 0.0), 0.024, 0.013, c, Material.GLASS)
    elif sort == "glass":
        stick((0.0, -0.05, 0.0), (0.0, 0.05, 0.0), 0.005, 0.005, (0.7, 0.7, 0.72), Material.GLASS)
        m.ellipsoid(g, (0.0, 0.085, 0.0), (0.036, 0.05, 0.036), c, Material.GLASS)
    elif sort == "cup":
        stick((0.0, -0.03, 0.0), (0.0, 0.03, 0.0), 0.036, 0.042, c, Material.TILE)
        m.ellipsoid(g, (0.0, 0.065, 0.0), (0.037, 0.008, 0.037), (0.06, 0.03, 0.015), Material.GLASS, detail=1)
    elif sort == "tray":
        m.box(CHEST, (0.0, -0.06, 0.48), (0.22, 0.010, 0.15), c, 0.008, Material.METAL)
        m.capsule(CHEST, (0.08, -0.02, 0.48), CHEST, (0.08, 0.02, 0.48), 0.036, 0.040, (0.8, 0.77, 0.7), Material.TILE)
        m.capsule(CHEST, (-0.07, -0.02, 0.45), CHEST, (-0.07, 0.03, 0.45), 0.05, 0.04, (0.75, 0.73, 0.68), Material.TILE)
    elif sort == "plate":
        m.ellipsoid(h, (0.0, -0.10, 0.035), (0.11, 0.11, 0.016), c, Material.TILE)
        m.ellipsoid(h, (0.0, -0.10, 0.06), (0.05, 0.05, 0.03), (0.50, 0.26, 0.10), Material.PLAIN)
    elif sort in ("sword", "knife"):
        n = 0.80 if sort == "sword" else 0.17
        stick((0.0, -0.09, 0.0), (0.0, 0.045, 0.0), 0.014, 0.014, wood, Material.LEATHER)
        m.box(g, (0.0, 0.055, 0.0), (0.014, 0.008, 0.055 if sort == "sword" else 0.024), (0.5, 0.36, 0.12), 0.006, Material.METAL)
        m.box(g, (0.0, 0.06 + n / 2, 0.0), (0.004, n / 2, 0.019), c, 0.003, Material.METAL)
    elif sort == "gun":
        m.box(g, (0.0, 0.035, 0.07), (0.013, 0.018, 0.10), c, 0.006, Material.METAL)
        m.box(g, (0.0, -0.02, 0.0), (0.013, 0.05, 0.02), c, 0.006, Material.METAL, turn=turned(pitch=0.25))
    elif sort == "guitar":
        tilt = turned(roll=-0.35)
        m.ellipsoid(BELLY, (-0.02, 0.02, 0.20), (0.20, 0.16, 0.05), c, Material.WOOD, tilt)
        m.ellipsoid(BELLY, (-0.16, 0.07, 0.20), (0.15, 0.13, 0.05), c, Material.WOOD, tilt)
        m.ellipsoid(BELLY, (-0.06, 0.03, 0.245), (0.045, 0.045, 0.01), (0.02, 0.015, 0.01), Material.PLAIN, tilt)
        m.capsule(BELLY, (-0.20, 0.08, 0.235), BELLY, (-0.62, 0.26, 0.24), 0.022, 0.018, wood, Material.WOOD)
        m.box(BELLY, (-0.66, 0.28, 0.235), (0.05, 0.028, 0.012), wood, 0.008, Material.WOOD, turn=tilt)
    elif sort == "key":
        stick((0.0, 0.0, 0.02), (0.0, 0.0, 0.10), 0.006, 0.006, c, Material.METAL)
        m.ellipsoid(g, (0.0, 0.0, 0.0), (0.006, 0.020, 0.020), c, Material.METAL)
        m.box(g, (0.0, -0.012, 0.09), (0.004, 0.012, 0.012), c, 0.002, Material.METAL)
    elif sort == "ring":
        m.ellipsoid(g, (0.0, 0.02, 0.05), (0.016, 0.016, 0.006), c, Material.METAL)
        m.ellipsoid(g, (0.0, 0.04, 0.05), (0.008, 0.008, 0.008), (0.8, 0.9, 1.0), Material.GLASS)
    elif sort == "microphone":
        stick((0.0, -0.10, 0.0), (0.0, 0.07, 0.0), 0.013, 0.017, c, Material.METAL)
        m.ellipsoid(g, (0.0, 0.11, 0.0), (0.030, 0.034, 0.030), metal, Material.METAL)
    elif sort == "cane":
        stick((0.0, 0.06 if height > 1.3 else 0.02, 0.0), (0.0, -0.52 * height * 0.9, 0.0), 0.014, 0.012, c, Material.WOOD)
    elif sort == "box":
        m.box(CHEST, (0.0, 0.02, 0.40), (0.19, 0.13, 0.14), c, 0.012, Material.PAPER)
        m.box(CHEST, (0.0, 0.02, 0.40), (0.024, 0.133, 0.143), dark, 0.01, Material.PAPER, detail=1)
    elif sort == "camera":
        m.box(CHEST, (0.0, 0.02, 0.27), (0.07, 0.045, 0.03), c, 0.01, Material.LEATHER)
        m.capsule(CHEST, (0.0, 0.02, 0.29), CHEST, (0.0, 0.02, 0.34), 0.034, 0.032, dark, Material.METAL)
    elif sort == "child":
        m.ellipsoid(CHEST, (0.0, 0.02, 0.24), (0.17, 0.10, 0.10), c, Material.CLOTH, turned(roll=0.35))
        m.ellipsoid(CHEST, (0.15, 0.13, 0.22), (0.075, 0.08, 0.075), (0.62, 0.42, 0.30), Material.CLOTH)
    elif sort == "ball":
        m.ellipsoid(h, (0.0, -0.085, 0.045), (0.042, 0.042, 0.042), c, Material.PLAIN)
    elif sort == "pen":
        stick((0.0, -0.05, 0.0), (0.0, 0.08, 0.02), 0.005, 0.004, c, Material.PLAIN)
    else:
        m.box(h, (0.0, -0.08, 0.045), (0.045, 0.045, 0.032), c, 0.012, Material.PLAIN)
    return sort


def _umbrella(m: Maquette, g: int, s: int, c, dark) -> None:
    """Eight ribs and a dome when open, a furled roll that hangs from the hand when closed."""
    x = -s * 0.16
    m.capsule(g, (0.0, -0.12, 0.0), g, (x, 0.86, -0.02), 0.009, 0.007, (0.12, 0.12, 0.13), Material.METAL, when="open")
    m.capsule(g, (0.0, -0.14, 0.0), g, (0.0, -0.06, 0.0), 0.014, 0.014, (0.16, 0.09, 0.05), Material.WOOD, when="open")
    for y, wide, tall in ((0.765, 0.55, 0.040), (0.785, 0.50, 0.080), (0.80, 0.40, 0.115), (0.815, 0.26, 0.135)):
        m.ellipsoid(g, (x, y, -0.02), (wide, tall, wide), c, Material.CLOTH, when="open")
    for k in range(8):
        t = (k + 0.5) * math.tau / 8
        m.capsule(
            g,
            (x + 0.10 * math.sin(t), 0.73, 0.10 * math.cos(t) - 0.02),
            g,
            (x + 0.56 * math.sin(t), 0.755, 0.56 * math.cos(t) - 0.02),
            0.006,
            0.008,
            dark,
            Material.METAL,
            detail=1,
            when="open",
        )
    m.capsule(g, (x, 0.94, -0.02), g, (x, 1.01, -0.02), 0.008, 0.004, (0.12, 0.12, 0.13), Material.METAL, when="open")
    m.capsule(g, (0.0, 0.03, 0.0), g, (0.0, -0.10, 0.0), 0.013, 0.010, (0.16, 0.09, 0.05), Material.WOOD, when="closed")
    m.capsule(g, (0.0, -0.12, 0.0), g, (0.0, -0.52, 0.0), 0.024, 0.036, c, Material.CLOTH, when="closed")
    m.capsule(g, (0.0, -0.52, 0.0), g, (0.0, -0.62, 0.0), 0.010, 0.005, (0.12, 0.12, 0.13), Material.METAL, when="closed")


def seat(height: float) -> Maquette:
    """A chair on the root bone, under somebody of that height who sits where they stand: `gesture` puts the pelvis there."""
    m = Maquette()
    wood, top, back = (0.16, 0.085, 0.045), 0.222 * height, -0.215 * height
    m.box(ROOT, (0.0, top - 0.02, back + 0.01), (0.22, 0.022, 0.215), wood, 0.015, Material.WOOD)
    m.box(ROOT, (0.0, top + 0.36, back - 0.21), (0.20, 0.11, 0.016), wood, 0.014, Material.WOOD, turn=turned(pitch=-0.08))
    for s in (1, -1):
        m.capsule(
            ROOT, (s * 0.19, 0.018, back + 0.19), ROOT, (s * 0.19, top - 0.03, back + 0.19), 0.017, 0.019, wood, Material.WOOD
        )
        m.capsule(
            ROOT, (s * 0.19, 0.018, back - 0.20), ROOT, (s * 0.19, top + 0.46, back - 0.215), 0.017, 0.018, wood, Material.WOOD
        )
    return m
