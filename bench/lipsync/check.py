#!/usr/bin/env python3
"""Lips against sound, measured on decoded frames: ./bench/lipsync/check.py [--avatar NAME] [SENTENCE...]

Films sentences by `./damso animate --text`, decodes the films by ffmpeg and measures how far the mouth
is open in each picture: the part of the mouth's region that is dark or teeth, not lips or skin. No rig
value is read. The phones' times are the voice's own. Prints a table:

  closures   p b m with an open mouth before or after: how many show it shut within one frame
  offset     of aperture and the sound's envelope, by cross-correlation; + is lips later
  silence    the largest aperture from 200 ms after the sound's end, as a part of the film's 95th percentile
  middle     of them, how many show it shut in the picture at the closure's middle
  shifted    the same when the lips are moved by 200 ms either way: the negative control
"""
import json, math, os, subprocess, sys, tempfile, wave, array

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
W, H, FPS = 640, 480, 25
SENTENCES = [
    "안녕하세요! 무엇을 도와드릴까요?", "봄비가 내리는 아침에 아빠와 바다를 보러 갔어요.",
    "김밥 두 줄과 떡볶이를 포장해 주세요.", "오늘 밤에는 별이 아주 많이 보입니다.",
    "엄마가 만든 미역국은 정말 맛있어요.", "Please remember my number, maybe by Monday.",
    "Bob and Pam bought a big blue boat.", "The weather in Seoul is warm and pleasant.",
]


def film(text, folder, avatar):
    path = os.path.join(folder, "film.mp4")
    out = subprocess.run([ROOT + "/damso", "animate", "--avatar", avatar, "--text", text, "-o", path, "--json"],
                         check=True, capture_output=True, text=True).stdout
    phones = json.loads(out)["phonemes"]
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "yuv444p", "-"],
                         check=True, capture_output=True).stdout
    sound = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", "16000", "-"],
                           check=True, capture_output=True).stdout
    size = W * H * 3
    return phones, [raw[k:k + size] for k in range(0, len(raw), size)], array.array("h", sound)


def mouth(frame):
    """Pixels between the lips: not lips or skin, whose red difference is high, yet beside lips."""
    y0, x0 = H * 55 // 100, W * 40 // 100
    count = 0
    for y in range(y0, H * 70 // 100):
        row = y * W
        luma = frame[row + x0:row + W - x0]
        red = frame[2 * W * H + row + x0:2 * W * H + row + W - x0]
        lips = [k for k, v in enumerate(red) if v >= 150]
        if len(lips) < 8:
            continue
        for k in range(lips[0], lips[-1] + 1):
            count += luma[k] < 82 or (red[k] < 142 and luma[k] > 110)
    return count


def envelope(sound, frames):
    """Decibels of what is above 1 kHz, mostly: nasals are as loud as vowels, but not there."""
    n = 16000 // FPS
    sound = [c - 1.9 * b + 0.95 * a for a, b, c in zip(sound, sound[1:], sound[2:])]
    out = []
    for k in range(frames):
        part = sound[k * n:(k + 1) * n]
        rms = math.sqrt(sum(s * s for s in part) / max(1, len(part)))
        out.append(max(0.0, 20 * math.log10(rms / 32768 + 1e-6) + 65))
    return out


def correlation(a, b):
    n = len(a)
    ma, mb = sum(a) / n, sum(b) / n
    num = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    den = math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))
    return num / den if den else 0


def at(values, k):
    return values[min(len(values) - 1, max(0, k))]


def closures(phones, open_, shift, full):
    """(shut, all) of p b m; shift in frames."""
    shut = total = 0
    for p in phones:
        if p["symbol"][:1] not in ("p", "b", "m"):
            continue
        first = int(p["start_ms"] * FPS / 1000) - 1 + shift
        last = math.ceil(p["end_ms"] * FPS / 1000) + 1 + shift
        total += 1
        shut += min(at(open_, k) for k in range(first, last + 1)) < 0.03 * full
    return shut, total


def middles(phones, open_, shift, full):
    bilabials = [p for p in phones if p["symbol"][:1] in ("p", "b", "m")]
    frames = [round((p["start_ms"] + p["end_ms"]) / 2 * FPS / 1000) + shift for p in bilabials]
    return sum(at(open_, k) < 0.03 * full for k in frames), len(frames)


def offset(open_, sound):
    """Lag with the best correlation, milliseconds, between frames by a parabola."""
    lags = range(-8, 9)
    n = len(open_)
    scores = [correlation(open_[max(0, lag):n + min(0, lag)], sound[max(0, -lag):n - max(0, lag)]) for lag in lags]
    k = max(range(1, len(scores) - 1), key=lambda i: scores[i])
    a, b, c = scores[k - 1:k + 2]
    return (lags[k] + (0.5 * (a - c) / (a - 2 * b + c) if a - 2 * b + c else 0)) * 1000 / FPS, scores[k]


def main():
    arguments, avatar = sys.argv[1:], "mina"
    if arguments[:1] == ["--avatar"]:
        avatar, arguments = arguments[1], arguments[2:]
    rows, mouths, sounds = [], [], []
    for text in arguments or SENTENCES:
        with tempfile.TemporaryDirectory() as folder:
            phones, frames, sound = film(text, folder, avatar)
        open_ = [mouth(f) for f in frames]
        full = sorted(open_)[len(open_) * 95 // 100] or 1
        loud = envelope(sound, len(open_))
        lag, score = offset(open_, loud)
        mouths += [x / full for x in open_]
        sounds += loud
        end = int((phones[-1]["end_ms"] + 200) * FPS / 1000)
        row = dict(text=text, closures=closures(phones, open_, 0, full), lag=lag, r=score,
                   silence=max(open_[end:] or [0]) / full,
                   middle=middles(phones, open_, 0, full),
                   early=middles(phones, open_, -5, full), late=middles(phones, open_, 5, full))
        rows.append(row)
        print("%-44s closures %2d/%-2d  offset %+5.0f ms (r %.2f)  silence %.2f  middle %d/%d  shifted %d/%d"
              % (text[:44], *row["closures"], lag, score, row["silence"], *row["middle"], row["early"][0] + row["late"][0],
                 row["early"][1] + row["late"][1]), flush=True)
    total = lambda key: (sum(r[key][0] for r in rows), sum(r[key][1] for r in rows))
    lag, score = offset(mouths, sounds)
    print("all: closures %d/%d, offset %+.0f ms (r %.2f), silence %.2f; middle %d/%d; shifted by -200 ms %d/%d, by +200 ms %d/%d"
          % (*total("closures"), lag, score, max(r["silence"] for r in rows), *total("middle"), *total("early"), *total("late")))


if __name__ == "__main__":
    main()
