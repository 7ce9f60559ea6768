"""The art department's colours: few to a place, read from the words of its look, else dealt from its id."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from screenc.stage.set_words import has
from screenc.stage.solid import Material

COLOURS: dict[str, tuple[str, str]] = {
    "#9c4a3c": ("red crimson scarlet rouge rot rojo 빨간 붉은 赤 红", "wall"),
    "#6f86a0": ("blue azure navy bleu blau azul 파란 푸른 青 蓝", "wall"),
    "#6d8468": ("green vert grün verde emerald 초록 녹색 緑 绿", "wall"),
    "#c9a756": ("yellow golden gold jaune gelb amarillo 노란 黄", "wall"),
    "#b98450": ("orange amber 주황", "wall"),
    "#d9d6cd": ("white blanc blanche weiß blanco blanca pale whitewashed 하얀 흰 白", "wall"),
    "#3c3d42": ("black noir schwarz negro 검은 黒 黑", "wall"),
    "#8d8f92": ("grey gray gris grau concrete 회색 灰", "wall"),
    "#c495a0": ("pink rose rosa 분홍 桃 粉", "wall"),
    "#7d6b93": ("purple violet lila morado 보라 紫", "wall"),
    "#8a6a4c": ("brown brun braun marrón 갈색 茶 棕", "wall"),
    "#4f8587": ("teal turquoise 청록", "wall"),
    "#d8cbb0": ("cream beige ivory 베이지", "wall"),
}
MATERIALS: tuple[tuple[Material, str], ...] = (
    (Material.BRICK, "brick bricks brique backstein ladrillo 벽돌 煉瓦 レンガ 砖"),
    (Material.WOOD, "wood wooden timber panelled paneled oak pine bois holz madera 나무 목조 木"),
    (Material.STONE, "stone marble granite rock pierre stein piedra 돌 석조 石"),
    (Material.TILE, "tile tiles tiled carrelage fliesen azulejos 타일 タイル 瓷砖"),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """`wall` is the large surface, `trim` its edges, `floor` underfoot, `wood` the furniture, `cloth` what is soft, `accent`
    used once or twice."""

    wall: str
    trim: str
    floor: str
    wood: str
    cloth: str
    accent: str
    wall_material: Material = Material.PLASTER
    floor_material: Material = Material.WOOD


_SCHEMES = {
    "warm": (
        ("#b9a58c", "#5d4735", "#7a5a40", "#6b472e", "#7b4a3d", "#c4793b"),
        ("#a98f79", "#4a3a2f", "#6d5039", "#5a3c28", "#4f5f56", "#b9873c"),
        ("#c2b093", "#6b5340", "#81634a", "#74502f", "#5c4a5e", "#bb5f44"),
    ),
    "cool": (
        ("#93a0a6", "#3d484f", "#6d6660", "#5f5348", "#4c6678", "#c98d4a"),
        ("#a4aaa6", "#434a4a", "#716c64", "#6a5642", "#5a7068", "#b86b4b"),
        ("#8c979f", "#39414a", "#65625f", "#5b4a3e", "#6b5462", "#d0a054"),
    ),
    "clean": (
        ("#cfd2cd", "#8d9590", "#9aa09c", "#b39a78", "#6f98a0", "#d58a4e"),
        ("#c6cdd0", "#7f8b92", "#8f979b", "#a88f6c", "#7d92b0", "#cfae52"),
    ),
    "dim": (
        ("#6a5647", "#33271f", "#4c382a", "#46301f", "#5f2f2b", "#c8863a"),
        ("#4e5a55", "#262c2b", "#463a30", "#3f2c1e", "#56382c", "#c59a45"),
        ("#5b4a55", "#2a232b", "#43342e", "#3d2a22", "#33525a", "#d07a4a"),
    ),
    "stone": (
        ("#8e877b", "#4d4740", "#736c61", "#55402c", "#6d2f2c", "#b88b3e"),
        ("#7f8284", "#45474a", "#686765", "#4b3b2d", "#37506b", "#bd9443"),
    ),
    "town": (
        ("#a58d78", "#4a4038", "#77746f", "#5e4a38", "#7d4a3c", "#c9703f"),
        ("#98948c", "#41434a", "#706f70", "#564538", "#4b6274", "#d0a050"),
        ("#b09a7e", "#514238", "#7b756d", "#604733", "#5d6b52", "#b9533f"),
    ),
    "green": (
        ("#6f7f4e", "#4a3a2b", "#66774a", "#6a4d33", "#8a8a5a", "#c97c4b"),
        ("#5f7848", "#41352a", "#5c6c42", "#5d4530", "#7d855c", "#cfa14d"),
    ),
    "sand": (
        ("#c8ab7d", "#75604a", "#c9b087", "#7c6047", "#5f8391", "#c46a44"),
        ("#bfa079", "#6a5542", "#bd9d72", "#745a43", "#6b7f8c", "#cf8a48"),
    ),
    "pale": (("#c7ced6", "#5c646e", "#dfe5ea", "#5f4d3e", "#6f7f92", "#bf5b45"),),
}
_SCHEME_OF = {
    "living": "warm",
    "room": "warm",
    "bedroom": "warm",
    "kitchen": "clean",
    "office": "cool",
    "cafe": "warm",
    "bar": "dim",
    "classroom": "clean",
    "corridor": "cool",
    "hospital": "clean",
    "court": "stone",
    "cellar": "stone",
    "library": "dim",
    "train": "cool",
    "shop": "clean",
    "workshop": "cool",
    "lab": "clean",
    "cabin": "dim",
    "stage": "dim",
    "park": "green",
    "forest": "green",
    "field": "green",
    "beach": "sand",
    "desert": "sand",
    "snow": "pale",
    "courtyard": "stone",
}
_WALLS = {
    "court": Material.STONE,
    "cellar": Material.STONE,
    "bar": Material.WOOD,
    "library": Material.WOOD,
    "workshop": Material.BRICK,
    "kitchen": Material.TILE,
    "hospital": Material.PLASTER,
    "lab": Material.METAL,
    "cabin": Material.WOOD,
    "train": Material.METAL,
    "courtyard": Material.STONE,
}
_FLOORS = {
    "court": Material.STONE,
    "cellar": Material.STONE,
    "kitchen": Material.TILE,
    "hospital": Material.TILE,
    "corridor": Material.TILE,
    "lab": Material.TILE,
    "shop": Material.TILE,
    "office": Material.CARPET,
    "train": Material.PLAIN,
    "workshop": Material.STONE,
    "park": Material.GRASS,
    "field": Material.GRASS,
    "forest": Material.GRASS,
    "open": Material.GRASS,
    "beach": Material.SAND,
    "desert": Material.SAND,
    "snow": Material.SNOW,
    "street": Material.STONE,
    "platform": Material.TILE,
    "rooftop": Material.STONE,
    "bridge": Material.STONE,
    "harbour": Material.STONE,
    "market": Material.STONE,
    "courtyard": Material.STONE,
}


def palette(kind: str, look: str | None, deal: random.Random) -> Palette:
    """Six colours and two materials for a place; words of the look outweigh what the id deals."""
    scheme = deal.choice(_SCHEMES[_SCHEME_OF.get(kind, "town")])
    out = Palette(*scheme, _WALLS.get(kind, Material.PLASTER), _FLOORS.get(kind, Material.WOOD))
    found = [hex_ for hex_, (words, _) in COLOURS.items() if has(look, *words.split())]
    if found:
        out = replace(out, wall=found[0])
    if len(found) > 1:
        out = replace(out, cloth=found[1], accent=found[-1])
    made = [m for m, words in MATERIALS if has(look, *words.split())]
    if made:
        out = replace(out, wall_material=made[0])
        if not found:
            out = replace(
                out,
                wall={Material.BRICK: "#8f5a48", Material.WOOD: "#80603f", Material.STONE: "#8e887e", Material.TILE: "#b9c2bd"}[
                    made[0]
                ],
            )
    return out
