"""Which kind of place the words mean: a place's id and look, in seven languages, to one of the sets that can be built."""

from __future__ import annotations

import re
from functools import lru_cache

INTERIORS: dict[str, str] = {
    "train": (
        "train carriage compartment subway metro tram_car bus wagon abteil 기차 열차 객차 지하철 전철 電車 車内 列車 "
        "地铁 车厢 火车 vagón vagon"
    ),
    "court": (
        "court courtroom throne palace ballroom cathedral church temple chapel hall_of_state senate castle tribunal "
        "gericht thronsaal kirche iglesia palacio église palais 궁 궁전 법정 교회 성당 宮殿 法廷 教会 王座 宫 法庭 "
        "教堂 elsinore"
    ),
    "hospital": "hospital ward clinic infirmary sickroom krankenhaus klinik hôpital clinique 병원 병실 病院 病室 医院 病房",
    "classroom": (
        "classroom school lecture schoolroom klassenzimmer schule aula salle_de_classe école escuela 교실 학교 강의실 "
        "教室 学校 课堂"
    ),
    "library": (
        "library archive bookshop bookstore study reading bibliothek bibliothèque librairie biblioteca librería "
        "도서관 서점 서재 図書館 書店 書斎 图书馆 书店 书房"
    ),
    "kitchen": "kitchen pantry scullery küche cuisine cocina 부엌 주방 台所 キッチン 厨房",
    "bedroom": "bedroom bed dormitory motel hotel_room chamber schlafzimmer chambre dormitorio 침실 방 寝室 卧室",
    "bar": ("bar pub tavern inn saloon nightclub club kneipe taberna taverne 술집 주점 포장마차 酒場 居酒屋 バー 酒吧 酒馆"),
    "cafe": (
        "cafe café coffee restaurant diner bistro teahouse tearoom canteen ramen noodle eatery kaffeehaus restaurante "
        "comedor cafetería 카페 식당 커피 분식 喫茶店 カフェ 食堂 レストラン 咖啡 餐厅 餐馆 茶馆"
    ),
    "office": (
        "office boardroom conference meeting newsroom bureau desk police precinct station_house interrogation büro "
        "oficina despacho 사무실 회의실 경찰서 事務所 会社 オフィス 会議室 办公室 会议室"
    ),
    "corridor": (
        "corridor hallway hall passage lobby foyer staircase stairwell elevator flur gang couloir pasillo vestíbulo "
        "복도 로비 계단 廊下 ロビー 走廊 大厅 楼梯"
    ),
    "cellar": (
        "cellar basement dungeon bunker cave crypt cell prison jail vault keller gefängnis cave_à cachot sótano "
        "cárcel mazmorra 지하실 감옥 동굴 地下室 牢 洞窟 地窖 监狱 山洞"
    ),
    "shop": (
        "shop store supermarket grocery bakery boutique pharmacy convenience laden geschäft magasin boulangerie "
        "tienda panadería 가게 상점 편의점 슈퍼 店 商店 コンビニ 超市"
    ),
    "workshop": (
        "workshop garage studio atelier forge barn factory warehouse shed shack werkstatt fabrik scheune usine grange "
        "taller fábrica almacén 작업실 공방 창고 공장 차고 工房 倉庫 工場 车间 仓库 工厂 车库"
    ),
    "lab": (
        "lab laboratory spaceship spacecraft starship cockpit bridge_of control_room capsule submarine reactor "
        "airlock raumschiff labor laboratoire vaisseau laboratorio nave 연구실 실험실 우주선 研究室 実験室 宇宙船 "
        "实验室 飞船"
    ),
    "cabin": "ship cabin deck boat ferry yacht galley schiff kajüte bateau barco 선실 배 船室 船舱",
    "stage": (
        "stage theatre theater auditorium backstage rehearsal dressing bühne theaterraum scène théâtre escenario "
        "teatro 무대 극장 舞台 劇場 剧院"
    ),
    "living": (
        "living lounge parlour parlor sitting flat apartment home house drawing-room drawing_room dining wohnzimmer "
        "wohnung haus salon maison appartement sala casa piso 거실 집 아파트 원룸 居間 家 リビング アパート 客厅 公寓"
    ),
}
EXTERIORS: dict[str, str] = {
    "platform": (
        "platform railway train trainstation station subway metro bahnhof bahnsteig gare quai estación andén 승강장 "
        "기차역 역 플랫폼 駅 ホーム 站台 车站 火车站"
    ),
    "rooftop": (
        "rooftop roof terrace balcony dach terrasse balkon toit azotea tejado terraza 옥상 지붕 屋上 ベランダ 屋顶 天台 阳台"
    ),
    "bridge": "bridge viaduct overpass footbridge brücke pont puente 다리 육교 橋 歩道橋 桥",
    "harbour": (
        "harbour harbor dock docks pier quay wharf port marina jetty ship deck hafen kai port_de muelle puerto 항구 "
        "부두 港 埠頭 波止場 码头 港口"
    ),
    "market": "market bazaar fair stalls souk marktplatz markt marché mercado feria 시장 장터 市場 夜市 集市 菜市场",
    "forest": "forest wood woods jungle grove thicket wald forêt bois bosque selva 숲 산림 森 林 树林 森林 竹林",
    "park": (
        "park garden playground orchard churchyard cemetery graveyard arden lawn garten friedhof jardin parc "
        "cimetière jardín parque cementerio 공원 정원 놀이터 묘지 公園 庭 庭園 墓地 公园 花园"
    ),
    "beach": (
        "beach sea shore ocean coast sand seaside island lake lakeside river riverbank strand meer küste insel plage "
        "mer côte île playa mar costa isla 해변 바다 바닷가 강가 호수 섬 浜 海 海岸 砂浜 川 湖 海滩 海边 河边 湖边"
    ),
    "snow": (
        "snow mountain summit glacier alpine peak ice ridge schnee berg gipfel neige montagne nieve montaña 눈밭 산 "
        "설산 산정 雪 雪山 山 山頂 山顶"
    ),
    "desert": "desert dune dunes wasteland canyon mars wüste désert desierto 사막 황무지 砂漠 荒野 沙漠 戈壁",
    "field": (
        "field hill meadow farm moor heath plain countryside road highway battlefield prairie vineyard feld wiese "
        "hügel bauernhof heide champ colline prairie_d ferme campo colina granja 들판 언덕 농장 밭 초원 길 野原 丘 畑 "
        "草原 田 田野 山坡 麦田"
    ),
    "courtyard": (
        "courtyard castle yard cloister rampart ramparts battlement battlements monastery temple shrine palace "
        "fortress ruins square plaza piazza hof burg schloss platz cour château place_de patio castillo plaza_mayor "
        "안뜰 마당 성 광장 궁 절 사원 中庭 城 広場 神社 寺 院子 城堡 广场 庙 elsinore verona"
    ),
    "street": (
        "street alley avenue boulevard city town village lane crossing crosswalk busstop tramstop bus tram sidewalk "
        "pavement kerb curb corner downtown neon parking doorstep doorway porch straße gasse stadt dorf rue ruelle "
        "ville calle ciudad pueblo 거리 골목 도로 도시 정류장 마을 길거리 通り 道 街 路地 町 街道 巷 马路 城市 胡同"
    ),
}
_ASCII = re.compile(r"[a-zà-öø-ÿß']+", re.IGNORECASE)


@lru_cache(maxsize=256)
def kind_of(setting: str, place: str, look: str | None) -> str:
    """The set to build; the id outweighs the look, and an earlier word a later one. `room` or `open` when no word tells."""
    table = INTERIORS if setting == "int" else EXTERIORS
    for text in (place.replace("-", " ").replace("_", " "), look or ""):
        best: tuple[int, int, str] | None = None
        for kind, words in table.items():
            for word in words.split():
                at = _find(word.replace("_", " "), text)
                if at >= 0 and (best is None or (at, -len(word)) < best[:2]):
                    best = (at, -len(word), kind)
        if best:
            return best[2]
    return "room" if setting == "int" else "open"


def _find(word: str, text: str) -> int:
    if not _ASCII.fullmatch(word.replace(" ", "")):
        return text.find(word)
    found = re.search(rf"(?<![a-zà-ÿ]){re.escape(word)}(e?s)?(?![a-zà-ÿ])", text, re.IGNORECASE)
    return found.start() if found else -1


def has(text: str | None, *words: str) -> bool:
    """Whether any of the words stands in the text, plurals too."""
    return any(_find(w, text or "") >= 0 for w in words)
