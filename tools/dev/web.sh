# The pages, the house's and the handset's: built with the pinned Node into build/web and build/handset, from where CMake
# embeds them. Sourced by ./dev.

# npm ci in FOLDER itself, when its lock is not the one installed. No package's install script runs.
npm_here() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed.lock" && return
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) ||
    { echo "web: npm ci of $1 failed: is the npm registry within reach?" >&2; return 1; }
  cp "$1/package-lock.json" "$1/node_modules/.installed.lock"
}

# Nothing to do when the same sources were built before.
make_web() {
  local sources stamp=build/web.stamp
  sources=$(find web/src web/phones web/public web/index.html web/*.js web/*.mjs web/*.json src/api/answers -type f ! -name contract.ts | LC_ALL=C sort | xargs sha256sum | sha256sum)
  [ -f build/web/index.html ] && [ -f build/handset/index.html ] && [ "$sources" = "$(cat "$stamp" 2>/dev/null)" ] && return
  rm -f "$stamp"
  (use_node && npm_here web && cd web && node types.mjs && node_modules/.bin/tsc --noEmit && node prose.mjs &&
    node_modules/.bin/vite build --logLevel warn &&
    node_modules/.bin/vite build -c vite.phones.js --logLevel warn) || return 1
  echo "$sources" > "$stamp"
}

# Drives the page in Debian's chromium, in all journeys or in those that are named: on the program's own demo, or, where
# COURTESY_URL (and PHONES_URL) are set, on what runs there.
browser_tests() {
  case "${COURTESY_URL:-} $*" in " ") build_program ;; *) make_web ;; esac
  use_node && npm_here tests/browser && npm_here tests/api || return 1
  command -v chromium >/dev/null || need browser || return 1
  node tests/browser/run.mjs "$@"
}
