# Figures, with how they were taken. Sourced by ./dev.

# Databases lie in build/bench, so that it is this disk that is measured; they are made anew each time.
bench() {
  configure_whole
  compile courtesy_bench
  mkdir -p build/bench
  local status=0
  echo "$(lscpu | sed -n 's/^Model name: *//p' | head -n 1), $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg)," \
    "build/bench on $(stat -f -c %T build/bench)"
  build/dev/courtesy_bench build/bench "$@" || status=1
  case " ${*:-webhook} " in *" webhook "*) bench_beside_peers || status=1 ;; esac
  return $status
}

# The same webhooks over sockets, beside Node applications that keep nothing. COURTESY_PEERS=no leaves them out.
bench_beside_peers() {
  [ "${COURTESY_PEERS:-}" != no ] || return 0
  compile courtesy_bench_hooks courtesy_bench_load
  use_node && npm_ci bench/peers "$PWD/build/node/peers" && cp bench/peers/*.mjs build/node/peers/ &&
    python3 tools/bench_webhook.py build/dev build/bench build/node/peers
}
