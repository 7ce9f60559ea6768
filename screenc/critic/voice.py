"""Hearing a voice: its level and its pitch in hops of 20 ms, and what it sounds like on the whole."""

from __future__ import annotations

RATE = 16000
HOP = 320
QUIET = -55.0
"""Decibels under which nothing is a voice."""
DEAD = -90.0
"""Decibels of a sound that was taken away: nothing records so little."""
SYLLABLES = 6.0
"""Decibels by which a voice rises and falls within half a second; held strings, wind and rain hardly do."""
BANDS = 24
LOWEST, HIGHEST = 150.0, 7000.0
"""Hertz between which a voice's timbre is read."""


def hops(samples):
    """(level in dB between 250 and 3,500 Hz, whether it has a pitch) for each 20 ms."""
    import numpy as np

    count = len(samples) // HOP - 3
    if count < 1:
        return np.zeros(0), np.zeros(0, bool)
    windows = np.lib.stride_tricks.sliding_window_view(samples, HOP * 4)[::HOP][:count] * np.hanning(HOP * 4).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(windows, 2 * HOP * 4, axis=1)) ** 2
    hertz = np.fft.rfftfreq(2 * HOP * 4, 1 / RATE)
    band = spectrum[:, (hertz >= 250) & (hertz < 3500)].sum(axis=1) / (HOP * 4) ** 2
    low = np.where(hertz < 1000, spectrum, 0)
    again = np.fft.irfft(low, axis=1)
    lags = again[:, RATE // 420 : RATE // 70]
    pitched = lags.max(axis=1) > 0.55 * np.maximum(again[:, 0], 1e-12)
    return 10 * np.log10(band + 1e-12), pitched


def active(samples):
    """Whether a voice is heard in each 20 ms hop: pitched within a seventh of a second, and well above the quietest tenth."""
    import numpy as np

    levels, pitched = hops(samples)
    if not len(levels):
        return np.zeros(0, bool)
    floor = float(np.quantile(levels, 0.1))
    loud = levels > max(floor + 8.0, QUIET)
    near = np.convolve(pitched & loud, np.ones(15), "same") > 0
    return loud & near


def spoken(samples):
    """Whether somebody speaks in each 20 ms, to the end of the samples: a voice is heard, and it moves as syllables do.

    Stretches of a second and more that were muted are left out of the reckoning: beside them every rustle is loud.
    """
    import numpy as np

    count = -(-len(samples) // HOP)
    parts = np.zeros(count * HOP, np.float32)
    parts[: len(samples)] = samples
    parts = parts.reshape(count, HOP)
    alive = _without_short_gaps(np.abs(parts).max(axis=1) > 10 ** (DEAD / 20), RATE // HOP)
    out = np.zeros(count, bool)
    if alive.any():
        rest = parts[alive].ravel()
        found = active(rest) & _syllables(hops(rest)[0])
        left = int(alive.sum())
        out[alive] = np.concatenate([found, np.full(max(0, left - len(found)), bool(len(found) and found[-1]))])[:left]
    return out


def _without_short_gaps(alive, least: int):
    """`alive`, with False runs shorter than `least` made True."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[1], alive.astype(np.int8), [1]])))
    alive = alive.copy()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < least:
            alive[start:end] = True
    return alive


def _syllables(levels):
    """Whether the level moves as a voice's does, a quarter of a second to either side."""
    import numpy as np

    if not len(levels):
        return np.zeros(0, bool)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(levels, 12, mode="edge"), 25)
    return near.max(axis=1) - near.min(axis=1) >= SYLLABLES


def timbre(samples, beneath=None):
    """(mean and spread of a voice's spectrum in mel bands, level taken out, then log-pitch, all in comparable units), or None
    where fewer than ten voiced hops are heard. What is heard `beneath` it, between lines, is taken off."""
    import numpy as np

    levels, pitched = hops(samples)
    if not len(levels):
        return None
    voiced = pitched & (levels > max(float(np.quantile(levels, 0.9)) - 20, QUIET))
    if voiced.sum() < 10:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(samples, HOP * 4)[::HOP][: len(levels)][voiced]
    shape = np.hanning(HOP * 4).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(windows * shape, axis=1)) ** 2
    power = spectrum @ mel(spectrum.shape[1]).T
    if beneath is not None and len(beneath) >= HOP * 8:
        others = np.lib.stride_tricks.sliding_window_view(beneath, HOP * 4)[::HOP] * shape
        floor = (np.abs(np.fft.rfft(others, axis=1)) ** 2).mean(axis=0) @ mel(spectrum.shape[1]).T
        power = np.maximum(power - 1.2 * floor, 0.03 * power)
    power = np.log(power + 1e-7)
    power -= power.mean(axis=1, keepdims=True)
    cosine = np.cos(np.pi * np.outer(np.arange(1, 14), np.arange(BANDS) + 0.5) / BANDS)
    cepstrum = power @ cosine.T / BANDS
    return np.concatenate([cepstrum.mean(axis=0), [3.0 * np.log2(pitch(windows) / 150)]])


def pitch(windows) -> float:
    """The median pitch in hertz of voiced windows (N, 1280), by autocorrelation."""
    import numpy as np

    low = np.fft.rfft(windows, 2 * windows.shape[1], axis=1)
    low[:, np.fft.rfftfreq(2 * windows.shape[1], 1 / RATE) > 1000] = 0
    again = np.fft.irfft(np.abs(low) ** 2, axis=1)[:, RATE // 420 : RATE // 70]
    first = np.argmax(again > 0.9 * again.max(axis=1, keepdims=True), axis=1)
    climb = [int(f) + int(np.argmax(row[f : f + 12])) for f, row in zip(first, again, strict=True)]
    return float(np.median(RATE / (RATE // 420 + np.array(climb))))


def mel(bins: int):
    """(BANDS, bins): triangles a mel apart that gather a spectrum of `bins` into bands."""
    import numpy as np

    def scale(hertz):
        return 2595 * np.log10(1 + hertz / 700)

    edges = 700 * (10 ** (np.linspace(scale(LOWEST), scale(HIGHEST), BANDS + 2) / 2595) - 1)
    hertz = np.linspace(0, RATE / 2, bins)
    up = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(up, down), 0, None)
