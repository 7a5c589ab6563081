#!/usr/bin/env bash
# CPU microseconds that a server's process takes per forwarded question (user + system,
# /proc/PID/stat), warm: every name is a new one, so that nothing comes from a cache. All servers in
# turn in every round, so that what else the machine does hits all of them alike:
#   docker/bench/forwarding.sh [ROUNDS [QUESTIONS]]      default: 5 rounds of 20 000 questions
# Needs a build (./mvnw -DskipTests package) and, from Debian: dnsperf unbound dnsdist knot. Every
# server has its shipped defaults and forwards to Knot DNS, which has a wildcard. Everything runs on
# 127.0.0.1, ports 11001 to 11004.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-5}
questions=${2:-20000}
# shellcheck source=docker/bench/servers.sh
. "$root/docker/bench/servers.sh"
need "dnsperf unbound dnsdist knot" dnsperf unbound dnsdist knotd
find_pando

printf '%s\n' "\$TTL 86400" '@ SOA ns.bench.example. h.bench.example. 1 3600 600 86400 60' '@ NS ns' \
  'ns A 127.0.0.1' '* A 192.0.2.1' >"$work/bench.zone"
write_settings
echo "setLocal('127.0.0.1:11003')
newServer('127.0.0.1:11001')" >"$work/dnsdist.conf"

first="start.bench.example A"
server knot 11001 "$first" knotd -c "$work/knot.conf"
server unbound 11002 "$first" unbound -d -c "$work/unbound.conf"
server dnsdist 11003 "$first" dnsdist --supervised --disable-syslog -C "$work/dnsdist.conf"
server pando 11004 "$first" "${pando[@]}" run -c "$work/pando.toml" --data-dir "$work/data"
servers=(unbound dnsdist pando)

# load NAME: asks for what is in the file of questions; prints answers and answers per second.
load() {
  dnsperf -s 127.0.0.1 -p "${port[$1]}" -d "$work/questions" -n 1 -c 4 -q 100 2>/dev/null |
    sed -n 's/.*NOERROR \([0-9]*\).*/\1/p; s/.*Queries per second: *\([0-9]*\).*/\1/p' | tr '\n' ' '
}
fresh() { # NUMBER COUNT
  for ((i = 0; i < $2; i++)); do echo "n$1-$i.bench.example A"; done >"$work/questions"
}

for ((warm = 0; warm < ${WARM_ROUNDS:-6}; warm++)); do
  fresh warm$warm "$questions"
  for name in "${servers[@]}"; do load "$name" >/dev/null; done
done
hertz=$(getconf CLK_TCK)
declare -A results rates lost
for ((round = 1; round <= rounds; round++)); do
  fresh "$round" "$questions"
  for name in "${servers[@]}"; do
    before=$(($(ticks "$name")))
    read -r answers rate <<<"$(load "$name")"
    after=$(($(ticks "$name")))
    results[$name]+="$(awk "BEGIN { printf \"%.1f\", ($after - $before) * 1e6 / $hertz / $answers }") "
    rates[$name]+="$rate "
    lost[$name]=$((${lost[$name]:-0} + questions - answers))
  done
done

# median WORD...
median() {
  printf '%s\n' "$@" | sort -n |
    awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'
}
echo "CPU microseconds per forwarded question, $rounds rounds of $questions, $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
printf '%-10s %8s %10s %10s %10s   %s\n' server median "x Unbound" "answers/s" unanswered rounds
# shellcheck disable=SC2086 # one word per round
unbound=$(median ${results[unbound]})
for name in "${servers[@]}"; do
  # shellcheck disable=SC2086 # one word per round
  mine=$(median ${results[$name]}) rate=$(median ${rates[$name]})
  printf '%-10s %8s %10s %10s %10s   %s\n' "$name" "$mine" \
    "$(awk "BEGIN { printf \"%.2f\", $mine / $unbound }")" "$rate" "${lost[$name]}" "${results[$name]}"
done
