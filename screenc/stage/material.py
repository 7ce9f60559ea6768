"""What surfaces are made of: the colour, the gloss and the glow of every material, as compiled functions of place.

Patterns are in metres. `fine` is the size of a pixel on the surface, in metres: a pattern fades into its own mean before it
is smaller than that, so that nothing shimmers.
"""

from __future__ import annotations

import math

from screenc.stage.kernel import clouds2, floor_of, hash2, inlined, noise2, noise3, smooth

SKIN, CLOTH, HAIR, LEATHER, METAL, GLASS, GLOW, WOOD, BRICK, PLASTER = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
TILE, STONE, FOLIAGE, GRASS, ASPHALT, WATER, FACADE, FACE, SNOW, CARPET, PAPER, SAND, WINDOW = range(11, 24)


@inlined
def _joint(x, period, width, fine):
    """1 on the joints of a grid, 0 between, filtered to the pixel."""
    q = x / period
    d = abs(q - floor_of(q + 0.5)) * period
    blur = max(fine, width * 0.35)
    line = 1.0 - smooth(width * 0.5, width * 0.5 + blur, d)
    return line * min(1.0, width / blur * 1.6)


@inlined
def flat(material, u, v, fine, look, night):
    """(value, warmth, gloss, glow): a flat surface's brightness around 1, its shift to red, its gloss 0..1, its own light."""
    value = 1.0
    warm = 0.0
    gloss = 0.08
    glow = 0.0
    near = 1.0 / (1.0 + fine * 60.0)
    if material == WOOD:
        plank = floor_of(u / 0.14)
        tone = hash2(plank, 7) - 0.5
        grain = noise2(u * 90.0, v * 2.2 + plank * 13.0) - 0.5
        ring = noise2(u * 14.0 + plank * 5.1, v * 0.8) - 0.5
        value = 1.0 + tone * 0.20 + ring * 0.22 + grain * 0.16 * near - 0.45 * _joint(u, 0.14, 0.006, fine)
        warm = tone * 0.05
        gloss = 0.28
    elif material == BRICK:
        course = floor_of(v / 0.075)
        shift = 0.5 * (course & 1)
        q = u / 0.22 + shift
        tone = hash2(floor_of(q), course) - 0.5
        joint = max(_joint(q * 0.22, 0.22, 0.014, fine), _joint(v, 0.075, 0.014, fine))
        # _joint is centred on the lattice, so a brick is what lies between two lines
        value = 1.0 + tone * 0.28 * near + (noise2(u * 1.1, v * 1.1) - 0.5) * 0.18
        value = value + (1.25 - value) * joint * 0.45
        warm = tone * 0.08 * (1.0 - joint)
    elif material in (PLASTER, PAPER):
        value = 1.0 + (clouds2(u * 0.9, v * 0.9) - 0.5) * 0.12 + (noise2(u * 26.0, v * 26.0) - 0.5) * 0.035 * near
    elif material == TILE:
        cell = 0.30
        tone = hash2(floor_of(u / cell + 0.5), floor_of(v / cell + 0.5)) - 0.5
        joint = max(_joint(u + cell * 0.5, cell, 0.008, fine), _joint(v + cell * 0.5, cell, 0.008, fine))
        value = (1.0 + tone * 0.09) * (1.0 - 0.35 * joint)
        gloss = 0.5 * (1.0 - joint)
    elif material == STONE:
        row = floor_of(v / 0.45)
        tone = hash2(floor_of(u / 0.62 + 0.37 * (row & 1)), row) - 0.5
        joint = max(_joint((u / 0.62 + 0.37 * (row & 1)) * 0.62, 0.62, 0.016, fine), _joint(v, 0.45, 0.016, fine))
        value = (1.0 + tone * 0.16 + (clouds2(u * 2.2, v * 2.2) - 0.5) * 0.26) * (1.0 - 0.32 * joint)
    elif material == ASPHALT:
        value = 1.0 + (clouds2(u * 0.55, v * 0.55) - 0.5) * 0.34 + (noise2(u * 70.0, v * 70.0) - 0.5) * 0.22 * near * near
        gloss = 0.15
    elif material in (GRASS, FOLIAGE):
        blade = noise2(u * 46.0, v * 11.0) - 0.5
        patch = clouds2(u * 0.6, v * 0.6) - 0.5
        value = 1.0 + patch * 0.55 + blade * 0.42 * near + (noise2(u * 5.0, v * 5.0) - 0.5) * 0.25
        warm = patch * 0.16
    elif material in (SAND, SNOW):
        ripple = noise2(u * 2.1 + 0.6 * noise2(u, v), v * 7.0) - 0.5
        value = 1.0 + ripple * 0.08 + (clouds2(u * 0.5, v * 0.5) - 0.5) * 0.12 + (noise2(u * 60.0, v * 60.0) - 0.5) * 0.06 * near
        gloss = 0.2 if material == SNOW else 0.04
    elif material in (CARPET, CLOTH):
        weave = noise2(u * 120.0, v * 120.0) - 0.5
        value = 1.0 + weave * 0.14 * near * near + (clouds2(u * 1.3, v * 1.3) - 0.5) * 0.14
        gloss = 0.02
    elif material == WATER:
        value = 1.0 + (noise2(u * 1.4, v * 3.1) - 0.5) * 0.3
        gloss = 0.9
    elif material == METAL:
        value = 1.0 + (noise2(u * 3.0, v * 40.0) - 0.5) * 0.10
        gloss = 0.7
    elif material == LEATHER:
        value = 1.0 + (noise2(u * 50.0, v * 50.0) - 0.5) * 0.12 * near
        gloss = 0.35
    elif material == GLASS:
        gloss = 0.95
    elif material == GLOW:
        glow = 1.0
    elif material == WINDOW:
        frame = max(_joint(u, 0.55, 0.05, fine), _joint(v, 0.75, 0.05, fine))
        value = 1.0 - 0.75 * frame
        glow = (1.0 - frame) * 0.9
        gloss = 0.6
    elif material == FACADE:
        seed = int(look * 977.0)
        cu = floor_of(u / 2.1)
        cv = floor_of(v / 3.1)
        a = u / 2.1 - cu
        b = v / 3.1 - cv
        soft = max(fine / 2.1, 0.012)
        pane = smooth(0.24 - soft, 0.24 + soft, a) * (1.0 - smooth(0.76 - soft, 0.76 + soft, a))
        pane *= smooth(0.30 - soft, 0.30 + soft, b) * (1.0 - smooth(0.78 - soft, 0.78 + soft, b))
        chance = hash2(cu + seed * 31, cv + seed * 17)
        tone = (clouds2(u * 0.35, v * 0.35) - 0.5) * 0.16
        sill = _joint(v - 0.85, 3.1, 0.14, fine)
        value = (1.0 + tone + 0.12 * sill) * (1.0 - 0.62 * pane)
        gloss = 0.05 + 0.6 * pane
        if chance < night:
            glow = pane * (0.35 + 0.65 * hash2(cu + 5, cv + seed))
            warm = pane * (0.25 + 0.3 * hash2(cv + 9, cu))
    return value, warm, gloss, glow


@inlined
def solid(material, x, y, z, fine):
    """(value, warmth, gloss, glow) of a curved surface at a point in the solid's own axes."""
    value = 1.0
    warm = 0.0
    gloss = 0.06
    glow = 0.0
    near = 1.0 / (1.0 + fine * 60.0)
    if material == SKIN:
        gloss = 0.24
    elif material == CLOTH:
        value = 1.0 + (noise2(x * 7.0 + z * 4.0, y * 4.0 - z * 2.0) - 0.5) * 0.13
        if near > 0.55:
            value += (noise2((x + z) * 160.0, y * 160.0) - 0.5) * 0.16 * (near - 0.55)
        gloss = 0.02
    elif material == HAIR:
        angle = math.atan2(x, z) * 0.09
        strand = noise2(angle * 320.0, y * 7.0) - 0.5
        lock = noise2(angle * 70.0, y * 4.0 + 3.0) - 0.5
        value = 1.0 + strand * 0.34 * near + lock * 0.38
        gloss = 0.42
    elif material in (FOLIAGE, GRASS):
        leaf = noise3(x * 9.0, y * 9.0, z * 9.0) - 0.5
        clump = noise3(x * 2.3, y * 2.3, z * 2.3) - 0.5
        value = 1.0 + leaf * 0.75 * near + clump * 0.6
        warm = clump * 0.15
    elif material == WOOD:
        value = 1.0 + (noise3(x * 22.0, y * 3.0, z * 22.0) - 0.5) * 0.35
        gloss = 0.2
    elif material in (STONE, PLASTER, BRICK):
        value = 1.0 + (noise3(x * 5.0, y * 5.0, z * 5.0) - 0.5) * 0.30
    elif material == LEATHER:
        value = 1.0 + (noise3(x * 30.0, y * 30.0, z * 30.0) - 0.5) * 0.12 * near
        gloss = 0.4
    elif material == METAL:
        gloss = 0.75
    elif material in (GLASS, WATER):
        gloss = 0.95
    elif material in (GLOW, WINDOW):
        glow = 1.0
    elif material == SNOW:
        gloss = 0.2
    return value, warm, gloss, glow
