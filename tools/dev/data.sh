# The data tables that are embedded in the binary: phone numbers, their zones, Windows' zone names.
# Sourced by ./dev after node.sh. The packages they come from are named in tools/data/package.json.

# Makes build/data (embedded) and build/data-oracle (for tests) unless both are up to date.
make_data() {
  local packages=$PWD/build/node/data made=build/node/data/tables.made key
  key=$(cat tools/data/*.mjs tools/data/*.json | cksum)
  [ "$key" = "$(cat "$made" 2>/dev/null)" ] && [ -f build/data/phone_metadata.txt ] && return
  use_node && npm_ci tools/data "$packages" &&
    node tools/data/make.mjs "$packages" build/data &&
    echo "$key" >"$made" || { echo "data: the tables in build/data could not be made" >&2; return 1; }
}
