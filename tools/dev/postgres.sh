# A PostgreSQL of the checkout's own: on a free loopback port, its data in build/postgres. Sourced by ./dev.

# as_postgres COMMAND...: the server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

# Starts it unless it runs, and names it in COURTESY_TEST_POSTGRES.
start_postgres() {
  local folder=$PWD/build/postgres bin=/usr/lib/postgresql/15/bin port
  need postgres || return 1
  if [ ! -f "$folder/data/PG_VERSION" ]; then
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$folder"
    (cd / && as_postgres "$bin/initdb" -D "$folder/data" -U courtesy -A trust -E UTF8 --locale=C.UTF-8) \
      >"build/postgres.log" 2>&1 || { cat build/postgres.log >&2; return 1; }
  fi
  if ! (cd / && as_postgres "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1); then
    port=$(free_port)
    echo "$port" >build/postgres.port
    (cd / && as_postgres "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
      -o "$(postgres_options "$port")" start) \
      >>"build/postgres.log" 2>&1 || { cat build/postgres.log >&2; return 1; }
  fi
  export COURTESY_TEST_POSTGRES="postgres://courtesy@127.0.0.1:$(cat build/postgres.port)/postgres"
}

# As when its machine loses power: what was not written is gone, and it recovers when it starts.
restart_postgres() {
  (cd / && as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$OLDPWD/build/postgres/data" -m immediate stop &&
    as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$OLDPWD/build/postgres/data" -w -l "$OLDPWD/build/postgres/log" \
      -o "$(postgres_options "$(cat "$OLDPWD/build/postgres.port")")" start) >/dev/null
}

stop_postgres() {
  [ ! -f build/postgres/data/postmaster.pid ] ||
    (cd / && as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$OLDPWD/build/postgres/data" -m fast stop >/dev/null)
}

postgres_options() { echo "-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories= -c max_connections=200"; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
