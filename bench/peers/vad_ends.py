"""vad_ends.py SILERO.onnx FOLDER: picks utterances for Generator.java.

Reads FOLDER/utterances.tsv (`damso bench --save-utterances`), writes FOLDER/chosen.tsv: those without a pause of
200 ms inside, so that no subject answers before the end, with the end of the last window that is speech to Silero.
"""

import sys
import wave
from pathlib import Path

import numpy as np
import onnxruntime

WINDOW, RATE = 512, 16_000


def probabilities(session, samples):
    state = np.zeros((2, 1, 128), np.float32)
    context = np.zeros((1, 64), np.float32)
    for at in range(0, len(samples) - WINDOW + 1, WINDOW):
        x = np.concatenate([context, samples[None, at : at + WINDOW]], axis=1)
        out, state = session.run(None, {"input": x, "state": state, "sr": np.array(RATE, np.int64)})
        context = x[:, -64:]
        yield float(out[0, 0])


def main(model, folder):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    chosen = []
    for line in (folder / "utterances.tsv").read_text().splitlines():
        name, start, end = line.split("\t")
        with wave.open(str(folder / name)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
        speech = [i for i, p in enumerate(probabilities(session, samples.astype(np.float32))) if p >= 0.5]
        pauses = [b - a for a, b in zip(speech, speech[1:])]
        if speech and max(pauses, default=0) * WINDOW / RATE < 0.2:
            chosen.append(f"{name}\t{start}\t{end}\t{(speech[-1] + 1) * WINDOW * 1000 / RATE:.1f}")
    (folder / "chosen.tsv").write_text("\n".join(chosen) + "\n")
    print(f"{len(chosen)} utterances without an inner pause", file=sys.stderr)


main(sys.argv[1], Path(sys.argv[2]))
