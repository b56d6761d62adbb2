"""Damso beside faster-whisper: the same files, the same weights, one after the other, file by file."""

import json
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

THREADS = 2
LANGUAGE = "ko"

# faster-whisper's settings. "beam 1" is the design's table, "reference" the reference design's.
SETTINGS = {
    "faster-whisper int8, beam 1": dict(beam_size=1),
    "faster-whisper int8, reference": dict(
        beam_size=1, temperature=0.0, without_timestamps=True, condition_on_previous_text=False
    ),
    "faster-whisper int8, default": dict(),
}
BASELINE = "faster-whisper int8, beam 1"
DAMSO = "damso"


def letters(text):
    """What counts: letters and digits."""
    return re.sub(r"[\W_]", "", text)


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            substituted = diagonal + (x != y)
            diagonal = row[j]
            row[j] = min(substituted, row[j] + 1, row[j - 1] + 1)
    return row[-1]


class Damso:
    """One process that answers file names with JSON; its models stay loaded."""

    def __init__(self, root):
        self.process = subprocess.Popen(
            [root / "damso", "transcribe", "--json", "--language", LANGUAGE, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DAMSO_STT_THREADS": str(THREADS)},
        )

    def __call__(self, wav):
        self.process.stdin.write(f"{wav}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["text"], answer["decode_ms"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def faster_whisper(model, settings):
    def run(wav):
        started = time.perf_counter()
        segments, _ = model.transcribe(str(wav), language=LANGUAGE, **settings)
        text = "".join(segment.text for segment in segments)
        return text, (time.perf_counter() - started) * 1000

    return run


def percentile(values, p):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(p * len(ordered)))]


def main(root, model_folder, data, details):
    from faster_whisper import WhisperModel, __version__

    lines = (data / "transcripts.tsv").read_text(encoding="utf8").splitlines()
    files = [(data / name, text) for name, text in (line.split("\t") for line in lines)]
    model = WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=THREADS)
    damso = Damso(root)
    systems = {DAMSO: damso}
    systems |= {name: faster_whisper(model, settings) for name, settings in SETTINGS.items()}
    for run in systems.values():
        run(files[0][0])  # warm-up, not counted
    times = {name: [] for name in systems}
    errors = dict.fromkeys(systems, 0)
    texts = {}
    for wav, expected in files:
        for name, run in systems.items():
            text, ms = run(wav)
            times[name].append(ms)
            wrong = edit_distance(letters(expected), letters(text))
            errors[name] += wrong
            texts[wav.name, name] = wrong, text.strip()
    damso.close()

    if details:
        for wav, expected in files:
            print(f"{wav.name}  {expected}")
            for name in systems:
                print("  %3d %-32s %s" % (texts[wav.name, name][0], name, texts[wav.name, name][1]))
    characters = sum(len(letters(text)) for _, text in files)
    baseline = sum(times[BASELINE])
    print(f"{len(files)} files, {THREADS} threads, {platform.processor() or platform.machine()}, "
          f"{os.cpu_count()} cores, faster-whisper {__version__}")
    print(f"{'':34}{'CER':>8}{'mean':>9}{'p50':>9}{'p95':>9}{'ratio':>8}")
    for name, ms in times.items():
        print(f"{name:34}{100 * errors[name] / characters:7.1f}%{sum(ms) / len(ms):6.0f} ms"
              f"{percentile(ms, 0.5):6.0f} ms{percentile(ms, 0.95):6.0f} ms{sum(ms) / baseline:8.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), "--files" in sys.argv[4:])
