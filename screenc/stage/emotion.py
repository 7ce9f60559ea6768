"""Feelings as the body shows them: what `(how)`, a mood and an action's words do to brows, lids, mouth, posture and tempo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from screenc.stage.gesture_words import entries
from screenc.stage.rig import vector


@dataclass(frozen=True, slots=True)
class Feeling:
    """Added to the resting pose; `drive` scales gestures, `tempo` their pace."""

    name: str
    pose: dict[str, float]
    drive: float = 1.0
    tempo: float = 1.0

    def vector(self) -> np.ndarray:
        return _vectors()[self.name]


FEELINGS: dict[str, Feeling] = {
    f.name: f
    for f in (
        Feeling("neutral", {}),
        Feeling(
            "angry",
            {
                "tilt": -1.0,
                "brow": -0.35,
                "squint": 0.35,
                "smile": -0.55,
                "wide": 0.1,
                "bend": 0.06,
                "head_pitch": 0.07,
                "curl": 0.45,
                "chin": 0.06,
                "hx": 0.08,
                "swivel": 0.15,
            },
            1.35,
            1.3,
        ),
        Feeling(
            "sad",
            {
                "tilt": 0.9,
                "brow": 0.1,
                "open": -0.28,
                "smile": -0.65,
                "bend": 0.10,
                "head_pitch": 0.20,
                "shrug": -0.5,
                "gaze_y": -0.25,
                "wide": -0.1,
            },
            0.5,
            0.7,
        ),
        Feeling(
            "happy",
            {"smile": 0.85, "squint": 0.45, "brow": 0.30, "wide": 0.25, "bend": -0.03, "head_pitch": -0.04, "blush": 0.3},
            1.2,
            1.1,
        ),
        Feeling(
            "laughing",
            {
                "smile": 1.0,
                "squint": 0.8,
                "brow": 0.35,
                "wide": 0.4,
                "open": -0.25,
                "mouth": 0.22,
                "head_pitch": -0.10,
                "blush": 0.4,
            },
            1.3,
            1.2,
        ),
        Feeling(
            "afraid",
            {
                "tilt": 0.85,
                "brow": 0.85,
                "open": 0.28,
                "smile": -0.45,
                "mouth": 0.10,
                "shrug": 0.7,
                "bend": -0.06,
                "hz": 0.16,
                "hy": 0.08,
                "wide": 0.15,
                "curl": 0.25,
            },
            0.7,
            1.3,
        ),
        Feeling(
            "surprised",
            {"brow": 1.0, "open": 0.34, "mouth": 0.24, "wide": -0.15, "head_pitch": -0.07, "bend": -0.06, "tilt": 0.15},
            1.0,
            1.1,
        ),
        Feeling(
            "confused",
            {"skew": 0.95, "tilt": 0.35, "brow": 0.15, "head_roll": 0.12, "squint": 0.25, "smile": -0.15, "head_yaw": 0.04},
            0.8,
            0.9,
        ),
        Feeling(
            "tired",
            {"open": -0.42, "brow": 0.05, "tilt": 0.2, "smile": -0.2, "bend": 0.12, "head_pitch": 0.14, "shrug": -0.8},
            0.45,
            0.65,
        ),
        Feeling(
            "stern",
            {"tilt": -0.6, "brow": -0.25, "squint": 0.2, "smile": -0.3, "bend": -0.05, "head_pitch": 0.02, "wide": -0.05},
            0.7,
            0.9,
        ),
        Feeling(
            "tender",
            {"smile": 0.42, "tilt": 0.35, "open": -0.12, "squint": 0.2, "head_roll": 0.09, "head_pitch": 0.05, "blush": 0.25},
            0.7,
            0.8,
        ),
        Feeling("whispering", {"bend": 0.10, "head_pitch": 0.04, "brow": 0.25, "wide": -0.2, "shrug": 0.2}, 0.5, 0.9),
        Feeling(
            "shouting",
            {"tilt": -0.7, "mouth": 0.08, "wide": 0.2, "bend": 0.08, "head_pitch": -0.03, "brow": 0.1, "open": 0.1},
            1.6,
            1.4,
        ),
        Feeling(
            "shy",
            {
                "smile": 0.3,
                "head_pitch": 0.16,
                "gaze_y": -0.3,
                "tilt": 0.4,
                "shrug": 0.35,
                "blush": 0.7,
                "head_roll": 0.06,
                "hx": -0.1,
                "hz": 0.12,
            },
            0.5,
            0.9,
        ),
        Feeling(
            "sly", {"smile": 0.45, "skew": 0.7, "squint": 0.4, "open": -0.15, "head_pitch": 0.05, "head_roll": -0.06}, 0.9, 0.9
        ),
        Feeling("worried", {"tilt": 0.8, "brow": 0.30, "smile": -0.35, "squint": 0.15, "head_pitch": 0.05, "hz": 0.08}, 0.8, 1.1),
        Feeling("calm", {"smile": 0.15, "open": -0.08, "shrug": -0.2}, 0.7, 0.8),
        Feeling(
            "excited",
            {"smile": 0.8, "brow": 0.65, "open": 0.18, "wide": 0.3, "bend": 0.04, "head_pitch": -0.05, "blush": 0.3},
            1.6,
            1.4,
        ),
        Feeling(
            "disgusted",
            {"tilt": -0.5, "squint": 0.7, "smile": -0.7, "brow": -0.2, "head_pitch": -0.05, "bend": -0.08, "head_yaw": 0.10},
            0.8,
            1.0,
        ),
        Feeling(
            "proud", {"head_pitch": -0.12, "bend": -0.09, "smile": 0.35, "open": -0.12, "brow": 0.2, "shrug": -0.2}, 1.0, 0.9
        ),
    )
}

_WORDS = r"""
laughing: laugh|giggl|chuckl|\brit\b|riant|lach(t|end)|\bríe|riendo|웃음|깔깔|笑い|大笑|笑着
shouting: shout|yell|scream|loud|cri(e|ant)\b|hurl|schrei|laut\b|grita|gritando|소리(치|를)|외치|고함|叫|怒鳴|大喊|喊
whispering: whisper|murmur|under (his|her|their) breath|quiet|softly|low voice|hushed|chuchot|flüster|leise|susurr|속삭|조용|囁
    |小声|ささや|低声|耳语
angry: angr|furious|mad\b|rage|snap|bitter|hostile|irritat|annoy|exasperat|fierce|threat|colère|furieu|fâché|wütend|zornig|böse
    |enojad|enfadad|furios|화(가|나|난|를|내)|분노|怒|腹を立|生气|愤怒|恼
excited: excit|eager|enthus|thrill|breathless|ecstatic|excité|enthousias|aufgeregt|begeistert|emocionad|entusias|신나|흥분|들뜬
    |興奮|わくわく|激动|兴奋
surprised: surpris|shock|amaz|astonish|stunned|gasp|startl|incredul|disbelie|étonn|surpris|stupéf|überrascht|erstaunt|verblüfft
    |sorprend|asombr|놀(라|란)|깜짝|驚|びっくり|惊|吃惊
afraid: afraid|fear|scared|terrif|frighten|panic|trembl|horror|nervous|peur|effray|terroris|angst|ängstlich|erschrocken|miedo
    |asustad|temblando|무서|두려|겁|떨며|怖|怯|おびえ|害怕|恐
worried: worr|anxious|concern|uneasy|tense|desperat|plead|urgent|inquiet|anxieu|besorgt|unruhig|preocupad|ansios|걱정|불안|초조
    |心配|不安|焦|担心|着急
sad: sad|cry|tear|weep|sob|griev|mourn|heartbroken|melanchol|sorrow|hurt|regret|lonely|broken|triste|pleur|traurig|weinend
    |llorando|슬(프|퍼|픔)|눈물|울(며|먹|고)|우울|悲|泣|涙|寂|伤心|难过|哭|忧
confused: confus|puzzl|perplex|unsure|uncertain|hesit|bewilder|question|doubt|lost\b|perdu|verwirrt|unsicher|zögernd|confundid
    |dudos|혼란|당황|망설|의아|어리둥|戸惑|困惑|ためら|疑|困惑|迷惑|犹豫
tired: tired|weary|exhaust|sleep|drowsy|yawn|sigh|resign|flat\b|fatigu|épuis|las\b|müde|erschöpft|cansad|agotad|지(친|쳐)|피곤
    |한숨|졸(린|려)|疲|眠|ため息|累|疲惫|叹
disgusted: disgust|revolt|contempt|sneer|dégoût|mépris|angewidert|verächtlich|asquead|desprecio|역겨|경멸|嫌悪|軽蔑|厌恶|鄙
sly: sly|wry|sarcas|ironic|teas|mischiev|smirk|playful|dry\b|flirt|mock|amused|ironi|malicieu|taquin|spöttisch|schelmisch
    |neckend|irónic|burl|pícar|장난|비꼬|능글|からか|皮肉|いたずら|调皮|讽刺|戏
shy: shy|embarrass|asham|bashful|blush|awkward|sheepish|guilt|timid|gêné|timide|honteu|schüchtern|verlegen|tímid|avergonzad|부끄
    |수줍|쑥스|민망|恥|照れ|害羞|尴尬|羞
tender: tender|gentl|loving|warm|kind|soothing|affection|caring|sweet|compass|tendre|doux|doucement|zärtlich|sanft|liebevoll
    |tierno|ternura|cariños|다정|부드|따뜻|優しく|優し|温か|温柔|轻柔
proud: proud|confident|defian|triumph|smug|haughty|bold|fier|fière|stolz|selbstbewusst|orgullos|자랑|당당|자신|誇|自信|得意|骄傲
    |自豪
happy: happ|smil|joy|cheer|glad|delight|pleased|bright|grin|relie|friendly|hopeful|joyeu|heureu|content|souri|gai|fröhlich
    |glücklich|lächel|freudig|feliz|alegr|content|sonri|기(쁘|뻐|쁜|뻐하)|행복|밝(게|은)|미소|웃|嬉|楽し|笑|微笑|明るく|高兴
    |开心|快乐|微笑|笑
stern: stern|serious|cold|firm|grave|severe|command|grim|formal|strict|sévère|froid|ferme|grave|streng|ernst|kalt|kühl|seri[oa]
    |frí[oa]|firme|엄(하|격)|진지|차갑|단호|냉|厳|真剣|冷た|きっぱり|严肃|冷|坚定
calm: calm|relax|steady|patient|even\b|peaceful|serene|matter-of-fact|calme|posé|ruhig|gelassen|tranquil|calmad|차분|침착|담담
    |落ち着|静か|平静|冷静|镇定
"""


@cache
def _table() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((name, re.compile(rf"(?<![a-zà-ÿ])(?:{words})", re.IGNORECASE)) for name, words in entries(_WORDS))


@cache
def _vectors() -> dict[str, np.ndarray]:
    return {name: vector(f.pose) for name, f in FEELINGS.items()}


def feeling(words: str | None) -> Feeling | None:
    """The feeling that some words name, or None."""
    if not words:
        return None
    return next((FEELINGS[name] for name, pattern in _table() if pattern.search(words)), None)
