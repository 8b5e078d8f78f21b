# Figures, with how they were taken. Sourced by ./dev.

# Databases lie in build/bench, so that it is this disk that is measured; they are made anew each time.
bench() {
  [ "${1:-}" != queue ] || { bench_queue "${@:2}"; return; }
  [ "${1:-}" != pages ] || { bench_pages "${@:2}"; return; }
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

# Signed-in pages, live while webhooks come in.
bench_pages() {
  configure_whole
  compile courtesy_bench_hooks courtesy_bench_load && use_node && python3 tools/bench_pages.py build/dev build/bench "$@"
}

# Beside the queues that people use, on the checkout's own PostgreSQL and a Redis of the bench's own. With --results FILE
# the table is kept. Debian starts a Redis of its own when it installs one; that one is not touched.
bench_queue() {
  configure_whole
  compile courtesy courtesy_bench_queue || return 1
  need redis && use_node && npm_ci bench/peers "$PWD/build/node/peers" || return 1
  mkdir -p build/node/peers/queues
  cp bench/peers/queues/*.mjs build/node/peers/queues/
  start_postgres || return 1
  local ended=0
  python3 tools/bench_queue.py build/dev build/bench/queue build/node/peers "$COURTESY_TEST_POSTGRES" \
    "$(postgres_folder)/data" "$@" || ended=$?
  stop_postgres
  return $ended
}
