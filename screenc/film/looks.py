"""The words of looks: colours, garments, hair, ages and builds in seven languages, and the one scanner that finds them.

Each table is `meaning = words`; an indented line goes on with the words. Latin words match whole, with the usual endings of
number and gender; words of scripts without spaces match anywhere, the longest first. An unknown word is no error: it is not seen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

COLOURS = """
#b5362f = red rouge rot rojo roja rosso 빨간 빨강 붉은 赤い 赤色 赤 红色 红 紅
#8c2f39 = crimson burgundy maroon wine bordeaux weinrot granate 와인색 자주색 えんじ 酒红
#c8643c = rust terracotta copper cuivre
#d9822b = orange naranja 주황 주황색 オレンジ 橙色 橙
#d9b13b = yellow jaune gelb amarillo amarilla 노란 노랑 黄色い 黄色 黄
#c9962f = mustard moutarde senf mostaza 겨자색 からし
#d8b24a = gold golden doré dorada dorado 금색 金色
#4f7f52 = green vert verte grün verde 초록 초록색 녹색 緑色 緑 绿色 绿
#66703f = olive kaki khaki 카키 올리브
#2f5d50 = forest emerald bottle-green émeraude
#3f8f8b = teal turquoise petrol türkis turquesa 청록 青緑
#3f6ea8 = blue bleu bleue blau azul 파란 파랑 푸른 青い 青色 青 蓝色 蓝 藍
#7fa6c9 = sky-blue light-blue baby-blue 하늘색 水色 天蓝
#26324d = navy marine marineblau dunkelblau 남색 네이비 紺色 紺 深蓝 藏青
#6a4c8c = purple violet violette lila morado morada púrpura 보라 보라색 紫色 紫
#a88bbf = lavender lilac 라벤더
#d58a9b = pink rose rosa rosado rosada 분홍 분홍색 핑크 ピンク 桃色 粉色 粉红
#6b4a35 = brown brun brune braun marrón castaño castaña 갈색 茶色 褐色 棕色 棕
#b78f63 = camel tan caramel
#cdb893 = beige sand cream-coloured 베이지 ベージュ 米色
#e8dfcb = cream ivory crème creme elfenbein 크림색 クリーム色
#e9e7e2 = white blanc blanche weiß weiss blanco blanca 하얀 흰 하양 白い 白色 白
#1d1d21 = black noir noire schwarz negro negra 검은 검정 까만 黒い 黒色 黒 黑色 黑
#85878b = grey gray gris grise grau 회색 灰色 グレー 灰
#4a4d54 = charcoal anthracite anthrazit slate 차콜
#b9bcc2 = silver argent silbern plateado 은색 銀色 银色
"""

TOPS = """
coat = coat overcoat trenchcoat greatcoat manteau mantel abrigo 코트 외투 コート 大衣 外套
raincoat = raincoat anorak parka mackintosh imperméable regenmantel impermeable 우비 비옷 레인코트 レインコート 雨衣
jacket = jacket blazer veste blouson jacke chaqueta 재킷 자켓 점퍼 ジャケット 上着 夹克
suit = suit tuxedo costume anzug traje 정장 양복 スーツ 西装
hoodie = hoodie hooded-sweatshirt sweatshirt kapuzenpullover sudadera 후드티 후디 パーカー 卫衣
sweater = sweater jumper pullover turtleneck cardigan pull chandail strickjacke suéter jersey 스웨터 니트 카디건
   가디건 セーター 毛衣
shirt = shirt chemise hemd camisa 셔츠 シャツ 衬衫
blouse = blouse bluse blusa 블라우스 ブラウス
t-shirt = t-shirt tshirt tee camiseta 티셔츠 티샤쓰 Tシャツ T恤
vest = vest waistcoat gilet weste chaleco 조끼 ベスト 马甲
uniform = uniform uniforme 제복 교복 유니폼 制服
dress = dress gown sundress robe kleid vestido 드레스 원피스 한복 ドレス ワンピース 连衣裙 旗袍
robe = robes bathrobe kimono cloak cape tunic bademantel bata 가운 도포 기모노 着物 浴衣 袍
"""

BOTTOMS = """
trousers = trousers pants slacks pantalon hose pantalón pantalones 바지 ズボン 裤子
jeans = jeans denim vaqueros 청바지 ジーンズ 牛仔裤
skirt = skirt jupe rock falda 치마 스커트 スカート 裙子
shorts = shorts 반바지 短パン 短裤
leggings = leggings tights mallas 레깅스
"""

SHOES = """
boots = boots boot wellies bottes stiefel botas 부츠 장화 ブーツ 靴子
shoes = shoes loafers oxfords chaussures schuhe zapatos 구두 신발 靴 鞋
sneakers = sneakers trainers baskets turnschuhe zapatillas 운동화 スニーカー 运动鞋
heels = heels pumps talons tacones 하이힐 ハイヒール 高跟鞋
sandals = sandals flip-flops sandales sandalen sandalias 샌들 サンダル 凉鞋
"""

EXTRAS = """
scarf = scarf shawl muffler écharpe foulard schal halstuch bufanda 목도리 스카프 マフラー スカーフ 围巾
tie = tie necktie cravate krawatte corbata 넥타이 ネクタイ 领带
apron = apron tablier schürze delantal 앞치마 エプロン 围裙
hat = hat fedora bowler straw-hat chapeau hut sombrero 모자 帽子 礼帽
cap = cap baseball-cap casquette mütze kappe gorra 야구모자 キャップ 鸭舌帽
beanie = beanie woolly-hat bonnet wollmütze 비니 ニット帽 毛线帽
headscarf = headscarf hijab kerchief veil kopftuch pañuelo 히잡 두건 头巾
glasses = glasses spectacles lunettes brille gafas anteojos lentes 안경 眼鏡 めがね 眼镜
sunglasses = sunglasses shades sonnenbrille 선글라스 サングラス 墨镜
backpack = backpack rucksack satchel sac-à-dos rucksack mochila 배낭 백팩 책가방 リュック 背包
gloves = gloves mittens gants handschuhe guantes 장갑 手袋 手套
belt = belt ceinture gürtel cinturón 허리띠 벨트 ベルト 腰带
necklace = necklace pendant pearls collier halskette collar 목걸이 ネックレス 项链
crown = crown tiara couronne krone corona 왕관 王冠
"""

HAIRS = """
bald = bald shaven-headed shaved-head chauve glatze glatzköpfig calvo calva 대머리 禿げ 光头
buzz = buzz buzzcut buzz-cut crew-cut cropped rasé 스포츠머리 坊主 寸头
parted = parted slicked side-parted combed side-part neatly-combed gescheitelt peinado 가르마 七三分け
curly = curly curls curled wavy bouclé bouclés frisé lockig locken rizado rizos 곱슬 곱슬머리 巻き毛 くせ毛 卷发
bob = bob bobbed pageboy carré 단발 단발머리 ボブ おかっぱ 短卷发 波波头
ponytail = ponytail pony-tail queue-de-cheval pferdeschwanz coleta 포니테일 말총머리 ポニーテール 马尾
bun = bun chignon topknot dutt moño 올림머리 쪽머리 お団子 发髻
afro = afro
braids = braids braid braided plaits plaited pigtails cornrows dreadlocks tresses zöpfe zopf trenzas 땋은 三つ編み
   辫子
hooded = hood capuche kapuze capucha 두건을 フード 兜帽
"""

HAIR_COLOURS = """
#d8b878 = blonde blond blondine blondes rubio rubia fair-haired 금발 金髪 金发
#4a2e20 = brunette brünett
#a5502a = redhead redheaded red-haired ginger auburn rousse roux pelirrojo pelirroja 빨강머리 赤毛
#24191a = raven jet-black dark-haired black-haired
#9b9a97 = grey-haired gray-haired silver-haired greying 백발의
#dcdad4 = white-haired 백발 白髪 白发
#6b4a30 = brown-haired
"""

BEARDS = """
stubble = stubble unshaven stubbly mal-rasé unrasiert 수염자국 無精ひげ 胡茬
moustache = moustache mustache schnurrbart bigote 콧수염 口ひげ 小胡子
short = goatee ziegenbart perilla 턱수염
full = beard bearded barbe barbu bart bärtig barba barbudo 수염 ひげ 髭 胡子 胡须
"""

BUILDS = """
slight = slight slim thin skinny slender lean petite lanky wiry gaunt mince maigre schlank dünn delgado delgada
   flaco 마른 날씬한 호리호리 痩せ 細身 瘦
broad = broad muscular athletic strong burly stocky sturdy broad-shouldered musclé costaud kräftig muskulös fuerte
   musculoso 건장한 근육질 がっしり 强壮 魁梧
heavy = heavy fat plump stout chubby round portly large overweight gros grosse dick gordo gorda 뚱뚱한 통통한 太った
   ふくよか 胖
"""

AGES = """
child = child kid boy girl toddler enfant garçon fillette kind bub knabe mädchen niño niña 아이 어린이 소년 소녀 子供
   少年 少女 男の子 女の子 孩子 男孩 女孩 小孩
young = young teen teenage teenager teenaged student youth jeune jung jugendlich joven estudiante 젊은 청년 학생
   10대 20대 若い 学生 若者 年轻 青年
adult = middle-aged adult grown 중년 中年
old = old elderly aged senior retired grandmother grandfather grandma grandpa granny wrinkled vieux vieille âgé âgée
   alt ältere viejo vieja anciano anciana abuela abuelo 노인 늙은 할머니 할아버지 나이든 老人 年老いた おばあさん
   おじいさん 老 奶奶 爷爷
"""

SHAPES = """
feminine = woman women girl lady female she her mother mom mum daughter sister wife queen princess aunt nun waitress
   actress grandmother grandma granny mrs ms miss mme femme fille mère frau mädchen mutter tante señora mujer madre
   niña abuela 여자 여성 여인 소녀 아가씨 어머니 엄마 할머니 女性 女の子 女の人 少女 母 おばあさん 女人 女孩 女士
   女子 妈妈 奶奶
masculine = man men boy gentleman male he his him father dad son brother husband king prince uncle monk waiter actor
   grandfather grandpa mr sir homme garçon père herr mann bub knabe vater onkel señor hombre padre niño abuelo 남자 남성
   소년 신사 아버지 아빠 할아버지 男性 男の子 男の人 少年 父 おじいさん 男人 男孩 先生 男子 爸爸 爷爷
"""

NAMES = """
feminine = anna anne anri alice amy beth clara claire daisy diana elena ella emma eva fatima grace hana hannah helen
   ines irene isabel jane jin-ah juliet julia kate laura leila lena lily linda lisa lucy maria marie mary maya mei
   mia mina minji mira nina nora olga olivia ophelia rosa rosalind rose ruth sakura sara sarah sofia sophie sue
   susan viola yuki yuna zoe cecily gwendolen nell portia desdemona cordelia sujin jiwoo haruka aoi beatrice
masculine = adam algernon ali andrew anton ben benedick carlos charles daniel david diego ed edward erik ethan frank
   fred george hamlet hans harry henry hiro hugo ivan jack jacob james jan jason jean jim joe john jonas joon jorge
   jose juan karl ken kenji leo liam louis luca mark martin matteo max michael min-jun minho nick noah oliver omar
   oscar otto pablo paul peter pierre ravi romeo ryan sam sota steve takumi taro theo thomas tom victor wei will
   william yusuf macbeth othello iago horatio lysander ernest
"""

TONES = """
dark = dark deep dunkel foncé oscuro oscura 어두운 진한 짙은 濃い 暗い 深
pale = pale light fair pastel hell clair claire claro clara 밝은 연한 薄い 明るい 浅
bright = bright vivid neon
tanned = tanned olive-skinned bronzé gebräunt bronceado
"""

NOUNS = """
hair = hair haired cheveux haar haare pelo cabello 머리카락 머리 髪 头发
eyes = eyes eyed yeux augen ojos 눈 目 瞳 眼睛
skin = skin skinned complexion peau haut piel tez 피부 肌 皮肤
"""

SIZES = """
tall = tall taller grand grande groß gross alto alta 키-큰 키가-큰 장신 背の高い 長身 高个
short = short shorter kurz court corto corta 키-작은 키가-작은 작은 짧은 背の低い 短い
   短 矮
little = small petit petite klein bajo baja 小柄
long = long longue lang largo larga 긴 長い 长
"""

NEGATIONS = """
no = no without ohne sans sin kein keine 없이 없는
"""

ROLES = """
doctor = doctor surgeon scientist médecin arzt ärztin médico 의사 医者 医生
nurse = nurse infirmière krankenschwester enfermera 간호사 看護師 护士
officer = police policeman policewoman officer cop guard polizist policía 경찰 警官 警察
soldier = soldier sergeant captain soldat soldado 군인 兵士 士兵
chef = chef cook baker koch cocinero 요리사 シェフ 厨师
waiter = waiter waitress barista bartender serveur kellner camarero 웨이터 종업원 店員 服务员
priest = priest nun monk vicar prêtre priester sacerdote monja 신부 수녀 스님 神父 僧
boss = businessman businesswoman executive banker lawyer detective agent anwalt abogado 변호사 형사 刑事 侦探
worker = mechanic worker builder farmer plumber arbeiter obrero 농부 기사 農夫 农民
witch = witch sorceress wizard warlock hexe sorcière bruja strega ведьма 마녀 魔女 女巫
ghost = ghost spirit phantom geist fantôme fantasma призрак 유령 幽霊 鬼魂
royal = king queen prince princess emperor roi reine könig königin rey reina 왕 여왕 王様 国王
"""

_TABLES = {
    "colour": COLOURS,
    "haircolour": HAIR_COLOURS,
    "top": TOPS,
    "bottom": BOTTOMS,
    "shoes": SHOES,
    "extra": EXTRAS,
    "style": HAIRS,
    "beard": BEARDS,
    "build": BUILDS,
    "age": AGES,
    "shape": SHAPES,
    "tone": TONES,
    "noun": NOUNS,
    "size": SIZES,
    "not": NEGATIONS,
    "role": ROLES,
}
_BREAK = re.compile(r"[;,.:!?、。，；…()\[\]\n]|\b(?:and|with|und|mit|et|avec|y|con)\b|と")
_ENDING = "(?:'s|e?s|e[nrms]?|x|as?|os?)?"


class Found(NamedTuple):
    """A known word: which table, which meaning of it, where; `clause` counts the commas before it."""

    table: str
    meaning: str
    at: int
    clause: int


def _lines(table: str) -> list[tuple[str, list[str]]]:
    entries = re.findall(r"^(\S+) = (.*(?:\n   .*)*)", table, re.M)
    return [(meaning, words.split()) for meaning, words in entries]


@cache
def _scanner() -> tuple[re.Pattern, dict[str, list[tuple[str, str]]]]:
    meanings: dict[str, list[tuple[str, str]]] = {}
    for table, text in _TABLES.items():
        for meaning, words in _lines(text):
            for word in words:
                meanings.setdefault(unicodedata.normalize("NFC", word.lower()), []).append((table, meaning))
    latin = sorted((w for w in meanings if w[0] < "\u0250"), key=len, reverse=True)
    other = sorted((w for w in meanings if w[0] >= "\u0250"), key=len, reverse=True)
    latin_words = "|".join(re.escape(w).replace(r"\-", "[- ]") for w in latin)
    other_words = "|".join(re.escape(w).replace(r"\-", " ?") for w in other)
    return re.compile(rf"\b({latin_words}){_ENDING}\b|({other_words})"), meanings


def _spaced(word: str) -> str:
    return re.sub("(?<=[키가])(?=[큰작])", "-", word)


def scan(text: str) -> list[Found]:
    """Every known word of a text, in order."""
    text = unicodedata.normalize("NFC", text.lower()).replace("_", " ")
    breaks = [m.start() for m in _BREAK.finditer(text)]
    pattern, meanings = _scanner()
    found = []
    for m in pattern.finditer(text):
        word = m[1] or m[2]
        clause = sum(b < m.start() for b in breaks)
        senses = meanings.get(word) or meanings.get(word.replace(" ", "-")) or meanings.get(_spaced(word), ())
        found += [Found(table, meaning, m.start(), clause) for table, meaning in senses]
    return found


@cache
def shape_of_names() -> dict[str, str]:
    """Common first names, and the shape that they usually go with."""
    return {name: shape for shape, names in _lines(NAMES) for name in names}
