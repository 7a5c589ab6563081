#!/usr/bin/env bash
# Memory of a node during a long outage: all upstreams silent, 5 000 questions a second for names that
# it has never seen, and a fifth for names that it has, whose TTL is over:
#   docker/bench/long-outage.sh [SECONDS [QUESTIONS_A_SECOND]]      default: 600 s, 5 000/s
# Needs a build (./mvnw -DskipTests package) and, from Debian: dnsperf python3. Everything runs on
# loopback, ports 11101 and 11102.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=${1:-600}
rate=${2:-5000}
seen=2000
# shellcheck source=docker/bench/servers.sh
. "$root/docker/bench/servers.sh"
need "dnsperf python3" dnsperf python3

python3 "$root/docker/bench/falling-silent.py" "$work/silent" 1 nothing 127.0.0.4{1,2,3}:11102 &
pids+=($!)
{
  printf '[dns]\nlisten = ["127.0.0.1:11101"]\n[resolution]\nsystem-resolver = "off"\n'
  for i in 1 2 3; do
    printf '[[upstream]]\nurl = "udp://127.0.0.4%s:11102"\noperator = "operator%s"\n' $i $i
  done
} >"$work/pando.toml"
"$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/pando.out" 2>"$work/pando.err" &
node=$!
pids+=("$node")
for ((i = 0; i < 600; i++)); do
  grep -q ready "$work/pando.out" && break
  sleep 0.2
done
grep -q ready "$work/pando.out" || { echo "Pando does not start:" >&2; cat "$work/pando.err" >&2; exit 1; }

for ((i = 0; i < seen; i++)); do echo "seen$i.example A"; done >"$work/seen.txt"
python3 -c "
import sys
for i in range(400_000):
    print(f'fresh{i}.example A' if i % 5 else f'seen{i // 5 % $seen}.example A')
" >"$work/all.txt"
dnsperf -s 127.0.0.1 -p 11101 -d "$work/seen.txt" -n 1 -Q 1000 >/dev/null 2>&1
resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$node/status"; }
sockets() { find "/proc/$node/fd" -lname 'socket:*' 2>/dev/null | wc -l; }
cpu() { awk '{ print ($14 + $15) }' "/proc/$node/stat"; }
sleep 3
before=$(resident)
cpu_before=$(cpu)
touch "$work/silent"
echo "| after | resident MiB | sockets |"
echo "| --- | --- | --- |"
echo "| before | $before | $(sockets) |"
dnsperf -s 127.0.0.1 -p 11101 -d "$work/all.txt" -l "$seconds" -Q "$rate" -c 20 -t 5 >"$work/dnsperf" 2>&1 &
load=$!
pids+=("$load")
step=$((seconds / 10))
for ((t = step; t <= seconds; t += step)); do
  sleep $step
  echo "| $t s | $(resident) | $(sockets) |"
done
wait $load
cpu_used=$(($(cpu) - cpu_before))
rm "$work/silent"
began=$(date +%s%N)
for ((i = 0; i < 100; i++)); do
  echo "back$i.example A" | dnsperf -s 127.0.0.1 -p 11101 -n 1 -t 1 2>/dev/null | grep -q 'NOERROR 1 ' && break
done
echo "first fresh answer $((($(date +%s%N) - began) / 1000000)) ms after the return (dnsperf's start included)"
answered=$(awk '/Queries completed/ { print $3 }' "$work/dnsperf")
awk '/Queries sent|Queries completed|Queries lost|Response codes|Queries per second|Average Latency/' "$work/dnsperf"
awk -v ticks="$cpu_used" -v n="$answered" -v hz="$(getconf CLK_TCK)" \
  'BEGIN { printf "CPU per question: %.1f µs\n", ticks / hz / n * 1e6 }'
