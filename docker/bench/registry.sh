#!/usr/bin/env bash
# What many names cost, each figure the median of interleaved rounds:
#   docker/bench/registry.sh [ROUNDS [NAMES [SYNCED]]]      default: 5 rounds, 1000000 and 100000
# - CPU per answer of a node with that many names and of one with 1 000, by the threads that answer
# - comparing two replicas of that many names: bytes, round trips, CPU
# - the first sync of SYNCED names between two nodes, beside what one thread can verify
# Needs a build with tests (./mvnw verify, or ./mvnw -DskipTests package) and, from Debian: dnsperf
# curl. The registries are made once, in registry/target/large-NAMES: some ten minutes of signing for
# a million. After that it takes some five minutes. Everything runs on 127.0.0.1.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
rounds=${1:-5}
names=${2:-1000000}
few=1000
synced=${3:-100000}
# shellcheck source=docker/bench/servers.sh
. "$root/docker/bench/servers.sh"
trap "set +e; stop" EXIT
need "dnsperf curl" dnsperf curl
# shellcheck source=.mvn/find-java.sh
. .mvn/find-java.sh
find_java jre || { explain_java jre "${0##*/}"; exit 2; }
options=resolver/src/main/launcher/jvm.options
tests=registry/target/test-classes:resolver/target/test-classes
[ -d resolver/target/test-classes/org/pando/resolver/replication ] ||
  { echo "not built: ./mvnw -DskipTests package" >&2; exit 2; }
export PANDO_BUILD=off
java() { "$java_home/bin/java" @$options "${heap[@]}" -cp "$tests:resolver/target/pando/program/*" "$@"; }
heap=()
median() { sort -g | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# registry NAMES: makes one, unless it is there.
registry() {
  [ -e "registry/target/large-$1/made" ] && return
  echo "making a registry of $1 names" >&2
  rm -rf "registry/target/large-$1"
  java org.pando.registry.figures.LargeRegistry "registry/target/large-$1" "$1" >&2
  touch "registry/target/large-$1/made"
}
for count in $few $synced "$names"; do registry "$count"; done

# node NAME PORT DATA: starts one; nothing is ready yet.
node() {
  mkdir -p "$work/$1"
  cat >"$work/$1/pando.toml" <<END
data-dir = "$3"
[dns]
listen = ["127.0.0.1:$2"]
[resolution]
system-resolver = "off"
[hosts]
files = []
[[upstream]]
url = "udp://127.0.0.1:9"
operator = "one"
[[upstream]]
url = "udp://127.0.0.1:10"
operator = "two"
[gossip]
listen = ["/ip4/127.0.0.1/tcp/$(($2 + 100))"]
mdns = false
port-mapping = false
END
  port[$1]=$2 socket[$1]=$3/control.sock begun[$1]=$(milliseconds)
  ./pando run -c "$work/$1/pando.toml" >"$work/$1/out" 2>"$work/$1/err" </dev/null &
  pid[$1]=$!
  pids+=($!)
}
declare -A socket begun
# network NAME FIELD: what a node says of home.alt.
network() { curl -s --unix-socket "${socket[$1]}" http://pando/v1/networks/home.alt | tr -s ',{}' '\n' | sed -n "s/^\"$2\":\"\{0,1\}\([^\"]*\).*/\1/p" | head -1; }
# until_true SECONDS COMMAND...
until_true() {
  local end=$(($(milliseconds) + $1 * 1000))
  shift
  until "$@"; do
    [ "$(milliseconds)" -lt $end ] || { echo "gave up waiting: $*" >&2; tail "$work"/*/err >&2; exit 1; }
    sleep 0.05
  done
}
is_ready() { grep -q '^ready:' "$work/$1/out"; }
has_names() { [ "$(network "$1" names)" = "$2" ]; }
has() { [ "$(network "$1" names)" = "$2" ] && [[ $(network "$1" fingerprint) =~ ^[0-9a-f]{32}$ ]]; }
memory() { awk '/^VmRSS/ { printf "%.0f", $2 / 1000 }' "/proc/${pid[$1]}/status"; }
# cpu NAME PATTERN: milliseconds of CPU that a node's threads of these names have taken.
cpu() {
  local task
  for task in "/proc/${pid[$1]}/task"/*; do
    # shellcheck disable=SC2254 # a pattern
    case $(cat "$task/comm" 2>/dev/null) in $2) cut -d' ' -f1 "$task/schedstat" ;; esac
  done | awk '{ sum += $1 } END { printf "%.1f", sum / 1e6 }'
}
end() { kill "${pid[$1]}"; wait "${pid[$1]}" 2>/dev/null || true; }

echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $rounds rounds"

# 1. CPU per answer
for size in $few "$names"; do
  awk -v n="$size" 'BEGIN { srand(7); for (i = 0; i < 300000; i++) { k = int(rand() * n); printf "host%07d.home.alt A\n", k - k % 100 + k % 92 } }' >"$work/questions-$size"
done
declare -A start_up results
on=11020
for size in $few "$names"; do
  node "names-$size" $((on++)) "$root/registry/target/large-$size"
  until_true 60 is_ready "names-$size"
  start_up[$size]=$(($(milliseconds) - begun[names-$size]))
  until_true 120 has_names "names-$size" "$size"
done
answers() { # SIZE SECONDS: prints how many came
  dnsperf -s 127.0.0.1 -p "${port[names-$1]}" -d "$work/questions-$1" -l "$2" -c 4 -q 100 2>/dev/null |
    sed -n 's/.*Queries completed: *\([0-9]*\).*/\1/p'
}
for size in $few "$names"; do answers "$size" "${WARM_SECONDS:-8}" >/dev/null; done
for ((round = 1; round <= rounds; round++)); do
  for size in $few "$names"; do
    before=$(cpu "names-$size" 'dns-*')
    got=$(answers "$size" 3)
    after=$(cpu "names-$size" 'dns-*')
    results[$size]+="$(awk "BEGIN { printf \"%.3f\", ($after - $before) * 1000 / $got }") "
  done
done
# shellcheck disable=SC2086 # one word per round
of_few=$(printf '%s\n' ${results[$few]} | median) of_many=$(printf '%s\n' ${results[$names]} | median)
# shellcheck disable=SC2086 # one word per round
ratio=$(paste -d' ' <(printf '%s\n' ${results[$names]}) <(printf '%s\n' ${results[$few]}) | awk '{ print $1 / $2 }' | median)
printf '\n%-44s %12s %12s\n' "a node with so many names" "$few" "$names"
printf '%-44s %12.2f %12.2f   ratio %.3f (target: at most 1.1)\n' "CPU per answer, µs" "$of_few" "$of_many" "$ratio"
printf '%-44s %12s %12s\n' "resident memory, MB" "$(memory names-$few)" "$(memory "names-$names")"
printf '%-44s %12s %12s\n' "ready after, ms" "${start_up[$few]}" "${start_up[$names]}"
echo "  rounds: ${results[$few]}/ ${results[$names]}"
for size in $few "$names"; do end "names-$size"; done

# 2. comparing replicas
printf '\n%-44s %10s %8s %8s %10s %10s\n' "comparing two replicas of $names names" bytes trips "ids" "asks, ms" "answers, ms"
heap=(-Xmx1g)
java org.pando.resolver.replication.ReconcileFigures "$names" 1000 "$rounds" |
  while read -r case bytes asked trips asks replies; do
    case $case in
      nothing) what="nothing differs" ;;
      one) what="one new name" ;;
      recent) what="1 000 new names (targets: 65536, 4)" ;;
      *) what="and 1 000 old names updated" ;;
    esac
    printf '  %-42s %10s %8s %8s %10s %10s\n' "$what" "$bytes" "$trips" "$asked" "$asks" "$replies"
  done
heap=()

# 3. first sync
read -r signature_rate key_rate < <(java org.pando.registry.figures.SignatureFigures "$rounds")
cp -r "registry/target/large-$synced" "$work/founded"
node founder $((on++)) "$work/founded"
until_true 60 is_ready founder
until_true 120 has_names founder "$synced"
invite=$(./pando network invite -c "$work/founder/pando.toml" 2>/dev/null)
until_true 60 has founder "$synced"
node newcomer $((on++)) "$work/joined"
until_true 60 is_ready newcomer
declare -A groups=([verifying]='verify*' [writing]='registry-writer*' ['virtual threads']='ForkJoinPool*' [gossip]='gossip*' [collecting]='VM Thread' [compiling]='C[12] *' [all]='*')
declare -A taken
for group in "${!groups[@]}"; do taken[$group]=$(cpu newcomer "${groups[$group]}"); done
founder_before=$(cpu founder '*')
# copied: whether the newcomer has everything; notes how long a command waits for its writer thread.
copied() {
  curl -s -o "$work/answer" -w '%{time_total}\n' --unix-socket "${socket[newcomer]}" \
    http://pando/v1/names/nobody >>"$work/waited"
  has newcomer "$synced"
}
begin=$(milliseconds)
./pando network join "$invite" -c "$work/newcomer/pando.toml" >/dev/null 2>"$work/join" || { cat "$work/join" >&2; exit 1; }
until_true 600 copied
took=$(($(milliseconds) - begin))
for group in "${!groups[@]}"; do
  taken[$group]=$(awk "BEGIN { printf \"%.1f\", ($(cpu newcomer "${groups[$group]}") - ${taken[$group]}) / 1000 }")
done
founder_took=$(awk "BEGIN { printf \"%.1f\", ($(cpu founder '*') - $founder_before) / 1000 }")
[ "$(network founder fingerprint)" = "$(network newcomer fingerprint)" ] ||
  { echo "the two do not hold the same: $(network founder fingerprint) $(network newcomer fingerprint)" >&2; exit 1; }
# of 100 names: 92 with three signatures, 2 with four, 2 with two, 4 with one; keys: 94 with two, 6 with one
checks=$((synced * 292 / 100)) keys=$((synced * 194 / 100))
printf '\n%-44s\n' "first sync of $synced names, one other node"
awk -v t="$took" -v c=$checks -v k=$keys -v r="$signature_rate" -v kr="$key_rate" -v v="${taken[verifying]}" 'BEGIN {
  printf "  %-42s %10.1f s\n", "took", t / 1000
  printf "  %-42s %10.0f /s\n", "signatures checked", c / t * 1000
  printf "  %-42s %10.0f /s, and %.0f public keys/s\n", "one thread checks", r, kr
  printf "  %-42s %10.1f s of CPU\n", "so the checks alone need", c / r + k / kr
  printf "  %-42s %10.1f s of CPU, with decoding\n", "the verifying threads took", v
}'
sort -g "$work/waited" | awk '{ a[NR] = $1 * 1000 } END { printf "  %-42s %10.0f ms, at most %.0f\n", "a command waited meanwhile", a[int((NR + 1) / 2)], a[NR] }'
for group in writing 'virtual threads' gossip collecting compiling all; do
  printf '  %-42s %10s s of CPU\n' "newcomer, $group" "${taken[$group]}"
done
printf '  %-42s %10s s of CPU\n' "the other node" "$founder_took"
end newcomer
end founder
