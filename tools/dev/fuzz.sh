# libFuzzer's targets, which read what others send. Sourced by ./dev.

# fuzz [SECONDS [TARGET...]], or fuzz keep: each target first runs its corpus (fuzz/corpus/TARGET), then inputs made from it. What it
# finds on the way lies in build/fuzz/corpus; an input that ends it is build/fuzz/TARGET-crash-..., and fails the run.
fuzz() {
  [ "${1:-}" != keep ] || { fuzz_keep; return; }
  local seconds=${1:-15} target targets=("${@:2}") failed=0
  [ ${#targets[@]} -gt 0 ] || targets=($(fuzz_targets))
  need fuzz && configure && configure_tree fuzz || return 1
  ninja -C build/fuzz --quiet "${targets[@]/#/fuzz_}" || return 1
  for target in "${targets[@]}"; do fuzz_one "$target" "$seconds" || failed=1; done
  return $failed
}

fuzz_targets() { git ls-files 'fuzz/*.cpp' | sed 's|.*/||; s|\.cpp$||'; }

fuzz_one() {
  local target=$1 seconds=$2 log=build/fuzz/$1.log words=()
  mkdir -p "build/fuzz/corpus/$target" "fuzz/corpus/$target"
  [ ! -f "fuzz/$target.dict" ] || words=(-dict="fuzz/$target.dict")
  if build/fuzz/fuzz_"$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$target-" "${words[@]}" "build/fuzz/corpus/$target" "fuzz/corpus/$target" >"$log" 2>&1
  then
    echo "fuzz: $target, $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s, no fault"
  else
    tail -n 40 "$log" >&2
    echo "fuzz: $target FAILED; the whole log: $log" >&2
    return 1
  fi
}

# What of all that was found is needed to cover what it covers goes into the repository, 200 inputs of a target at most.
fuzz_keep() {
  local target all every
  for target in $(fuzz_targets); do
    all=build/fuzz/kept/$target
    rm -rf "$all" && mkdir -p "$all"
    build/fuzz/fuzz_"$target" -set_cover_merge=1 -max_len=1024 "$all" "fuzz/corpus/$target" "build/fuzz/corpus/$target" \
      2>build/fuzz/keep.log || { tail -n 20 build/fuzz/keep.log >&2; return 1; }
    every=$((($(ls "$all" | wc -l) + 199) / 200))
    rm -rf "fuzz/corpus/$target" && mkdir "fuzz/corpus/$target"
    ls "$all" | awk -v every="$every" 'NR % every == 0' | while read -r one; do cp "$all/$one" "fuzz/corpus/$target/"; done
    echo "fuzz: $target keeps $(ls "fuzz/corpus/$target" | wc -l) inputs"
  done
}
