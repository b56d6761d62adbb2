#!/usr/bin/env python3
"""Lips against sound, measured on decoded films: bench/lipsync/check.py [--avatar NAME]... [--by-ear] [SENTENCE]...

Films sentences by `./damso animate --text`, decodes the films by ffmpeg and lets a landmark model that knows
nothing of our rig (MediaPipe Face Mesh) say in each picture where the lips are. The phones' times are the
voice's own. Its Python packages go to ~/.cache/damso-lipsync, 200 MB, the first time.

  face       pictures in which the face is found
  closures   of p b m, those with shut lips within one picture of their sound
  offset     of aperture and the sound's envelope, by cross-correlation; + is lips later
  silence    the widest aperture of two pictures in a row from 200 ms after the sound's end, as a part of the usual
             opening; in one picture, in a blink for instance, the model errs by as much as 0.15. 0 is the aperture
             of the last pictures, long after the sound: the model sees shut lips a little apart
  width      of the mouth, in vowels that are spread less rounded ones, p by permutation

Controls: the aperture in the middle of each closure against the same with wrong lips: moved by 200 ms either
way, those of another sentence, and a mouth that follows loudness only (the film's sound animated as a WAV).
p is the share of 20,000 random sign changes (paired permutation test, one-sided) that look as good.
"""
import argparse, json, math, os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.expanduser("~/.cache/damso-lipsync")
PACKAGES = """mediapipe==0.10.21 numpy==1.26.4 opencv-python-headless==4.11.0.86 absl-py attrs flatbuffers protobuf<5
matplotlib cycler kiwisolver contourpy fonttools packaging pillow pyparsing python-dateutil six""".split()
if sys.prefix != VENV:
    if not os.path.exists(VENV + "/complete"):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([VENV + "/bin/pip", "install", "-q", "--no-deps", *PACKAGES], check=True)
        open(VENV + "/complete", "w").close()
    os.execv(VENV + "/bin/python", [VENV + "/bin/python", *sys.argv])

os.environ["GLOG_minloglevel"] = "3"
import mediapipe
import numpy as np

W, H, FPS = 640, 480, 25
SENTENCES = [
    "안녕하세요! 무엇을 도와드릴까요?", "봄비가 내리는 아침에 아빠와 바다를 보러 갔어요.",
    "김밥 두 줄과 떡볶이를 포장해 주세요.", "오늘 밤에는 별이 아주 많이 보입니다.",
    "엄마가 만든 미역국은 정말 맛있어요.", "Please remember my number, maybe by Monday.",
    "Bob and Pam bought a big blue boat.", "The weather in Seoul is warm and pleasant.",
]
SHUT = .15  # of the usual opening: the 95th percentile of all films of an avatar
SPREAD, ROUNDED = ("i", "e", "ɛ", "ɪ"), ("u", "o", "ʊ", "ɔ", "w")
rng = np.random.default_rng(1)


def damso(*arguments, **settings):
    environment = os.environ | {"DAMSO_" + key: value for key, value in settings.items()}
    return subprocess.run([ROOT + "/damso", *arguments, "--json"], check=True, capture_output=True, text=True, env=environment).stdout


def decoded(film, *arguments):
    return subprocess.run(["ffmpeg", "-v", "error", "-i", film, *arguments, "-"], check=True, capture_output=True).stdout


class Film:
    """Aperture (of the face's height), width (of the eyes' distance) in each picture; NaN: no face."""

    def __init__(self, path, mesh):
        raw = np.frombuffer(decoded(path, "-f", "rawvideo", "-pix_fmt", "rgb24"), np.uint8)
        frames = raw.reshape(-1, H, W, 3)
        self.aperture, self.width = np.full(len(frames), np.nan), np.full(len(frames), np.nan)
        for k, frame in enumerate(frames):
            square = np.pad(frame, ((0, W - H), (0, 0), (0, 0)), "edge")  # the model's crop is only right in one
            found = mesh.process(square).multi_face_landmarks
            if found:
                at = np.array([[p.x * W, p.y * W] for p in found[0].landmark])
                far = lambda a, b: np.linalg.norm(at[a] - at[b])
                self.aperture[k] = (far(13, 14) + far(82, 87) + far(312, 317)) / 3 / far(10, 152)
                self.width[k] = far(61, 291) / far(33, 263)
        sound = np.frombuffer(decoded(path, "-f", "s16le", "-ac", "1", "-ar", "16000"), np.int16).astype(float)
        self.loud = envelope(sound, len(frames))
        # The model sees shut lips a little apart: the last pictures, long after the sound, tell how much.
        self.rest = np.nanmedian(self.aperture[-10:])
        self.usual = 1

    def open(self, frame):
        """The aperture as a part of the avatar's usual opening, from shut lips."""
        return (self.aperture[min(len(self.aperture) - 1, max(0, frame))] - self.rest) / self.usual


def envelope(sound, frames):
    """Decibels of what is above 1 kHz, mostly: nasals are as loud as vowels, but not there."""
    n = 16000 // FPS
    high = sound[2:] - 1.9 * sound[1:-1] + .95 * sound[:-2]
    parts = [high[k * n:(k + 1) * n] for k in range(frames)]
    return np.array([max(0, 20 * math.log10(math.sqrt(np.mean(p * p)) / 32768 + 1e-6) + 65) if len(p) else 0 for p in parts])


def middle(phone):
    return round((phone["start_ms"] + phone["end_ms"]) / 2 * FPS / 1000)


def bilabials(phones):
    return [p for p in phones if p["symbol"][:1] in ("p", "b", "m")]


def shut_nearby(film, phone):
    first, last = int(phone["start_ms"] * FPS / 1000) - 1, math.ceil(phone["end_ms"] * FPS / 1000) + 1
    return min(film.open(k) for k in range(first, last + 1)) < SHUT


def offset(aperture, loud):
    """Milliseconds of the lag with the best correlation, between pictures by a parabola."""
    lags, n = range(-8, 9), len(aperture)
    a = np.nan_to_num(aperture, nan=0)
    score = [np.corrcoef(a[max(0, g):n + min(0, g)], loud[max(0, -g):n - max(0, g)])[0, 1] for g in lags]
    k = int(np.argmax(score[1:-1])) + 1
    x, y, z = score[k - 1:k + 2]
    return (lags[k] + (.5 * (x - z) / (x - 2 * y + z) if x - 2 * y + z else 0)) * 1000 / FPS, score[k]


def sign_test(right, wrong):
    """p that `wrong` is not wider open than `right`."""
    d = np.array(wrong) - np.array(right)
    flips = rng.choice([-1, 1], size=(20_000, len(d)))
    return (1 + np.sum((flips * d).mean(1) >= d.mean())) / 20_001


def permutation_test(high, low):
    both, n = np.r_[high, low], len(high)
    seen = np.mean(high) - np.mean(low)
    shuffled = rng.permuted(np.tile(both, (20_000, 1)), axis=1)
    return (1 + np.sum(shuffled[:, :n].mean(1) - shuffled[:, n:].mean(1) >= seen)) / 20_001


def filmed(avatar, sentences, folder, mesh, by_ear=False):
    """(phones, film, the same sound with lips by loudness) of each sentence."""
    for n, text in enumerate(sentences):
        path, wav, loud = (os.path.join(folder, f"{n}.{end}") for end in ("mp4", "wav", "loud.mp4"))
        phones = json.loads(damso("animate", "--avatar", avatar, "--text", text, "-o", path))["phonemes"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", path, "-ac", "1", wav], check=True)
        damso("animate", "--avatar", avatar, wav, "-o", loud, FACE_LIPS="loudness")
        if by_ear:
            damso("animate", "--avatar", avatar, wav, "-o", path, FACE_LIPS="heard")
        yield phones, Film(path, mesh), Film(loud, mesh)


def check(avatar, sentences, by_ear):
    mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True)
    with tempfile.TemporaryDirectory() as folder:
        takes = list(filmed(avatar, sentences, folder, mesh, by_ear))
    usual = np.nanpercentile(np.concatenate([film.aperture - film.rest for _, film, _ in takes]), 95)
    for _, film, loud in takes:
        film.usual = loud.usual = usual
    right, wrong = [], {"moved -200 ms": [], "moved +200 ms": [], "other sentence": [], "loudness only": []}
    shut = total = shut_by_loudness = 0
    spread, rounded, silence = [], [], []
    for n, (phones, film, loud) in enumerate(takes):
        other = takes[(n + 1) % len(takes)][1]
        for p in bilabials(phones):
            total += 1
            shut += shut_nearby(film, p)
            shut_by_loudness += shut_nearby(loud, p)
            right.append(film.open(middle(p)))
            for name, value in (("moved -200 ms", film.open(middle(p) + 5)), ("moved +200 ms", film.open(middle(p) - 5)),
                                ("other sentence", other.open(middle(p))), ("loudness only", loud.open(middle(p)))):
                wrong[name].append(value)
        for p in phones:
            if p["symbol"][:1] in SPREAD:
                spread.append(film.width[min(middle(p), len(film.width) - 1)])
            elif p["symbol"][:1] in ROUNDED:
                rounded.append(film.width[min(middle(p), len(film.width) - 1)])
        end = int((phones[-1]["end_ms"] + 200) * FPS / 1000)
        silence += [min(film.open(k), film.open(k + 1)) for k in range(end, len(film.aperture) - 1)]
    aperture = np.concatenate([(f.aperture - f.rest) / f.usual for _, f, _ in takes])
    lag, r = offset(aperture, np.concatenate([f.loud for _, f, _ in takes]))
    print(f"\n{avatar}{', by ear' if by_ear else ''}: {len(takes)} films, {len(aperture)} pictures, {total} closures")
    rows = [("face found", f"{100 * np.mean(~np.isnan(aperture)):.1f} %", ">= 99 %"),
            ("closures shut within a picture", f"{shut}/{total} = {100 * shut / total:.0f} %", ">= 95 %"),
            ("  loudness only", f"{shut_by_loudness}/{total} = {100 * shut_by_loudness / total:.0f} %", ""),
            ("offset of lips to sound", f"{lag:+.0f} ms (r {r:.2f})", "within 40 ms"),
            ("silence, widest aperture", f"{max(silence or [0]):.2f}", f"< {SHUT}"),
            ("width, spread - rounded", f"{np.mean(spread) - np.mean(rounded):.3f} (p {permutation_test(spread, rounded):.5f})", "p < 0.01"),
            ("aperture in closures", f"{np.mean(right):.3f}", "")]
    rows += [("  " + name, f"{np.mean(values):.3f} (p {sign_test(right, values):.5f})", "p < 0.01") for name, values in wrong.items()]
    for name, value, wanted in rows:
        print(f"  {name:34}{value:28}{wanted}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--avatar", action="append", help="name or folder; mina and joon where none is named")
    parser.add_argument("--by-ear", action="store_true", help="the lips of the sound alone, as animate IN.wav has them")
    parser.add_argument("sentences", nargs="*")
    chosen = parser.parse_args()
    for who in chosen.avatar or ["mina", "joon"]:
        check(who, chosen.sentences or SENTENCES, chosen.by_ear)
