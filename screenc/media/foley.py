"""Things that sound: the air of places, weather, machines, footsteps, doors; each a maker of one loop or of one event."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from screenc.media.material import LOOP, RATE, band, decay, noise, place, swell, thud, tone


def air(dice):
    return noise(dice, lambda hz: band(40, 350, 1)(hz) / hz**0.4) * swell(dice, (1, 3), 0.1)


def _room(dice):
    return noise(dice, lambda hz: band(50, 500, 1)(hz) / hz**0.5, width=0.4) + 0.12 * tone(50, LOOP)[:, None]


def _rain(dice):
    hiss = noise(dice, band(900, 9000, 1)) * swell(dice, (2, 5), 0.12)
    loop = hiss + 0.5 * noise(dice, band(120, 600, 1))
    for _ in range(160):
        drop = tone(dice.uniform(1400, 4200), 0.03) * decay(0.03, 0.004)
        place(loop, dice.random() * LOOP, drop, dice.uniform(-0.9, 0.9), dice.uniform(0.5, 2.5))
    return loop


def _wind(dice):
    low = noise(dice, band(90, 420, 1.5)) * swell(dice, (1, 2, 3), 0.7)
    return low + 0.35 * noise(dice, band(500, 1100, 3)) * np.maximum(swell(dice, (2, 3, 5), 1.2), 0)


def _sea(dice):
    surf = noise(dice, band(150, 3500, 0.8)) * np.maximum(swell(dice, (2,), 0.9), 0.05) ** 1.6
    return surf + 0.5 * noise(dice, band(50, 250, 1))


def _traffic(dice):
    loop = noise(dice, lambda hz: band(45, 500, 1)(hz) / hz**0.3) * swell(dice, (1, 2), 0.25)
    for _ in range(5):
        passing = noise(dice, band(80, 1400, 1), 4, 0)[:, 0] * np.hanning(4 * RATE) ** 2
        place(loop, dice.random() * LOOP, passing, dice.uniform(-0.8, 0.8), dice.uniform(0.6, 1.4))
    return loop


def _birds(dice):
    loop = 0.12 * noise(dice, band(200, 2500, 1))
    for _ in range(16):
        start, pan, pitch, far = dice.random() * LOOP, dice.uniform(-0.9, 0.9), dice.uniform(2200, 4600), dice.uniform(0.25, 1)
        for k in range(dice.integers(2, 6)):
            long = dice.uniform(0.05, 0.12)
            sweep = pitch * (1 + np.linspace(0, dice.uniform(-0.25, 0.25), int(long * RATE)))
            place(loop, start + k * dice.uniform(0.11, 0.16), tone(sweep, long) * np.hanning(int(long * RATE)), pan, far)
    return loop


def _crickets(dice):
    loop = 0.1 * noise(dice, band(150, 1500, 1))
    for pitch, every, pan in ((4300, 0.9, -0.6), (4750, 1.15, 0.5), (3900, 1.6, 0.1)):
        chirp = tone(pitch, 0.35) * (0.5 + 0.5 * tone(28, 0.35)) * np.hanning(int(0.35 * RATE))
        for n in range(int(LOOP / every)):
            place(loop, n * every + dice.uniform(0, 0.1), chirp, pan, 0.5)
    return loop


def _crowd(dice):
    loop = np.zeros((LOOP * RATE, 2), np.float32)
    for _ in range(9):
        formant = dice.uniform(350, 800)
        voice = noise(dice, lambda hz, f=formant: band(140, 900, 1.5)(hz) + 0.5 * np.exp(-(((hz - f) / 140) ** 2)), LOOP, 0)
        beat = np.maximum(swell(dice, tuple(dice.integers(30, 75, 3)), 1.4), 0) * np.maximum(swell(dice, (2, 3, 7), 1.3), 0)
        pan = dice.uniform(0.1, 0.9)
        loop += voice * beat * np.array([1 - pan, pan], np.float32)
    return loop


def _fire(dice):
    loop = 0.5 * noise(dice, band(70, 700, 1)) * swell(dice, (3, 7), 0.3)
    for _ in range(220):
        place(loop, dice.random() * LOOP, thud(dice, 900, 6000, 0.02, 0.002), dice.uniform(-0.6, 0.6), dice.uniform(0.3, 3.0))
    return loop


def _water(dice):
    loop = 0.6 * noise(dice, band(350, 3200, 1)) * swell(dice, (5, 9), 0.15)
    for _ in range(140):
        long = dice.uniform(0.03, 0.09)
        bubble = tone(dice.uniform(500, 1500) * np.linspace(1, 1.5, int(long * RATE)), long) * np.hanning(int(long * RATE))
        place(loop, dice.random() * LOOP, bubble, dice.uniform(-0.7, 0.7), dice.uniform(0.2, 0.9))
    return loop


def _hum(dice):
    loop = 0.25 * noise(dice, band(80, 900, 1), width=0.5)
    for n, level in ((1, 0.5), (2, 1.0), (3, 0.3), (4, 0.4), (6, 0.15)):
        loop += (level * tone(60 * n, LOOP) * 0.7)[:, None]
    return loop


def _train(dice):
    loop = noise(dice, lambda hz: band(50, 450, 1)(hz) / hz**0.3) * swell(dice, (4,), 0.1)
    for n in range(int(LOOP / 0.8)):
        for k in (0.0, 0.16):
            place(loop, n * 0.8 + k, thud(dice, 80, 700, 0.15, 0.03), 0.0, 5.0)
    return loop


def _engine(dice):
    loop = 0.4 * noise(dice, band(60, 700, 1))
    for n in (1, 2, 3, 4, 5, 6):
        loop += (0.9 / n * tone(42 * n, LOOP))[:, None] * swell(dice, (3,), 0.1)
    return loop


def _steps(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for n in range(15):
        for low, high, after, level in ((70, 320, 0.0, 1.0), (900, 3500, 0.012, 0.35)):
            place(loop, n * 8 / 15 + after + dice.uniform(0, 0.02), thud(dice, low, high, 0.12, 0.022), 0.12 * (-1) ** n, level)
    return loop


def _typing(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for _ in range(44):
        place(loop, dice.random() * 8, thud(dice, 1200, 5500, 0.04, 0.006), dice.uniform(-0.2, 0.2), dice.uniform(0.6, 1.0))
    return loop


def _clock(dice):
    loop = np.zeros((LOOP * RATE, 2), np.float32)
    for n in range(LOOP * 2):
        place(loop, n / 2, thud(dice, 1800 if n % 2 else 2400, 6000, 0.05, 0.005), 0.1)
    return loop


def _heart(dice):
    loop = np.zeros((8 * RATE, 2), np.float32)
    for n in range(9):
        for after, level in ((0.0, 1.0), (0.26, 0.7)):
            place(loop, n * 8 / 9 + after, thud(dice, 35, 110, 0.25, 0.05), 0.0, level)
    return loop


def _phone(dice):
    loop = np.zeros((6 * RATE, 2), np.float32)
    ring = (tone(1320, 2) + 0.6 * tone(1660, 2)) * (tone(20, 2) > 0)
    edge = np.minimum(1, np.minimum(np.arange(2 * RATE), np.arange(2 * RATE)[::-1]) / 480)
    ring = np.convolve(ring, np.hanning(96) / 48, "same") * edge
    place(loop, 0.0, ring, 0.1)
    return loop


def _siren(dice):
    time = np.arange(LOOP * RATE) / RATE
    return np.repeat(tone(900 + 320 * np.sin(2 * np.pi * time / 4), LOOP)[:, None], 2, 1) + 0.02 * noise(dice, band(300, 2000))


def _applause(dice):
    loop = 0.2 * noise(dice, band(600, 4000))
    for _ in range(1600):
        place(loop, dice.random() * LOOP, thud(dice, 700, 3500, 0.03, 0.004), dice.uniform(-0.9, 0.9), dice.uniform(0.4, 1.2))
    return loop


def _once(seconds: float) -> np.ndarray:
    return np.zeros((int(seconds * RATE), 2), np.float32)


def _door(dice):
    out = _once(1.6)
    creak = tone(np.linspace(210, 340, int(0.6 * RATE)) + 40 * np.sin(np.linspace(0, 60, int(0.6 * RATE))), 0.6)
    place(out, 0.05, creak * np.hanning(int(0.6 * RATE)) * 0.25)
    place(out, 0.75, thud(dice, 60, 420, 0.6, 0.06), 0.05, 3.0)
    place(out, 0.77, thud(dice, 900, 3000, 0.1, 0.01), 0.05, 0.8)
    return out


def _knock(dice):
    out = _once(1.3)
    for n in range(3):
        place(out, 0.05 + 0.27 * n, thud(dice, 140, 900, 0.2, 0.022), -0.1, 2.0)
    return out


def _bell(dice):
    out = _once(5)
    for ratio, level, half in ((0.5, 0.5, 1.4), (1, 1, 1.0), (1.19, 0.5, 0.7), (1.5, 0.4, 0.6), (2, 0.6, 0.5), (2.74, 0.3, 0.3)):
        place(out, 0, tone(523 * ratio, 5) * decay(5, half), 0.0, level)
    out[:96] *= np.linspace(0, 1, 96, dtype=np.float32)[:, None]
    return out


def _thunder(dice):
    out = _once(6)
    place(out, 0.1, thud(dice, 40, 1600, 1.2, 0.12), 0.2, 2.0)
    roll = noise(dice, band(30, 180, 1), 5, 0)[:, 0] * decay(5, 1.1) * (0.6 + 0.4 * np.sin(np.linspace(0, 37, 5 * RATE)))
    place(out, 0.4, roll[: int(5 * RATE)] * np.minimum(1, np.arange(5 * RATE) / 4800), -0.1, 2.0)
    return out


def _shot(dice):
    out = _once(2)
    place(out, 0.0, thud(dice, 60, 7000, 1.5, 0.05), 0.0, 4.0)
    return out


def _glass(dice):
    out = _once(1.5)
    for _ in range(26):
        shard = tone(dice.uniform(2500, 9000), 0.4) * decay(0.4, 0.04)
        place(out, dice.uniform(0, 0.35), shard, dice.uniform(-0.5, 0.5), dice.uniform(0.2, 1))
    return out


MAKERS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "room": _room,
    "rain": _rain,
    "wind": _wind,
    "sea": _sea,
    "traffic": _traffic,
    "birds": _birds,
    "crickets": _crickets,
    "crowd": _crowd,
    "fire": _fire,
    "water": _water,
    "hum": _hum,
    "train": _train,
    "engine": _engine,
    "steps": _steps,
    "typing": _typing,
    "clock": _clock,
    "heart": _heart,
    "phone": _phone,
    "siren": _siren,
    "applause": _applause,
    "door": _door,
    "knock": _knock,
    "bell": _bell,
    "thunder": _thunder,
    "gunshot": _shot,
    "glass": _glass,
}
ONCE = frozenset({"door", "knock", "bell", "thunder", "gunshot", "glass"})
"""What happens once and is over."""
