#!/usr/bin/env bash
# Five nodes of one network: what is registered on one resolves on all, within seconds while connected
# and once they are back, whatever they missed; strangers stay outside a closed network.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "knot-dnsutils iproute2" kdig ip
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
ip link set lo up
run "$root/pando" --version
check "Pando is built" exits 0

declare -A process
# start NODE: a node of its own address, 127.0.0.1NODE; nothing is ready yet.
start() {
  local node=$1
  mkdir -p "$work/$node"
  cat >"$work/$node/pando.toml" <<END
data-dir = "$work/$node/data"
[dns]
listen = ["127.0.0.1$node"]
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
listen = ["/ip4/127.0.0.1$node/tcp/4053"]
mdns = false
port-mapping = false
END
  : >"$work/$node/ready"
  "$root/pando" run -c "$work/$node/pando.toml" >"$work/$node/ready" 2>>"$work/$node/err" &
  process[$node]=$!
}
ready() { until_true 90 grep -q '^ready:' "$work/$1/ready"; }
on() { # NODE COMMAND...
  local node=$1
  shift
  "$root/pando" "$@" -c "$work/$node/pando.toml"
}
end() { # NODE SIGNAL
  kill "-$2" "${process[$1]}"
  wait "${process[$1]}" 2>/dev/null
}
resolves() { # NODE NAME ADDRESS
  [ "$(kdig +short +timeout=1 +retry=0 "@127.0.0.1$1" "$2" A)" = "$3" ]
}
everywhere() { # NAME ADDRESS NODE...
  local name=$1 address=$2 node
  shift 2
  for node in "$@"; do
    until_true 30 resolves "$node" "$name" "$address" || return 1
  done
}
listens() { [ -n "$(ss -Htln "src 127.0.0.1$1 and sport = :4053")" ]; }
names() { on "$1" list --json | tr ',' '\n' | grep -o '"name":"[^"]*"' | sort; }
same_names() {
  local node first
  first=$(names 1)
  for node in 2 3 4 5; do
    [ "$(names "$node")" = "$first" ] || return 1
  done
}

for node in 1 2 3 4 5; do start "$node"; done
for node in 1 2 3 4 5; do
  run true
  check "node $node is ready" ready "$node"
done
listening=$(listens 1 && echo yes)
check "a node that has invited nobody does not listen for others" [ -z "$listening" ]

run on 1 register early A 192.0.2.1
check "a name is registered before anybody else is there" exits 0
run on 1 network invite
check "it invites others" exits 0
invite=$(cat "$work/out")
check "and listens from then on" listens 1
for node in 2 3 4; do
  run on "$node" network join "$invite"
  check "node $node joins" exits 0
  check "its own unused network gives way" err_has 'has given way'
done
check "who joins late gets what was registered before" everywhere early.home.alt 192.0.2.1 2 3 4

begin=$(date +%s%N)
run on 1 register blog A 192.0.2.2
for node in 2 3 4; do until_true 10 resolves "$node" blog.home.alt 192.0.2.2; done
took=$((($(date +%s%N) - begin) / 1000000))
echo "          a new name resolved everywhere $took ms after the command began"
check "a new name resolves on all within seconds" [ "$took" -lt 5000 ]

run on 3 register --key-name A 192.0.2.3
check "a member registers the name of its key" exits 0
key=$(grep -oE '[a-z0-9]{52}\.key\.home\.alt' "$work/out" | head -1)
check "which resolves on all" everywhere "$key" 192.0.2.3 1 2 4

end 2 KILL
end 4 TERM
run on 1 update blog --remove 'A 192.0.2.2' --add 'A 192.0.2.4'
check "a name changes while two nodes are away" exits 0
run on 1 register missed A 192.0.2.5
run on 1 revoke early --yes
check "another one is revoked" exits 0
start 2
start 4
ready 2 && ready 4
check "both catch up: the change" everywhere blog.home.alt 192.0.2.4 2 3 4
check "the new name" everywhere missed.home.alt 192.0.2.5 2 3 4
gone() { until_true 30 resolves "$1" early.home.alt ''; }
check "and the revocation" gone 4

run on 5 network join "$invite"
check "a fifth node joins at last" exits 0
check "and gets the whole history" everywhere missed.home.alt 192.0.2.5 5
check "all five hold the same names" until_true 30 same_names
run on 5 peers
check "its peers are shown" out_has '12D3KooW.*connected.*home\.alt'

run on 1 network create club --closed
check "a closed network is founded" exits 0
run on 1 register door.club.alt A 192.0.2.6
run on 1 network invite club.alt
club=$(cat "$work/out")
check "its invite is called a secret" err_has 'the invite is a secret'
run on 2 network join "$club"
check "node 2 joins it" exits 0
check "and resolves its names" everywhere door.club.alt 192.0.2.6 2
run on 3 resolve door.club.alt
check "which node 3 does not know" out_has NXDOMAIN

run on 2 network leave club.alt --yes
check "node 2 leaves it" exits 0
run on 2 resolve door.club.alt
check "and forgets its names" out_has NXDOMAIN
run on 2 network join "${invite}X"
check "a mistyped invite is refused" exits 2
check "with a remedy" err_has 'copy it again'
run on 2 network leave nowhere.alt --yes
check "leaving a network it is not in is refused" exits 2

for node in 1 2 3 4 5; do end "$node" TERM; done
strange() { cat "$work"/*/err | grep -vE ' INFO |all general upstreams|^$' || true; }
check "no node complained" [ -z "$(strange)" ]
strange | sed 's/^/          /'
finish
