#!/usr/bin/env bash
# CPU microseconds that a server's process takes per answer (user + system, /proc/PID/stat), warm,
# all servers in turn in every round, so that what else the machine does hits all of them alike:
#   docker/bench/cpu-per-answer.sh [ROUNDS [SECONDS]]      default: 5 rounds of 3 s
# Needs a build (./mvnw -DskipTests package) and, from Debian: dnsperf unbound dnsmasq-base knot.
# Every server has its shipped defaults; Knot DNS has the zone that the others cache. Everything runs
# on 127.0.0.1, ports 11001 to 11005.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-5}
seconds=${2:-3}
names=60
# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"
find_java jre || { explain_java jre cpu-per-answer; exit 2; }
for tool in dnsperf unbound dnsmasq knotd; do
  command -v $tool >/dev/null && continue
  echo "$tool is missing: apt-get install dnsperf unbound dnsmasq-base knot" >&2
  exit 2
done
classes=$root/resolver/target/test-classes
lib=$root/resolver/target/pando/lib
[ -d "$classes/org/pando/resolver/server" ] || { echo "not built: ./mvnw -DskipTests package" >&2; exit 2; }

work=$(mktemp -d)
chmod 755 "$work"
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$work"
}
trap stop EXIT

{
  printf '%s\n' "\$TTL 86400" '@ SOA ns.bench.example. h.bench.example. 1 3600 600 86400 60' '@ NS ns' 'ns A 127.0.0.1'
  for ((i = 0; i < names; i++)); do echo "n$i A 192.0.2.$((i % 250 + 1))"; done
} >"$work/bench.zone"
for ((i = 0; i < names; i++)); do echo "n$i.bench.example A"; done >"$work/public.txt"
for ((i = 0; i < names; i++)); do echo "n$i.bench.home.alt A"; done >"$work/registry.txt"

declare -A port pid queries
servers=()
# server NAME PORT QUERIES COMMAND...: starts one and waits until it answers.
server() {
  local name=$1
  port[$name]=$2
  queries[$name]=$work/$3
  shift 3
  "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  pid[$name]=$!
  pids+=($!)
  servers+=("$name")
  local question
  question=$(head -1 "${queries[$name]}")
  for ((i = 0; i < 300; i++)); do
    echo "$question" | dnsperf -s 127.0.0.1 -p "${port[$name]}" -n 1 -t 1 2>/dev/null | grep -q 'NOERROR 1 ' && return
    kill -0 "${pid[$name]}" 2>/dev/null || break
    sleep 0.2
  done
  echo "$name does not answer:" >&2
  cat "$work/$name.err" >&2
  exit 1
}

java=("$java_home/bin/java" "@$root/resolver/src/main/launcher/jvm.options")
class_path=$(printf '%s:' "$lib"/*.jar)
pando() { "${java[@]}" "-Dpando.home=$root" -cp "$class_path" org.pando.resolver.app.Main "$@"; }

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

server knot 11001 public.txt knotd -c "$work/knot.conf"
server unbound 11002 public.txt unbound -d -c "$work/unbound.conf"
server dnsmasq 11003 public.txt dnsmasq -k -C /dev/null -p 11003 -a 127.0.0.1 -z -R -h \
  --user= --pid-file= -S 127.0.0.1#11001
server pando-cache 11004 public.txt "${java[@]}" "-Dpando.home=$root" -cp "$class_path" \
  org.pando.resolver.app.Main run -c "$work/pando.toml" --data-dir "$work/data"
records=()
for ((i = 0; i < names; i++)); do records+=("n$i A 192.0.2.$i"); done
pando register --data-dir "$work/data" bench "${records[@]}" >"$work/register" 2>&1 ||
  { cat "$work/register" >&2; exit 1; }
server bare 11005 public.txt "${java[@]}" -cp "$classes:$class_path" org.pando.resolver.server.BareResponder 11005
port[pando-registry]=11004 pid[pando-registry]=${pid[pando-cache]} queries[pando-registry]=$work/registry.txt
servers+=(pando-registry)

# load NAME SECONDS: prints how many answers came.
load() {
  dnsperf -s 127.0.0.1 -p "${port[$1]}" -d "${queries[$1]}" -l "$2" -c 4 -q 100 2>/dev/null |
    sed -n 's/.*Queries completed: *\([0-9]*\).*/\1/p'
}
ticks() { sed 's/.*) //' "/proc/${pid[$1]}/stat" | cut -d' ' -f12,13 | tr ' ' '+'; }

for name in "${servers[@]}"; do load "$name" "${WARM_SECONDS:-10}" >/dev/null; done
hertz=$(getconf CLK_TCK)
declare -A results
for ((round = 1; round <= rounds; round++)); do
  for name in "${servers[@]}"; do
    before=$(($(ticks "$name")))
    answers=$(load "$name" "$seconds")
    after=$(($(ticks "$name")))
    results[$name]+="$(awk "BEGIN { printf \"%.2f\", ($after - $before) * 1e6 / $hertz / $answers }") "
  done
done

echo "CPU microseconds per answer, $rounds rounds of $seconds s, $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
printf '%-16s %8s   %s\n' server median rounds
for name in "${servers[@]}"; do
  # shellcheck disable=SC2086 # one word per round
  median=$(printf '%s\n' ${results[$name]} | sort -n | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }')
  printf '%-16s %8s   %s\n' "$name" "$median" "${results[$name]}"
done
