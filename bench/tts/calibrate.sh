#!/usr/bin/env bash
# bench/tts/calibrate.sh: measures the norms of Kokoro's generator for the voice hj anew. Needs a
# build with its tests (./damso test) and the model.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=$("$root/damso" jdk)/bin/java
"$java" --enable-native-access=ALL-UNNAMED \
  -cp "$root/target/classes:$root/target/test-classes:$(< "$root/target/classpath.txt")" \
  dev.damso.tts.kokoro.KokoroCalibration "${DAMSO_MODELS:-$HOME/.cache/damso}/kokoro" \
  "$root/src/main/resources/dev/damso/tts/kokoro/hj.norms"
