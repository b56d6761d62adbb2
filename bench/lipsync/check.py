#!/usr/bin/env python3
"""Lips against sound, measured on decoded films:

    bench/lipsync/check.py [--avatar NAME]... [--seeds 1,2,3] [--by-ear] [TEXT]...

Films texts by `./damso animate --text`, decodes the films by ffmpeg and lets a landmark model that knows
nothing of our rig (MediaPipe Face Mesh) say in each picture where the lips are. The phones' times are the
voice's own. A seed moves the rest of the face otherwise, so each has its column. The Python packages go to
~/.cache/damso-lipsync, 200 MB, the first time.

  face       pictures in which the face is found
  closures   of p b m, those with shut lips within one picture of their sound
  offset     of aperture and the sound's envelope, by cross-correlation; + is lips later
  silence    the widest aperture of two pictures in a row from 200 ms after the sound's end, and in 20 seconds
             without sound, as a part of the usual opening; in one picture, in a blink for instance, the model errs
             by as much as 0.15. 0 is the aperture of the last pictures, long after the sound: the model sees shut
             lips a little apart
  alive      blinks a minute in those 20 seconds, and pictures that differ from the one before
  flicker    pixels away from eyes, brows and mouth that jump and jump back in the next picture
  width      of the mouth, in vowels that are spread less rounded ones, p by permutation

Controls: the aperture in the middle of each closure against the same with wrong lips: moved by 200 ms either
way, those of the other texts, and a mouth that follows loudness only (the film's sound animated as a WAV).
p is the share of 20,000 random sign changes (paired permutation test, one-sided) that look as good.
"""
import argparse, json, math, os, subprocess, sys, tempfile, wave

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
TEXTS = [
    "안녕하세요! 무엇을 도와드릴까요? 봄비가 내리는 아침에 아빠와 바다를 보러 갔어요. 김밥 두 줄과 떡볶이를 포장해 주세요.",
    "오늘 밤에는 별이 아주 많이 보입니다. 엄마가 만든 미역국은 정말 맛있어요. 버스를 타고 부산까지 가면 네 시간쯤 걸립니다.",
    "냉장고에 우유와 빵이 남아 있어요. 피아노를 배우기 시작한 지 삼 년이 되었습니다. 주말에는 보통 집에서 책을 읽거나 음악을 들어요.",
    "병원은 은행 옆에 있고 약국은 그 맞은편입니다. 비밀번호를 세 번 틀리면 잠시 기다려야 합니다. 할머니께서 보내 주신 배가 참 달고 시원했어요.",
    "Please remember my number, maybe by Monday. Bob and Pam bought a big blue boat. The weather in Seoul is warm and pleasant.",
    "I usually drink coffee before breakfast. The museum opens at ten and closes at five. She lives in a small apartment near the park.",
    "We could take the subway and walk from there. There is nothing better than a simple plan.",
]
SHUT = .15  # of the usual opening: the 95th percentile of all films of an avatar
SPREAD, ROUNDED = ("i", "e", "ɛ", "ɪ"), ("u", "o", "ʊ", "ɔ", "w")
EYES = ((159, 145, 33, 133), (386, 374, 362, 263))  # lids, corners
SILENT_S = 20
JUMP = 12  # of 255
rng = np.random.default_rng(1)


def damso(*arguments, **settings):
    environment = os.environ | {"DAMSO_" + key: value for key, value in settings.items()}
    return subprocess.run([ROOT + "/damso", *arguments, "--json"], check=True, capture_output=True, text=True, env=environment).stdout


def decoded(film, *arguments):
    return subprocess.run(["ffmpeg", "-v", "error", "-i", film, *arguments, "-"], check=True, capture_output=True).stdout


class Film:
    """In each picture, NaN without a face: aperture (of the face's height), mouth's width (of the eyes' distance),
    eyes' aperture (of their width)."""

    def __init__(self, path, mesh):
        raw = np.frombuffer(decoded(path, "-f", "rawvideo", "-pix_fmt", "rgb24"), np.uint8)
        frames = raw.reshape(-1, H, W, 3)
        self.aperture, self.width, self.eyes = np.full((3, len(frames)), np.nan)
        still = np.ones((H, W), bool)  # away from what moves in speech, in any picture
        for k, frame in enumerate(frames):
            square = np.pad(frame, ((0, W - H), (0, 0), (0, 0)), "edge")  # the model's crop is only right in one
            found = mesh.process(square).multi_face_landmarks
            if found:
                at = np.array([[p.x * W, p.y * W] for p in found[0].landmark])
                far = lambda a, b: np.linalg.norm(at[a] - at[b])
                self.aperture[k] = (far(13, 14) + far(82, 87) + far(312, 317)) / 3 / far(10, 152)
                self.width[k] = far(61, 291) / far(33, 263)
                self.eyes[k] = np.mean([far(up, low) / far(a, b) for up, low, a, b in EYES])
                for a, b, c, d in (70, 300, 145, 374), (61, 291, 1, 152):
                    points, margin = at[[a, b, c, d]], far(10, 152) * .12
                    (x0, y0), (x1, y1) = points.min(0) - margin, points.max(0) + margin
                    still[max(0, int(y0)):int(y1), max(0, int(x0)):int(x1)] = False
        grey = frames[..., 1].astype(np.int16)[:, still]
        step = np.diff(grey, axis=0)
        self.moving = np.mean(np.abs(np.diff(frames[..., 1].astype(np.int16), axis=0)).max((1, 2)) > 3)
        self.flicker = np.mean((step[:-1] * step[1:] < 0) & (np.minimum(abs(step[:-1]), abs(step[1:])) > JUMP))
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


class Take:
    """A text's phones, its sound, and its film with lips that follow loudness."""

    def __init__(self, avatar, text, seed, folder, mesh):
        self.text, self.sound = text, os.path.join(folder, f"{abs(hash(text))}.wav")
        film = os.path.join(folder, "spoken.mp4")
        self.phones = spoken(avatar, text, seed, film)
        self.film = Film(film, mesh)
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", film, "-ac", "1", self.sound], check=True)
        self.loud = animated(avatar, self.sound, seed, "loudness", mesh)


def spoken(avatar, text, seed, film):
    return json.loads(damso("animate", "--avatar", avatar, "--text", text, "-o", film, "--seed", seed))["phonemes"]


def animated(avatar, sound, seed, lips, mesh):
    film = sound + ".mp4"
    damso("animate", "--avatar", avatar, sound, "-o", film, "--seed", seed, FACE_LIPS=lips)
    return Film(film, mesh)


def again(take, avatar, seed, folder, mesh):
    film = os.path.join(folder, "spoken.mp4")
    spoken(avatar, take.text, seed, film)
    return Film(film, mesh)


def silent(avatar, seed, folder, mesh):
    path = os.path.join(folder, "silence.wav")
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16000 * SILENT_S))
    return animated(avatar, path, seed, "heard", mesh)


def blinks(eyes):
    closed = eyes < .55 * np.nanmedian(eyes)
    return np.sum(closed[1:] & ~closed[:-1])


def measured(takes, films, quiet):
    """The rows of one run: (name, value)."""
    usual = np.nanpercentile(np.concatenate([f.aperture - f.rest for f in films]), 95)
    for film in (*films, quiet, *(take.loud for take in takes)):
        film.usual = usual
    wrong = {"moved -200 ms": [], "moved +200 ms": [], "other texts": [], "loudness only": []}
    right, shut, shut_by_loudness, spread, rounded = [], [], [], [], []
    for n, (take, film) in enumerate(zip(takes, films)):
        others = films[:n] + films[n + 1:] or [film]
        for p in bilabials(take.phones):
            k = middle(p)
            shut.append(shut_nearby(film, p))
            shut_by_loudness.append(shut_nearby(take.loud, p))
            right.append(film.open(k))
            for name, value in (("moved -200 ms", film.open(k + 5)), ("moved +200 ms", film.open(k - 5)),
                                ("other texts", np.mean([other.open(k % len(other.aperture)) for other in others])),
                                ("loudness only", take.loud.open(k))):
                wrong[name].append(value)
        for p in take.phones:
            if p["symbol"][:1] in SPREAD:
                spread.append(film.width[min(middle(p), len(film.width) - 1)])
            elif p["symbol"][:1] in ROUNDED:
                rounded.append(film.width[min(middle(p), len(film.width) - 1)])
    ends = [int((take.phones[-1]["end_ms"] + 200) * FPS / 1000) for take in takes] + [0]
    silence = max(min(f.open(k), f.open(k + 1)) for f, end in zip((*films, quiet), ends) for k in range(end, len(f.aperture) - 1))
    aperture = np.concatenate([(f.aperture - f.rest) / f.usual for f in films])
    lag, r = offset(aperture, np.concatenate([f.loud for f in films]))
    share = lambda those: f"{sum(those)}/{len(those)} = {100 * np.mean(those):.1f} %"
    return [("face found", f"{100 * np.mean(~np.isnan(np.r_[aperture, quiet.aperture])):.1f} %", ">= 99 %"),
            ("closures shut within a picture", share(shut), ">= 95 %"),
            ("  loudness only", share(shut_by_loudness), ""),
            ("offset of lips to sound", f"{lag:+.0f} ms (r {r:.2f})", "within 40 ms"),
            ("silence, widest aperture", f"{silence:.2f}", f"< {SHUT}"),
            ("  blinks a minute", f"{blinks(quiet.eyes) * 60 / SILENT_S:.0f}", "6 to 30"),
            ("  pictures that move", f"{100 * quiet.moving:.0f} %", "> 10 %"),
            ("flicker away from eyes and mouth", f"{100 * np.mean([f.flicker for f in films]):.3f} %", "< 0.1 %"),
            ("width, spread - rounded", f"{np.mean(spread) - np.mean(rounded):.3f} (p {permutation_test(spread, rounded):.5f})", "p < 0.01"),
            ("aperture in closures", f"{np.mean(right):.3f}", "")] + [
            ("  " + name, f"{np.mean(values):.3f} (p {sign_test(right, values):.5f})", "p < 0.01") for name, values in wrong.items()]


def check(avatar, texts, seeds, by_ear):
    mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True)
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        takes = [Take(avatar, text, seeds[0], folder, mesh) for text in texts]
        for seed in seeds:
            if by_ear:
                films = [animated(avatar, take.sound, seed, "heard", mesh) for take in takes]
            elif seed == seeds[0]:
                films = [take.film for take in takes]
            else:
                films = [again(take, avatar, seed, folder, mesh) for take in takes]
            runs.append(measured(takes, films, silent(avatar, seed, folder, mesh)))
    closures = sum(len(bilabials(take.phones)) for take in takes)
    print(f"\n{avatar}{', by ear' if by_ear else ''}: {len(texts)} texts, {closures} closures")
    print(f"  {'seed':34}{''.join(f'{seed:22}' for seed in seeds)}")
    for rows in zip(*runs):
        print(f"  {rows[0][0]:34}{''.join(f'{value:22}' for _, value, _ in rows)}{rows[0][2]}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--avatar", action="append", help="name or folder; mina and joon where none is named")
    parser.add_argument("--seeds", default="1", help="of what moves besides the lips: 1,2,3")
    parser.add_argument("--by-ear", action="store_true", help="the lips of the sound alone, as animate IN.wav has them")
    parser.add_argument("texts", nargs="*")
    chosen = parser.parse_args()
    for who in chosen.avatar or ["mina", "joon"]:
        check(who, chosen.texts or TEXTS, chosen.seeds.split(","), chosen.by_ear)
