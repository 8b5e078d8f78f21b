# The data tables that are embedded in the binary: phone numbers, their zones, Windows' zone names.
# Sourced by ./dev after node.sh. The packages they come from are named in tools/data/package.json.

# Makes build/data (embedded) and build/data-oracle (for tests) unless both are up to date.
make_data() {
  local packages=$PWD/build/node/data made=build/node/data/tables.made key
  key=$(cat tools/data/*.mjs tools/data/*.json | cksum)
  [ "$key" = "$(cat "$made" 2>/dev/null)" ] && [ -f build/data/phone_metadata.txt ] &&
    [ -f build/data-oracle/phone.tsv ] && return
  use_node && npm_ci tools/data "$packages" &&
    node tools/data/make.mjs "$packages" build/data &&
    node tools/data/oracle.mjs "$packages" build/data-oracle/phone.tsv 0 &&
    echo "$key" >"$made" || { echo "data: the tables in build/data could not be made" >&2; return 1; }
}

# phone_oracle [ROUNDS] [--upstream-data]: asks upstream's library some ten thousand questions a round and compares the
# engine's answers. With --upstream-data differences are to be expected: that package's plans are of another day.
phone_oracle() {
  local answers=$PWD/build/data-oracle/phone-long.tsv rounds=6
  case ${1:-} in [0-9]*) rounds=$1; shift ;; esac
  make_data && use_node && node tools/data/oracle.mjs "$PWD/build/node/data" "$answers" "$rounds" "$@" || return 1
  ninja -C build/dev test_base >/dev/null ||
    { echo "phone-oracle: test_base does not build; ./dev room base says why" >&2; return 1; }
  COURTESY_PHONE_ORACLE=$answers build/dev/test_base --test-case='*upstream*'
}
