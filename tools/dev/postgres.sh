# A PostgreSQL of the checkout's own, on a free loopback port. Sourced by ./dev.

# as_postgres COMMAND...: the server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi
}

# Where its data lies: in build/postgres, or, where the checkout lies in a folder that only root may enter, beside others'
# temporary files.
postgres_folder() {
  local folder=$PWD/build/postgres
  mkdir -p build
  as_postgres test -x "$PWD/build" || folder=/var/tmp/courtesy-postgres-$(echo "$PWD" | cksum | cut -d' ' -f1)
  echo "$folder"
}

pg_control() {
  as_postgres /usr/lib/postgresql/15/bin/pg_ctl -D "$(postgres_folder)/data" -w -t 300 "$@" >>build/postgres.log 2>&1
}

postgres_options() { echo "-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories= -c max_connections=200"; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Starts it unless it runs, and names it in COURTESY_TEST_POSTGRES.
start_postgres() {
  local folder
  need postgres || return 1
  folder=$(postgres_folder)
  : >build/postgres.log
  if [ ! -f "$folder/data/PG_VERSION" ]; then
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$folder"
    as_postgres /usr/lib/postgresql/15/bin/initdb -D "$folder/data" -U courtesy -A trust -E UTF8 --locale=C.UTF-8 \
      >>build/postgres.log 2>&1 || { cat build/postgres.log >&2; return 1; }
  fi
  # On a busy disk a server may take a minute to go down: one that does takes nobody any more.
  for _ in {1..300}; do
    pg_control status || break
    pg_isready -q -h 127.0.0.1 -p "$(cat build/postgres.port)" && break
    sleep 1
  done
  if ! pg_control status; then
    free_port >build/postgres.port
    pg_control -l "$folder/log" -o "$(postgres_options "$(cat build/postgres.port)")" start ||
      { cat build/postgres.log >&2; return 1; }
  fi
  export COURTESY_TEST_POSTGRES="postgres://courtesy@127.0.0.1:$(cat build/postgres.port)/postgres"
}

# As when its machine loses power: what was not written is gone, and it recovers when it starts.
restart_postgres() {
  pg_control -m immediate stop &&
    pg_control -l "$(postgres_folder)/log" -o "$(postgres_options "$(cat build/postgres.port)")" start
}

# copy: the data as it is now, to come back to. back: it takes the data's place, as a replica that was this late and is promoted.
postgres_in_the_past() {
  local folder
  folder=$(postgres_folder)
  if [ "$1" = copy ]; then
    rm -rf "$folder/copy"
    as_postgres /usr/lib/postgresql/15/bin/pg_basebackup -D "$folder/copy" -h 127.0.0.1 -p "$(cat build/postgres.port)" -U courtesy \
      -X stream -c fast >>build/postgres.log 2>&1
  else
    pg_control -m immediate stop && rm -rf "$folder/data" && mv "$folder/copy" "$folder/data" &&
      as_postgres touch "$folder/data/standby.signal" &&
      pg_control -l "$folder/log" -o "$(postgres_options "$(cat build/postgres.port)")" start && sleep 1 && pg_control promote
  fi
}

stop_postgres() { pg_control -m fast stop; }
