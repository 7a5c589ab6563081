# shellcheck shell=bash
# Sourced by benchmarks: a work folder, servers that run and end with the benchmark, and what CPU
# their processes take. Before it: root, this project's folder.

work=$(mktemp -d)
chmod 755 "$work"
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$work"
}
trap stop EXIT

# need PACKAGES TOOL...: ends the benchmark when a tool is missing.
need() {
  local packages=$1 tool
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is missing: apt-get install $packages" >&2
    exit 2
  done
}

# find_pando: sets the arrays java and pando, and lib; ends the benchmark when it is not built.
find_pando() {
  # shellcheck source=.mvn/find-java.sh
  . "$root/.mvn/find-java.sh"
  find_java jre || { explain_java jre "${0##*/}"; exit 2; }
  lib=$root/resolver/target/pando/lib
  [ -d "$lib" ] || { echo "not built: ./mvnw -DskipTests package" >&2; exit 2; }
  class_path=$(printf '%s:' "$lib"/*.jar)
  java=("$java_home/bin/java" "@$root/resolver/src/main/launcher/jvm.options")
  pando=("${java[@]}" "-Dpando.home=$root" -cp "$class_path" org.pando.resolver.app.Main)
}

# The zone bench.example in $work/bench.zone, served by Knot DNS on 11001, and what asks it there:
# Unbound on 11002 and Pando on 11004.
write_settings() {
  echo "server:
  rundir: $work
  listen: 127.0.0.1@11001
database:
  storage: $work/knot
zone:
  - domain: bench.example
    file: $work/bench.zone" >"$work/knot.conf"
  echo "server:
  interface: 127.0.0.1@11002
  do-daemonize: no
  username: \"\"
  chroot: \"\"
  pidfile: \"\"
  use-syslog: no
  do-not-query-localhost: no
  directory: \"$work\"
remote-control:
  control-enable: no
forward-zone:
  name: bench.example
  forward-addr: 127.0.0.1@11001" >"$work/unbound.conf"
  echo "[dns]
listen = [\"127.0.0.1:11004\"]
[resolution]
system-resolver = \"off\"
[[upstream]]
url = \"udp://127.0.0.1:11001\"" >"$work/pando.toml"
}

declare -A port pid
# server NAME PORT QUESTION COMMAND...: starts one and waits until it answers.
server() {
  local name=$1 question=$3
  port[$name]=$2
  shift 3
  "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  pid[$name]=$!
  pids+=($!)
  for ((i = 0; i < 300; i++)); do
    echo "$question" | dnsperf -s 127.0.0.1 -p "${port[$name]}" -n 1 -t 1 2>/dev/null | grep -q 'NOERROR 1 ' && return
    kill -0 "${pid[$name]}" 2>/dev/null || break
    sleep 0.2
  done
  echo "$name does not answer:" >&2
  cat "$work/$name.err" >&2
  exit 1
}

# ticks NAME: the CPU time that it has taken, as a sum to be evaluated, in ticks of the clock.
ticks() { sed 's/.*) //' "/proc/${pid[$1]}/stat" | cut -d' ' -f12,13 | tr ' ' '+'; }
