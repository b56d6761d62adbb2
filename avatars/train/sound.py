"""The sound that the lips follow: the log-mel front end of Damso's speech recognition, with a fixed floor.

16 kHz, a periodic Hann window of 400 samples each 160, 80 bands on Slaney's scale: the same as
src/main/java/dev/damso/audio/LogMel.java, so that what is learnt here is what is heard there.
"""
import subprocess

import numpy as np

RATE, HOP, WINDOW, BANDS = 16_000, 160, 400, 80
FPS = 25
# What a picture at time t is drawn from: the windows centred at t - 250 ms ... t + 140 ms, which end 152.5 ms after t.
BEFORE, STEPS = 25, 40
LOW, HIGH = -6.0, 2.0  # log10 of power: silence, and louder than speech is


def read(path):
    """Mono samples in [-1, 1] of a sound or film, by ffmpeg."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"],
                         check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.int16).astype(np.float32) / 32768


def _filters():
    def hz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    top = 15 + np.log(8) * 27 / np.log(6.4)
    edges = hz(np.linspace(0, top, BANDS + 2))
    bins = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    weight = np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))
    return (np.maximum(0, weight) * 2 / (high - low)).astype(np.float32)


def log_mel(samples):
    """uint8 [frames, 80]: 0 is LOW, 255 is HIGH. Frame i is centred at i * 10 ms."""
    padded = np.pad(samples, WINDOW // 2, mode="reflect")
    count = len(samples) // HOP
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
    filters = _filters()
    out = np.empty((count, BANDS), np.uint8)
    for at in range(0, count, 4096):
        n = min(4096, count - at)
        frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[at * HOP:(at + n - 1) * HOP + 1:HOP]
        power = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
        log = np.log10(np.maximum(power.astype(np.float32) @ filters.T, 1e-10))
        out[at:at + n] = np.round((np.clip(log, LOW, HIGH) - LOW) / (HIGH - LOW) * 255)
    return out


def first_step(picture):
    """Index of the first mel frame of a picture's window; may be negative: silence."""
    return picture * 100 // FPS - BEFORE
