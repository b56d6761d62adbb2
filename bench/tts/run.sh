#!/usr/bin/env bash
# bench/tts/run.sh [time|recognise]: every voice says 60 sentences, espeak-ng beside it. Needs a build
# with its tests (./damso test) and the models. What was heard goes to standard error.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
models=${DAMSO_MODELS:-$HOME/.cache/damso}
java=$("$root/damso" jdk)/bin/java
[[ -f $root/target/test-classes/dev/damso/tts/VoiceBench.class ]] || {
  echo "bench/tts: build the tests first: ./damso test" >&2
  exit 1
}
what=${1:-recognise}
for set in ko:kokoro en:piper; do
  "$java" --enable-native-access=ALL-UNNAMED \
    -cp "$root/target/classes:$root/target/test-classes:$(< "$root/target/classpath.txt")" \
    dev.damso.tts.VoiceBench "$models" "${set%%:*}" "${SENTENCES:-$root/bench/tts}/${set%%:*}.txt" \
    "$what" "${set##*:}" espeak
done
