# Bugs planted on purpose, each of which the simulation must find. Sourced by ./dev.

planted() {
  local bug failed=0
  configure_whole
  compile courtesy_planted
  [ $# -gt 0 ] || set -- $(sed -n 's/^  \([a-z_]*\),  *\/\/\/<.*/\1/p' src/base/planted.h)
  for bug in "$@"; do
    build/dev/courtesy_planted simulate --bug "$bug" --seeds 200 --days 5 2>/dev/null || failed=1
  done
  return $failed
}
