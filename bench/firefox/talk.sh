#!/usr/bin/env bash
# Talks to a running server with Firefox (Debian: apt-get install firefox-esr), by WebDriver BiDi.
set -euo pipefail
work=$(cd "$(dirname "$0")/../.." && pwd)/target/firefox
mkdir -p "$work"
cp "$(dirname "$0")"/{package.json,talk.mjs} "$work"
cd "$work"
[[ -d node_modules ]] || npm install --silent --no-fund --no-audit >&2
exec node talk.mjs "$@"
