"""The words by which sounds and moods are known, in several languages."""

from __future__ import annotations

import re

SOUNDS: dict[str, str] = {
    "room": "room int interior inside bedroom hall corridor kitchen living apartment flat house home 방 집 部屋 房间 "
    "chambre zimmer habitación",
    "rain": "rain drizzl downpour shower 비 빗소리 雨 pluie regen lluvia pioggia chuva дожд مطر बारिश",
    "thunder": "thunder lightning storm 천둥 雷 tonnerre donner trueno гром رعد",
    "wind": "wind breez gale storm gust draught draft 바람 風 风 vent viento vento ветер ريح हवा",
    "sea": "sea ocean wave surf beach shore coast harbour harbor 바다 파도 海 波 mer meer mar mare море بحر समुद्र",
    "traffic": "traffic street road city highway cars town avenue downtown 거리 도로 도시 街 路 道 rue straße strasse "
    "calle ciudad ville stadt улиц شارع सड़क",
    "birds": "bird birdsong chirp garden park forest wood dawn morning meadow field countryside sparrow 새 공원 숲 鳥 "
    "鸟 森 oiseau vogel vögel pájaro птиц طيور",
    "crickets": "cricket cicada insect night midnight 밤 귀뚜라미 매미 虫 夜 grillon grille grillo сверч",
    "crowd": "crowd murmur cafe café restaurant bar pub market chatter voices audience people station airport party "
    "diner 카페 식당 시장 사람 群衆 人群 喫茶店 foule menge multitud толп مقهى",
    "fire": "fire fireplace crackl hearth campfire burning stove 불 모닥불 火 feu feuer fuego огонь نار",
    "water": "water stream river brook fountain drip tap creek faucet pouring 물 강 川 水 rivière fluss río eau wasser "
    "agua река ماء",
    "hum": "hum fridge refrigerator office computer machine server fluorescent buzz spaceship ship laboratory lab "
    "ventilation fan 사무실 事務所 办公室 bureau büro oficina",
    "train": "train rail subway metro underground tram carriage 기차 지하철 電車 火车 地铁 zug tren поезд قطار",
    "engine": "engine motor car bus truck driving boat plane 엔진 자동차 車 引擎 moteur auto coche машин سيارة",
    "steps": "footstep steps walking footfall running heels 발소리 발걸음 足音 脚步 pas schritte pasos шаг خطوات",
    "typing": "typing keyboard typewriter keys 타자 키보드 tippen clavier teclado",
    "clock": "clock tick ticking 시계 時計 钟表 horloge uhr reloj час ساعة",
    "heart": "heartbeat heart pulse 심장 心臓 心跳 cœur herz corazón",
    "phone": "phone telephone ringing ringtone mobile 전화 電話 电话 téléphone telefon teléfono телефон هاتف",
    "siren": "siren ambulance police alarm 사이렌 警報 sirène sirene sirena сирен",
    "applause": "applause clapping ovation 박수 拍手 掌声 applaudissement beifall aplauso аплодисмент",
    "door": "door gate 문 ドア 扉 门 porte tür puerta двер باب",
    "knock": "knock 노크 ノック 敲门 frapp klopf golpe стук",
    "bell": "bell chime church gong 종 鐘 钟声 cloche glocke campana колокол جرس",
    "gunshot": "gunshot gunfire pistol rifle explosion bang 총 銃 枪 coup schuss disparo выстрел",
    "glass": "glass shatter breaking crash 유리 ガラス 玻璃 verre glas vidrio стекл",
}
MUSIC: dict[str, str] = {
    "tense": "tense tension suspense thriller ominous dark menac dread fear chase urgent danger anxious pulsing drone "
    "긴장 불안 緊張 紧张 angoisse spannung tenso",
    "sad": "sad melanchol sorrow grief mourn lonel elegy lament bleak 슬픈 슬픔 悲 triste traurig грустн حزين",
    "happy": "happy joy cheer bright playful upbeat light comic jaunty merry sunny dance 기쁜 행복 明る 快乐 joyeux "
    "fröhlich alegre весел",
    "tender": "tender romantic love warm gentle hopeful hope wistful nostalg sweet bittersweet intimate lullaby 사랑 "
    "따뜻 그리움 恋 优しい 温柔 tendre zärtlich tierno",
    "mystery": "myster eerie strange dream haunting uncanny magic curious ghost 신비 이상한 謎 神秘 mystère geheimnis misterio",
    "grand": "grand epic heroic triumph majestic noble sweeping orchestral anthem victory 웅장 壮大 宏伟 épique episch épico",
    "calm": "calm quiet soft peaceful ambient still piano strings slow pad underscore minimal sparse serene 조용 잔잔 "
    "静 安静 calme ruhig tranquilo",
}
_PARTICLE = "[은는이가을를에도와과의]"


def find(words: str, table: dict[str, str]) -> tuple[str, ...]:
    """The entries of a table that the words name, in the order of the table, at most three.

    A stem counts at the start of a word, a short one only as the whole of it; in Chinese and Japanese, which part no words,
    anywhere; a single Korean syllable only as a word of its own, a particle behind it or not.
    """
    said = words.lower()
    return tuple(name for name, stems in table.items() if any(_named(stem, said) for stem in stems.split()))[:3]


def _named(stem: str, said: str) -> bool:
    if "가" <= stem[0] <= "힣":
        return bool(re.search(rf"(?<![가-힣]){stem}{_PARTICLE}?(?![가-힣])", said)) if len(stem) == 1 else stem in said
    if stem[0] >= "\u3040":
        return stem in said
    return bool(re.search(rf"\b{re.escape(stem)}" + (r"(?:s|es)?\b" if len(stem) <= 3 else ""), said))
