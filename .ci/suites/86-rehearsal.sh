#!/usr/bin/env bash
# pando upstreams, pando log and pando drill with three real servers: what they tell, that a rehearsal
# leaves no trace in the node, and that a node which stops does not wait for those who look.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "knot bind9-dnsutils iproute2" knotd dig
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
ip link set lo up
run "$root/pando" --version
check "Pando is built" exits 0
printf '%s\n' "\$TTL 3600" '@ SOA ns h 1 3600 600 86400 60' '@ NS ns' 'ns A 127.0.0.1' \
  '* A 192.0.2.99' >"$work/example.zone"
servers=()
for i in {1..3}; do
  mkdir "$work/knot$i"
  echo "server:
  rundir: $work/knot$i
  listen: 127.0.0.1@1000$i
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: $work/knot$i
zone:
  - domain: example
    file: $work/example.zone
  - domain: .
    file: $work/root.zone" >"$work/knot$i.conf"
done
# Whoever is probed has to know the root's name servers.
printf '%s\n' "\$TTL 3600" '@ SOA ns.example. h.example. 1 3600 600 86400 60' '@ NS ns.example.' \
  'example NS ns.example.' 'ns.example A 127.0.0.1' >"$work/root.zone"
for i in {1..3}; do
  knotd -c "$work/knot$i.conf" >"$work/knot$i.log" 2>&1 &
  servers+=($!)
done
# config NUMBER...: with these servers as upstreams.
config() {
  printf '[dns]\nlisten = ["127.0.0.2"]\n[resolution]\nsystem-resolver = "off"\n'
  for i in "$@"; do
    printf '[[upstream]]\nurl = "udp://127.0.0.1:1000%s"\noperator = "op%s"\n' "$i" "$i"
  done
}
# start NUMBER...: a node with these servers; sets node.
start() {
  config "$@" >"$work/pando.toml"
  rm -f "$work/ready"
  "$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/node-err" &
  node=$!
  until_true 60 grep -q '^ready:' "$work/ready"
}
pando() { "$root/pando" "$@" --data-dir "$work/data"; }
ask() { dig +short +time=3 +tries=1 @127.0.0.2 "$1"; }
upstreams_show() { pando upstreams | grep -qE -- "$1"; }
counts() { pando upstreams --json | grep -oE '"(asked|answered)":[0-9]+'; }

start 1 2 3
pando log --count 3 --json >"$work/log" 2>&1 &
log=$!
sleep 2
run pando drill
check "without a name there is nothing to rehearse with" exits 1
check "and it says what to do" err_has 'pando drill www\.example\.com$'
for name in one.example two.example one.example; do ask $name >/dev/null; done
run timeout 20 tail --pid=$log -f /dev/null
run cat "$work/log"
check "the log tells of each question" [ "$(wc -l <"$work/log")" = 3 ]
check "with its name, client, answer and step" \
  out_has '"name":"one.example.","type":"A","client":"127.0.0.1","protocol":"udp","answeredBy":"upstream","rcode":"NOERROR"'
check "and of what the cache answered" out_has '"name":"one.example.".*"answeredBy":"cache"'
run pando upstreams
check "three upstreams are well" [ "$(grep -cE '^op[123] +udp +127.0.0.1:1000[123] +well ' "$work/out")" = 3 ]

counts >"$work/before"
run pando drill --for 1s
check "a rehearsal of each operator" exits 0
check "without it, its own users would have nothing" \
  [ "$(grep -cE '^  only op[123] +20 would have failed$' "$work/out")" = 3 ]
check "this node would have everything" [ "$(grep -cE '^  this node +0 would have failed' "$work/out")" = 3 ]
sed 's/^/          /' "$work/out"
run counts
check "the node's own counters know nothing of it" cmp -s "$work/before" "$work/out"

# Two, since the worst of three is hardly ever asked, and so not found out.
kill -STOP "${servers[0]}" "${servers[1]}"
for i in {1..30}; do ask "silent$i.example" >/dev/null; done
run until_true 10 upstreams_show '^op[12] .* down .* for [0-9]+ s · '
check "who is silent is shown as down, and since when" exits 0
kill -CONT "${servers[0]}" "${servers[1]}"
none_is_down() { ! upstreams_show ' down '; }
run until_true 60 none_is_down
check "and as well when it is back" exits 0

pando log >"$work/log" 2>&1 &
log=$!
pando drill --operator op2 --for 5m >"$work/drill" 2>&1 &
drill=$!
both_are_connected() { [ "$(ss -Hx state connected | grep -c "$work/data/control.sock")" -ge 2 ]; }
run until_true 20 both_are_connected
check "two commands wait for the node" exits 0
begin=$SECONDS
kill -TERM $node
wait $node
check "a node that stops does not wait for them" [ $((SECONDS - begin)) -le 3 ]
wait $log
check "the log ends: the node cannot be reached" [ $? = 3 ]
wait $drill
check "the rehearsal ends: try again" [ $? = 4 ]
run cat "$work/node-err"
check "no name of a question in the node's log" [ ! -s "$work/out" ]

start 1
run pando drill --for 1s new.example
check "with one operator a new name would fail" exits 1
check "and it says so" err_has '^pando: 20 questions would have failed; add upstreams of other operators'
kill -TERM $node
wait $node
kill "${servers[@]}"
wait "${servers[@]}"
finish
