"""The words that tell a place, an hour and a weather, in the languages that dialogues come in."""

from __future__ import annotations

from dataclasses import dataclass

from screenc.film.model import Hour, Setting, Weather


@dataclass(frozen=True, slots=True)
class Locale:
    """A kind of place: what tells it, what it looks like when nobody says, and what it sounds like."""

    id: str
    setting: Setting
    look: str
    sound: str
    words: str


LOCALES: tuple[Locale, ...] = (
    Locale(
        "platform",
        "ext",
        "a long station platform, tracks beside it, a clock over the benches",
        "distant trains",
        r"platform(?! before)|(railway|train|bus|metro|subway) station|station platform|bahnsteig|bahnhof|gare|quai de "
        r"gare|andén|estación|stazione|"
        r"вокзал|перрон|승강장|기차역|역 |플랫폼|駅|ホーム|站台|车站|火车站",
    ),
    Locale(
        "tram-stop",
        "ext",
        "a tram stop with a glass shelter, wet rails, shop lights across the street",
        "distant traffic",
        r"tram stop|bus stop|shelter|haltestelle|arrêt de bus|parada|fermata|остановк\w*|정류장|バス停|停留所|公交站",
    ),
    Locale(
        "train",
        "int",
        "a train carriage, rows of seats, windows on both sides",
        "train hum",
        r"train|carriage|compartment|subway car|tram car|on the bus|abteil|wagon|vagón|vagone|купе|поезд\w*|기차|열차|"
        r"지하철|電車|車内|列車|车厢",
    ),
    Locale(
        "kitchen",
        "int",
        "a kitchen with a worktop, a stove and a window over the sink",
        "refrigerator hum",
        r"kitchen|küche|cuisine|cocina|cucina|кухн\w*|부엌|주방|台所|キッチン|厨房",
    ),
    Locale(
        "bedroom",
        "int",
        "a bedroom with a bed, a lamp and half-drawn curtains",
        "room tone",
        r"bedroom|bedchamber|chamber|schlafzimmer|chambre|dormitorio|camera da letto|спальн\w*|침실|寝室|卧室",
    ),
    Locale(
        "bar",
        "int",
        "a bar with a long counter, stools and bottles against the mirror",
        "low crowd murmur",
        r"bar|pub|tavern|inn|saloon|kneipe|taverne|taberna|taverna|alehouse|술집|주점|포장마차|酒場|居酒屋|酒吧|酒馆",
    ),
    Locale(
        "cafe",
        "int",
        "a cafe with small tables, a counter and warm lamps",
        "cups and low murmur",
        r"caf[eé]|coffee|restaurant|diner|bistro|teahouse|canteen|eatery|cafetería|ristorante|кафе|ресторан\w*|카페|"
        r"식당|분식|喫茶店|食堂|カフェ|咖啡\w*|餐厅|餐馆",
    ),
    Locale(
        "hospital",
        "int",
        "a hospital room with a bed, a curtain and a pale window",
        "room tone",
        r"hospital|clinic|ward|krankenhaus|hôpital|ospedale|больниц\w*|병원|병실|病院|病室|医院|病房",
    ),
    Locale(
        "classroom",
        "int",
        "a classroom with desks in rows and a board",
        "room tone",
        r"classroom|school|klassenzimmer|schule|salle de classe|école|aula|escuela|scuola|класс\w*|школ\w*|교실|학교|"
        r"教室|学校",
    ),
    Locale(
        "library",
        "int",
        "a library with tall shelves and reading lamps",
        "clock ticking",
        r"library|archive|bookshop|bookstore|study|bibliothek|bibliothèque|biblioteca|библиотек\w*|도서관|서점|서재|"
        r"図書館|書店|图书馆|书店",
    ),
    Locale(
        "office",
        "int",
        "an office with desks, a window and a lamp still on",
        "room tone",
        r"office|boardroom|meeting room|newsroom|precinct|police station|interrogation|büro|bureau|oficina|ufficio|"
        r"офис\w*|кабинет\w*|사무실|회의실|경찰서|"
        r"事務所|会社|会議室|办公室",
    ),
    Locale(
        "corridor",
        "int",
        "a corridor with doors along it and a light at the end",
        "room tone",
        r"corridor|hallway|lobby|foyer|stairs|staircase|stairwell|elevator|lift|flur|couloir|pasillo|corridoio|"
        r"коридор\w*|복도|로비|계단|엘리베이터|廊下|ロビー|走廊|楼梯",
    ),
    Locale(
        "cellar",
        "int",
        "a cellar with stone walls and one lamp",
        "water drips",
        r"cellar|basement|dungeon|prison|jail|cell|cave|crypt|vault|tomb|keller|gefängnis|prigione|тюрьм\w*|подвал\w*|"
        r"지하실|감옥|동굴|地下室|牢|洞窟|监狱",
    ),
    Locale(
        "shop",
        "int",
        "a small shop with full shelves and a counter by the door",
        "room tone",
        r"shop|store|supermarket|grocery|bakery|pharmacy|laden|geschäft|magasin|boulangerie|tienda|negozio|магазин\w*|"
        r"가게|상점|편의점|店内|コンビニ|商店|超市",
    ),
    Locale(
        "workshop",
        "int",
        "a workshop with a bench, tools on the wall and dust in the light",
        "room tone",
        r"workshop|garage|studio|atelier|forge|barn|factory|warehouse|shed|werkstatt|fabrik|usine|taller|fábrica|"
        r"officina|мастерск\w*|작업실|공방|창고|공장|工房|倉庫|工場|车间|仓库",
    ),
    Locale(
        "stage",
        "int",
        "a theatre stage with dark seats beyond the lamps",
        "room tone",
        r"theat(?:re|er)|backstage|rehearsal|auditorium|stage|bühne|théâtre|teatro|театр\w*|무대|극장|舞台|劇場|剧院",
    ),
    Locale(
        "court",
        "int",
        "a great hall with columns, tall windows and a long floor",
        "hall echo",
        r"palace|throne|court|courtroom|hall|church|cathedral|chapel|temple|senate|ballroom|palast|kirche|palais|église|"
        r"palacio|iglesia|palazzo|chiesa|"
        r"дворец|церк\w*|궁전|궁|법정|교회|성당|宮殿|法廷|教会|宫|法庭|教堂",
    ),
    Locale(
        "living",
        "int",
        "a living room with a sofa, a lamp and a window to the street",
        "clock ticking",
        r"living room|apartment|flat|home|house|lounge|parlou?r|dining room|wohnzimmer|wohnung|haus|salon|appartement|"
        r"maison|sala|casa|piso|квартир\w*|гостин\w*|дом|"
        r"거실|집|아파트|원룸|居間|リビング|アパート|客厅|公寓|家里",
    ),
    Locale(
        "market",
        "ext",
        "a street market, stalls under strings of lamps, steam from the food",
        "crowd murmur",
        r"market|bazaar|fair|stalls?|markt|marché|mercado|feria|mercato|рынок|рынк\w*|시장|야시장|市場|夜市|集市",
    ),
    Locale(
        "rooftop",
        "ext",
        "a rooftop over the city, a low wall, water tanks and antennas",
        "wind",
        r"roof(?:top)?|terrace|balcony|dach|toit|terrasse|azotea|terraza|tetto|крыш\w*|балкон\w*|옥상|지붕|屋上|"
        r"ベランダ|屋顶|天台",
    ),
    Locale(
        "bridge",
        "ext",
        "a bridge over dark water, a rail along it, lamps at both ends",
        "water and wind",
        r"bridge|viaduct|overpass|brücke|pont|puente|ponte|мост\w*|다리 위|다리에서|육교|橋|桥",
    ),
    Locale(
        "harbour",
        "ext",
        "a harbour with moored boats, a quay and cranes far off",
        "waves",
        r"harbou?r|docks?|pier|quay|port|ship|boat|deck|hafen|schiff|bateau|puerto|barco|porto|nave|корабл\w*|порт\w*|"
        r"항구|부두|배 위|港|埠頭|码头|船",
    ),
    Locale(
        "forest",
        "ext",
        "a forest, tall trunks and light between the leaves",
        "birds and leaves",
        r"forest|woods?|jungle|grove|wald|forêt|bosque|bosco|лес\w*|숲|森|林|树林",
    ),
    Locale(
        "park",
        "ext",
        "a park with a path, a bench and old trees",
        "birds and leaves",
        r"park|garden|playground|orchard|churchyard|cemetery|graveyard|bench|garten|jardin|parc|jardín|parque|giardino|"
        r"парк\w*|сад\w*|공원|정원|벤치|놀이터|公園|庭|公园|花园",
    ),
    Locale(
        "beach",
        "ext",
        "a beach, flat sand and a grey line of sea",
        "waves",
        r"beach|sea|shore|coast|island|lake|river|strand|meer|plage|mer|playa|mar|spiaggia|пляж\w*|мор\w*|берег\w*|해변|"
        r"바다|바닷가|강가|호수|浜|海|湖|海滩|河边",
    ),
    Locale(
        "mountain",
        "ext",
        "a mountain side, stone and thin grass, ridges beyond",
        "wind",
        r"mountain|summit|peak|glacier|cliff|berg|montagne|montaña|montagna|гор[аыеу]\w*|산 |산속|산정|山|悬崖",
    ),
    Locale(
        "desert",
        "ext",
        "a desert, dunes to the horizon",
        "wind",
        r"desert|dunes?|wasteland|wüste|désert|desierto|"
        r"deserto|пустын\w*|사막|砂漠|沙漠",
    ),
    Locale(
        "field",
        "ext",
        "an open field, long grass and a line of trees far off",
        "wind",
        r"fields?|hill|meadow|farm|moor|heath|plains?|battlefield|camp|road|highway|feld|wiese|champ|colline|campo|"
        r"colina|prato|пол[еяю]|дорог\w*|들판|언덕|농장|초원|길가|"
        r"野原|丘|畑|草原|田野|山坡",
    ),
    Locale(
        "courtyard",
        "ext",
        "a courtyard of old stone, arches and a well",
        "wind",
        r"courtyard|castle|yard|cloister|ramparts?|battlements?|square|plaza|piazza|public place|before the|hof|burg|"
        r"platz|cour|château|place|castillo|plaza|castello|"
        r"площад\w*|двор\w*|안뜰|마당|광장|中庭|広場|院子|广场",
    ),
    Locale(
        "street",
        "ext",
        "a city street, pavement on both sides, windows and lamps along it",
        "distant traffic",
        r"street|alley|avenue|boulevard|city|town|village|lane|crossing|sidewalk|pavement|corner|downtown|doorstep|"
        r"porch|straße|strasse|gasse|stadt|rue|ruelle|ville|calle|"
        r"ciudad|via|strada|улиц\w*|город\w*|거리|골목|도로|길에서|通り|路地|街|道|街道|巷|马路",
    ),
    Locale(
        "room",
        "int",
        "a plain room with a table, two chairs and a window",
        "room tone",
        r"room|zimmer|pièce|"
        r"habitación|stanza|комнат\w*|방|部屋|房间",
    ),
)
BY_ID = {locale.id: locale for locale in LOCALES}
HOURS: tuple[tuple[Hour, str], ...] = (
    ("midnight", r"midnight|mitternacht|minuit|medianoche|mezzanotte|полноч\w*|자정|真夜中|深夜|午夜"),
    (
        "dawn",
        r"dawn|daybreak|sunrise|first light|morgengrauen|aube|lever du soleil|amanecer|alba|рассвет\w*|새벽|해돋이|"
        r"夜明け|明け方|黎明|拂晓|日出",
    ),
    (
        "dusk",
        r"dusk|sunset|twilight|golden hour|sundown|abenddämmerung|sonnenuntergang|crépuscule|coucher du soleil|"
        r"anochecer|atardecer|tramonto|crepuscolo|закат\w*|сумерк\w*|"
        r"해질녘|해 질 녘|노을|황혼|夕暮れ|夕方|黄昏|日落|傍晚",
    ),
    ("night", r"night|nacht|nuit|noche|notte|noite|ноч\w*|밤|야시장|야간|夜|晚上|夜晚"),
    ("evening", r"evening|abend|soir(?:ée)?|sera|вечер\w*|저녁|晩"),
    ("morning", r"morning|breakfast|morgens?|matin|mañana|mattin[ao]|manhã|утр\w*|아침|오전|朝|早上|清晨"),
    ("noon", r"noon|midday|mittag|midi|mediodía|mezzogiorno|полдень|정오|正午|中午"),
    ("afternoon", r"afternoon|nachmittag|après-midi|tarde|pomeriggio|오후|午後|下午"),
    ("day", r"day(?:time|light)?|sunny|sunlit|sunshine|tag|jour|día|giorno|dia|день|днем|днём|낮|한낮|昼|白天"),
)
WEATHERS: tuple[tuple[Weather, str], ...] = (
    (
        "storm",
        r"storm\w*|thunder\w*|lightning|tempest|gewitter|sturm|orage|tempête|tormenta|temporale|гроз\w*|бур\w*|폭풍|"
        r"천둥|嵐|雷|暴风雨",
    ),
    (
        "rain",
        r"rain\w*|drizzle|downpour|umbrellas?|wet|regen\w*|pluie|pluvieu\w*|lluvia|llueve|pioggia|piove|chuva|дожд\w*|"
        r"비가|비 오|비오|빗속|빗소리|우산|雨|下雨",
    ),
    ("snow", r"snow\w*|blizzard|schnee\w*|neige|nieve|nieva|neve|снег\w*|눈이|눈 오|눈오|함박눈|눈밭|雪"),
    ("fog", r"fog\w*|nebel|brouillard|niebla|nebbia|туман\w*|안개|霧|雾"),
    ("mist", r"mist\w*|haz[ey]|dunst|brume|bruma|foschia|дымк\w*|霞"),
    ("wind", r"wind(?:y|s)?|gust\w*|vent\b|viento|vento|ветер|바람|風が|大风|风"),
    ("overcast", r"overcast|gr[ae]y (?:sky|day|morning|afternoon)|bedeckt|couvert|nublado|흐린|曇り|阴天"),
)
