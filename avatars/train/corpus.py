#!/usr/bin/env python3
"""Speech with known phones made ready for listen.py: corpus.py OUT FOLDER...

Each folder has speech.s16 (16 kHz mono) and phones.tsv (first sample, end, IPA; silence is empty), as
../demo-neural/Film.java writes them. Writes OUT/mel.npy uint8 [T, 80] and OUT/phones.npy uint8 [T].
"""
import pathlib
import sys

import numpy as np

from sound import HOP, log_mel

SILENCE = 0
PHONES = "aɑɐæʌəɜɚɝeɛiɪɨɯoɔɒuʊwjypbmfvθðszɕʑçʃʒtdnlɾɹrɫɲkɡgŋxɣhɦʔ"
OTHER = len(PHONES) + 1
CLASSES = len(PHONES) + 2


def phone(ipa):
    """Of an affricate the fricative, of a diphthong the end."""
    known = [c for c in ipa if c in PHONES]
    return PHONES.index(known[-1]) + 1 if known else OTHER if ipa else SILENCE


def read(folder):
    samples = np.fromfile(folder / "speech.s16", np.int16).astype(np.float32) / 32768
    mel = log_mel(samples)
    phones = np.zeros(len(mel), np.uint8)
    for line in (folder / "phones.tsv").read_text().splitlines():
        first, end, ipa = line.split("\t")
        phones[-(-int(first) // HOP):-(-int(end) // HOP)] = phone(ipa)
    return mel, phones


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    parts = [read(pathlib.Path(folder)) for folder in sys.argv[2:]]
    np.save(out / "mel.npy", np.concatenate([mel for mel, _ in parts]))
    np.save(out / "phones.npy", np.concatenate([phones for _, phones in parts]))
    print(f"{sum(len(mel) for mel, _ in parts) / 6000:.1f} minutes")


if __name__ == "__main__":
    main()
