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
# shellcheck source=docker/bench/servers.sh
. "$root/docker/bench/servers.sh"
need "dnsperf unbound dnsmasq-base knot" dnsperf unbound dnsmasq knotd
find_pando
classes=$root/resolver/target/test-classes
[ -d "$classes/org/pando/resolver/server" ] || { echo "not built: ./mvnw -DskipTests package" >&2; exit 2; }

{
  printf '%s\n' "\$TTL 86400" '@ SOA ns.bench.example. h.bench.example. 1 3600 600 86400 60' '@ NS ns' 'ns A 127.0.0.1'
  for ((i = 0; i < names; i++)); do echo "n$i A 192.0.2.$((i % 250 + 1))"; done
} >"$work/bench.zone"
for ((i = 0; i < names; i++)); do echo "n$i.bench.example A"; done >"$work/public.txt"
for ((i = 0; i < names; i++)); do echo "n$i.bench.home.alt A"; done >"$work/registry.txt"

declare -A queries
servers=()
# measured NAME PORT COMMAND...: starts one that is asked for public names.
measured() {
  local name=$1 on=$2
  shift 2
  queries[$name]=$work/public.txt
  servers+=("$name")
  server "$name" "$on" "$(head -1 "$work/public.txt")" "$@"
}

write_settings
measured knot 11001 knotd -c "$work/knot.conf"
measured unbound 11002 unbound -d -c "$work/unbound.conf"
measured dnsmasq 11003 dnsmasq -k -C /dev/null -p 11003 -a 127.0.0.1 -z -R -h \
  --user= --pid-file= -S 127.0.0.1#11001
measured pando-cache 11004 "${pando[@]}" run -c "$work/pando.toml" --data-dir "$work/data"
records=()
for ((i = 0; i < names; i++)); do records+=("n$i A 192.0.2.$i"); done
"${pando[@]}" register --data-dir "$work/data" bench "${records[@]}" >"$work/register" 2>&1 ||
  { cat "$work/register" >&2; exit 1; }
measured bare 11005 "${java[@]}" -cp "$classes:$class_path" org.pando.resolver.server.BareResponder 11005
port[pando-registry]=11004 pid[pando-registry]=${pid[pando-cache]} queries[pando-registry]=$work/registry.txt
servers+=(pando-registry)

# load NAME SECONDS: prints how many answers came.
load() {
  dnsperf -s 127.0.0.1 -p "${port[$1]}" -d "${queries[$1]}" -l "$2" -c 4 -q 100 2>/dev/null |
    sed -n 's/.*Queries completed: *\([0-9]*\).*/\1/p'
}

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
