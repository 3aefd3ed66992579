# PostgreSQL and Redis of our own for one run: in a temporary folder, on free ports, gone when the script ends.
# Needs house.sh. Use: servers_begin [in-memory]; start_postgres fast|durable [FOLDER]; start_redis

# in-memory: what is temporary goes to memory where there is enough of it. Tests make and remove files by the thousand, which
# a disk takes longer for than the tests take.
servers_begin() {
  local place=${TMPDIR:-/tmp} free=0
  if [ "${1-}" = in-memory ]; then
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || free=0
    [ "${free:-0}" -lt 4000000 ] || place=/dev/shm
  fi
  servers_folder=$(mktemp -d "$place/evolv-servers.XXXXXX")
  chmod 755 "$servers_folder"
  if [ "${1-}" = in-memory ]; then
    export TMPDIR="$servers_folder/tmp"
    mkdir "$TMPDIR"
    chmod 777 "$TMPDIR"
  fi
  trap servers_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

servers_end() {
  local status=$?
  [ -z "${postgres_folder-}" ] || as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  [ -z "${redis_pid-}" ] || { kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null || true; }
  [ -z "${servers_folder-}" ] || rm -rf "$servers_folder"
  return "$status"
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# A cluster without durability for tests, with it for the bench. Exports EVOLV_TEST_POSTGRES.
start_postgres() {
  local safety=$1
  postgres_folder=${2:-$servers_folder/postgres}
  postgres_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  mkdir -p "$postgres_folder"
  [ "$(id -u)" != 0 ] || chown postgres "$postgres_folder"
  as_postgres "$postgres_bin/initdb" -D "$postgres_folder/data" -U evolv --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >"$servers_folder/initdb.log" 2>&1 || { cat "$servers_folder/initdb.log" >&2; fail "initdb failed"; }
  local settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder -c max_connections=300"
  [ "$safety" = durable ] && settings+=" -c shared_buffers=512MB -c max_wal_size=4GB" \
    || settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB"
  local port attempt
  for attempt in 1 2 3; do  # another process may take the port between the question and the use
    port=$(free_port)
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/postgres.log" -w -t 60 \
      -o "$settings -p $port" start >/dev/null && break
    [ "$attempt" != 3 ] || { cat "$postgres_folder/postgres.log" >&2; fail "PostgreSQL did not start"; }
  done
  export EVOLV_TEST_POSTGRES="postgres://evolv@127.0.0.1:$port/postgres"
}

# Exports EVOLV_TEST_REDIS.
start_redis() {
  local port attempt
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$servers_folder" \
    >"$servers_folder/redis.log" 2>&1 &
  redis_pid=$!
  for attempt in $(seq 50); do
    redis-cli -p "$port" ping >/dev/null 2>&1 && { export EVOLV_TEST_REDIS="redis://127.0.0.1:$port"; return; }
    sleep 0.1
  done
  cat "$servers_folder/redis.log" >&2; fail "Redis did not start"
}
